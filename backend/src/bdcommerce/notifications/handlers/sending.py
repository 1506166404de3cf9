"""Sending: the text that holds, the preferences of whoever it is for, and what becomes of the message by them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bdcommerce.contracts.notifications import Message
from bdcommerce.kernel import clock, ids
from bdcommerce.notifications.domain.delivering import Delivery
from bdcommerce.notifications.domain.preferences import Decision, decide
from bdcommerce.notifications.domain.sms import parts_of, thrifty
from bdcommerce.notifications.domain.templates import Template
from bdcommerce.notifications.domain.texts import TEMPLATES
from bdcommerce.notifications.errors import UnknownTemplate
from bdcommerce.notifications.events import MessageDue
from bdcommerce.notifications.ports import Item, Work, Written

DIGEST = "digest"
MOST_LINES = 50


async def send(work: Work, message: Message) -> None:
    """Put a message into the outbox, and into its owner's inbox. Raises UnknownTemplate, MissingParameter."""
    shipped = TEMPLATES.get(message.template)
    if shipped is None:
        raise UnknownTemplate.field("template", f"there is no template '{message.template}'")
    template = await work.texts.current(shipped)
    template.render(message.params, message.language)
    decision = decide(template, await work.preferences.of(message.owner_id), clock.now())
    written = _written(message, template, decision)
    if not await put(work, written, template):
        return
    if decision.fate == "waiting":
        await work.log.later(MessageDue(message_id=written.id), due=decision.due_at)
    if decision.inbox and message.owner_id:
        await work.inbox.put(_item(written, template))
    if decision.push_at and message.owner_id:
        await _push(work, written, template, decision.push_at)


async def put(work: Work, written: Written, template: Template, *, gateway: str = "") -> bool:
    """Into the outbox, and on its way if it is to be sent; whether it is new."""
    if written.channel == "sms":
        text = thrifty(template.render(written.params, written.language))
        written = replace(written, parts=parts_of(text))
    if written.fate not in {"sent", "waiting"}:
        return await work.outbox.write(written, None)
    delivery = Delivery.new(
        written.id,
        written.channel,
        written.due_at,
        urgent=template.urgent,
        brief=template.brief,
        gateway=gateway,
    )
    return await work.outbox.write(written, delivery)


async def _push(work: Work, written: Written, template: Template, due_at: datetime) -> None:
    for device in await work.devices.of(written.owner_id):
        pushed = replace(
            written,
            id=ids.new_id("msg"),
            key=f"{written.key}:{device.id}",
            channel="push",
            to=device.id,
            fate="sent",
            due_at=due_at,
        )
        await put(work, pushed, template, gateway=device.kind)


async def gather(work: Work, owner_id: str) -> None:
    """Send somebody in one message what was gathered for them."""
    digest_id = ids.new_id("msg")
    found = await work.outbox.gathered(owner_id, digest_id)
    if not found:
        return
    lines = [f"• {await _text(work, each)}" for each in found[:MOST_LINES]]
    last, template = found[-1], await work.texts.current(TEMPLATES[DIGEST])
    params = {"name": last.params.get("name", ""), "count": str(len(found)), "lines": "\n".join(lines)}
    template.render(params, last.language)
    now = clock.now()
    digest = Written(
        id=digest_id,
        key=f"digest:{owner_id}:{clock.dhaka_date(now)}:{digest_id}",
        template=DIGEST,
        version=template.version,
        channel=template.channel,
        to=last.to,
        owner_id=owner_id,
        language=last.language,
        params=params,
        at=now,
        fate="sent",
        due_at=now,
    )
    await put(work, digest, template)


async def read(work: Work, owner_id: str, ids_: Sequence[str] | None) -> int:
    """Somebody has read these, or (None) all; how many were unread."""
    return await work.inbox.read(owner_id, ids_, clock.now())


async def _text(work: Work, written: Written) -> str:
    template = await work.texts.current(TEMPLATES[written.template])
    return template.redacted(written.params, written.language)


def _written(message: Message, template: Template, decision: Decision) -> Written:
    return Written(
        id=ids.new_id("msg"),
        key=message.key,
        template=template.name,
        version=template.version,
        channel=template.channel,
        to=message.to,
        owner_id=message.owner_id,
        language=message.language,
        params=dict(message.params),
        at=clock.now(),
        fate=decision.fate,
        due_at=decision.due_at,
    )


def _item(written: Written, template: Template) -> Item:
    return Item(
        id=ids.new_id("ntc"),
        owner_id=written.owner_id,
        template=template.name,
        version=template.version,
        topic=template.topic,
        language=written.language,
        params=written.params,
        at=written.at,
    )
