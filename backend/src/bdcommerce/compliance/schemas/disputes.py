"""Disputes over HTTP. Amounts are in poisha."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from bdcommerce.compliance.domain.disputes import DisputeReason, DisputeStatus, Outcome
from bdcommerce.compliance.domain.letters import Side
from bdcommerce.compliance.schemas.letters import LetterView, OrderNumber, PhoneProof, StaffLetterView, Text
from bdcommerce.kernel.money import Money

_Id = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[a-z0-9_]+$")]
_Poisha = Annotated[int, Meta(ge=0, le=10**13, description="poisha", examples=[125000])]


class OpenDispute(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What is wrong with a vendor order, and how much should go back."""

    order_number: OrderNumber
    vendor_order_id: _Id
    reason: DisputeReason
    text: Text
    asked: _Poisha = 0
    phone_proof: PhoneProof = ""


class OpenVendorDispute(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What is wrong with a vendor order, as its vendor sees it."""

    vendor_order_id: _Id
    reason: DisputeReason
    text: Text


class AskBoth(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Words of staff to both, or a note among themselves."""

    text: Text
    internal: bool = False


class DecideDispute(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What staff decide, and why: both will read it."""

    outcome: Annotated[
        Outcome,
        Meta(description="`for_vendor`: nothing goes back; `split`: a part; `for_customer`: up to all that was paid"),
    ]
    refund: _Poisha = 0
    text: Text


class ReviewDecision(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Why a second person agrees, or does not. On approval both will read it."""

    text: Text


class DisputeView(msgspec.Struct, frozen=True, kw_only=True):
    """A dispute. While it is open, the money of the vendor order stays where it is."""

    id: str
    number: Annotated[str, Meta(examples=["DS-261122-000123"])]
    status: Annotated[
        DisputeStatus,
        Meta(description="`answered`: the other side has; `proposed`: a second person of staff has to approve"),
    ]
    reason: DisputeReason
    opened_by: Side
    order_id: str
    order_number: str
    vendor_order_id: str
    vendor_id: str
    asked: Annotated[Money, Meta(description="what the customer wants back; 0 where the vendor opened it")]
    opened_at: datetime
    answer_due_at: Annotated[datetime, Meta(description="until then nothing is decided without an answer")]
    answered_at: datetime | None
    decided_at: datetime | None
    outcome: Annotated[Outcome | None, Meta(description="null until it is decided")]
    refund: Annotated[Money, Meta(description="what goes back to the customer")]
    return_id: Annotated[str, Meta(description="the refused return that it is about; empty for any other")] = ""


class DisputeOpenedView(msgspec.Struct, frozen=True, kw_only=True):
    """The dispute, and for somebody without an account what opens it again."""

    dispute: DisputeView
    guest_token: Annotated[
        str | None, Meta(description="shown once; send it as X-Guest-Token. Null if you have an account, or sent one")
    ]


class DisputeDetail(msgspec.Struct, frozen=True, kw_only=True):
    """A dispute with all messages, the first one first."""

    dispute: DisputeView
    letters: list[LetterView]


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody of staff would decide, or has decided."""

    outcome: Outcome
    refund: Money
    by: str
    at: datetime
    approved_by: Annotated[str, Meta(description="the second person; empty where none was needed, or none has yet")]


class StaffDisputeDetail(msgspec.Struct, frozen=True, kw_only=True):
    """All of a dispute."""

    dispute: DisputeView
    customer_id: Annotated[str, Meta(description="empty: a guest")]
    refundable: Annotated[Money, Meta(description="paid, and not refunded yet")]
    decision: Proposal | None
    letters: list[StaffLetterView]
