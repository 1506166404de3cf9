"""Webhooks of couriers: verified, kept, answered as each demands, and understood later."""

from typing import Any

from litestar import Request, Response
from litestar.datastructures import State
from litestar.handlers import HTTPRouteHandler

from bdcommerce.fulfilment.errors import HookRefused, HookUnreadable, UnknownCourier
from bdcommerce.fulfilment.events import NewsHeard
from bdcommerce.fulfilment.ports.couriers import Hook, HookReply
from bdcommerce.fulfilment.queries.edge import Edge
from bdcommerce.infra import telemetry
from bdcommerce.infra.http import post
from bdcommerce.infra.http.access import outsider
from bdcommerce.kernel import clock

MAX_BYTES = 20_000

_log = telemetry.logger(__name__)


async def take(courier: str, hook: Hook, deps: Edge) -> HookReply:
    """Keep what it says, once; what follows from it is done after the answer. Who proves to be the courier is answered
    as it demands, also when it cannot be understood. Raises UnknownCourier, HookRefused.
    """
    speaking = deps.couriers.get(courier)
    if speaking is None:
        raise UnknownCourier.of(courier)
    try:
        told = speaking.hear(hook)
    except (HookRefused, HookUnreadable) as refusal:
        _log.warning("hook_refused", courier=courier, code=refusal.code)
        await deps.exchanges.heard(courier, "hook", f"/hooks/{courier}", hook.body, outcome=refusal.code)
        if isinstance(refusal, HookRefused):
            raise
        return speaking.answer(refusal.message)
    reference = told[0].reference if told else ""
    await deps.exchanges.heard(courier, "hook", f"/hooks/{courier}", hook.body, reference=reference)
    async with deps.works() as work:
        for news in told:
            if news_id := await work.news.add(courier, news, "hook"):
                await work.log.later(NewsHeard(news_id=news_id), due=clock.now())
    return speaking.answer()


def _endpoint(courier: str, status: int, how: str) -> HTTPRouteHandler:
    @post(
        f"/hooks/{courier}",
        access=outsider(),
        summary=f"What {courier} says of parcels",
        status_code=status,
        raises=[UnknownCourier, HookRefused],
        max_bytes=MAX_BYTES,
        resumable=True,
        operation_id=f"Hear{courier.title()}",
    )
    async def hear(request: Request[Any, Any, State], deps: Edge) -> Response[Any]:
        hook = Hook(
            headers={name.lower(): value for name, value in request.headers.items()},
            query=dict(request.query_params.items()),
            body=await request.body(),
        )
        reply = await take(courier, hook, deps)
        return Response(reply.body, status_code=reply.status, headers=dict(reply.headers))

    hear.fn.__doc__ = how
    return hear


_WHO: tuple[tuple[str, int, str], ...] = (
    ("pathao", 202, "Proven by the header X-PATHAO-Signature. Heard twice, it counts once."),
    ("steadfast", 200, "Proven by the bearer token of Steadfast's panel. Heard twice, it counts once."),
    ("redx", 200, "Proven by `token` in the query. Heard twice, it counts once."),
)
ROUTES: list[HTTPRouteHandler] = [_endpoint(*each) for each in _WHO]
