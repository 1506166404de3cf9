"""The way of goods from one warehouse to another, each on its own stream."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bdcommerce.kernel.events import domain_event


@dataclass(frozen=True, slots=True)
class Wanted:
    """So many units of an offer are to go; of one batch, or (None) of whichever expires first."""

    offer_id: str
    quantity: int
    batch_no: str | None = None


@dataclass(frozen=True, slots=True)
class Cargo:
    """Units of one batch on their way; `received` is how many of them arrived, None before they did."""

    offer_id: str
    batch_no: str
    expires_on: date | None
    blocked: bool
    sent: int
    received: int | None = None


@domain_event()
class TransferDrafted:
    """Somebody means to send goods."""

    transfer_id: str
    vendor_id: str
    from_id: str
    to_id: str
    note: str
    lines: Sequence[Wanted]


@domain_event()
class TransferRevised:
    """Other goods are to go, or for another reason."""

    transfer_id: str
    note: str
    lines: Sequence[Wanted]


@domain_event()
class TransferSent:
    """The goods have left."""

    transfer_id: str
    cargo: Sequence[Cargo]


@domain_event()
class TransferReceived:
    """The goods are there, perhaps more or fewer than were sent."""

    transfer_id: str
    cargo: Sequence[Cargo]
    note: str


@domain_event()
class TransferCancelled:
    """Nothing is sent after all."""

    transfer_id: str
    note: str
