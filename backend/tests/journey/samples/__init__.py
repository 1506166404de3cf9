"""One valid call of every endpoint, with `{names}` where it speaks of something that was made; and whose that is.

`things` says what the names stand for; `{n}` is another number each time. A new endpoint needs a line in the file
of its service: tests fail until it has one.
"""

from bdcommerce.cli.services import SERVICES
from bdcommerce.gateway.bootstrap import route_table
from bdcommerce.gateway.domain import Route
from journey.samples import (
    accounts,
    analytics,
    catalog,
    compliance,
    fulfilment,
    gateway,
    inventory,
    notifications,
    orders,
    payments,
    vendors,
)
from journey.samples.words import Sample

SAMPLES: dict[str, Sample] = {
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
    "/carts/{cart_id}/lines/{line_id}": "/carts/{cart_id}/lines/{cart_line_id}",
}
TABLE = {name_of(route): route for route in route_table(SERVICES)}
"""Every call there is."""
