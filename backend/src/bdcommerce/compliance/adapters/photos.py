"""Pictures of people, made harmless before they are kept."""

import asyncio
import io
from warnings import catch_warnings, simplefilter

from PIL import Image, ImageOps

from bdcommerce.compliance.errors import BadPhoto
from bdcommerce.infra.files import Files
from bdcommerce.kernel.errors import ensure

_FORMATS = ("JPEG", "PNG", "WEBP")
_MOST_POINTS = 40_000_000
_LONGEST_SIDE = 2_000
_QUALITY = 82


class KeptPhotos:
    """See ports.Photos."""

    def __init__(self, files: Files) -> None:
        self._files = files

    async def keep(self, content: bytes) -> str:
        """See ports.Photos."""
        return await self._files.put(await asyncio.to_thread(_cleaned, content), ".webp")

    async def read(self, name: str) -> bytes:
        """See ports.Photos."""
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
