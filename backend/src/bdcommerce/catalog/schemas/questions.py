"""Questions and answers, as customers, vendors and staff write and read them."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from bdcommerce.catalog.domain.moderation import Status
from bdcommerce.catalog.events.reviews import HeldFor, RejectionCode
from bdcommerce.catalog.schemas.reviews import Author, DisplayName

_Text = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=1_000,
        pattern=r"^[^\x00]*$",
        description="markup is taken out",
        examples=["Does the cloth shrink when it is washed?"],
    ),
]


class Ask(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What one wants to know of a product."""

    body: _Text
    display_name: DisplayName | None = None


class Answer(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What one who has it knows."""

    body: Annotated[_Text, Meta(examples=["Mine did not."])]
    display_name: DisplayName | None = None


class VendorAnswer(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What its vendor says."""

    body: Annotated[_Text, Meta(examples=["By two per cent at most."])]


class AnswerView(msgspec.Struct, frozen=True, kw_only=True):
    """An answer."""

    id: str
    body: str
    by_vendor: bool
    """By the vendor; otherwise by a customer to whom the product was delivered."""
    author: Author
    """Empty for a vendor."""
    at: datetime


class QuestionView(msgspec.Struct, frozen=True, kw_only=True):
    """A question with its first answers."""

    id: str
    product_id: str
    body: str
    author: Author
    at: datetime
    answers: list[AnswerView]
    """At most 5, the vendor's first; `GET /questions/{question_id}/answers` has them all."""


class OwnPost(msgspec.Struct, frozen=True, kw_only=True):
    """A question or an answer, as its author or staff see it."""

    id: str
    question_id: str
    """Of a question its own id."""
    product_id: str
    body: str
    at: datetime
    status: Status
    held: list[HeldFor]
    """Why staff read it before others do."""
    code: RejectionCode | Literal[""]
    note: str
    """Why it was rejected."""


class StaffPost(msgspec.Struct, frozen=True, kw_only=True):
    """A question or an answer with all that a decision needs."""

    post: OwnPost
    author_id: str
    by_vendor: bool
    vendor_id: str
