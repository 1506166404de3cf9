"""Pictures, as they are uploaded, referred to and shown."""

from typing import Annotated

import msgspec
from msgspec import Meta

from bdcommerce.catalog.domain.media import PATH, Media
from bdcommerce.catalog.events import Image
from bdcommerce.catalog.events.media import Picture, Rendition
from bdcommerce.catalog.schemas.fields import Id, Text
from bdcommerce.kernel.text import Localized


class ImageInput(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A picture: an upload of yours, or one at an https address."""

    media_id: Annotated[Id, Meta(examples=["med_01h455vb4pex5vsknk084sn02q"])] | None = None
    url: Annotated[Text, Meta(examples=["https://img.example.com/panjabi.jpg"])] = ""
    alt: Text | Localized = ""
    """What is to be seen on it, in both languages or in one."""

    def image(self) -> Image:
        """As the catalog keeps it."""
        alt = self.alt if isinstance(self.alt, Localized) else Localized(self.alt)
        return Image(media_id=self.media_id or "", url="" if self.media_id else self.url, alt=alt)


class Size(msgspec.Struct, frozen=True, kw_only=True):
    """A picture in one size, in two formats. The addresses never change and never mean another picture."""

    width: int
    """Points."""
    height: int
    """Points."""
    webp: str
    avif: str

    @classmethod
    def of(cls, rendition: Rendition) -> "Size":
        """Where a rendition is found."""
        at = {"webp": f"{PATH}{rendition.webp}", "avif": f"{PATH}{rendition.avif}"}
        return cls(width=rendition.width, height=rendition.height, **at)


class MediaView(msgspec.Struct, frozen=True, kw_only=True):
    """An upload, ready to be shown. What nothing shows is forgotten after a day."""

    id: str
    url: str
    """The largest size, as WebP."""
    width: int
    """In points, of the largest size."""
    height: int
    """In points, of the largest size."""
    colour: str
    """The average of all its points: what to show until it is there."""
    sizes: list[Size]
    """From small to large."""

    @classmethod
    def of(cls, media: Media) -> "MediaView":
        """An upload."""
        picture = media.picture
        return cls(
            id=media.media_id,
            url=media.url,
            width=picture.width,
            height=picture.height,
            colour=picture.colour,
            sizes=[Size.of(each) for each in picture.renditions],
        )


class ShownImage(msgspec.Struct, frozen=True, kw_only=True):
    """A picture beside a product. Of a picture elsewhere nothing but its address is known."""

    url: str
    alt: Localized
    width: int | None = None
    height: int | None = None
    colour: str = ""
    sizes: list[Size] = []

    @classmethod
    def of(cls, image: Image, picture: Picture | None) -> "ShownImage":
        """A picture that a product refers to."""
        if picture is None:
            return cls(url=image.url, alt=image.alt)
        return cls(
            url=image.url,
            alt=image.alt,
            width=picture.width,
            height=picture.height,
            colour=picture.colour,
            sizes=[Size.of(each) for each in picture.renditions],
        )
