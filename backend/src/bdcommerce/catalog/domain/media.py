"""Pictures: which uploads can be shown, and in which sizes."""

from dataclasses import dataclass, replace
from datetime import datetime

from bdcommerce.catalog.events import Image, ProductSheet
from bdcommerce.catalog.events.media import Picture

MAX_BYTES = 10_000_000
MIN_SIDE, MAX_SIDE, MAX_POINTS = 100, 10_000, 40_000_000
WIDTHS = (160, 320, 640, 1280)
PATH = "/api/v1/media/"
"""Where customers find the files of pictures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A picture that somebody has uploaded."""

    media_id: str
    vendor_id: str
    sha256: str
    picture: Picture
    unused_since: datetime | None = None
    """None while something shows it."""

    @property
    def url(self) -> str:
        """Its largest rendition, in the format that everything can show."""
        return f"{PATH}{self.picture.renditions[-1].webp}"

    @property
    def files(self) -> set[str]:
        """The names of its files."""
        return {name for each in self.picture.renditions for name in (each.webp, each.avif)}


def widths_for(width: int) -> list[int]:
    """The widths in which a picture of this width is kept, never wider than it is."""
    return [*(each for each in WIDTHS if each < width), *([width] if width <= WIDTHS[-1] else [])]


def why_unfit(width: int, height: int) -> str:
    """Why a picture of these dimensions cannot be taken, or empty."""
    if min(width, height) < MIN_SIDE:
        return f"is {width} × {height} points, and must be at least {MIN_SIDE} on each side"
    if max(width, height) > MAX_SIDE or width * height > MAX_POINTS:
        return f"is {width} × {height} points, and may be at most {MAX_SIDE} wide and high, {MAX_POINTS} in all"
    return ""


def media_ids(sheet: ProductSheet) -> set[str]:
    """The uploads that a product shows."""
    return {each.media_id for each in _images(sheet) if each.media_id}


def found_at(sheet: ProductSheet, urls: dict[str, str]) -> ProductSheet:
    """The sheet with the address of each upload, by its id."""

    def found(images: list[Image]) -> list[Image]:
        return [replace(each, url=urls[each.media_id]) if each.media_id else each for each in images]

    return replace(
        sheet,
        facts=replace(sheet.facts, images=found(sheet.facts.images)),
        variants=[replace(each, images=found(each.images)) for each in sheet.variants],
    )


def _images(sheet: ProductSheet) -> list[Image]:
    return [*sheet.facts.images, *(image for each in sheet.variants for image in each.images)]
