"""Pictures that people send, made harmless before they are kept."""

import asyncio
import io
from typing import Self
from warnings import catch_warnings, simplefilter

from PIL import Image, ImageOps

from bdcommerce.infra.files import Files
from bdcommerce.kernel.errors import Invalid, ensure

_FORMATS = ("JPEG", "PNG", "WEBP")
_MOST_POINTS = 40_000_000
_LONGEST_SIDE = 2_000
_QUALITY = 82


class BadPhoto(Invalid):
    """The file is not a picture that can be kept: JPEG, PNG or WebP, at most 40 million pixels."""

    code = "bad_photo"

    @classmethod
    def because(cls, reason: str) -> Self:
        return cls(f"file: {reason}", fields={"file": reason})


class KeptPhotos:
    """A service's photos, drawn anew as WebP: upright, of 2,000 points at most on each side, without time and place."""

    def __init__(self, files: Files) -> None:
        self._files = files

    async def keep(self, content: bytes) -> str:
        """Keep a picture; the name of its file. Raises BadPhoto."""
        return await self._files.put(await asyncio.to_thread(_cleaned, content), ".webp")

    async def read(self, name: str) -> bytes:
        """One that was kept. Raises UnknownFile."""
        return await self._files.read(name)


def _cleaned(content: bytes) -> bytes:
    """The picture drawn anew: whatever else was in the file is gone."""
    try:
        with catch_warnings():
            simplefilter("ignore", Image.DecompressionBombWarning)  # the limit below is lower than Pillow's
            picture = Image.open(io.BytesIO(content), formats=_FORMATS)
        ensure(picture.width * picture.height <= _MOST_POINTS, BadPhoto.because("has more than 40 million points"))
        upright = ImageOps.exif_transpose(picture).convert("RGB")
        upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
        drawn = io.BytesIO()
        upright.save(drawn, "WEBP", quality=_QUALITY)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise BadPhoto.because("is not a JPEG, PNG or WebP picture") from error
    return drawn.getvalue()
