"""Pictures, as handlers need them kept and made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bdcommerce.catalog.domain.media import Media
from bdcommerce.catalog.events.media import MediaAdded, MediaDropped

MediaEvent = MediaAdded | MediaDropped


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A picture in one size, as files."""

    width: int
    height: int
    webp: bytes
    avif: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Developed:
    """An upload, decoded and made into what can be shown."""

    width: int
    height: int
    colour: str
    sizes: Sequence[Rendered]


class Darkroom(Protocol):
    """Makes uploads into pictures."""

    async def develop(self, upload: bytes) -> Developed:
        """Decode an upload, set it upright, strip what it says of its maker, render it. Raises UnusablePicture."""


class Files(Protocol):
    """The catalog's own files, named by their content."""

    async def put(self, content: bytes, suffix: str = "") -> str:
        """Keep a file; its name."""

    async def read(self, name: str) -> bytes:
        """A file. Raises NotFound."""

    async def drop(self, name: str) -> None:
        """Forget a file."""


class MediaStore(Protocol):
    """What is known of pictures."""

    async def hold(self, sha256: str) -> None:
        """Let nobody else add or drop this upload until the transaction ends."""

    async def same(self, vendor_id: str, sha256: str) -> Media | None:
        """What this vendor (empty: staff) has made of the same upload before."""

    async def of(self, media_ids: Sequence[str]) -> Sequence[Media]:
        """Those of the pictures that are there, unchanged until the transaction ends."""

    async def unused(self, before: datetime, limit: int) -> Sequence[Media]:
        """Pictures that nothing has shown since."""

    async def used_elsewhere(self, media: Media) -> set[str]:
        """Those of its files that other pictures have too."""

    async def save(self, event: MediaEvent, *, expected: int) -> None:
        """Append to the picture's stream. Raises Stale."""
