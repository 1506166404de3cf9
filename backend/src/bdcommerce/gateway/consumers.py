"""What happens elsewhere, told to those who subscribed to it."""

from bdcommerce.gateway import handlers
from bdcommerce.gateway.domain import KINDS, notices_of
from bdcommerce.gateway.ports import Deps
from bdcommerce.infra.service import Consumer


async def tell_partners(event: object, deps: Deps) -> None:
    """Messages for everybody who wants to know. Mostly nobody does; then there is nothing to write."""
    notices = notices_of(event)
    if notices and await deps.wanted.anybody(notices[0].type, {notice.vendor_id for notice in notices}):
        async with deps.works() as work:
            await handlers.tell(work, notices, deps.life)


CONSUMERS = tuple(Consumer(kind.event, tell_partners) for kind in KINDS)
