"""Uploads become pictures that can be shown: clean, upright, small enough; everything else is refused."""

from io import BytesIO
from typing import Any
from zlib import crc32

import pytest
from PIL import Image

from bdcommerce.catalog.adapters.darkroom import PillowDarkroom
from bdcommerce.catalog.domain.media import why_unfit, widths_for
from bdcommerce.catalog.errors import UnusablePicture
from catalog.pictures import picture

ORIENTATION, GPS = 0x0112, 0x8825


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def bomb() -> bytes:
    """A few bytes that claim to be 100,000 points wide and high."""
    honest = bytearray(picture(200, 200, "PNG"))
    honest[16:24] = (100_000).to_bytes(4) * 2
    honest[29:33] = crc32(honest[12:29]).to_bytes(4)
    return bytes(honest)


@pytest.mark.parametrize("width, kept", [(100, [100]), (400, [160, 320, 400]), (1280, [160, 320, 640, 1280])])
def test_no_size_is_wider_than_the_picture(width: int, kept: list[int]) -> None:
    assert widths_for(width) == kept
    assert widths_for(5000) == [160, 320, 640, 1280]


@pytest.mark.parametrize(
    "width, height, fits", [(100, 100, True), (99, 500, False), (10_001, 100, False), (8000, 8000, False)]
)
def test_what_is_too_small_or_too_large_does_not_fit(width: int, height: int, fits: bool) -> None:
    assert (not why_unfit(width, height)) is fits


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
async def test_a_picture_is_rendered_in_two_formats(kind: str) -> None:
    developed = await PillowDarkroom().develop(picture(400, 300, kind))
    assert (developed.width, developed.height) == (400, 300)
    assert [(each.width, each.height) for each in developed.sizes] == [(160, 120), (320, 240), (400, 300)]
    for each in developed.sizes:
        webp, avif = opened(each.webp), opened(each.avif)
        assert (webp.format, webp.size) == ("WEBP", (each.width, each.height))
        assert (avif.format, avif.size) == ("AVIF", (each.width, each.height))
    assert developed.colour[1:3] > "c0"  # red


async def test_what_a_camera_says_of_place_and_owner_is_dropped_and_the_picture_set_upright() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[0x013B] = "Somebody"
    exif.get_ifd(GPS)[1] = "N"
    developed = await PillowDarkroom().develop(picture(400, 200, "JPEG", exif=exif, comment=b"at home"))
    assert (developed.width, developed.height) == (200, 400)
    for each in (developed.sizes[-1].webp, developed.sizes[-1].avif):
        shown = opened(each)
        assert not shown.getexif()
        assert not {"exif", "xmp", "icc_profile", "comment"} & shown.info.keys()


async def test_what_is_transparent_stays_so() -> None:
    clear = Image.new("RGBA", (200, 200), (0, 0, 255, 0))
    file = BytesIO()
    clear.save(file, "PNG")
    developed = await PillowDarkroom().develop(file.getvalue())
    assert opened(developed.sizes[0].webp).mode == "RGBA"
    assert developed.colour == "#ffffff"


@pytest.mark.parametrize(
    "upload, reason",
    [
        (b"", "no JPEG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "no JPEG"),
        (b"GIF89a" + bytes(100), "no JPEG"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "no JPEG"),
        (picture(300, 300, "JPEG")[:2000], "damaged"),
        (picture(300, 300, "PNG")[:-200], "damaged"),
        (picture(80, 300, "PNG"), "at least 100"),
        (picture(12_000, 100, "PNG"), "at most"),
        (picture(7000, 7000, "PNG", colour=0, mode="1"), "at most"),
        (bomb(), "at most"),
        (picture(200, 200, "WEBP", frames=3), "must not move"),
        (picture(200, 200, "PNG", frames=3), "must not move"),
    ],
)
async def test_what_is_no_picture_to_show_is_refused(upload: bytes, reason: str) -> None:
    with pytest.raises(UnusablePicture) as refusal:
        await PillowDarkroom().develop(upload)
    assert reason in refusal.value.data["fields"]["file"]


async def test_odd_colours_are_brought_into_the_usual_ones() -> None:
    for mode, colour in (("CMYK", (0, 255, 255, 0)), ("L", 200), ("P", 3), ("I;16", 40_000)):
        kind = "JPEG" if mode == "CMYK" else "PNG"
        made: Any = picture(120, 120, kind, colour=colour, mode=mode)
        assert opened((await PillowDarkroom().develop(made)).sizes[0].webp).mode in {"RGB", "RGBA"}
