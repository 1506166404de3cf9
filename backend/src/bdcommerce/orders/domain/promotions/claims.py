"""What a purchase takes out of the limits of promotions, and gives back when it comes to nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bdcommerce.kernel.money import Money
from bdcommerce.orders.events import NOTHING, AppliedPromotion, PricedLine, Sale


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One promotion's use by one order: `uses` are orders of a cart promotion, units of a catalogue one.

    `amount` is what it gives in all; `units` are those of each offer; `code` is the one that it was asked for with.
    """

    promotion_id: str
    uses: int
    amount: Money
    units: dict[str, int] = field(default_factory=dict)
    code: str = ""


def claims_of(lines: Iterable[PricedLine], applied: Sequence[AppliedPromotion]) -> list[Claim]:
    """What a purchase needs of promotions, in one order for everybody, so that nobody waits in a circle."""
    found = [
        Claim(promotion_id=each.terms.promotion_id, uses=1, amount=each.amount, code=each.code) for each in applied
    ]
    sold: dict[str, list[tuple[str, Sale]]] = {}
    for line in lines:
        if line.sale:
            sold.setdefault(line.sale.promotion_id, []).append((line.offer_id, line.sale))
    found += [_sold(promotion_id, sales) for promotion_id, sales in sold.items()]
    return sorted(found, key=lambda claim: claim.promotion_id)


def _sold(promotion_id: str, sales: Sequence[tuple[str, Sale]]) -> Claim:
    units: dict[str, int] = {}
    for offer_id, sale in sales:
        units[offer_id] = units.get(offer_id, 0) + sale.units
    return Claim(
        promotion_id=promotion_id,
        uses=sum(units.values()),
        amount=sum((sale.cut for _, sale in sales), NOTHING),
        units=units,
    )
