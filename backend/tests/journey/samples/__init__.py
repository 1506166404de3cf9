"""One valid call of every endpoint, with `{names}` where it speaks of something that was made; and whose that is.

`things` says what the names stand for; `{n}` is another number each time. What the API's document shows of a call is
its sample, unless the file of its service has a better one; a call that is open to all needs one there, with a reason.
"""

from bdcommerce.cli.services import SERVICES
from bdcommerce.gateway.bootstrap import route_table
from bdcommerce.gateway.domain import Route
from journey.samples import (
    accounts,
    analytics,
    catalog,
    compliance,
    derived,
    fulfilment,
    gateway,
    inventory,
    notifications,
    orders,
    payments,
    vendors,
)
from journey.samples.words import Sample

_WRITTEN: dict[str, Sample] = {
    **accounts.SAMPLES,
    **analytics.SAMPLES,
    **catalog.SAMPLES,
    **compliance.SAMPLES,
    **fulfilment.SAMPLES,
    **gateway.SAMPLES,
    **inventory.SAMPLES,
    **notifications.SAMPLES,
    **orders.SAMPLES,
    **payments.SAMPLES,
    **vendors.SAMPLES,
}


def name_of(route: Route) -> str:
    """A call as the table of samples names it; where a path says `{slug}` or `{line_id}`, whose it is decides."""
    path = route.path.removeprefix("/api/v1")
    for plain, full in _RENAMED.items():
        path = path.replace(plain, full)
    return f"{route.method} {path}"


_RENAMED = {
    "/vendors/{slug}": "/vendors/{vendor_slug}",
    "/products/{slug}": "/products/{product_slug}",
    "/brands/{slug}": "/brands/{brand_slug}",
    "/media/{name}": "/media/{media_name}",
    "/orders/{order_id}/shipments": "/orders/{shipped_order_id}/shipments",
    "/orders/{order_id}/returns": "/orders/{shipped_order_id}/returns",
    "/payments/{order_id}": "/payments/{prepaid_order_id}",
    "/refunds/{refund_id}/settle": "/refunds/{prepaid_refund_id}/settle",
    "/photos/{name}": "/photos/{photo_name}",
    "/templates/{name}": "/templates/{template_name}",
    "/admin/search/synonyms/{key}": "/admin/search/synonyms/{synonym_key}",
    "/stock-imports/{import_id}": "/stock-imports/{stock_import_id}",
    "/settlements/mappings/{kind}/{source}": "/settlements/mappings/{settlement_kind}/{mapped_source}",
    "/delivery/zones/{code}": "/delivery/zones/{zone_code}",
    "/admin/webhooks/{webhook_id}/deliveries/{delivery_id}": (
        "/admin/webhooks/{partner_webhook_id}/deliveries/{partner_delivery_id}"
    ),
    "/admin/webhooks/{webhook_id}": "/admin/webhooks/{partner_webhook_id}",
    "/carts/{cart_id}/lines/{line_id}": "/carts/{cart_id}/lines/{cart_line_id}",
}
TABLE = {name_of(route): route for route in route_table(SERVICES)}
"""Every call there is."""
SAMPLES: dict[str, Sample] = _WRITTEN | {
    name: sample
    for name, route in TABLE.items()
    if name not in _WRITTEN and (sample := derived.sample_of(route, name)) is not None
}
"""Every call there is, with its sample."""
