"""A sale as analytics knows it: what is in the vendor order now. Whatever happens to it next happens to that much."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from bdcommerce.analytics.errors import UnknownSale
from bdcommerce.analytics.events import NOWHERE, Figures, Part, SaleConfirmed, SaleReduced, Whereabouts
from bdcommerce.contracts.orders import VendorOrderTerms
from bdcommerce.kernel.money import Money

_CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """One vendor order. Without figures it was not heard of yet."""

    vendor_order_id: str
    vendor_id: str = ""
    figures: Figures | None = None
    where: Whereabouts = NOWHERE
    parts: Sequence[Part] = ()

    def known(self) -> Figures:
        """What is in it. Raises UnknownSale."""
        if self.figures is None:
            raise UnknownSale.of(self.vendor_order_id)
        return self.figures


def figures_of(terms: VendorOrderTerms) -> Figures:
    """The figures of a vendor order's terms."""
    return Figures(
        units=sum(line.quantity for line in terms.lines),
        goods=terms.goods,
        delivery=terms.delivery,
        vendor_discount=sum((line.vendor_discount for line in terms.lines), Money(0)),
        operator_discount=terms.operator_discount,
    )


def parts_of(terms: VendorOrderTerms, paths: Mapping[str, Sequence[str]]) -> list[Part]:
    """The terms by category; `paths` are those of the offers. An offer without one counts nowhere."""
    found: dict[tuple[str, ...], Part] = {}
    for line in terms.lines:
        path = tuple(paths.get(line.offer_id, ()))
        goods = line.list_price - line.vendor_discount
        before = found.get(path, Part(category_path=list(path), units=0, goods=Money(0)))
        found[path] = replace(before, units=before.units + line.quantity, goods=before.goods + goods)
    return [found[path] for path in sorted(found)]


def difference(before: Sequence[Part], after: Sequence[Part]) -> list[Part]:
    """What went, category by category; below zero for what came."""
    left = {tuple(part.category_path): part for part in after}
    nothing = Part(category_path=[], units=0, goods=Money(0))
    gone = [
        replace(part, units=part.units - rest.units, goods=part.goods - rest.goods)
        for part in before
        for rest in [left.pop(tuple(part.category_path), nothing)]
    ]
    came = [replace(part, units=-part.units, goods=-part.goods) for part in left.values()]
    return [part for part in (*gone, *came) if part.units or part.goods]


def reason_code(text: str) -> str:
    """A reason as figures know it. What somebody typed is no code, and may hold anything: it counts as `other`."""
    return text if _CODE.fullmatch(text) else "other"


def restore(vendor_order_id: str, happened: Iterable[object]) -> Sale:
    """The sale after what happened."""
    return reduce(evolve, happened, Sale(vendor_order_id=vendor_order_id))


def evolve(sale: Sale, event: object) -> Sale:
    """The sale after one more event; most leave what is in it as it was."""
    if isinstance(event, SaleConfirmed):
        return replace(
            sale, vendor_id=event.vendor_id, figures=event.figures, where=event.where, parts=tuple(event.parts)
        )
    if isinstance(event, SaleReduced):
        return replace(sale, figures=event.figures, parts=tuple(event.left))
    return sale
