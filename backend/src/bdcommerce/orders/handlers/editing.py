"""Changing a placed order: what is worked out before the saga begins, and what its steps write.

An edit that makes the order dearer waits for the customer; its stock is held meanwhile, and its contact kept sealed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bdcommerce.contracts.accounts import AddressInput
from bdcommerce.contracts.vendors import CommissionQuestion
from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.actor import Actor, system
from bdcommerce.kernel.address import Address
from bdcommerce.kernel.errors import Invalid, Stale, ensure
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import nfc
from bdcommerce.orders import events
from bdcommerce.orders.domain import editing
from bdcommerce.orders.domain.carts import Cart, CartLine, Shopper
from bdcommerce.orders.domain.contacts import CONTEXT, Contact, to_text
from bdcommerce.orders.domain.editing import Added, Changes
from bdcommerce.orders.domain.editions import Edition
from bdcommerce.orders.domain.filling import Wanted
from bdcommerce.orders.domain.order import Order
from bdcommerce.orders.domain.pricing import Delivery
from bdcommerce.orders.domain.promotions.checks import check_amount
from bdcommerce.orders.domain.promotions.returns import claimed_more
from bdcommerce.orders.domain.risk.exposure import Exposure
from bdcommerce.orders.errors import CodLimitExceeded, EditNotPaid, NotSellable, OrderMoved
from bdcommerce.orders.handlers import orders, promotions
from bdcommerce.orders.handlers.appraisal import appraise
from bdcommerce.orders.handlers.checkout import blind_phones
from bdcommerce.orders.handlers.quoting import SELLING, Rules, deliveries_to, rules_today
from bdcommerce.orders.handlers.risk import exposure_of_edit
from bdcommerce.orders.ports import Deps, Work

EDIT, AGREED = "order_edit", "order_edit_agreed"
BY_EXPIRY = system("edit-expiry")
BY_EDITING = system("order-edit")
SHORT_HOLD = timedelta(minutes=15)
_CONFIRM_HOURS = "order.edit_confirm_hours"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What staff want changed; what is None or empty stays."""

    reason: str
    quantities: Mapping[str, int]
    add: Sequence[Wanted]
    fees: Mapping[str, Money]
    address: AddressInput | None
    name: str | None
    email: str | None
    delivery_note: str | None
    gift_message: str | None


async def prepare(deps: Deps, order: Order, contact: Contact, wish: Wish, by: Actor) -> Edition:
    """The edit as it would be carried out now, frozen. Nothing is written.

    Raises EditPending, EditNotPaid, WrongState, Invalid, NotSellable, CodLimitExceeded, UnknownOffer.
    """
    address = await deps.accounts.check_address(wish.address) if wish.address else contact.address
    changed = _contact(contact, address, wish)
    changes = Changes(
        edit_id=ids.new_id("edt"),
        reason=nfc(wish.reason),
        quantities=wish.quantities,
        fees=wish.fees,
        place=address.place if wish.address else order.place,
        quotes={},
        contact_changed=replace(changed, address=contact.address) != contact,
        address_changed=address != contact.address,
    )
    for fee in wish.fees.values():
        check_amount(fee, "fees")
    editing.editable(order, changes)
    rules, added = await _added(deps, order, wish.add)
    _check_quantities(wish, rules)
    changes = replace(changes, added=added)
    editing.editable(order, changes)
    if changes.address_changed:
        changes = replace(changes, quotes=await _quotes(deps, order, address))
    proposal = editing.propose(order, changes)
    ensure(not order.prepaid or proposal.total <= proposal.was, EditNotPaid.of(order.order_id))
    ensure(proposal.total <= max(rules.cod_limit, proposal.was), CodLimitExceeded.over(rules.cod_limit))
    wait = await _patience(deps) if proposal.total > proposal.was else None
    return Edition(
        order_id=order.order_id,
        proposal=proposal,
        stock=editing.extra_stock(order, proposal),
        version=order.version,
        expires_at=clock.now() + wait if wait else None,
        hold_seconds=int((SHORT_HOLD + (wait or timedelta())).total_seconds()),
        sealed_contact=deps.seals.seal(to_text(changed), CONTEXT) if changed != contact else "",
        phones=blind_phones(deps.seals, changed) if changed != contact else (),
        customer_key=order.customer_id or _guest_key(deps, contact),
        by=by,
        exposure=await _exposure(deps, order, proposal, (contact, changed), rules.cod_limit),
    )


