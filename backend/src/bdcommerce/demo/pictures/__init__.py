"""Pictures of the demo's goods: an emoji of what it is on a tinted ground. Where the emoji are from stands in `art`."""

import csv
import re
import zlib
from functools import cache
from importlib import resources
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter

from bdcommerce.demo.goods import Goods

SIDE = 400
_EMOJI, _LIFT = 240, 15
_FAMILIES = {
    "#ececee": ("Black", "White", "Grey", "Silver", "Off white", "Clear", "Mixed"),
    "#f6ddd2": ("Red", "Pink", "Maroon", "Yellow", "Golden", "Gold", "Brown", "Khaki", "Cream", "Nude"),
    "#d3e2ee": ("Blue", "Navy", "Sky blue", "Green", "Purple"),
}
_TINTS = ("#f6d9c4", "#d8e8d2", "#cfe3f2", "#f2d5de", "#e5dcf3", "#f5e8bf", "#cfeae4", "#e9e2da")
PLAIN = "1f6cd-fe0f"
"""Shopping bags, for what nobody has drawn."""


def picture_of(goods: Goods) -> tuple[str, str]:
    """The emoji that shows some goods, and the tint of the ground: near to their colour, or as their aisle."""
    motif = next((each for words, each in _motifs() if words.search(goods.title.en)), PLAIN)
    colour = goods.attributes.get("colour", "")
    chance = zlib.crc32(goods.aisle.encode()) % len(_TINTS)
    return motif, next((tint for tint, names in _FAMILIES.items() if colour in names), _TINTS[chance])


def composed(motif: str, tint: str) -> bytes:
    """The picture as somebody would upload it."""
    ground = _ground(tint)
    emoji = _art(motif).resize((_EMOJI, _EMOJI), Image.Resampling.LANCZOS)
    place = ((SIDE - _EMOJI) // 2, (SIDE - _EMOJI) // 2 - _LIFT)
    ground.paste(_shadow(emoji, place), (0, 0), _shadow(emoji, place))
    ground.paste(emoji, place, emoji)
    file = BytesIO()
    ground.convert("RGB").save(file, format="JPEG", quality=92)
    return file.getvalue()


def _ground(tint: str) -> Image.Image:
    """Lighter in the middle, where the light falls, with a table to stand on."""
    ground = Image.new("RGBA", (SIDE, SIDE), tint)
    light = Image.new("L", (SIDE // 4, SIDE // 4), 0)
    ImageDraw.Draw(light).ellipse((10, 2, SIDE // 4 - 10, SIDE // 4 - 22), fill=150)
    light = light.filter(ImageFilter.GaussianBlur(14)).resize((SIDE, SIDE))
    ground.paste(Image.new("RGBA", (SIDE, SIDE), "white"), (0, 0), light)
    table = Image.new("L", (SIDE, SIDE), 0)
    ImageDraw.Draw(table).rectangle((0, int(SIDE * 0.74), SIDE, SIDE), fill=26)
    ground.paste(Image.new("RGBA", (SIDE, SIDE), "black"), (0, 0), table.filter(ImageFilter.GaussianBlur(3)))
    return ground


def _shadow(emoji: Image.Image, place: tuple[int, int]) -> Image.Image:
    """What it throws on the table."""
    small = Image.new("L", (SIDE // 4, SIDE // 4), 0)
    left, bottom = place[0] // 4, (place[1] + emoji.height) // 4
    ImageDraw.Draw(small).ellipse((left + 10, bottom - 7, left + _EMOJI // 4 - 10, bottom + 5), fill=110)
    soft = small.filter(ImageFilter.GaussianBlur(4)).resize((SIDE, SIDE))
    shadow = Image.new("RGBA", (SIDE, SIDE), "black")
    shadow.putalpha(soft)
    return shadow


@cache
def _art(motif: str) -> Image.Image:
    with (resources.files(__name__) / "art" / f"{motif}.webp").open("rb") as file:
        return Image.open(file).convert("RGBA")


@cache
def _motifs() -> list[tuple[re.Pattern[str], str]]:
    """In the order of the file: the first that fits holds."""
    lines = (resources.files(__name__) / "motifs.tsv").read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return [(re.compile(row["words"], re.IGNORECASE), row["motif"]) for row in rows]
