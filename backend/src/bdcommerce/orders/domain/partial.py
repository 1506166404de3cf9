"""A parcel of which the customer keeps a part: the vendor says which, once the rest is back; that is what is paid for.

Until then nobody knows what was bought, so nothing of the vendor order can be returned and it is not completed.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bdcommerce.contracts.orders import portion
from bdcommerce.kernel.actor import Actor
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.money import Money
from bdcommerce.orders import events
from bdcommerce.orders.domain.decisions import Events, completed_late
from bdcommerce.orders.domain.order import Order, evolve
from bdcommerce.orders.domain.pricing import sums_of
from bdcommerce.orders.domain.returns import window_end
from bdcommerce.orders.domain.stock import fewer
from bdcommerce.orders.errors import WrongState
from bdcommerce.orders.events import KeptUnits, PricedLine


def came_back(order: Order, vendor_order_id: str, shipment_id: str, reason: str, *, by: Actor, at: datetime) -> Events:
    """The courier has brought goods back: the vendor is to say which."""
    part = order.vendor_order(vendor_order_id)
    return [
        events.RestCameBack(
            order_id=order.order_id, vendor_order_id=part.id, shipment_id=shipment_id, reason=reason, by=by, at=at
        )
    ]


def record_kept(
    order: Order, vendor_order_id: str, units: Sequence[KeptUnits], note: str, *, by: Actor, at: datetime
) -> Events:
    """What the customer kept of a parcel. Raises WrongState unless that is not known yet, Invalid."""
    part = order.vendor_order(vendor_order_id)
    ensure(part.partly is not None, WrongState.of(part.id, part.shown, "record_kept"))
    told = {each.line_id: each for each in units}
    live = {line.line_id: line for line in part.live_lines}
    ensure(len(told) == len(units) and set(told) == set(live), Invalid.field("lines", "must name every line once"))
    for line_id, each in told.items():
        fits = each.kept + each.damaged <= live[line_id].quantity
        ensure(fits, Invalid.field("lines", f"{line_id}: there were {live[line_id].quantity} units"))
    ensure(any(each.kept for each in units), Invalid.field("lines", "of a delivered parcel something was kept"))
    lines = tuple(
        _kept(line, told[line.line_id].kept, order.hold_id) for line in part.live_lines if told[line.line_id].kept
    )
    kept = events.PartKept(
        order_id=order.order_id,
        vendor_order_id=part.id,
        units=tuple(units),
        lines=lines,
        gone=tuple(line_id for line_id, each in told.items() if not each.kept),
        sums=sums_of(
            lines,
            delivery=part.terms.sums.delivery,
            delivery_vat=part.terms.sums.delivery_vat,
            commission_vat_percent=part.terms.commission_vat_percent,
            withheld_tax_percent=part.terms.withheld_tax_percent,
        ),
        reason=note,
        by=by,
        at=at,
    )
    if at < window_end(order, part):
        return [kept]
    return [kept, *completed_late(evolve(order, kept), part.id, by, at)]


def _kept(line: PricedLine, kept: int, hold_id: str) -> PricedLine:
    """The line with fewer units, each at what it cost; discounts go with their units."""

    def share(whole: Money) -> Money:
        return Money(portion(whole.amount, 0, kept, line.quantity), whole.currency)

    sale = replace(line.sale, units=min(line.sale.units, kept)) if line.sale else None
    return replace(
        line,
        quantity=kept,
        vendor_discount=share(line.vendor_discount),
        operator_discount=share(line.operator_discount),
        sale=sale,
        holds=fewer(line, hold_id, kept) if line.holds else (),
    )
