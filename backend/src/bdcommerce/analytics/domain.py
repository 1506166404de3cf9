"""A sale as analytics knows it: what is in the vendor order now. Whatever happens to it next happens to that much."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import reduce

from bdcommerce.analytics.errors import UnknownSale
from bdcommerce.analytics.events import Figures, SaleConfirmed, SaleReduced
from bdcommerce.contracts.orders import VendorOrderTerms
from bdcommerce.kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """One vendor order. Without figures it was not heard of yet."""

    vendor_order_id: str
    vendor_id: str = ""
    figures: Figures | None = None

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


def restore(vendor_order_id: str, happened: Iterable[object]) -> Sale:
    """The sale after what happened."""
    return reduce(evolve, happened, Sale(vendor_order_id=vendor_order_id))


def evolve(sale: Sale, event: object) -> Sale:
    """The sale after one more event; most leave what is in it as it was."""
    if isinstance(event, SaleConfirmed | SaleReduced):
        return replace(sale, vendor_id=event.vendor_id, figures=event.figures)
    return sale
