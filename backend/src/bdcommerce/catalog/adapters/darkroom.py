"""Uploads to pictures, with Pillow, in worker threads: few at a time, so that pictures never take all processors."""

import asyncio
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms, ImageOps

from bdcommerce.catalog.domain.media import MAX_POINTS, why_unfit, widths_for
from bdcommerce.catalog.errors import UnusablePicture
from bdcommerce.catalog.ports.media import Developed, Rendered
from bdcommerce.kernel.errors import ensure

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
_WEBP: dict[str, Any] = {"format": "WEBP", "quality": 80, "method": 4}
_AVIF: dict[str, Any] = {"format": "AVIF", "quality": 60, "speed": 8, "max_threads": 1}
_SRGB = ImageCms.createProfile("sRGB")
# What a file says of its size is looked at here, before anything is decoded; Pillow's own limit stands behind that.
Image.MAX_IMAGE_PIXELS = 10 * MAX_POINTS


class PillowDarkroom:
    """See ports.Darkroom."""

    def __init__(self, at_once: int = 1) -> None:
        self._turn = asyncio.Semaphore(at_once)

    async def develop(self, upload: bytes) -> Developed:
        """See ports.Darkroom."""
        async with self._turn:
            return await asyncio.to_thread(_develop, upload)


def _develop(upload: bytes) -> Developed:
    image = _decoded(upload)
    sizes, smaller = [], image
    for width in reversed(widths_for(image.width)):
        height = max(1, round(image.height * width / image.width))
        smaller = smaller.resize((width, height), Image.Resampling.LANCZOS)
        sizes.append(Rendered(width=width, height=height, webp=_saved(smaller, _WEBP), avif=_saved(smaller, _AVIF)))
    return Developed(width=sizes[0].width, height=sizes[0].height, colour=_colour(image), sizes=sizes[::-1])


def _decoded(upload: bytes) -> Image.Image:
    """The picture, upright, in sRGB, without anything but its points."""
    try:
        image: Image.Image = Image.open(BytesIO(upload), formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise UnusablePicture.because(f"may have at most {MAX_POINTS} points") from error
    except Exception as error:  # decoders raise anything on hostile bytes
        raise UnusablePicture.because("is no JPEG, PNG, WebP or AVIF picture") from error
    unfit = why_unfit(*image.size)
    ensure(not unfit, UnusablePicture.because(unfit))
    # A photograph may carry a second one behind it (MPO); anything else with frames moves.
    ensure(image.format == "MPO" or getattr(image, "n_frames", 1) == 1, UnusablePicture.because("must not move"))
    try:
        image.draft("RGB", (2 * 1280, 2 * 1280))
        image.load()
        plain = _in_srgb(_upright(image))
    except Exception as error:
        raise UnusablePicture.because("is damaged") from error
    plain.info = {}
    return plain


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # noqa: BLE001 - what it says of its orientation is not worth a refusal
        return image


def _in_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    mode = "RGBA" if image.has_transparency_data else "RGB"
    if profile and image.mode in {"RGB", "CMYK"}:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, _SRGB, outputMode="RGB")
            return converted or image.convert(mode)
        except (ImageCms.PyCMSError, OSError, ValueError):
            return image.convert(mode)
    return image.convert(mode)


def _colour(image: Image.Image) -> str:
    """The average of its points, seen on white."""
    small = image.convert("RGBA").resize((1, 1), Image.Resampling.BOX)
    white = Image.new("RGBA", (1, 1), "white")
    red, green, blue, _ = Image.alpha_composite(white, small).tobytes()
    return f"#{red:02x}{green:02x}{blue:02x}"


def _saved(image: Image.Image, how: dict[str, Any]) -> bytes:
    file = BytesIO()
    image.save(file, **how)
    return file.getvalue()
