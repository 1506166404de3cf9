"""What a placed order becomes when staff change it: kept lines keep their terms, added ones have those of today, and
the order's own promotions are worked out again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from bdcommerce.contracts.inventory import StockLine
from bdcommerce.kernel.actor import Actor
from bdcommerce.kernel.address import Place
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized
from bdcommerce.orders import events
from bdcommerce.orders.domain import stock
from bdcommerce.orders.domain.order import Order, VendorOrder
from bdcommerce.orders.domain.pricing import Delivery, Item, Rates, price
from bdcommerce.orders.domain.promotions.evaluation import Buyer, evaluate
from bdcommerce.orders.domain.promotions.rules import compiled
from bdcommerce.orders.domain.transitions import ENDED, LINES_CANCELLABLE
from bdcommerce.orders.errors import EditPending, OrderMoved, UnknownEdit, WrongState
from bdcommerce.orders.events import (
    AppliedPromotion,
    ChangeKind,
    EditChange,
    HeldUnits,
    PricedLine,
    PricedVendorOrder,
    Proposal,
    Sale,
    WhyDropped,
)

Events = list[object]
PATIENCE = timedelta(minutes=10)
"""Much longer than carrying out an edit may take: after that it never will be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """A line that was not there before, at today's terms."""

    item: Item
    commission_percent: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What is wanted: units by line (0: take it out), lines of the order's vendors, fees by vendor order before any
    promotion, another place. `deliveries` are quoted anew when the place is another one.
    """

    edit_id: str
    reason: str
    quantities: Mapping[str, int]
    added: Sequence[Added] = ()
    fees: Mapping[str, Money]
    place: Place
    quotes: Mapping[str, Delivery]
    contact_changed: bool = False
    address_changed: bool = False

    @property
    def hold_id(self) -> str:
        """The stock that is held for this edit; derived, so that asking again after a crash asks for the same."""
        return f"hld_{self.edit_id.partition('_')[2]}"


def editable(order: Order, changes: Changes) -> None:
    """Whether these parts may still be changed. Raises EditPending, WrongState, Invalid, UnknownOrder."""
    ensure(order.pending is None, EditPending.of(order.order_id))
    lines = {line.line_id: part for part in order.vendor_orders for line in part.terms.lines}
    for line_id in changes.quantities:
        ensure(line_id in lines, Invalid.field("lines", f"{line_id} is no line of this order"))
        part = lines[line_id]
        ensure(line_id not in part.cancelled_lines, WrongState.of(part.id, "cancelled", "edit"))
    touched = {lines[line_id].id for line_id in changes.quantities} | set(changes.fees)
    vendors = {part.vendor_id: part for part in _live(order)}
    for added in changes.added:
        vendor_id, offer_id = added.item.vendor_id, added.item.offer_id
        ensure(vendor_id in vendors, Invalid.field("add", f"{offer_id} is of a vendor that is not in this order"))
        has = any(line.offer_id == offer_id for line in vendors[vendor_id].live_lines)
        ensure(not has, Invalid.field("add", f"{offer_id} is in the order: change its quantity"))
        touched.add(vendors[vendor_id].id)
    parts = _live(order) if changes.address_changed else [order.vendor_order(each) for each in touched]
    for part in [*parts, *_bound_to(order)]:
        ensure(part.status in LINES_CANCELLABLE, WrongState.of(part.id, part.status, "edit"))
    ensure(_open(order), WrongState.of(order.order_id, order.status, "edit"))


def propose(order: Order, changes: Changes) -> Proposal:
    """The order as it would be; its parts that are packed already stay what they are.

    Raises Invalid if a vendor order would be empty, or nothing changes.
    """
    parts = _open(order)
    kept = [_kept(part, line, changes) for part in parts for line in part.live_lines]
    items = [item for item in kept if item.quantity] + [added.item for added in changes.added]
    deliveries = [_delivery(part, changes) for part in parts]
    for part in parts:
        empty = not any(item.vendor_id == part.vendor_id for item in items)
        ensure(not empty, Invalid.field("lines", f"nothing would be left of {part.id}: cancel it instead"))
    staying = [each for each in order.promotions if not _is_of(each, parts)]
    rules = [compiled(each.terms) for each in order.promotions if each not in staying]
    codes = {each.terms.promotion_id: each.code for each in order.promotions}
    buyer = Buyer(
        at=order.placed_at,
        customer_id=order.customer_id,
        payment_method=order.payment_method,
        district=changes.place.district,
        granted=True,
    )
    applied = evaluate(items, deliveries, rules, codes, buyer).applied
    priced = price(items, applied, deliveries, _commission(parts, changes), _rates(parts[0].terms))
    became = [_with_holds(order, part, terms, changes) for part, terms in zip(parts, priced.vendor_orders, strict=True)]
    changed = tuple(terms for part, terms in zip(parts, became, strict=True) if terms != _now(part))
    made = _changes_made(parts, changes)
    ensure(made, Invalid.field("reason", "nothing would be changed"))
    was, total = order.total, sum((terms.sums.total for terms in became), Money(0))
    settled = sum((part.owed for part in order.vendor_orders if part not in parts), Money(0))
    return Proposal(
        edit_id=changes.edit_id,
        changes=tuple(made),
        parts=changed,
        promotions=(*staying, *applied),
        place=changes.place,
        hold_id=changes.hold_id if _extra(kept, parts, changes) else "",
        was=was,
        total=total + settled,
        reason=changes.reason,
    )


def extra_stock(order: Order, proposal: Proposal) -> list[StockLine]:
    """The units that have to be set aside for it."""
    return [
        StockLine(offer_id=line.offer_id, quantity=held.quantity)
        for terms in proposal.parts
        for line in terms.lines
        for held in stock.sources(line, order.hold_id)
        if held.hold_id == proposal.hold_id
    ]


def offer_it(
    order: Order, proposal: Proposal, *, version: int | None, expires_at: datetime, by: Actor, at: datetime
) -> Events:
    """Ask the customer. Again: nothing more. Raises OrderMoved, EditPending."""
    if order.pending and order.pending.proposal.edit_id == proposal.edit_id:
        return []
    ensure(order.pending is None, EditPending.of(order.order_id))
    ensure(order.version == version, OrderMoved.of(order.order_id))
    return [events.EditProposed(order_id=order.order_id, proposal=proposal, expires_at=expires_at, by=by, at=at)]


def agree(order: Order, edit_id: str, by: Actor, at: datetime) -> Events:
    """The customer says yes. Again: nothing more. Raises UnknownEdit."""
    ensure(order.pending and order.pending.proposal.edit_id == edit_id, UnknownEdit.of(edit_id))
    if order.pending is None or order.pending.agreed:
        return []
    return [events.EditAgreed(order_id=order.order_id, edit_id=edit_id, by=by, at=at)]


def drop(order: Order, edit_id: str, code: WhyDropped, by: Actor, at: datetime) -> Events:
    """It comes to nothing. One that is not pending, or not any more, has come to its end before."""
    if order.pending is None or order.pending.proposal.edit_id != edit_id:
        return []
    return [
        events.EditDropped(
            order_id=order.order_id, edit_id=edit_id, hold_id=order.pending.proposal.hold_id, code=code, by=by, at=at
        )
    ]


def refuse(order: Order, edit_id: str, code: WhyDropped, by: Actor, at: datetime) -> Events:
    """Somebody does not want it (any more). Raises UnknownEdit unless it waits for the customer."""
    waits = order.pending and order.pending.proposal.edit_id == edit_id and not order.pending.agreed
    ensure(waits, UnknownEdit.of(edit_id))
    return drop(order, edit_id, code, by, at)


def expire(order: Order, edit_id: str, by: Actor, at: datetime) -> Events:
    """The customer has not answered in time, or what they agreed to was not carried out in a reasonable one. Nothing
    happens before.
    """
    pending = order.pending
    if pending is None:
        return []
    if pending.agreed_at is not None:
        return drop(order, edit_id, "failed", by, at) if at >= pending.agreed_at + PATIENCE else []
    return drop(order, edit_id, "expired", by, at) if at >= pending.expires_at else []


def carry_out(order: Order, proposal: Proposal, version: int | None, by: Actor, at: datetime) -> Events:
    """The order becomes it. Again: nothing more. Without a version it is the one that the customer agreed to.

    Raises OrderMoved.
    """
    if proposal.edit_id in order.edits:
        return []
    agreed = order.pending is not None and order.pending.agreed and order.pending.proposal == proposal
    ensure(agreed if version is None else order.version == version, OrderMoved.of(order.order_id))
    return [events.Edited(order_id=order.order_id, proposal=proposal, reason=proposal.reason, by=by, at=at)]


def _open(order: Order) -> list[VendorOrder]:
    """What is not packed yet."""
    return [part for part in order.vendor_orders if part.status in LINES_CANCELLABLE]


def _live(order: Order) -> list[VendorOrder]:
    return [part for part in order.vendor_orders if part.status not in ENDED]


def _bound_to(order: Order) -> list[VendorOrder]:
    """Parts that cannot be changed any more and share a promotion with one that can: it could not be worked out again
    for the one without the other.
    """
    closed = [part for part in order.vendor_orders if part.status not in LINES_CANCELLABLE | {"cancelled"}]
    shared = [each for each in order.promotions if _is_of(each, _open(order))]
    return [part for part in closed if any(_concerns(each, part) for each in shared)]


def _is_of(applied: AppliedPromotion, parts: Sequence[VendorOrder]) -> bool:
    """Whether a promotion gives something on these parts."""
    line_ids = {line.line_id for part in parts for line in part.live_lines}
    part_ids = {part.id for part in parts}
    return any(share.line_id in line_ids for share in applied.shares) or any(
        waiver.vendor_order_id in part_ids for waiver in applied.waivers
    )


def _concerns(applied: AppliedPromotion, part: VendorOrder) -> bool:
    """Whether a promotion gives something on a part, or counts its goods."""
    rule = compiled(applied.terms)
    matchers = [rule.scope, *([rule.get_scope] if rule.get_scope else ()), *(matcher for matcher, _ in rule.parts)]
    return any(matcher.fits(item) for matcher in matchers for item in items_of(part))


def _kept(part: VendorOrder, line: PricedLine, changes: Changes) -> Item:
    return _item(part, line, changes.quantities.get(line.line_id, line.quantity))


def _item(part: VendorOrder, line: PricedLine, quantity: int) -> Item:
    return Item(
        line_id=line.line_id,
        offer_id=line.offer_id,
        product_id=line.product_id,
        variant_id=line.variant_id,
        vendor_id=part.vendor_id,
        title=line.title,
        sku=line.sku,
        quantity=quantity,
        unit_price=line.unit_price,
        unit_weight_grams=line.unit_weight_grams,
        unit=line.unit,
        vat_percent=line.vat_percent,
        category_path=line.category_path,
        brand_id=line.brand_id,
        sale=_still_on_sale(line.sale, quantity),
        ready_to_ship=line.ready_to_ship,
    )


def _still_on_sale(sale: Sale | None, quantity: int) -> Sale | None:
    """Units that are added are not sold at the promotional price of another day."""
    return replace(sale, units=min(sale.units, quantity)) if sale and quantity else None


def items_of(part: VendorOrder) -> list[Item]:
    """The live lines of a part, as pricing knows them."""
    return [_item(part, line, line.quantity) for line in part.live_lines]


def _delivery(part: VendorOrder, changes: Changes) -> Delivery:
    terms = part.terms
    quoted = changes.quotes.get(part.id)
    fee = changes.fees.get(part.id, quoted.fee if quoted else terms.sums.delivery + terms.delivery_waived)
    return Delivery(
        vendor_order_id=part.id,
        vendor_id=part.vendor_id,
        vendor_name=terms.vendor_name,
        fee=fee,
        promised_by=quoted.promised_by if quoted else terms.promised_by,
    )


def _commission(parts: Sequence[VendorOrder], changes: Changes) -> dict[str, Decimal]:
    frozen = {line.offer_id: line.commission_percent for part in parts for line in part.live_lines}
    return frozen | {added.item.offer_id: added.commission_percent for added in changes.added}


def _rates(terms: PricedVendorOrder) -> Rates:
    return Rates(
        delivery_vat=terms.delivery_vat_percent,
        commission_vat=terms.commission_vat_percent,
        withheld_tax=terms.withheld_tax_percent,
    )


def _now(part: VendorOrder) -> PricedVendorOrder:
    return replace(part.terms, lines=part.live_lines)


def _with_holds(order: Order, part: VendorOrder, terms: PricedVendorOrder, changes: Changes) -> PricedVendorOrder:
    before = {line.line_id: line for line in part.live_lines}
    lines = tuple(
        replace(line, holds=_holds(before.get(line.line_id), line, order.hold_id, changes)) for line in terms.lines
    )
    return replace(terms, lines=lines)


def _holds(before: PricedLine | None, line: PricedLine, own: str, changes: Changes) -> tuple[HeldUnits, ...]:
    if before is None:
        return (HeldUnits(hold_id=changes.hold_id, quantity=line.quantity),)
    added = line.quantity - before.quantity
    if added > 0:
        return stock.more(before, own, HeldUnits(hold_id=changes.hold_id, quantity=added))
    return stock.fewer(before, own, line.quantity) if added else before.holds


def _extra(kept: Sequence[Item], parts: Sequence[VendorOrder], changes: Changes) -> bool:
    before = {line.line_id: line.quantity for part in parts for line in part.live_lines}
    return bool(changes.added) or any(item.quantity > before[item.line_id] for item in kept)


def _changes_made(parts: Sequence[VendorOrder], changes: Changes) -> list[EditChange]:
    made = [change for part in parts for change in _changes_of(part, changes)]
    made += [EditChange(kind="address")] if changes.address_changed else []
    made += [EditChange(kind="contact")] if changes.contact_changed else []
    return made


def _changes_of(part: VendorOrder, changes: Changes) -> Iterable[EditChange]:
    for line in part.live_lines:
        wanted = changes.quantities.get(line.line_id, line.quantity)
        if wanted != line.quantity:
            kind: ChangeKind = "quantity" if wanted else "removed"
            yield _change(kind, part, line.line_id, line.title, line.quantity, wanted)
    for added in changes.added:
        if added.item.vendor_id == part.vendor_id:
            yield _change("added", part, added.item.line_id, added.item.title, 0, added.item.quantity)
    was, fee = part.terms.sums.delivery + part.terms.delivery_waived, _delivery(part, changes).fee
    if was != fee:
        yield _change("delivery", part, "", None, was.amount, fee.amount)


def _change(kind: ChangeKind, part: VendorOrder, line_id: str, title: Localized | None, *units: int) -> EditChange:
    was, now = units
    return EditChange(kind=kind, vendor_order_id=part.id, line_id=line_id, title=title, was=was, now=now)
