"""What people write over complaints and disputes, over HTTP."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from bdcommerce.compliance.domain.letters import Letter, Side

CLEAN = r"^[^\x00]*$"
ONE_LINE = r"^[^\x00-\x1f]*$"
Text = Annotated[str, Meta(min_length=1, max_length=4000, pattern=CLEAN, examples=["The parcel came open."])]
OrderNumber = Annotated[
    str, Meta(max_length=30, pattern=ONE_LINE, description="of the order", examples=["BD-261122-000123"])
]
PhoneProof = Annotated[
    str,
    Meta(
        max_length=4000,
        pattern=ONE_LINE,
        description="without an account: from POST /auth/otp/verify with purpose `checkout`, for the order's phone",
        examples=[""],
    ),
]


class WriteLetter(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Something to add."""

    text: Text


class LetterView(msgspec.Struct, frozen=True, kw_only=True):
    """One message."""

    id: str
    side: Side
    at: datetime
    text: str
    photo: Annotated[str, Meta(description="name of a photo, empty without one; ask for it beside this thing")]
    internal: Annotated[bool, Meta(description="a note among staff")]

    @classmethod
    def of(cls, letter: Letter) -> "LetterView":
        """The message, without who of a side wrote it."""
        return cls(
            id=letter.id,
            side=letter.side,
            at=letter.at,
            text=letter.text,
            photo=letter.photo,
            internal=letter.internal,
        )


class StaffLetterView(LetterView, frozen=True, kw_only=True):
    """One message, as staff see it."""

    author_id: Annotated[str, Meta(description="empty: a guest")]

    @classmethod
    def of(cls, letter: Letter) -> "StaffLetterView":
        """The message with who wrote it."""
        shown = LetterView.of(letter)
        return cls(**{name: getattr(shown, name) for name in shown.__struct_fields__}, author_id=letter.author_id)
