"""Loads the demo: opens the marketplace, lets half a year go by in it, and leaves it as if it had always been there."""

import asyncio
import random
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import BinaryIO

import asyncpg

from bdcommerce.catalog import handlers as catalog
from bdcommerce.contracts.accounts import AccountsFace
from bdcommerce.demo import backline, folk, handing, plan
from bdcommerce.demo.backline import BackLine, Begin, Day, Done, End, Over
from bdcommerce.demo.backoffice import BackOffice
from bdcommerce.demo.inside import Marketplace
from bdcommerce.demo.living import Counted, Life
from bdcommerce.demo.opening import FILLING, ONBOARDING, Opened, Opening, Told
from bdcommerce.demo.people import ADMIN, APPROVER, FINANCE, RIDERS, STAFF
from bdcommerce.demo.post import Post
from bdcommerce.demo.remembering import Remembering
from bdcommerce.demo.stage import Stage
from bdcommerce.demo.theatre import Theatre, in_the_morning
from bdcommerce.infra.service import Service
from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.actor import Actor

PRODUCTS, CUSTOMERS, ORDERS = 2_050, 500, 2_080
DAYS = 182
_VISITS = 4
"""Visits for each order."""
_POPULAR_EVERY, _RESTOCK_EVERY, _REMIT_EVERY, _PAY_ON = 45, 7, 2, 6
_LOOK_AGAIN = {2, 7, 21, 60}
"""Days after which the tables are so much larger that the planner should know."""
_POPULAR_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be loaded."""

    scale: float = 1.0
    seed: int = 1
    days: int = DAYS
    until: datetime

    @property
    def first(self) -> date:
        """The day of the first order."""
        return clock.dhaka_date(self.until) - timedelta(days=self.days - 1)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was made."""

    opened: Opened
    counted: Counted
    back: Over
    delivered: int
    """Deliveries of events in front."""


class Front:
    """The side of the demo on which things happen."""

    def __init__(
        self, market: Marketplace, services: Sequence[Service], stage: Stage, line: BackLine, wish: Wish
    ) -> None:
        self._market, self._stage, self._line, self._wish = market, stage, line, wish
        begin = in_the_morning(wish.first) - ONBOARDING - FILLING - timedelta(days=3)
        deps = {name: wired.deps for name, wired in market.wired.items()}
        self._theatre = Theatre(market, stage, Post(services, deps, "front"), begin)
        self._chance = random.Random(f"{wish.seed} front")  # noqa: S311 - nothing secret

    async def load(self, told: Told) -> Loaded:
        """All of it. Raises what any handler refuses: then nothing is left as it should be."""
        chance = random.Random(f"{self._wish.seed} ids")  # noqa: S311 - likewise
        with self._theatre.running(), ids.seeded(chance.randbytes):
            staff = await self._hire()
            await self._line.say(Begin(self._theatre.at, staff, self._wish.seed))
            opened = await self._open(staff, told)
            Remembering.remembers = True
            hearing = asyncio.ensure_future(self._hear(told))
            try:
                counted = await self._live(opened, staff, told)
                await self._line.say(End())
                back = await hearing
            finally:
                hearing.cancel()
        return Loaded(opened, counted, back, self._theatre.post.delivered)

    async def _hire(self) -> dict[str, str]:
        face: AccountsFace = self._market.find(AccountsFace)
        return {
            person.email: await face.ensure_staff(person.email, person.what, person.password, list(person.roles))
            for person in (*STAFF, *RIDERS)
        }

    async def _open(self, staff: dict[str, str], told: Told) -> Opened:
        admin = Actor(id=staff[ADMIN.email], kind="staff")
        opening = Opening(self._theatre, admin, self._chance, told, self._wish.scale)
        opened = await opening.open(
            round(PRODUCTS * self._wish.scale), in_the_morning(self._wish.first, 0) - timedelta(hours=6)
        )
        await self._end_of_day(self._theatre.at, visits=0, pays=False, open_=False)
        await self._look_at_sizes()
        return opened

    async def _live(self, opened: Opened, staff: dict[str, str], told: Told) -> Counted:
        wish, chance = self._wish, self._chance
        people = folk.customers(max(round(CUSTOMERS * wish.scale), 5), chance)
        days = [wish.first + timedelta(days=number) for number in range(wish.days)]
        planned = plan.purchases(opened.wares, people, days, round(ORDERS * wish.scale), chance)
        planned = [each for each in planned if each.at < wish.until]
        riders = [staff[rider.email] for rider in RIDERS]
        cashier = Actor(id=staff[FINANCE.email], kind="staff")
        life = Life(self._theatre, opened.shops, riders, cashier, chance)
        await life.begin(planned, people)
        await life.voices.announce(Actor(id=staff[ADMIN.email], kind="staff"), opened.categories)
        for number, day in enumerate(days):
            midnight = min(in_the_morning(day + timedelta(days=1), 0), wish.until)
            await self._theatre.play(min(in_the_morning(day, 21), wish.until))
            await self._evening(life, number)
            await self._theatre.play(midnight)
            bought = sum(clock.dhaka_date(each.at) == day for each in planned)
            await self._end_of_day(midnight, bought * _VISITS, day.weekday() == _PAY_ON, open_=True)
            if number in _LOOK_AGAIN:
                await self._look_at_sizes()
            told("orders", life.counted.orders, len(planned))
        await self._popularity()
        async with self._theatre.deps("catalog").works() as work:
            await work.searches.recount()
        await self._stage.keep()
        return life.counted

    async def _evening(self, life: Life, number: int) -> None:
        if number % _REMIT_EVERY == 0:
            await life.remit()
        if number % _RESTOCK_EVERY == 0:
            await life.restock()
        if number % _POPULAR_EVERY == _POPULAR_EVERY - 1:
            await self._popularity()
        await self._theatre.post.deliver()

    async def _popularity(self) -> None:
        while await self._theatre.do("catalog", catalog.count_popularity, _POPULAR_AT_ONCE):
            await self._theatre.post.deliver()

    async def _end_of_day(self, at: datetime, visits: int, pays: bool, *, open_: bool) -> None:  # noqa: FBT001 - read once
        await self._stage.keep()
        letters, self._theatre.post.outgoing = self._theatre.post.outgoing, []
        await self._line.say(Day(at, backline.sent(letters), visits, pays, open_))

    async def _hear(self, told: Told) -> Over:
        async for said in self._line.heard():
            if isinstance(said, Done):
                told("books", said.days, self._wish.days + 1)
            else:
                return said
        raise ConnectionError("the demo's back office has ended")

    async def _look_at_sizes(self) -> None:
        """The planner learns how large the tables have become."""
        connection = await asyncpg.connect(self._stage.url)
        try:
            await connection.execute("ANALYZE")
        finally:
            await connection.close()

    async def leave(self, loaded: Loaded, services: Sequence[Service]) -> None:
        """Hand over to the real bus."""
        left = [*self._theatre.post.left(), *(letter for _, letter in backline.received(loaded.back.left))]
        await handing.over(self._stage.url, services, left)