async def _exposure(
    deps: Deps, order: Order, proposal: events.Proposal, contacts: tuple[Contact, Contact], cod_limit: Money
) -> Exposure | None:
    """Only what makes it more, or somebody else's, is held against the ceilings: less is never refused."""
    contact, changed = contacts
    more = proposal.total > proposal.was or proposal.place.district != order.place.district
    if order.prepaid or not (more or changed.phones != contact.phones):
        return None
    cash = order.open_cash + proposal.total - proposal.was
    phones = tuple(sorted(blind_phones(deps.seals, changed)))
    return await exposure_of_edit(deps, order, phones, proposal.place, cash=cash, cod_limit=cod_limit)


async def begin(work: Work, edition: Edition) -> None:
    """The saga is on its way."""
    await work.sagas.start(EDIT, edition.edit_id, edition)


async def propose(work: Work, edition: Edition) -> None:
    """The customer is asked. Again: nothing more. Raises OrderMoved, EditPending, CodExposureExceeded."""
    if edition.expires_at is None:
        return
    await _claim(work, edition)
    order = await orders.load(work, edition.order_id)
    happened = editing.offer_it(
        order,
        edition.proposal,
        version=edition.version,
        expires_at=edition.expires_at,
        by=edition.by,
        at=clock.now(),
    )
    if happened:
        await work.editions.keep(edition)
        await _record(work, order, happened, edition)


async def agree(work: Work, order_id: str, edit_id: str, shopper: Shopper, by: Actor) -> str:
    """The customer says yes; the saga that carries it out, by id. Again: the same. Raises UnknownOrder, UnknownEdit."""
    order = await orders.of_shopper(work, order_id, shopper)
    saga_id = f"{edit_id}-agreed"
    happened = editing.agree(order, edit_id, by, clock.now())
    if happened:
        edition = await work.editions.get(edit_id)
        await orders.record(work, order, happened)
        await work.sagas.start(AGREED, saga_id, replace(edition, version=None, expires_at=None))
    return saga_id


async def decline(work: Work, order_id: str, edit_id: str, shopper: Shopper, by: Actor) -> None:
    """The customer says no. Raises UnknownOrder, UnknownEdit."""
    order = await orders.of_shopper(work, order_id, shopper)
    await orders.record(work, order, editing.refuse(order, edit_id, "declined", by, clock.now()))


async def withdraw(work: Work, order_id: str, edit_id: str, by: Actor) -> None:
    """Staff do not want it any more. Raises UnknownOrder, UnknownEdit."""
    order = await orders.load(work, order_id)
    await orders.record(work, order, editing.refuse(order, edit_id, "withdrawn", by, clock.now()))


async def expire(work: Work, due: events.EditExpires) -> None:
    """The customer has not answered, or what they agreed to never came about. Else nothing. Raises UnknownOrder."""
    order = await orders.load(work, due.order_id)
    await orders.record(work, order, editing.expire(order, due.edit_id, BY_EXPIRY, clock.now()))


async def carry_out(work: Work, edition: Edition) -> None:
    """The order is another one. Again: nothing more. Raises OrderMoved, PromotionSoldOut, CodExposureExceeded."""
    if edition.expires_at is not None:
        return
    order = await orders.load(work, edition.order_id)
    happened = editing.carry_out(order, edition.proposal, edition.version, edition.by, clock.now())
    if not happened:
        return
    await _claim(work, edition)
    more = claimed_more(order, orders.after(order, happened))
    await promotions.claim(work, more, edition.customer_key, edition.order_id)
    if edition.sealed_contact:
        await work.purchases.readdress(edition.order_id, edition.sealed_contact, edition.phones)
    await _record(work, order, happened, edition)


