"""Messages on their way: taken in hand, handed to a gateway, settled by what it said and by what it reports."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.clock import DHAKA, dhaka_date
from bdcommerce.kernel.errors import NotFound, ensure
from bdcommerce.notifications.domain.campaigns import PURPOSES
from bdcommerce.notifications.domain.delivering import Delivery, Outcome, Route
from bdcommerce.notifications.domain.preferences import DIGEST_HOUR, after_quiet, marketing_quiet
from bdcommerce.notifications.domain.sms import thrifty
from bdcommerce.notifications.domain.templates import Template
from bdcommerce.notifications.domain.texts import TEMPLATES
from bdcommerce.notifications.errors import NoSuchGateway, NotOver
from bdcommerce.notifications.events import ReportArrived
from bdcommerce.notifications.handlers import sending
from bdcommerce.notifications.ports import Caps, Deps, Gateway, Leave, Parcel, Report, Told, Work, Written

HELD = timedelta(minutes=5)
"""What was taken in hand and not settled by then may have been sent: the process is gone."""
NOBODY_OPEN = timedelta(minutes=1)
"""When it is looked again for a gateway where there is none."""


@dataclass(frozen=True, slots=True)
class Errand:
    """A message that a gateway is to be given now."""

    delivery: Delivery
    parcel: Parcel


@dataclass(frozen=True, slots=True)
class Ways:
    """What messages go out by, and what bounds it."""

    gateways: Sequence[Gateway]
    caps: Caps
    leave: Leave

    def named(self, name: str) -> Gateway:
        """Raises NoSuchGateway."""
        found = next((gateway for gateway in self.gateways if gateway.name == name), None)
        if found is None:
            raise NoSuchGateway(f"There is no gateway {name}.", name=name)
        return found


def ways_of(deps: Deps) -> Ways:
    """What messages go out by."""
    return Ways(deps.gateways, deps.caps, deps.leave)


async def take(work: Work, ways: Ways, most: int, *, urgent: bool) -> tuple[Sequence[Errand], int]:
    """Take messages in hand whose time has come. What is not to be sent now, or not any more, is settled at once. Those
    to be sent now, and how many there were. What has no gateway that is open is left where it is.
    """
    now = clock.now()
    all_routes = await work.switchboard.routes(ways.gateways)
    channels = {gateway.channel for gateway, route in zip(ways.gateways, all_routes, strict=True) if route.open_at(now)}
    found = await work.deliveries.claim(most, urgent=urgent, channels=channels, until=now + HELD)
    errands = list[Errand]()
    for delivery in found:
        routes = await _routes(work, ways, delivery)
        changed = delivery.overdue(routes, now)
        written = await work.deliveries.written(delivery.message_id)
        if changed is delivery:
            changed = await _kept_back(work, ways.caps, delivery, written, now)
        if changed is not delivery:
            await work.deliveries.save(changed)
            continue
        route = delivery.choice(routes, now)
        if route is None:
            await work.deliveries.save(delivery.put_off(_opens(routes, now), "no gateway is open"))
            continue
        begun = delivery.begun(route.name)
        await work.deliveries.save(begun)
        errands.append(Errand(begun, await _parcel(work, ways, begun, written)))
    return errands, len(found)


async def settle(work: Work, ways: Ways, errand: Errand, outcome: Outcome) -> Delivery:
    """What comes of an attempt: for the message, for the gateway, and for the bill."""
    now, gateway = clock.now(), ways.named(errand.delivery.gateway)
    delivery = await work.deliveries.get(errand.delivery.message_id)
    routes = await _routes(work, ways, delivery)
    after = delivery.after(outcome, routes, now) if delivery.attempting else delivery
    await work.deliveries.note(errand.delivery, outcome)
    await work.deliveries.save(after)
    if outcome.verdict in {"accepted", "repeated"}:
        await work.deliveries.bill(after, dhaka_date(now), gateway.price)
    if outcome.verdict == "gone" and errand.parcel.device:
        await work.devices.drop(errand.parcel.device.id)
    before = next(route for route in routes if route.name == gateway.name)
    judged = before.judged(outcome, now)
    if judged != before:
        await work.switchboard.judge(judged, outcome.reason)
    return after


async def heard(work: Work, gateway: str, content_type: str, body: bytes) -> None:
    """Keep a report as it came, to be read in a moment."""
    report = Report(id=ids.new_id("rpt"), gateway=gateway, at=clock.now(), content_type=content_type, body=body)
    await work.reports.keep(report)
    await work.log.later(ReportArrived(report_id=report.id), due=clock.now())


async def believe(work: Work, ways: Ways, report: Report, told: Sequence[Told]) -> None:
    """What a report says of messages holds for them."""
    outcomes = [await _reported(work, ways, report.gateway, each) for each in told]
    await work.reports.settled(report.id, ", ".join(dict.fromkeys(outcomes))[:200])


async def resend(work: Work, message_id: str) -> None:
    """Staff want it tried once more, by whichever gateway. Raises UnknownMessage, NotOver."""
    delivery = await work.deliveries.get(message_id)
    ensure(
        delivery.state in {"failed", "given_up"},
        NotOver("only what has failed or was given up can be sent again", state=delivery.state),
    )
    template = TEMPLATES[(await work.deliveries.written(message_id)).template]
    only = delivery.gateway if delivery.channel == "push" else ""
    fresh = Delivery.new(
        message_id, delivery.channel, clock.now(), urgent=template.urgent, brief=template.brief, gateway=only
    )
    await work.deliveries.save(replace(fresh, attempts=delivery.attempts))


async def try_out(work: Work, gateway: Gateway, to: str) -> str:
    """Send a few words through one gateway and no other; the id of the message."""
    template, now = TEMPLATES["gateway_test"], clock.now()
    message_id = ids.new_id("msg")
    written = Written(
        id=message_id,
        key=f"gateway:{message_id}",
        template=template.name,
        version=template.version,
        channel=gateway.channel,
        to=to,
        owner_id="",
        language="en",
        params={"code": message_id[-6:]},
        at=now,
        fate="sent",
        due_at=now,
    )
    await sending.put(work, written, template, gateway=gateway.name)
    return message_id


async def _routes(work: Work, ways: Ways, delivery: Delivery) -> Sequence[Route]:
    return await work.switchboard.routes([each for each in ways.gateways if _serves(each, delivery)])


def _serves(gateway: Gateway, delivery: Delivery) -> bool:
    return gateway.channel == delivery.channel


async def _kept_back(work: Work, caps: Caps, delivery: Delivery, written: Written, now: datetime) -> Delivery:
    """The delivery, ended or delayed by consents, sleep or caps; itself if nothing keeps it back."""
    template = TEMPLATES[written.template]
    if written.channel == "push" and await work.devices.get(written.to) is None:
        return delivery.ended("failed", "the device is no longer registered")
    wanted = await work.preferences.of(written.owner_id)
    if template.topic == "marketing":
        if not await work.consents.holds(written.owner_id, PURPOSES[written.channel]):
            return delivery.ended("none", "not allowed by whom it was for")
        if written.campaign_id and (await work.campaigns.get(written.campaign_id)).state == "cancelled":
            return delivery.ended("none", "the campaign was cancelled")
    if delivery.unsure_since is None and not template.urgent:
        quiet = marketing_quiet(wanted) if template.topic == "marketing" else wanted.quiet
        morning = after_quiet(quiet, now)
        if morning > now:
            return delivery.delayed(morning, "quiet hours")
    return await _capped(work, caps, delivery, written, now) if written.channel == "sms" else delivery


async def _capped(work: Work, caps: Caps, delivery: Delivery, written: Written, now: datetime) -> Delivery:
    midnight = datetime.combine(dhaka_date(now), datetime.min.time(), DHAKA)
    if not delivery.attempts and await work.deliveries.sent_to(written.to, midnight) >= caps.to_one:
        return delivery.ended("failed", "that number has had as many messages today as it may")
    if delivery.urgent or not caps.parts or await work.deliveries.parts_on(dhaka_date(now)) < caps.parts:
        return delivery
    return delivery.delayed(midnight + timedelta(days=1, hours=DIGEST_HOUR), "as much as may be sent today was sent")


async def _parcel(work: Work, ways: Ways, delivery: Delivery, written: Written) -> Parcel:
    template = await work.texts.version(TEMPLATES[written.template], written.version)
    device = await work.devices.get(written.to) if written.channel == "push" else None
    marketing = template.topic == "marketing"
    return Parcel(
        message_id=written.id,
        to="" if written.channel == "push" else written.to,
        device=device,
        language=written.language,
        subject=template.titled(written.params, written.language) if written.channel != "sms" else "",
        text=_text(template, written),
        urgent=delivery.urgent,
        marketing=marketing,
        unsubscribe=ways.leave.link(written.owner_id, written.channel) if marketing else "",
        leave_page=ways.leave.page(written.owner_id, written.channel) if marketing else "",
    )


def _text(template: Template, written: Written) -> str:
    text = template.render(written.params, written.language)
    return thrifty(text) if written.channel == "sms" else text


def _opens(routes: Sequence[Route], now: datetime) -> datetime:
    closed = [route.paused_until for route in routes if route.paused_until and route.paused_until > now]
    return min(closed, default=now + NOBODY_OPEN)


async def _reported(work: Work, ways: Ways, gateway: str, told: Told) -> str:
    message_id = await work.deliveries.referred(gateway, told)
    if message_id is None:
        return "about no message of ours"
    try:
        delivery = await work.deliveries.get(message_id)
    except NotFound:
        return "about no message of ours"
    after = delivery.reported(told.news, await _routes(work, ways, delivery), clock.now())
    if after is not delivery:
        await work.deliveries.save(after)
        if after.state in {"sent", "delivered"} and delivery.state not in {"sent", "delivered"}:
            await work.deliveries.bill(after, dhaka_date(clock.now()), ways.named(gateway).price)
    return told.news
