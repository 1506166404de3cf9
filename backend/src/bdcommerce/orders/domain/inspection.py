"""A cart held against what the catalog says now: which lines can be bought, and what the customer should know."""

from collections.abc import Container, Iterable, Sequence

from bdcommerce.contracts.catalog import OfferTerms
from bdcommerce.orders.domain.carts import Cart, CartLine
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
    elif offer.price != line.price_seen:
        yield CartProblem(
            code="price_changed", line_id=line.line_id, reason="the vendor has changed the price", blocks=False,
            was=line.price_seen, now=offer.price,
        )  # fmt: skip
