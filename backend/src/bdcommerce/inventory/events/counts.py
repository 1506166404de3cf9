"""Stock-takes, each on its own stream."""

from collections.abc import Sequence
from dataclasses import dataclass

from bdcommerce.kernel.events import domain_event


@dataclass(frozen=True, slots=True)
class Counted:
    """What somebody found of an offer and batch, beside what was to be expected at that moment."""

    offer_id: str
    batch_no: str
    expected: int
    counted: int


@domain_event()
class CountOpened:
    """People go through a warehouse and count."""

    count_id: str
    vendor_id: str
    warehouse_id: str
    note: str


@domain_event()
class LinesCounted:
    """Some of it was counted. An offer and batch that was counted before was counted anew."""

    count_id: str
    lines: Sequence[Counted]


@domain_event()
class CountApproved:
    """The differences are real: stock was adjusted by them."""

    count_id: str
    note: str


@domain_event()
class CountCancelled:
    """It was for nothing."""

    count_id: str
    note: str
