"""Reviews, as customers, vendors and staff write and read them."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from bdcommerce.catalog.domain.moderation import MAX_WORDS, Status
from bdcommerce.catalog.domain.reviews import MAX_PICTURES, mean
from bdcommerce.catalog.events.reviews import HeldFor, RejectionCode
from bdcommerce.catalog.schemas.fields import Id
from bdcommerce.catalog.schemas.media import Size

Sort = Literal["newest", "helpful", "rating_high", "rating_low"]
Queue = Literal["held", "reported", "published", "rejected", "withdrawn"]
Body = Annotated[str, Meta(min_length=1, max_length=4_000, pattern=r"^[^\x00]*$", description="markup is taken out")]
DisplayName = Annotated[
    str,
    Meta(
        max_length=40,
        pattern=r"^[^\x00<>]*$",
        description="what all your reviews, questions and answers are signed with; empty: your initial and district; "
        "null: as until now",
        examples=["Rashida from Mirpur"],
    ),
]
Note = Annotated[str, Meta(max_length=500, pattern=r"^[^\x00]*$")]
_Rating = Annotated[int, Meta(ge=1, le=5, description="stars", examples=[4])]
_Title = Annotated[str, Meta(max_length=120, pattern=r"^[^\x00]*$", examples=["Soft cloth, a little wide"])]
_Text = Annotated[Body, Meta(examples=["Wore it for Eid. The cloth is soft; take one size less."])]
_Media = Annotated[
    list[Annotated[Id, Meta(examples=["med_01h455vb4pex5vsknk084sn02q"])]],
    Meta(max_length=MAX_PICTURES, description="uploads of yours (POST /me/media)"),
]


class WriteReview(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """How a product is that one has received."""

    rating: _Rating
    title: _Title = ""
    body: _Text
    media_ids: _Media = []
    order_id: Annotated[Id, Meta(examples=["ord_01h455vb4pex5vsknk084sn02q"])] | None = None
    """The order that brought it; null: the last one that did."""
    display_name: DisplayName | None = None


class EditReview(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The review as it is to be, whole."""

    rating: _Rating
    title: _Title = ""
    body: _Text
    media_ids: _Media = []
    display_name: DisplayName | None = None


class Judge(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Whether a review helps."""

    helpful: bool


class ReportAbuse(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What is wrong with what somebody wrote."""

    code: RejectionCode
    note: Note = ""


class Reject(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Why nobody is to read it. A low rating is no reason."""

    code: RejectionCode
    note: Annotated[Note, Meta(description="its author reads it", examples=["It names a neighbour's phone number"])] = (
        ""
    )


class Reply(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What a vendor says to a review, in public."""

    text: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=2_000,
            pattern=r"^[^\x00]*$",
            description="markup is taken out",
            examples=["Thank you. The size chart says now that it is cut wide."],
        ),
    ]


class SetWords(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The whole word list."""

    version: Annotated[int, Meta(ge=0, le=2**31 - 1)] | None = None
    """The version that was read, 0 if nobody has set the list yet; or send If-Match."""
    words: Annotated[
        list[Annotated[str, Meta(min_length=1, max_length=60, pattern=r"^[^\x00]*$", examples=["haramjada"])]],
        Meta(max_length=MAX_WORDS),
    ]


class WordsView(msgspec.Struct, frozen=True, kw_only=True):
    """Words that hold what contains them, folded: lower case, Latin digits."""

    version: int
    words: list[str]


class Author(msgspec.Struct, frozen=True, kw_only=True):
    """Who wrote it, as they want to be called."""

    name: str
    """A chosen name, or an initial; empty: neither is known."""
    district: str
    """Where it was delivered, as in `GET /geography`; empty beside a chosen name."""

    @classmethod
    def of(cls, display_name: str | None, initial: str | None, district: str) -> "Author":
        """Who has, or has not, chosen a name."""
        return cls(name=display_name or initial or "", district="" if display_name else district)


class ReviewPicture(msgspec.Struct, frozen=True, kw_only=True):
    """A photo of what was received."""

    width: int
    height: int
    colour: str
    """The average of all its points: what to show until it is there."""
    sizes: list[Size]
    """From small to large."""


class VendorReply(msgspec.Struct, frozen=True, kw_only=True):
    """What the vendor that sold it says to that."""

    vendor_id: str
    text: str
    at: datetime


class ReviewView(msgspec.Struct, frozen=True, kw_only=True):
    """A review by somebody to whom the product was delivered."""

    id: str
    product_id: str
    rating: int
    """1 to 5 stars."""
    title: str
    body: str
    author: Author
    pictures: list[ReviewPicture]
    helpful: int
    """Customers who found it helpful."""
    at: datetime
    edited_at: datetime | None
    reply: VendorReply | None


class OwnReview(msgspec.Struct, frozen=True, kw_only=True):
    """A review, as its author sees it."""

    review: ReviewView
    media_ids: list[str]
    status: Status
    held: list[HeldFor]
    """Why staff read it before others do."""
    code: RejectionCode | Literal[""]
    note: str
    """Why it was rejected."""
    editable_until: datetime


class EarlierReview(msgspec.Struct, frozen=True, kw_only=True):
    """What a review said before it was edited."""

    rating: int
    """Stars, 1 to 5."""
    title: str
    body: str
    media_ids: list[str]
    until: datetime


class StaffReview(msgspec.Struct, frozen=True, kw_only=True):
    """A review with all that a decision needs."""

    review: ReviewView
    customer_id: str
    order_id: str
    vendor_id: str
    status: Status
    held: list[HeldFor]
    code: RejectionCode | Literal[""]
    note: str
    reports: int
    """How many customers have reported it since staff last looked."""
    earlier: list[EarlierReview]


class RatingSummary(msgspec.Struct, frozen=True, kw_only=True):
    """What all published reviews of a product say together."""

    mean: int | None
    """In hundredths of a star, 100 to 500; null: nobody has reviewed it."""
    reviews: int
    """How many are published."""
    stars: list[int]
    """How many reviews give one star, two, three, four, five."""

    @classmethod
    def of(cls, stars: list[int]) -> "RatingSummary":
        """So many of each."""
        return cls(mean=mean(stars) or None, reviews=sum(stars), stars=stars)
