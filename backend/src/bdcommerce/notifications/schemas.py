"""What the endpoints of notifications take and give."""

from datetime import datetime, time
from typing import Annotated, Literal

import msgspec

from bdcommerce.kernel.text import Language, Localized
from bdcommerce.notifications.domain.campaigns import CampaignState
from bdcommerce.notifications.domain.delivering import State, Verdict
from bdcommerce.notifications.domain.preferences import Digest, Fate, Where
from bdcommerce.notifications.domain.templates import Channel, Topic
from bdcommerce.notifications.ports import DeviceKind

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
    state: State
    """How far it is: `queued`, `sent` (a gateway took it), `delivered` (it reported so), `unsure` (perhaps it was
    taken; its report is awaited), `failed`, `given_up`; `none`: nothing is sent for it."""
    gateway: str
    """Who was asked last."""
    attempts: int
    parts: int | None
    """Of an SMS."""
    cost: int | None
    """Poisha; nothing is known before a gateway took it, or without a price."""
    problem: str
    """What went wrong last, as a code of ours or of the gateway."""
    reason: str
    sent_at: datetime | None
    settled_at: datetime | None


class AttemptView(msgspec.Struct, frozen=True, kw_only=True):
    """One attempt at one gateway."""

    number: int
    """Counted from 1."""
    gateway: str
    at: datetime
    verdict: Verdict
    """`accepted`; `repeated`: it had it; `refused`: nobody can send that; `gone`: the address is no more; `elsewhere`:
    not this gateway; `misconfigured`: we are not known there; `unsent`: it did not take it; `unsure`: nobody knows."""
    code: str
    reason: str


class MessageDetails(msgspec.Struct, kw_only=True):
    """A message with everything that was tried."""

    message: MessageView
    attempts: list[AttemptView]


class GatewayView(msgspec.Struct, kw_only=True):
    """A way out, how it is, and what went through it today."""

    name: str
    channel: Channel
    price: int | None
    """Poisha a part."""
    working: bool | None
    """What the last check found; none was made yet."""
    said: str
    balance: str
    checked_at: datetime | None
    paused_until: datetime | None
    """It is left alone until then."""
    pause_reason: str
    messages_today: int
    """Taken by it."""
    parts_today: int
    """SMS parts of them."""
    cost_today: int
    """Poisha."""


class Gateways(msgspec.Struct, kw_only=True):
    """In the order in which they are asked."""

    items: list[GatewayView]


