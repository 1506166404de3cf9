"""The bus of a marketplace on stages: what is told is heard at once and in order, timers ring when the clock says so.

Two posts share the services between them. The front one delivers to those that decide what happens next; what it has
to say to the others it collects for the back one, which follows in its own time: nothing of what the services at the
back tell is heard at the front. No table of the real bus is used meanwhile.
"""

import heapq
from collections import deque
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from bdcommerce.demo.stage import Logged
from bdcommerce.fulfilment.events import DeliveryCodeDue
from bdcommerce.infra import telemetry
from bdcommerce.infra.delivery import Delivery, handling
from bdcommerce.infra.eventlog import revive, revive_public
from bdcommerce.infra.postgres import Transaction
from bdcommerce.infra.service import Service
from bdcommerce.kernel.events import PUBLIC, name_of

Act = Callable[[Any], Awaitable[None]]
Side = Literal["front", "back", "both"]
BACK = frozenset({"payments", "notifications", "analytics", "compliance"})
SILENT = frozenset({"gateway"})
"""Passes events on to partners' systems; a demo has none."""
_LENT = frozenset({name_of(DeliveryCodeDue)})
"""Private events whose only effect is at the back: a message is sent."""
_TRACE = "0" * 31 + "1"


@dataclass(frozen=True, slots=True)
class Letter:
    """An event on its way."""

    service: str
    row: Logged


class _Handed(Delivery):
    """A delivery that happens once because nothing else delivers: it needs no row in the inbox."""

    async def enter(self, tx: Transaction) -> None:  # noqa: ARG002 - see Delivery
        """See Delivery."""
        self.entered = True


class Post:
    """Hands events from services to those who hear them."""

    def __init__(self, services: Sequence[Service], deps: Mapping[str, Any], side: Side) -> None:
        self.outgoing: list[tuple[datetime, Letter]] = []
        """What the post at the back has to deliver, and when it happened."""
        self.delivered = 0
        self._side, self._number, self._deaf = side, 0, False
        self._hearers: dict[str, list[tuple[str, Act]]] = {}
        self._own: dict[tuple[str, str], Act] = {}
        self._elsewhere: set[str] = set()
        self._waiting: deque[Letter] = deque()
        self._timers: list[tuple[datetime, int, Letter]] = []
        self._idle: dict[str, Callable[[Any], bool]] = {}
        self._watched: dict[str, list[Callable[[Any], None]]] = {}
        for service in services:
            self._subscribe(service, deps[service.name])

    def _subscribe(self, service: Service, deps: Any) -> None:
        for consumer in service.consumers:
            name = name_of(consumer.event)
            back = service.name in BACK or name in _LENT

            def act(event: Any, handle: Any = consumer.handle) -> Any:
                return handle(event, deps)

            if service.name in SILENT:
                continue
            if self._side != "both" and back != (self._side == "back"):
                self._elsewhere.add(name)
            elif PUBLIC.get(name) is consumer.event:
                self._hearers.setdefault(name, []).append((service.name, act))
            else:
                self._own[service.name, name] = act

    def spare(self, event: type, idle: Callable[[Any], bool]) -> None:
        """Timers of a class need not ring where nothing would come of it."""
        self._idle[name_of(event)] = idle

    def watch(self, event: type, act: Callable[[Any], None]) -> None:
        """Tell of events of a class before anybody else hears them."""
        self._watched.setdefault(name_of(event), []).append(act)

    @contextmanager
    def deaf(self) -> Iterator[None]:
        """What is logged in the block is known already to everybody here."""
        self._deaf = True
        try:
            yield
        finally:
            self._deaf = False

    def heard(self, service: str, rows: Sequence[Logged]) -> None:
        """These events were logged."""
        for row in rows if not self._deaf else ():
            letter = Letter(service, row)
            if row["public"]:
                self._waiting.append(letter)
            else:
                self._set(letter)

    def _set(self, letter: Letter) -> None:
        self._number += 1
        heapq.heappush(self._timers, (datetime.fromisoformat(letter.row["due"]), self._number, letter))

    @property
    def waits(self) -> bool:
        """Whether something was told that nobody has heard."""
        return bool(self._waiting)

    @property
    def next_due(self) -> datetime | None:
        """When the next timer rings."""
        return self._timers[0][0] if self._timers else None

    async def deliver(self) -> None:
        """Until nothing that was told is unheard."""
        while self._waiting:
            await self.hand_over(self._waiting.popleft())

    async def ring(self) -> None:
        """The next timer rings, and all that follows at that instant."""
        due, _, letter = heapq.heappop(self._timers)
        if (idle := self._idle.get(letter.row["type"])) and idle(_event(letter.row)):
            return
        if letter.row["type"] in self._elsewhere:
            self._tell_watchers(letter)
            self.outgoing.append((due, letter))
        else:
            await self.hand_over(letter)
        await self.deliver()

    def left(self) -> list[Letter]:
        """Timers that have not rung, the first to ring first."""
        return [letter for _, _, letter in sorted(self._timers, key=lambda each: each[:2])]

    async def hand_over(self, letter: Letter) -> None:
        """To everybody at this side who hears it."""
        row = letter.row
        name = row["type"]
        hearers = self._hearers.get(name, ()) if row["public"] else [(letter.service, self._own[letter.service, name])]
        event = self._tell_watchers(letter)
        if row["public"] and name in self._elsewhere:
            self.outgoing.append((datetime.fromisoformat(row["recorded_at"]), letter))
        if not hearers:
            return
        event = event or _event(row)
        for service, act in hearers:
            await self.hand(service, act, letter, event)

    async def hand(self, service: str, act: Act, letter: Letter, event: Any) -> None:
        """To one of them. Raises what it raises."""
        self.delivered += 1
        delivery = _Handed(queue=service, event_id=letter.row["id"], metadata=letter.row["metadata"])
        with telemetry.tracing(_TRACE), handling(delivery):
            await act(event)

    def _tell_watchers(self, letter: Letter) -> object | None:
        watchers = self._watched.get(letter.row["type"])
        if not watchers:
            return None
        event = _event(letter.row)
        for watch in watchers:
            watch(event)
        return event


def _event(row: Logged) -> object:
    return (revive_public if row["public"] else revive)(row["type"], row["schema_version"], row["data"])
