"""Complaints over HTTP."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from bdcommerce.compliance.domain.clocks import ClockState
from bdcommerce.compliance.domain.complaints import Authority, Category, ComplaintStatus
from bdcommerce.compliance.schemas.letters import (
    CLEAN,
    ONE_LINE,
    LetterView,
    OrderNumber,
    PhoneProof,
    StaffLetterView,
    Text,
)
from bdcommerce.kernel.text import Localized

_Id = Annotated[str, Meta(max_length=64, pattern=r"^[a-z0-9_]*$")]
_Reference = Annotated[
    str, Meta(max_length=60, pattern=ONE_LINE, description="its number there", examples=["CCMS-2026-004512"])
]


class OpenComplaint(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What somebody is not content with."""

    category: Category
    text: Text
    order_number: OrderNumber = ""
    vendor_order_id: Annotated[
        str, Meta(max_length=64, pattern=r"^[a-z0-9_]*$", description="only one vendor's part of the order")
    ] = ""
    phone_proof: PhoneProof = ""


class AssignComplaint(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Who takes care of it."""

    to: Annotated[_Id, Meta(description="a user id; empty: nobody", examples=["usr_01kdqk5v2ke8rbm3p5cdkz9q0x"])]


class AnswerComplaint(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """An answer in one's own words or by a template."""

    text: Annotated[str, Meta(max_length=4000, pattern=CLEAN, examples=["We send another one today."])] = ""
    template_id: Annotated[_Id, Meta(description="instead of a text", examples=[""])] = ""
    language: Annotated[Literal["bn", "en"], Meta(description="of the template")] = "bn"
    internal: Annotated[bool, Meta(description="a note among staff that answers nothing")] = False


class EscalateComplaint(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """An authority deals with it from now on."""

    authority: Annotated[
        Authority, Meta(description="`ccms`: ccms.gov.bd of the Ministry of Commerce; `dncrp`: consumer directorate")
    ]
    reference: _Reference = ""
    text: Text


class ReferComplaint(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The number that an authority has given it."""

    reference: _Reference


class ComplaintView(msgspec.Struct, frozen=True, kw_only=True):
    """A complaint."""

    id: str
    number: Annotated[str, Meta(examples=["CM-261122-000123"])]
    status: Annotated[
        ComplaintStatus,
        Meta(
            description="staff act within 72 hours (rule dc.complaint_hours); `escalated`: an authority deals with it"
        ),
    ]
    category: Category
    order_id: str
    order_number: str
    vendor_order_id: Annotated[str, Meta(description="empty: the whole order, or none")]
    opened_at: datetime
    ended_at: datetime | None
    authority: Authority | None
    external_reference: str


class ComplaintOpened(msgspec.Struct, frozen=True, kw_only=True):
    """The complaint, and for somebody without an account what opens it again."""

    complaint: ComplaintView
    guest_token: Annotated[
        str | None, Meta(description="shown once; send it as X-Guest-Token. Null if you have an account, or sent one")
    ]


class ComplaintDetail(msgspec.Struct, frozen=True, kw_only=True):
    """A complaint with all messages, the first one first."""

    complaint: ComplaintView
    letters: list[LetterView]


class StaffComplaintView(ComplaintView, frozen=True, kw_only=True):
    """A complaint in the queue of staff."""

    customer_id: Annotated[str, Meta(description="empty: a guest")]
    vendor_id: str
    assigned_to: str
    waits_for_staff: Annotated[bool, Meta(description="whether the customer wrote last")]


class ComplaintClock(msgspec.Struct, frozen=True, kw_only=True):
    """Its 72 hours."""

    id: str
    state: ClockState
    due_at: datetime


class StaffComplaintDetail(msgspec.Struct, frozen=True, kw_only=True):
    """All of a complaint."""

    complaint: StaffComplaintView
    clock: ComplaintClock | None
    letters: list[StaffLetterView]


class TemplateBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """An answer that is given often."""

    title: Annotated[str, Meta(min_length=2, max_length=100, pattern=ONE_LINE, examples=["Late parcel"])]
    category: Annotated[Category | None, Meta(description="null: for all")] = None
    en: Annotated[
        str, Meta(min_length=1, max_length=4000, pattern=CLEAN, description="`{number}` and `{order}` are filled")
    ]
    bn: Annotated[str, Meta(max_length=4000, pattern=CLEAN, examples=["আপনার {order} অর্ডারের পার্সেল পথে আছে।"])] = ""


class TemplateView(msgspec.Struct, frozen=True, kw_only=True):
    """An answer that is given often."""

    id: str
    title: str
    category: Category | None
    text: Localized
