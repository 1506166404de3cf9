"""What happened to pictures."""

from dataclasses import dataclass

from bdcommerce.kernel.events import domain_event


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendition:
    """A picture in one size, in two formats: names of files."""

    width: int
    height: int
    webp: str
    avif: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture that can be shown: clean, upright, in sizes from small to large."""

    width: int
    height: int
    colour: str
    """The average of all its points, `#rrggbb`: what is shown until it is there."""
    renditions: list[Rendition]


@domain_event()
class MediaAdded:
    """Somebody has uploaded a picture."""

    media_id: str
    vendor_id: str
    """Whose it is: a vendor's or a customer's id. Empty: the operator's staff."""
    sha256: str
    """Of what was uploaded."""
    picture: Picture


@domain_event()
class MediaDropped:
    """Nobody has used the picture for a day: it is here no more."""

    media_id: str
