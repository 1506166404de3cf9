"""The clockwork of a month: what is planned and what is due happens one after the other, and before the next thing
happens all that follows from it has: webhooks have arrived, events are heard, parcels are booked.
"""

import heapq
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from bdcommerce.contracts.orders import VendorOrderReadyToShip
from bdcommerce.demo.inside import Marketplace
from bdcommerce.demo.post import Act, Letter, Post
from bdcommerce.demo.stage import Stage
from bdcommerce.demo.theatre import Theatre
from bdcommerce.infra.sagas import Sagas
from bdcommerce.infra.service import Service
from bdcommerce.kernel import clock
from bdcommerce.simulators.telling import Telling

_PAUSES = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))
"""Until what could not be taken in is handed out again; after the last of them it is a dead letter."""
_SAGAS = 100
Again = tuple[datetime, int, str, Act, Letter, Any, int]


class Steady(Post):
    """A post that hands out again what a hearer could not take in."""

    def __init__(self, services: Sequence[Service], deps: Mapping[str, Any]) -> None:
        super().__init__(services, deps, "both")
        self.dead: list[str] = []
        """What was given up: service, event and error."""
        self._again: list[Again] = []
        self._troubles = 0

    @property
    def again_at(self) -> datetime | None:
        """When something is handed out again."""
        return self._again[0][0] if self._again else None

    async def hand(self, service: str, act: Act, letter: Letter, event: Any) -> None:
        """See Post. One hearer's trouble is not another's."""
        await self._try(service, act, letter, event, 0)

    async def hand_again(self) -> None:
        """The first that waits for it."""
        _, _, service, act, letter, event, tries = heapq.heappop(self._again)
        await self._try(service, act, letter, event, tries)

    async def _try(self, service: str, act: Act, letter: Letter, event: Any, tries: int) -> None:
        try:
            await super().hand(service, act, letter, event)
        except Exception as error:  # noqa: BLE001 - as a consumer takes it
            if tries == len(_PAUSES):
                self.dead.append(f"{service} could not take in {letter.row['type']}: {error!r}")
                return
            self._troubles += 1
            again = (clock.now() + _PAUSES[tries], self._troubles, service, act, letter, event, tries + 1)
            heapq.heappush(self._again, again)


class Clockwork(Theatre):
    """A theatre whose every step is finished before the next."""

    def __init__(
        self, market: Marketplace, stage: Stage, post: Steady, begin: datetime, telling: Sequence[Telling]
    ) -> None:
        super().__init__(market, stage, post, begin)
        self._steady, self._telling, self._wanted = post, telling, False
        self.sagas: Sequence[Sagas] = ()
        """Processes that a worker would go on with."""
        post.watch(VendorOrderReadyToShip, self._want)

    def _want(self, _: object) -> None:
        self._wanted = True

    async def play(self, until: datetime) -> None:
        """See Theatre."""
        while True:
            act_at = self._agenda[0][0] if self._agenda else until
            ring_at, again_at = self.post.next_due or until, self._steady.again_at or until
            at = min(act_at, ring_at, again_at)
            if at >= until:
                break
            self.at = max(self.at, at)
            if again_at == at:
                await self._steady.hand_again()
            elif ring_at == at:
                await self.post.ring()
            else:
                await heapq.heappop(self._agenda)[2]()
            await self.settle()
        self.at = max(self.at, until)

    async def settle(self) -> None:
        """Until nothing is on its way any more."""
        while True:
            await self.post.deliver()
            if self._wanted:
                self._wanted = False
                await self.go_on()
            for each in self._telling:
                await each.quiet()
            if not self.post.waits and not self._wanted:
                return

    async def go_on(self) -> None:
        """With every process that is due; its row remembers how that went."""
        for sagas in self.sagas:
            for saga_id in await sagas.due(_SAGAS):
                try:
                    await sagas.run(saga_id)
                except Exception:  # noqa: BLE001, S112 - see above
                    continue
