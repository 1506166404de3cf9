"""What a load plays on: the services over one connection, their post, a clock that goes when told, and things to do."""

import heapq
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from typing import Any

from bdcommerce.demo.inside import Marketplace, deps_of
from bdcommerce.demo.post import Post
from bdcommerce.demo.stage import Stage
from bdcommerce.infra import call
from bdcommerce.kernel import clock
from bdcommerce.kernel.actor import Actor

Act = Callable[[], Awaitable[object]]


class Theatre:
    """One side of the marketplace: what it does happens one after the other, each at its own time."""

    def __init__(self, market: Marketplace, stage: Stage, post: Post, begin: datetime) -> None:
        self.market, self.stage, self.post, self.at = market, stage, post, begin
        self._agenda: list[tuple[datetime, int, Act]] = []
        self._number = 0
        stage.heard = post.heard

    def running(self) -> AbstractContextManager[None]:
        """Let this clock tell the time for the whole process."""
        return clock.running(lambda: self.at)

    def deps(self, service: str) -> Any:
        """What a service's handlers are given."""
        return deps_of(self.market, service)

    def plan(self, at: datetime, act: Act) -> None:
        """Do this at that time, or at once if it has passed."""
        self._number += 1
        heapq.heappush(self._agenda, (at, self._number, act))

    async def play(self, until: datetime) -> None:
        """Do everything that is due until then, and let timers ring in between."""
        while True:
            act_at = self._agenda[0][0] if self._agenda else until
            ring_at = self.post.next_due or until
            if min(act_at, ring_at) >= until:
                break
            self.at = max(self.at, min(act_at, ring_at))
            if ring_at <= act_at:
                await self.post.ring()
            else:
                await heapq.heappop(self._agenda)[2]()
                await self.post.deliver()
        self.at = max(self.at, until)

    async def do(self, service: str, handler: Callable[..., Awaitable[Any]], *args: Any, **named: Any) -> Any:
        """A handler of a service, in a unit of work."""
        async with self.deps(service).works() as work:
            return await handler(work, *args, **named)

    async def attempt(self, service: str, handler: Callable[..., Awaitable[Any]], *args: Any, **named: Any) -> Any:
        """The same for one that may well be refused."""
        async with self.stage.saved(service):
            return await self.do(service, handler, *args, **named)

    async def as_staff(self, service: str, actor: Actor, action: str, act: Act, **targets: str) -> None:
        """The same as a call of somebody who works for the operator or for a vendor: the audit log hears of it."""
        audience = "vendor" if actor.kind == "vendor" else "admin"
        _act_as(service, actor, audience, action, targets)
        try:
            await act()
        finally:
            _act_as("", actor, audience, action, {})


def _act_as(service: str, actor: Actor, audience: str, action: str, targets: Mapping[str, str]) -> None:
    call.begin(
        call.Call(
            service=service,
            request_id="",
            actor_id=actor.id,
            audience=audience,
            vendor_id=actor.vendor_id,
            action=action,
            targets=dict(targets),
            writes=True,
        )
    )


def in_the_morning(day: date, hour: int = 8) -> datetime:
    """An hour of a day in Bangladesh."""
    return datetime.combine(day, datetime.min.time(), clock.DHAKA) + timedelta(hours=hour)


def at_work(at: datetime, first: int = 9, last: int = 20) -> datetime:
    """That time if people work then, else the next one at which they do."""
    local = at.astimezone(clock.DHAKA)
    if local.hour < first:
        return local.replace(hour=first, minute=local.minute)
    if local.hour >= last:
        return (local + timedelta(days=1)).replace(hour=first, minute=local.minute)
    return local