async def follow(
    market: Marketplace, services: Sequence[Service], stage: Stage, incoming: BinaryIO, outgoing: BinaryIO
) -> None:
    """The other side: what the front tells, until it says that this was all."""
    begin = await asyncio.to_thread(backline.listen, incoming)
    assert isinstance(begin, Begin)  # noqa: S101 - the front begins with it
    deps = {name: wired.deps for name, wired in market.wired.items()}
    theatre = Theatre(market, stage, Post(services, deps, "back"), begin.at)
    chance = random.Random(f"{begin.seed} back ids")  # noqa: S311 - nothing secret
    async with AsyncExitStack() as stack:
        stack.enter_context(theatre.running())
        stack.enter_context(ids.seeded(chance.randbytes))
        people = {"admin": ADMIN, "finance": FINANCE, "approver": APPROVER}
        staff = {role: Actor(id=begin.staff[who.email], kind="staff") for role, who in people.items()}
        office = BackOffice(theatre, staff, random.Random(f"{begin.seed} back"))  # noqa: S311 - likewise
        await office.introduce()
        days = 0
        while isinstance(said := await asyncio.to_thread(backline.listen, incoming), Day):
            await _day(office, theatre, said)
            await stage.keep()
            days += 1
            backline.answer(outgoing, Done(days))
        left = [(datetime.fromisoformat(each.row["due"]), each) for each in theatre.post.left()]
        counts = {"payouts": office.paid, "complaints": office.complaints, "survey answers": office.answers}
        backline.answer(outgoing, Over(backline.sent(left), theatre.post.delivered, counts))


async def _day(office: BackOffice, theatre: Theatre, said: Day) -> None:
    await office.follow(backline.received(said.letters), said.until)
    Remembering.remembers = said.open
    if said.visits:
        await office.visits(said.visits)
    if said.pays:
        await office.pay_out()
    await theatre.post.deliver()
