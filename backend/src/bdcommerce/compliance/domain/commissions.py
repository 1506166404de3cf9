"""The commission that the operator earns from vendors, and the month in which it is invoiced."""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from bdcommerce.compliance.domain.invoices import InvoiceLine
from bdcommerce.kernel import clock
from bdcommerce.kernel.money import percentage
from bdcommerce.kernel.text import Localized

LINES_PER_INVOICE = 500
_DECEMBER = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Commission:
    """What was earned with one vendor order, in poisha without VAT."""

    vendor_order_id: str
    vendor_id: str
    order_number: str
    month: date
    released_at: datetime
    amount: int
    vat_percent: Decimal

    @property
    def line(self) -> InvoiceLine:
        """The operator's service on its invoice; VAT comes on top of the commission, half up."""
        vat = percentage(self.amount, self.vat_percent)
        return InvoiceLine(
            description=Localized(
                en=f"Marketplace commission, order {self.order_number}",
                bn=f"মার্কেটপ্লেস কমিশন, অর্ডার {self.order_number}",
            ),
            unit="service",
            quantity=1,
            unit_price=self.amount,
            discount=0,
            net=self.amount,
            vat_percent=self.vat_percent,
            vat=vat,
            gross=self.amount + vat,
            reference=self.vendor_order_id,
        )


def month_of(at: datetime) -> date:
    """The first day of the month in Bangladesh: a tax period."""
    return clock.dhaka_date(at).replace(day=1)


def end_of(month: date) -> datetime:
    """The instant at which a month is over in Bangladesh."""
    years, months = divmod(month.month, _DECEMBER)
    return datetime.combine(date(month.year + years, months + 1, 1), time.min, clock.DHAKA)
