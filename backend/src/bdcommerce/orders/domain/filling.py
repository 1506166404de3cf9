"""Putting many wanted units into a cart at once: what goes in at today's price, and what does not, and why."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bdcommerce.contracts.catalog import OfferTerms
from bdcommerce.kernel.text import Localized
from bdcommerce.orders.domain.carts import MAX_LINES, Cart, CartLine

WhyLeftOut = Literal["not_sellable", "quantity_limit", "cart_full", "gone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """So many units of an offer."""

    offer_id: str
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Units that did not get into the cart. `detail` says more: why it does not sell, or the limit."""

    offer_id: str
    title: Localized | None
    quantity: int
    reason: WhyLeftOut
    detail: str


def fill(
    cart: Cart,
    wanted: Sequence[Wanted],
    offers: Mapping[str, OfferTerms | None],
    limit: int,
    new_line_id: Callable[[], str],
) -> tuple[Cart, list[LeftOut]]:
    """The cart with as many of the wanted units as it may hold, and the rest. Raises CartClosed.

    `limit` is the rule `cart.max_quantity_per_line`; quantities of the same offer add up to it. An offer that is None
    is gone.
    """
    left: list[LeftOut] = []
    for each in wanted:
        offer = offers[each.offer_id]
        if offer is None or not offer.sellable:
            left.append(_left(each, offer, "not_sellable" if offer else "gone", offer.reason if offer else ""))
            continue
        taken, refused = _room(cart, each, limit)
        if taken:
            line = CartLine(line_id=new_line_id(), offer_id=each.offer_id, quantity=taken, price_seen=offer.price)
            cart = cart.with_units(line, limit)
        if refused:
            left.append(_left(Wanted(offer_id=each.offer_id, quantity=each.quantity - taken), offer, *refused))
    return cart, left


def _room(cart: Cart, wanted: Wanted, limit: int) -> tuple[int, tuple[WhyLeftOut, str] | None]:
    """How many units go in, and what stands in the way of the others."""
    has = next((line.quantity for line in cart.lines if line.offer_id == wanted.offer_id), 0)
    if not has and len(cart.lines) >= MAX_LINES:
        return 0, ("cart_full", f"at most {MAX_LINES} lines")
    taken = max(0, min(wanted.quantity, limit - has))
    return taken, None if taken == wanted.quantity else ("quantity_limit", f"at most {limit} of one offer")


def _left(wanted: Wanted, offer: OfferTerms | None, reason: WhyLeftOut, detail: str) -> LeftOut:
    title = offer.title if offer else None
    return LeftOut(offer_id=wanted.offer_id, title=title, quantity=wanted.quantity, reason=reason, detail=detail)