async def _claim(work: Work, edition: Edition) -> None:
    if edition.exposure:
        await work.risk.claim(edition.exposure)


async def fail(work: Work, edition: Edition) -> None:
    """What the customer agreed to cannot be done any more. Again: nothing."""
    order = await orders.load(work, edition.order_id)
    await orders.record(work, order, editing.drop(order, edition.edit_id, "failed", BY_EDITING, clock.now()))


async def carried_out(work: Work, edition: Edition) -> bool:
    """Whether it has been carried out."""
    return edition.edit_id in (await orders.load(work, edition.order_id)).edits


async def stands(work: Work, edition: Edition) -> bool:
    """Whether it has been carried out, or waits for the customer: then its stock stays where it is."""
    order = await orders.load(work, edition.order_id)
    waits = order.pending is not None and order.pending.proposal.edit_id == edition.edit_id
    return edition.edit_id in order.edits or waits


async def _record(work: Work, order: Order, happened: editing.Events, edition: Edition) -> None:
    """What was worked out for one version of an order is not for another one; what the customer has agreed to is."""
    try:
        await orders.record(work, order, happened)
    except Stale as stale:
        if edition.version is None:
            raise
        raise OrderMoved.of(order.order_id) from stale


def _contact(contact: Contact, address: Address, wish: Wish) -> Contact:
    given = {
        "name": wish.name,
        "email": wish.email,
        "delivery_note": wish.delivery_note,
        "gift_message": wish.gift_message,
    }
    changes = {field: nfc(value) for field, value in given.items() if value is not None}
    return replace(contact, address=address, **changes)


async def _added(deps: Deps, order: Order, add: Sequence[Wanted]) -> tuple[Rules, list[Added]]:
    """Lines at today's prices, rules and commission."""
    offers = await deps.catalog.offers([each.offer_id for each in add]) if add else []
    rules = await rules_today(deps, offers)
    cards = await deps.vendors.cards(list(dict.fromkeys(offer.vendor_id for offer in offers))) if offers else []
    closed = {card.vendor_id for card in cards if card.status not in SELLING}
    wrong = {
        each.offer_id: each.reason or "vendor_suspended" for each in offers if each.reason or each.vendor_id in closed
    }
    ensure(not wrong, NotSellable.because(wrong))
    lines = [
        CartLine(line_id="", offer_id=offer.offer_id, quantity=each.quantity, price_seen=offer.price)
        for each, offer in zip(add, offers, strict=True)
    ]
    buyable = list(zip(lines, offers, strict=True))
    appraisal = await appraise(
        deps, Cart(cart_id=""), buyable, rules.goods_vat, customer_id=order.customer_id, alone=True
    )
    questions = [CommissionQuestion(vendor_id=each.vendor_id, category_path=each.category_path) for each in offers]
    terms = await deps.vendors.commission(questions) if questions else []
    added = [
        Added(item=item, commission_percent=each.percent) for item, each in zip(appraisal.items, terms, strict=True)
    ]
    return rules, added


def _check_quantities(wish: Wish, rules: Rules) -> None:
    most = max([0, *wish.quantities.values(), *(each.quantity for each in wish.add)])
    ensure(most <= rules.max_quantity, Invalid.field("quantity", f"must be at most {rules.max_quantity} of one offer"))


async def _quotes(deps: Deps, order: Order, address: Address) -> dict[str, Delivery]:
    """What delivery costs to the new place, by vendor order."""
    parts = [part for part in order.vendor_orders if part.live_lines]
    items = [item for part in parts for item in editing.items_of(part)]
    quoted = await deliveries_to(deps, items, address.place)
    by_vendor = {delivery.vendor_id: delivery for delivery in quoted}
    return {part.id: by_vendor[part.vendor_id] for part in parts}


async def _patience(deps: Deps) -> timedelta:
    (rule,) = await deps.compliance.rules([_CONFIRM_HOURS], clock.today())
    return timedelta(hours=int(rule.value))


def _guest_key(deps: Deps, contact: Contact) -> str:
    return deps.seals.blind(contact.phone, "orders.coupon.customer")
