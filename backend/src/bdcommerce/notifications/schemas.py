"""What the endpoints of notifications take and give."""

from datetime import datetime, time
from typing import Annotated, Literal

import msgspec

from bdcommerce.kernel.text import Language, Localized
from bdcommerce.notifications.domain.preferences import Digest, Fate, Where
from bdcommerce.notifications.domain.templates import Channel, Topic

Text = Annotated[
    str,
    msgspec.Meta(
        min_length=1, max_length=1_000, pattern=r"^[^\x00-\x08]+$",
        description="values in braces, as the template names them", examples=["Your order {number} is confirmed."],
    ),
]  # fmt: skip
Choosable = Literal["orders", "feedback", "business"]


class MessageView(msgspec.Struct, frozen=True):
    """A message; the recipient is masked, and so are codes unless this installation reveals them."""

    id: str
    template: str
    channel: Channel
    to: str
    language: Language
    text: str
    params: dict[str, str]
    at: datetime
    fate: Fate
    """`waiting` for the end of quiet hours, `gathered` for a digest, `unwanted` by whom it was for."""
    due_at: datetime


class PartsView(msgspec.Struct, kw_only=True):
    """How a text travels as SMS, with sample values."""

    encoding: Literal["gsm7", "ucs2"]
    units: int
    """Characters of GSM-7, or 16-bit units of UCS-2."""
    parts: int
    """How many messages are paid for."""


class Preview(msgspec.Struct, kw_only=True):
    """A text with sample values; `sms` for templates that go by SMS."""

    text: str
    sms: PartsView | None


class Previews(msgspec.Struct, kw_only=True):
    """In both languages."""

    en: Preview
    bn: Preview


class TemplateView(msgspec.Struct, kw_only=True):
    """A template and what it says now."""

    name: str
    channel: Channel
    topic: Topic
    urgent: bool
    """Sent at night too, and never gathered."""
    parameters: list[str]
    secret: list[str]
    """Values that nobody but the recipient may read."""
    text: Localized
    version: int
    """0: as shipped."""
    edited_by: str | None
    edited_at: datetime | None


class Edited(msgspec.Struct, kw_only=True):
    """What a template said from then on."""

    version: int
    text: Localized
    note: str
    edited_by: str
    edited_at: datetime


class TemplateHistory(TemplateView, kw_only=True):
    """A template with what it said before, the newest first."""

    shipped: Localized
    history: list[Edited]


class WriteTemplate(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Another text; `version` is the one that was read."""

    en: Text
    bn: Text
    version: Annotated[int, msgspec.Meta(ge=0, le=100_000, examples=[0])]
    """The one that was read; 0: as shipped."""
    note: Annotated[str, msgspec.Meta(min_length=3, max_length=300, description="why", examples=["shorter"])]


class RevertTemplate(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Back to what was shipped; `version` is the one that was read."""

    version: Annotated[int, msgspec.Meta(ge=0, le=100_000, examples=[3])]
    """The one that was read."""


class PreviewTemplate(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A text to look at; what holds now if none is given."""

    en: Text | None = None
    bn: Text | None = None


class TestTemplate(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Where to send the text that holds now, with sample values."""

    to: Annotated[
        str,
        msgspec.Meta(min_length=5, max_length=200, description="a phone for SMS, an address for e-mail",
                     examples=["01712345678"]),
    ]  # fmt: skip
    language: Language = "en"


class QuietHours(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """When nothing that can wait is sent, in Bangladesh; it may go over midnight."""

    begin: Annotated[time, msgspec.Meta(tz=False, examples=["22:00:00"])]
    end: Annotated[time, msgspec.Meta(tz=False, examples=["08:00:00"])]


class Wishes(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What is wanted where. A topic that is left out is wanted everywhere. Of security everybody is told."""

    topics: dict[Choosable, list[Where]] = msgspec.field(default_factory=dict)
    """`direct`: by SMS or e-mail; `inbox`: here. An empty list: nowhere."""
    quiet: QuietHours | None = None
    digest: Digest = "off"
    """`daily`: e-mails that can wait come together, at eight in the morning."""
    version: Annotated[int, msgspec.Meta(ge=0, le=1_000_000, description="the one that was read", examples=[0])]


class WishesView(msgspec.Struct, kw_only=True):
    """What is wanted now, every topic named."""

    topics: dict[str, list[Where]]
    quiet: QuietHours | None
    digest: Digest
    version: int
    """Counts the changes; 0: nothing was ever said."""


class InboxItem(msgspec.Struct, kw_only=True):
    """A message in an inbox, in the language that is asked for."""

    id: str
    template: str
    topic: Topic
    text: str
    at: datetime
    read_at: datetime | None


class InboxView(msgspec.Struct, kw_only=True):
    """A page of an inbox, and how many of all are unread."""

    items: list[InboxItem]
    next_cursor: str | None
    unread: int
    """How many."""


class MarkRead(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Which messages were read; all of them if none are named."""

    ids: Annotated[
        list[Annotated[str, msgspec.Meta(max_length=64, pattern=r"^[a-z0-9_]+$")]] | None,
        msgspec.Meta(description="of messages", examples=[["ntc_01m81xqaz6e8zvnbqzdzp2w16j"]]),
    ] = None


class Unread(msgspec.Struct, kw_only=True):
    """How many are left."""

    unread: int
    """How many."""
