"""What proves that something happened: the event that told it, and when it was."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """An event that was heard, or recorded here."""

    event: str
    """Its name, `fulfilment.ShipmentDelivered`."""
    event_id: str
    at: datetime
    """When it happened, as the event itself says; it may have been heard later."""
    reference: str = ""
    """What it was about: the shipment, the refund, the payout, the message."""


def first(*proofs: Evidence | None) -> Evidence | None:
    """The earliest of those that there are."""
    return min((proof for proof in proofs if proof), key=lambda proof: (proof.at, proof.event_id), default=None)


def last(*proofs: Evidence | None) -> Evidence | None:
    """The latest of those that there are."""
    return max((proof for proof in proofs if proof), key=lambda proof: (proof.at, proof.event_id), default=None)
