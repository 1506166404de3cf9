"""The ways out, for staff: whether they work, what they cost, and a few words to try one."""

from typing import Annotated

from litestar.params import PathParameter

from bdcommerce.infra.http import get, post
from bdcommerce.infra.http.access import staff
from bdcommerce.kernel.errors import ensure
from bdcommerce.notifications.api.addresses import address
from bdcommerce.notifications.api.deps import ApiDeps
from bdcommerce.notifications.errors import NoSuchGateway, NotTriable
from bdcommerce.notifications.handlers import delivering
from bdcommerce.notifications.handlers import gateways as cases
from bdcommerce.notifications.handlers.delivering import ways_of
from bdcommerce.notifications.ports import Gateway
from bdcommerce.notifications.queries import gateways as queries
from bdcommerce.notifications.schemas import Gateways, GatewayView, Tried, TryGateway

Name = Annotated[
    str, PathParameter(max_length=30, pattern=r"^[a-z]+$", description="the name of a gateway, as `sslwireless`")
]


@get("/admin/message-gateways", access=staff("messages.read"), summary="The ways out of messages")
async def list_gateways(deps: ApiDeps) -> Gateways:
    """As the last checks found them, with what went through each today, in Bangladesh."""
    known, spent = await queries.known(deps.reads), await queries.spent_today(deps.reads)
    return Gateways(
        items=[_view(gateway, known.get(gateway.name), spent.get(gateway.name)) for gateway in deps.gateways]
    )


@post(
    "/admin/message-gateways/{gateway:str}/check",
    access=staff("messages.manage"),
    summary="Ask a gateway whether it knows us",
    raises=[NoSuchGateway],
    status_code=200,
)
async def check_gateway(gateway: Name, deps: ApiDeps) -> GatewayView:
    """Sends nothing to anybody. One that works is used again at once."""
    found = ways_of(deps).named(gateway)
    await cases.check(deps, found)
    known, spent = await queries.known(deps.reads), await queries.spent_today(deps.reads)
    return _view(found, known.get(gateway), spent.get(gateway))


@post(
    "/admin/message-gateways/{gateway:str}/test",
    access=staff("messages.manage"),
    summary="Send a few words through one gateway",
    raises=[NoSuchGateway, NotTriable],
    status_code=202,
)
async def try_gateway(gateway: Name, data: TryGateway, deps: ApiDeps) -> Tried:
    """To a phone or an address that you give; no other gateway steps in. Look at the message to see what came of it."""
    found = ways_of(deps).named(gateway)
    ensure(found.channel != "push", NotTriable("register a device and wait for a message of yours"))
    to = address(data.to, found.channel)
    async with deps.works() as work:
        return Tried(message_id=await delivering.try_out(work, found, to))


def _view(gateway: Gateway, known: queries.Known | None, spent: queries.Spent | None) -> GatewayView:
    return GatewayView(
        name=gateway.name,
        channel=gateway.channel,
        price=gateway.price,
        working=known.working if known else None,
        said=known.said if known else "",
        balance=known.balance if known else "",
        checked_at=known.checked_at if known else None,
        paused_until=known.paused_until if known else None,
        pause_reason=known.pause_reason if known else "",
        messages_today=spent.messages if spent else 0,
        parts_today=spent.parts if spent else 0,
        cost_today=spent.cost if spent else 0,
    )


ROUTES = (list_gateways, check_gateway, try_gateway)
