"""Pictures as people upload them."""

from functools import cache
from io import BytesIO
from typing import Any

from PIL import Image


def picture(
    width: int,
    height: int,
    kind: str = "JPEG",
    *,
    colour: Any = (220, 20, 60),
    mode: str = "RGB",
    frames: int = 1,
    **saved: Any,
) -> bytes:
    """A picture of one colour with a line across it; with more frames it moves."""
    still = Image.new(mode, (width, height), colour)
    if mode == "RGB" and width < 2000:
        still.paste((255, 255, 255), (0, height // 2, width, height // 2 + 1))
    if frames > 1:
        saved |= {
            "save_all": True,
            "append_images": [Image.new(mode, (width, height), (each, 0, 0)) for each in range(1, frames)],
        }
    file = BytesIO()
    still.save(file, kind, **saved)
    return file.getvalue()


@cache
def small() -> bytes:
    """A JPEG that is quickly made and quickly developed."""
    return picture(160, 120)
