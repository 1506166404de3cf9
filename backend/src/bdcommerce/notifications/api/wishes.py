"""What people and vendors want to hear of."""

from bdcommerce.infra.http import get, put
from bdcommerce.infra.http.access import shop, vendor
from bdcommerce.infra.http.identity import Caller
from bdcommerce.kernel.errors import Stale
from bdcommerce.notifications.api.deps import ApiDeps
from bdcommerce.notifications.domain.preferences import PLACES, TOPICS, Preferences
from bdcommerce.notifications.handlers import wishes as cases
from bdcommerce.notifications.schemas import QuietHours, Wishes, WishesView


@get("/me/notification-preferences", access=shop(), summary="What you want to hear of")
async def get_mine(caller: Caller, deps: ApiDeps) -> WishesView:
    """Everything by day, if you never said a word."""
    return await _of(deps, caller.user_id)


@put("/me/notification-preferences", access=shop(), summary="Say what you want to hear of", raises=[Stale])
async def put_mine(data: Wishes, caller: Caller, deps: ApiDeps) -> WishesView:
    """Codes and what concerns the safety of your account come always and at once."""
    return await _save(deps, caller.user_id, data)


@get("/vendor/notification-preferences", access=vendor("owner", "manager"), summary="What we want to hear of")
async def get_ours(caller: Caller, deps: ApiDeps) -> WishesView:
    """Everything by day, if nobody of us ever said a word."""
    return await _of(deps, caller.vendor_id)


@put(
    "/vendor/notification-preferences",
    access=vendor("owner", "manager"),
    summary="Say what we want to hear of",
    raises=[Stale],
)
async def put_ours(data: Wishes, caller: Caller, deps: ApiDeps) -> WishesView:
    """For the vendor as a whole."""
    return await _save(deps, caller.vendor_id, data)


async def _of(deps: ApiDeps, owner_id: str) -> WishesView:
    async with deps.works() as work:
        return _view(await work.preferences.of(owner_id))


async def _save(deps: ApiDeps, owner_id: str, data: Wishes) -> WishesView:
    async with deps.works() as work:
        wanted = await cases.prefer(
            work,
            owner_id,
            topics={topic: frozenset(places) for topic, places in data.topics.items()},
            quiet=(data.quiet.begin, data.quiet.end) if data.quiet else None,
            digest=data.digest,
            version=data.version,
        )
    return _view(wanted)


def _view(wanted: Preferences) -> WishesView:
    return WishesView(
        topics={topic: [place for place in PLACES if wanted.wants(topic, place)] for topic in TOPICS},
        quiet=QuietHours(begin=wanted.quiet[0], end=wanted.quiet[1]) if wanted.quiet else None,
        digest=wanted.digest,
        version=wanted.version,
    )


ROUTES = (get_mine, put_mine, get_ours, put_ours)