class TryGateway(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Where to send a few words through that gateway."""

    to: Annotated[
        str,
        msgspec.Meta(min_length=5, max_length=200, description="a phone, or an address for e-mail",
                     examples=["01712345678"]),
    ]  # fmt: skip


class Tried(msgspec.Struct, kw_only=True):
    """The message that is on its way; look at it to see what came of it."""

    message_id: str


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
    """`direct`: by SMS or e-mail; `inbox`: here; `push`: on your devices. An empty list: nowhere."""
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


class BrowserKeys(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """With what a browser reads (base64url)."""

    p256dh: Annotated[str, msgspec.Meta(min_length=80, max_length=100, pattern=r"^[A-Za-z0-9_=-]+$")]
    auth: Annotated[str, msgspec.Meta(min_length=20, max_length=30, pattern=r"^[A-Za-z0-9_=-]+$")]


class BrowserSubscription(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What `PushSubscription.toJSON()` gives in a browser."""

    endpoint: Annotated[
        str,
        msgspec.Meta(
            min_length=10, max_length=1_000, examples=["https://updates.push.services.mozilla.com/wpush/v2/x"]
        ),
    ]
    keys: BrowserKeys
    expirationTime: int | None = None  # noqa: N815 - the browser's word
    """Milliseconds since 1970; browsers say none."""


class RegisterDevice(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A device to push to: an app with its token of Firebase, or a browser with its subscription."""

    kind: DeviceKind
    token: Annotated[
        str,
        msgspec.Meta(max_length=4_000, pattern=r"^[A-Za-z0-9_:.-]*$", description="for `fcm`", examples=["dQw4:APA91"]),
    ] = ""
    subscription: BrowserSubscription | None = None
    """For `webpush`."""
    label: Annotated[str, msgspec.Meta(max_length=60, pattern=r"^[^\x00-\x1f]*$", examples=["Chrome on Android"])] = ""


class DeviceView(msgspec.Struct, kw_only=True):
    """A device that is pushed to."""

    id: str
    kind: DeviceKind
    label: str
    registered_at: datetime


class Devices(msgspec.Struct, kw_only=True):
    """All of somebody's, the newest first."""

    items: list[DeviceView]


class WebKey(msgspec.Struct, kw_only=True):
    """By which a browser knows our pushes."""

    key: str
    """`applicationServerKey`, base64url."""


class SegmentBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """For whom a campaign is: everybody who allows it, or of those only whose last order was like this."""

    districts: Annotated[
        list[Annotated[str, msgspec.Meta(min_length=2, max_length=40, pattern=r"^[a-z-]+$")]],
        msgspec.Meta(max_length=64, description="where their last order went", examples=[["dhaka", "cumilla"]]),
    ] = msgspec.field(default_factory=list)
    bought_within_days: Annotated[int, msgspec.Meta(ge=1, le=3_650, examples=[30])] | None = None
    """Their last order is at most so many days old."""
    not_bought_for_days: Annotated[int, msgspec.Meta(ge=1, le=3_650, examples=[90])] | None = None
    """It is at least so many days old."""


class CampaignText(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """One thing in both languages; people get theirs."""

    en: Annotated[str, msgspec.Meta(min_length=1, max_length=1_000, pattern=r"^[^\x00-\x08]+$", examples=["Sale!"])]
    bn: Annotated[str, msgspec.Meta(min_length=1, max_length=1_000, pattern=r"^[^\x00-\x08]+$", examples=["ছাড়!"])]


class CampaignBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What is told, whom, and how fast."""

    name: Annotated[
        str, msgspec.Meta(min_length=3, max_length=100, pattern=r"^[^\x00-\x1f]+$", examples=["Winter sale"])
    ]
    subject: CampaignText
    """Of e-mails and pushes; an SMS has none."""
    text: CampaignText
    segment: SegmentBody = msgspec.field(default_factory=SegmentBody)
    per_minute: Annotated[int, msgspec.Meta(ge=1, le=6_000, description="people a minute", examples=[300])] = 300


class NewCampaign(CampaignBody, kw_only=True):
    """A campaign by one channel."""

    channel: Channel


class RewriteCampaign(CampaignBody, kw_only=True):
    """All of it anew; `version` is the one that was read."""

    version: Annotated[int, msgspec.Meta(ge=1, le=1_000_000, examples=[1])]


class ScheduleCampaign(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """When it begins."""

    version: Annotated[int, msgspec.Meta(ge=1, le=1_000_000, examples=[1])]
    starts_at: Annotated[datetime, msgspec.Meta(tz=True)] | None = None
    """None, or in the past: now."""


class CampaignView(msgspec.Struct, kw_only=True):
    """A campaign."""

    id: str
    name: str
    channel: Channel
    subject: Localized
    text: Localized
    segment: SegmentBody
    per_minute: int
    """People."""
    state: CampaignState
    starts_at: datetime | None
    ended_at: datetime | None
    written: int
    """Messages so far."""
    made_by: str
    made_at: datetime
    version: int


class CampaignProgress(CampaignView, kw_only=True):
    """With what became of its messages so far."""

    states: dict[str, int]
    """How many messages are in which state; `none`: kept back, because it was not allowed any more or cancelled."""
    cost: int
    """Poisha, as far as it is known."""


class CampaignPreview(msgspec.Struct, kw_only=True):
    """What people would read, and how many."""

    en: Preview
    bn: Preview
    recipients: int
    """Who allows it and is meant, now."""
    cost_at_most: int | None
    """Poisha, in the dearer language at the first gateway's price; None without a price."""
