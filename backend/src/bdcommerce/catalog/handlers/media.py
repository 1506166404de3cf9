"""Pictures: uploaded, referred to by products, dropped when nothing shows them."""

import hashlib
from datetime import timedelta

from bdcommerce.catalog.domain import media
from bdcommerce.catalog.domain.media import Media
from bdcommerce.catalog.events import ProductSheet
from bdcommerce.catalog.events.media import MediaAdded, MediaDropped, Picture, Rendition
from bdcommerce.catalog.ports import Work
from bdcommerce.catalog.ports.media import Developed, Files
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.ids import new_id

UNUSED = timedelta(days=1)
_ADDED, _DROPPED = 0, 1


def digest(upload: bytes) -> str:
    """By what the same upload is known again."""
    return hashlib.sha256(upload).hexdigest()


async def known_upload(work: Work, vendor_id: str, sha256: str) -> Media | None:
    """What the same upload of this vendor (empty: staff) has become before."""
    return await work.media.same(vendor_id, sha256)


async def add_media(work: Work, files: Files, vendor_id: str, sha256: str, developed: Developed) -> Media:
    """Keep a picture. The same upload again is the same picture."""
    await work.media.hold(sha256)
    if known := await work.media.same(vendor_id, sha256):
        return known
    picture = Picture(
        width=developed.width,
        height=developed.height,
        colour=developed.colour,
        renditions=[
            Rendition(
                width=each.width,
                height=each.height,
                webp=await files.put(each.webp, ".webp"),
                avif=await files.put(each.avif, ".avif"),
            )
            for each in developed.sizes
        ],
    )
    event = MediaAdded(media_id=new_id("med"), vendor_id=vendor_id, sha256=sha256, picture=picture)
    await work.media.save(event, expected=_ADDED)
    return Media(media_id=event.media_id, vendor_id=vendor_id, sha256=sha256, picture=picture)


async def drop_unused(work: Work, files: Files, limit: int) -> int:
    """Forget pictures that nothing has shown for a day, with their files; how many."""
    found = await work.media.unused(clock.now() - UNUSED, limit)
    for each in found:
        await work.media.hold(each.sha256)
        await work.media.save(MediaDropped(media_id=each.media_id), expected=_DROPPED)
        for name in each.files - await work.media.used_elsewhere(each):
            await files.drop(name)
    return len(found)


async def pictured(work: Work, vendor_id: str, sheet: ProductSheet) -> ProductSheet:
    """The sheet with the addresses of the uploads it shows. Raises Invalid for one that this vendor has not made."""
    wanted = media.media_ids(sheet)
    known = {each.media_id: each for each in await work.media.of(sorted(wanted)) if each.vendor_id == vendor_id}
    missing = sorted(wanted - known.keys())
    ensure(not missing, Invalid.field("facts.images", f"you have no picture {', '.join(missing)}"))
    return media.found_at(sheet, {media_id: each.url for media_id, each in known.items()})
