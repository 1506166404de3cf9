"""Compliance's timers: private events that come back to it at an instant."""

from datetime import date

from bdcommerce.kernel.events import domain_event


@domain_event()
class ClocksDue:
    """Somebody has to look at these clocks: they are at risk now, or have run out."""

    clock_ids: list[str]


@domain_event()
class InvoiceDue:
    """The goods of a vendor order have left the vendor: its invoice is to be issued now."""

    vendor_order_id: str
    order_id: str
    vendor_id: str


@domain_event()
class CommissionMonthEnded:
    """The commission that the operator has earned from a vendor in a month is to be invoiced now."""

    vendor_id: str
    month: date
    """Its first day."""


@domain_event()
class NoteDue:
    """Something changed about goods whose invoice may be issued: a note may be due. Delivered once that commits."""

    vendor_order_id: str
    order_id: str
    vendor_id: str
