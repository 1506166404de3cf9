"""Webhooks over HTTP: of a vendor's owner, and of the operator's partners. The same calls, two owners."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import msgspec
from litestar import Response
from litestar.handlers import HTTPRouteHandler
from litestar.params import PathParameter, QueryParameter

from bdcommerce.gateway import handlers, queries
from bdcommerce.gateway.api import views
from bdcommerce.gateway.domain import KINDS, Subscription, checked_url
from bdcommerce.gateway.domain.subscriptions import OPERATOR
from bdcommerce.gateway.errors import BadUrl, TooManyWebhooks, UnknownDelivery, UnknownWebhook, WebhookDisabled
from bdcommerce.gateway.ports import Deps
from bdcommerce.gateway.schemas import (
    Accepted,
    ChangeWebhook,
    DeliveryDetail,
    DeliveryView,
    NewWebhook,
    WebhookSecret,
    WebhookType,
    WebhookView,
)
from bdcommerce.infra.cache import Cached
from bdcommerce.infra.http import delete, get, patch, post
from bdcommerce.infra.http.access import public, staff, vendor
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page, decode, page
from bdcommerce.infra.http.preconditions import IfMatch, etag, read_version
from bdcommerce.infra.postgres import Reads
from bdcommerce.kernel.errors import Forbidden, Stale, ensure

_Id = Annotated[str, PathParameter(max_length=60, pattern=r"^[0-9a-z_]+$")]
_Position = Annotated[str, msgspec.Meta(pattern="^wh[kd]_[0-9a-z]{26}$")]
_Status = Annotated[
    Literal["", "pending", "delivered", "failed"],
    QueryParameter(name="status", description="only those of this status"),
]


@dataclass(frozen=True, slots=True)
class ApiDeps(Deps):
    """What endpoints are given beside: the read pool."""

    reads: Reads


def _for_both(method: Callable[..., Any], path: str, **options: Any) -> Callable[..., Sequence[HTTPRouteHandler]]:
    """The same call for a vendor's owner and for the operator's partners."""

    def declare(answer: Callable[..., Any]) -> Sequence[HTTPRouteHandler]:
        return (
            method(f"/vendor{path}", access=vendor("owner"), **options)(answer),
            method(f"/admin{path}", access=staff("webhooks.manage"), **options)(answer),
        )

    return declare


@get(
    "/webhook-types",
    access=public(),
    summary="What webhooks can be told of",
    cache=Cached(seconds=3600, tags=(), browser_seconds=3600),
)
async def list_types() -> list[WebhookType]:
    """A message is `{"id", "type", "version", "at", "data"}`, signed as Standard Webhooks describes it: the header
    `webhook-signature` holds `v1,` and the base64 of HMAC-SHA-256 over `<webhook-id>.<webhook-timestamp>.<body>`;
    several of them, separated by spaces, for a day after the secret was changed. A message may come more than once,
    always under the same `webhook-id`, and not always in the order in which things happened.
    """
    return [
        WebhookType(
            type=kind.name,
            version=kind.version,
            description=kind.says,
            fields=list(kind.fields),
            for_vendors=kind.for_vendors,
        )
        for kind in KINDS
    ]


@_for_both(get, "/webhooks", summary="Webhooks")
async def list_webhooks(caller: Caller, deps: ApiDeps, limit: Limit = PAGE, cursor: Cursor = "") -> Page[WebhookView]:
    """The oldest first."""
    (after,) = decode(cursor, tuple[_Position]) or ("",)
    rows = await queries.webhooks(deps.reads, _owner(caller), after, limit + 1)
    return page([views.of_row(row) for row in rows], limit, lambda view: (view.id,))


@_for_both(post, "/webhooks", summary="Be told of what happens", raises=[BadUrl, TooManyWebhooks])
async def add_webhook(data: NewWebhook, caller: Caller, deps: ApiDeps) -> WebhookSecret:
    """The secret is in this reply and nowhere else. Send a ping to see that it works. Up to 20 webhooks."""
    url = checked_url(data.url, private_allowed=deps.private_allowed)
    made = Subscription.new(_owner(caller), url, data.events, data.description)
    async with deps.works() as work:
        await handlers.subscribe(work, made)
    return WebhookSecret(secret=made.secret, webhook=views.of_subscription(made))


@_for_both(get, "/webhooks/{webhook_id:str}", summary="A webhook", raises=[UnknownWebhook])
async def show_webhook(webhook_id: _Id, caller: Caller, deps: ApiDeps) -> Response[WebhookView]:
    """How its endpoint does, too."""
    row = await _webhook(deps, _owner(caller), webhook_id)
    return Response(views.of_row(row), headers=etag(row.version))


@_for_both(patch, "/webhooks/{webhook_id:str}", summary="Change a webhook", raises=[UnknownWebhook, BadUrl, Stale])
async def change_webhook(
    webhook_id: _Id, data: ChangeWebhook, caller: Caller, deps: ApiDeps, if_match: IfMatch = ""
) -> WebhookView:
    """One that was disabled because it failed is tried again when it is activated, or gets another address."""
    version = read_version(if_match, data.version)
    url = data.url and checked_url(data.url, private_allowed=deps.private_allowed)
    async with deps.works() as work:
        changed = await handlers.change(
            work,
            webhook_id,
            _owner(caller),
            version,
            url=url,
            events=data.events,
            description=data.description,
            active=data.active,
        )
    return views.of_subscription(changed)


@_for_both(delete, "/webhooks/{webhook_id:str}", summary="Remove a webhook", raises=[UnknownWebhook])
async def remove_webhook(webhook_id: _Id, caller: Caller, deps: ApiDeps) -> None:
    """Its deliveries are forgotten; what is on its way is not sent."""
    async with deps.works() as work:
        await handlers.unsubscribe(work, webhook_id, _owner(caller))


@_for_both(post, "/webhooks/{webhook_id:str}/secret", summary="Change a webhook's secret", raises=[UnknownWebhook])
async def rotate_secret(webhook_id: _Id, caller: Caller, deps: ApiDeps) -> WebhookSecret:
    """For 24 hours messages carry a signature by the new secret and one by the old one. The new secret is in this
    reply and nowhere else.
    """
    async with deps.works() as work:
        changed = await handlers.rotate(work, webhook_id, _owner(caller))
    return WebhookSecret(secret=changed.secret, webhook=views.of_subscription(changed))


@_for_both(
    post,
    "/webhooks/{webhook_id:str}/ping",
    summary="Send a test message",
    raises=[UnknownWebhook, WebhookDisabled],
    status_code=202,
)
async def ping_webhook(webhook_id: _Id, caller: Caller, deps: ApiDeps) -> Accepted:
    """Its type is `ping`. Look in the deliveries for what came of it."""
    async with deps.works() as work:
        sent = await handlers.send_test(work, webhook_id, _owner(caller), deps.life)
    return Accepted(id=sent.id)


@_for_both(get, "/webhooks/{webhook_id:str}/deliveries", summary="What was sent to a webhook", raises=[UnknownWebhook])
async def list_deliveries(
    webhook_id: _Id, *, caller: Caller, deps: ApiDeps, status: _Status = "", limit: Limit = PAGE, cursor: Cursor = ""
) -> Page[DeliveryView]:
    """The newest first, for thirty days. A message is tried for a day, at growing intervals."""
    await _webhook(deps, _owner(caller), webhook_id)
    (before,) = decode(cursor, tuple[_Position]) or ("",)
    rows = await queries.deliveries(deps.reads, webhook_id, before, status, limit + 1)
    return page([views.of_delivery(row) for row in rows], limit, lambda view: (view.id,))


@_for_both(
    get,
    "/webhooks/{webhook_id:str}/deliveries/{delivery_id:str}",
    summary="A message and its attempts",
    raises=[UnknownWebhook, UnknownDelivery],
)
async def show_delivery(webhook_id: _Id, delivery_id: _Id, caller: Caller, deps: ApiDeps) -> DeliveryDetail:
    """With the body as it was signed."""
    await _webhook(deps, _owner(caller), webhook_id)
    return await _detail(deps, webhook_id, delivery_id)


@_for_both(
    post,
    "/webhooks/{webhook_id:str}/deliveries/{delivery_id:str}/redeliver",
    summary="Send a message again",
    raises=[UnknownWebhook, UnknownDelivery, WebhookDisabled],
    status_code=202,
)
async def redeliver(webhook_id: _Id, delivery_id: _Id, caller: Caller, deps: ApiDeps) -> Accepted:
    """Under the same message id, whatever became of it before."""
    async with deps.works() as work:
        again = await handlers.redeliver(work, webhook_id, delivery_id, _owner(caller), deps.life)
    return Accepted(id=again.id)


async def _webhook(deps: ApiDeps, vendor_id: str, webhook_id: str) -> queries.WebhookRow:
    found = await queries.webhook(deps.reads, vendor_id, webhook_id)
    if found is None:
        raise UnknownWebhook.named(webhook_id)
    return found


async def _detail(deps: ApiDeps, webhook_id: str, delivery_id: str) -> DeliveryDetail:
    row = await queries.delivery(deps.reads, webhook_id, delivery_id)
    if row is None:
        raise UnknownDelivery.named(delivery_id)
    body = msgspec.json.decode(await queries.body(deps.reads, webhook_id, delivery_id))
    tried = [views.of_attempt(each) for each in await queries.attempts(deps.reads, delivery_id)]
    return DeliveryDetail(delivery=views.of_delivery(row), body=body, attempts=tried)


def _owner(caller: Caller) -> str:
    """Whose webhooks a caller looks after."""
    if caller.audience == "admin":
        return OPERATOR
    ensure(caller.vendor_id, Forbidden("this token is of no vendor"))
    return caller.vendor_id


ROUTES: Sequence[HTTPRouteHandler] = (
    list_types,
    *list_webhooks,
    *add_webhook,
    *show_webhook,
    *change_webhook,
    *remove_webhook,
    *rotate_secret,
    *ping_webhook,
    *list_deliveries,
    *show_delivery,
    *redeliver,
)
