"""A cart held against what the catalog says now: which lines can be bought, and what the customer should know."""

from collections.abc import Container, Iterable, Sequence

from bdcommerce.contracts.catalog import OfferTerms
from bdcommerce.orders.domain.carts import Cart, CartLine
from bdcommerce.orders.domain.pricing import Item
from bdcommerce.orders.domain.quotes import CartProblem


def problems_of(
    cart: Cart, offers: Sequence[OfferTerms], max_quantity: int, closed_vendors: Container[str] = ()
) -> list[CartProblem]:
    """What is wrong or new about the lines; `offers` stand in the order of the lines."""
    return [
        problem
        for line, offer in zip(cart.lines, offers, strict=True)
        for problem in _problems(line, offer, max_quantity, closed_vendors)
    ]


def _problems(
    line: CartLine, offer: OfferTerms, max_quantity: int, closed_vendors: Container[str]
) -> Iterable[CartProblem]:
    closed = "vendor_suspended" if offer.vendor_id in closed_vendors else ""
    if reason := offer.reason or closed:
        yield CartProblem(code="not_sellable", line_id=line.line_id, reason=reason, blocks=True)
    elif line.quantity > max_quantity:
        yield CartProblem(code="too_many", line_id=line.line_id, reason=f"at most {max_quantity}", blocks=True)


def price_changes(cart: Cart, items: Iterable[Item]) -> list[CartProblem]:
    """Lines that cost another price now than when they were put in."""
    now = {item.offer_id: item.unit_price - item.sale.unit_cut if item.sale else item.unit_price for item in items}
    return [
        CartProblem(
            code="price_changed", line_id=line.line_id, reason="the price has changed", blocks=False,
            was=line.price_seen, now=now[line.offer_id],
        )
        for line in cart.lines
        if now.get(line.offer_id, line.price_seen) != line.price_seen
    ]  # fmt: skip
