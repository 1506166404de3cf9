"""Clocked work: messages go out when their time has come, gateways are looked at, what was gathered is sent."""

import asyncio
import time
from collections.abc import Sequence
from datetime import timedelta

from bdcommerce.contracts.accounts import Contact
from bdcommerce.infra import telemetry
from bdcommerce.infra.service import Job
from bdcommerce.kernel import clock
from bdcommerce.kernel.clock import DHAKA
from bdcommerce.kernel.errors import NotFound
from bdcommerce.notifications.domain.delivering import Outcome
from bdcommerce.notifications.domain.preferences import DIGEST_HOUR
from bdcommerce.notifications.handlers import campaigns, delivering, gateways, sending
from bdcommerce.notifications.handlers.delivering import Errand, Ways, ways_of
from bdcommerce.notifications.ports import Deps

AT_ONCE = 24
"""Messages that are being handed over at once."""
FOR_URGENT = 8
"""Of those, places that only codes and the like may take: a campaign at slow gateways delays nobody's sign-in."""
TURN_SECONDS = 30.0
"""After this nothing new is taken in hand; the job's next run goes on."""
REPORTS_KEPT = timedelta(days=30)

_log = telemetry.logger(__name__)


async def deliver(deps: Deps) -> None:
    """Hand over everything whose time has come."""
    ways, ends = ways_of(deps), time.monotonic() + TURN_SECONDS
    running = set[asyncio.Task[None]]()
    try:
        while time.monotonic() < ends or running:
            errands, found = await _taken(deps, ways, AT_ONCE - len(running) if time.monotonic() < ends else 0)
            running |= {asyncio.create_task(_hand_over(deps, ways, errand)) for errand in errands}
            if not running and not found:
                return
            if running:
                done, running = await asyncio.wait(running, timeout=1, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    task.result()
    finally:
        for task in running:
            task.cancel()


async def send_digests(deps: Deps) -> None:
    """A unit of work each: one that fails holds up nobody else, and is tried again in the next slot."""
    if clock.now().astimezone(DHAKA).hour != DIGEST_HOUR:
        return
    async with deps.works() as work:
        owners = await work.outbox.gathering()
    for owner_id in owners:
        async with deps.works() as work:
            await sending.gather(work, owner_id)


async def run_campaigns(deps: Deps) -> None:
    """Every campaign that is under way reaches some more people; contacts are asked for when they are needed."""
    async with deps.works() as work:
        going = await work.campaigns.due(clock.now())
    for campaign_id in going:
        async with deps.works() as work:
            campaign, people = await campaigns.next_people(work, campaign_id)
        if people is None:
            continue
        contacts = [contact for user_id in people if (contact := await _contact(deps, user_id)) is not None]
        async with deps.works() as work:
            await campaigns.write_to(work, campaign, people, contacts)


async def check_gateways(deps: Deps) -> None:
    """Ask every gateway whether it knows us, and what is left on our account."""
    for gateway in deps.gateways:
        health = await gateways.check(deps, gateway)
        if not health.working:
            _log.warning("gateway_does_not_work", gateway=gateway.name, said=health.said)


async def forget_reports(deps: Deps) -> None:
    """Drop what nobody looks for any more."""
    dropped = 1
    while dropped:
        async with deps.works() as work:
            dropped = await work.reports.forget(clock.now() - REPORTS_KEPT)


async def _contact(deps: Deps, user_id: str) -> Contact | None:
    """Nobody, once the person has gone."""
    try:
        return await deps.accounts.contact(user_id)
    except NotFound:
        return None


async def _taken(deps: Deps, ways: Ways, free: int) -> tuple[Sequence[Errand], int]:
    """As many as there is room for, and how many were looked at."""
    if free <= 0:
        return (), 0
    urgent = free <= FOR_URGENT
    async with deps.works() as work:
        return await delivering.take(work, ways, free if urgent else free - FOR_URGENT, urgent=urgent)


async def _hand_over(deps: Deps, ways: Ways, errand: Errand) -> None:
    gateway = ways.named(errand.delivery.gateway)
    try:
        outcome = await gateway.send(errand.parcel)
    except Exception as error:  # noqa: BLE001 - one message that trips an adapter holds up no other
        _log.warning("gateway_tripped", gateway=gateway.name, exc_info=error)
        outcome = Outcome(verdict="unsure", code="tripped", reason=type(error).__name__)
    async with deps.works() as work:
        settled = await delivering.settle(work, ways, errand, outcome)
    if settled.state == "given_up" or outcome.verdict == "misconfigured":
        _log.warning("message_not_sent", message=settled.message_id, gateway=gateway.name, verdict=outcome.verdict)


JOBS = (
    Job("deliver_messages", timedelta(seconds=1), deliver),
    Job("digests", timedelta(minutes=20), send_digests),
    Job("campaigns", timedelta(seconds=10), run_campaigns),
    Job("check_gateways", timedelta(minutes=15), check_gateways),
    Job("forget_reports", timedelta(hours=6), forget_reports),
)
