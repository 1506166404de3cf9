"""Photos decoded with Pillow, in a worker thread, one at a time, so that pictures never take all processors."""

import asyncio
from datetime import UTC, datetime
from io import BytesIO

from PIL import Image, ImageOps

from bdcommerce.fulfilment.domain.evidence import Photo
from bdcommerce.fulfilment.errors import UnreadablePhoto
from bdcommerce.kernel.errors import ensure

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_POINTS = 40_000_000
LONGEST_SIDE = 2048
BANGLADESH = "+06:00"
_EXIF, _TAKEN_AT, _OFFSET = 0x8769, 0x9003, 0x9011


class PillowPhotos:
    """See ports.Photos."""

    def __init__(self) -> None:
        self._turn = asyncio.Semaphore(1)

    async def develop(self, upload: bytes) -> Photo:
        """See ports.Photos."""
        async with self._turn:
            return await asyncio.to_thread(_develop, upload)


def _develop(upload: bytes) -> Photo:
    try:
        image = Image.open(BytesIO(upload), formats=FORMATS)
    except Exception as error:  # decoders raise anything on hostile bytes
        raise UnreadablePhoto.because("is no JPEG, PNG or WebP picture") from error
    few = image.width * image.height <= MOST_POINTS
    ensure(few, UnreadablePhoto.because(f"has more than {MOST_POINTS:,} points"))
    try:
        captured_at = _captured_at(image)
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        plain = ImageOps.exif_transpose(image).convert("RGB")
    except Exception as error:
        raise UnreadablePhoto.because("is damaged") from error
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    plain.info = {}
    file = BytesIO()
    plain.save(file, format="WEBP", quality=80, method=4)
    return Photo(content=file.getvalue(), width=plain.width, height=plain.height, captured_at=captured_at)


def _captured_at(image: Image.Image) -> datetime | None:
    """When the camera says it was taken; a clock without an offset is taken for one in Bangladesh."""
    said = image.getexif().get_ifd(_EXIF)
    text, offset = str(said.get(_TAKEN_AT, "")).strip("\0 "), str(said.get(_OFFSET, "")).strip("\0 ")
    try:
        return datetime.strptime(f"{text}{offset or BANGLADESH}", "%Y:%m:%d %H:%M:%S%z").astimezone(UTC)
    except (ValueError, OverflowError):
        return None
