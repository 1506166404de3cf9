"""A provider is away for ten minutes while customers pay: every payment ends as the provider's own books have it.

It cannot be reached, then answers 503, then not at all. Nobody of the staff does anything, and nobody waits: the clock
is the test's own.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal

import pytest
import pytest_asyncio

from bdcommerce.contracts.orders import OrderCancelled
from bdcommerce.contracts.payments import OpenPayment
from bdcommerce.kernel import clock
from bdcommerce.payments.adapters.settings import PaymentsSettings
from payments.till import Till
from support.parcels import Watch
from support.processes import free_port

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.slow]

MORNING = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
PROVIDERS = ("bkash", "nagad", "sslcommerz")
TICK_SECONDS, OUTAGE_TICKS, MOST_TICKS_AFTER = 20, 30, 120
Back = Callable[[], Awaitable[object]]


@dataclass
class Street:
    """Customers of three providers, and what each of them does."""

    till: Till
    watch: Watch
    orders: dict[str, list[OpenPayment]] = field(default_factory=dict)
    """By how they should end."""

    async def order(self, method: str, ends: str) -> OpenPayment:
        made = await self.till.order(60000, 40000, method=method)
        self.orders.setdefault(ends, []).append(made)
        return made

    async def pay(self, order: OpenPayment, page: str = "") -> Back:
        """On the provider's page; how the browser comes back from it."""
        page = page or await self.till.begin(order)
        if order.method == "sslcommerz":
            form = await self.till.play_card(page)
            return lambda: self.till.post_back(form)
        callback = await (self.till.play if order.method == "bkash" else self.till.play_nagad)(page)
        return lambda: self.till.come_back(callback)

    async def cancel(self, *orders: OpenPayment) -> None:
        await self.till.service.publish(
            *(OrderCancelled(order_id=order.order_id, reason="cancelled") for order in orders)
        )

    async def tick(self) -> None:
        """Some time goes by, and the sweeper makes its round."""
        self.watch.advance(seconds=TICK_SECONDS)
        await self.till.sweep()

    async def ended(self) -> bool:
        """Whether there is nothing left to be done."""
        states = [await self.till.payment(order) for orders in self.orders.values() for order in orders]
        return not any(state.next_at for state in states)


class Away:
    """How a provider is away."""

    def __init__(self, till: Till, silent: int) -> None:
        self._till = till
        self._outsides = [till.service.deps.providers[name]._outside for name in PROVIDERS]
        self._bases = [each._base for each in self._outsides]
        self._nobody, self._silent = f"http://127.0.0.1:{free_port()}", f"http://127.0.0.1:{silent}"

    def refusing(self) -> None:
        """Nobody listens."""
        for each in self._outsides:
            each._base = self._nobody

    def failing(self) -> None:
        """503 to everything."""
        self.back()
        for name in PROVIDERS:
            self._till.arm(name, "down", times=1_000_000)

    def silent(self) -> None:
        """Somebody listens, and says nothing."""
        self.back()
        for each in self._outsides:
            each._base = self._silent

    def back(self) -> None:
        """All is as before."""
        for each, base in zip(self._outsides, self._bases, strict=True):
            each._base = base
        for name in PROVIDERS:
            self._till.parties[name].faults.disarm()

    @property
    def given_up(self) -> set[bool]:
        """Whether the breakers let nothing through."""
        return {each._breaker._opened_at is not None for each in self._outsides}


@pytest.fixture
def watch() -> Iterator[Watch]:
    running = Watch(MORNING)
    with clock.running(running):
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def street(watch: Watch, till: Till) -> AsyncIterator[Street]:
    """The till by the schedule that it is delivered with; breakers go by the test's clock, and patience is short."""
    deps = till.service.deps
    usual = deps.schedule
    object.__setattr__(
        deps, "schedule", PaymentsSettings(looks=(40, 120, 300, 600), refund_looks=(30, 120, 300)).schedule
    )
    for name in PROVIDERS:
        deps.providers[name]._outside._timeout = 0.2
        deps.providers[name]._outside._breaker._now = lambda: clock.now().timestamp()
    yield Street(till, watch)
    object.__setattr__(deps, "schedule", usual)


@pytest_asyncio.fixture(loop_scope="module")
async def away(till: Till) -> AsyncIterator[Away]:
    async with mute() as port:
        yield Away(till, port)


@asynccontextmanager
async def mute() -> AsyncIterator[int]:
    """The port of somebody who listens and says nothing."""
    ended = asyncio.Event()

    async def listen(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await ended.wait()
        writer.close()

    server = await asyncio.start_server(listen, "127.0.0.1", 0)
    yield int(server.sockets[0].getsockname()[1])
    ended.set()
    server.close()


@dataclass
class Crowd:
    """Who is where when the provider goes away."""

    coming: list[Back] = field(default_factory=list)
    """Has paid, and comes back while it is away."""
    waiting: list[tuple[OpenPayment, str]] = field(default_factory=list)
    """Is on a page, and pays when it is back."""
    changing: list[OpenPayment] = field(default_factory=list)
    """Has paid, and cancels while it is away."""
    late: list[OpenPayment] = field(default_factory=list)
    """Wants to pay while it is away."""


async def gathered(street: Street) -> Crowd:
    """Twenty customers of each provider, in every phase of a payment."""
    till, crowd, refunded = street.till, Crowd(), []
    for method in PROVIDERS:
        for _ in range(4):
            await street.pay(await street.order(method, "captured"))  # and closes the browser
            crowd.coming.append(await street.pay(await street.order(method, "captured")))
        for _ in range(3):
            waits = await street.order(method, "captured")
            crowd.waiting.append((waits, await till.begin(waits)))
            paid = [await street.order(method, "refunded"), await street.order(method, "refunded")]
            for each in paid:
                await (await street.pay(each))()
            crowd.changing.append(paid[0])
            refunded.append(paid[1])
            crowd.late.append(await street.order(method, "captured"))
    dying = await street.order("bkash", "captured")
    page = await till.begin(dying)
    await street.pay(dying, page)
    await till.execute_elsewhere(page)
    await street.cancel(*refunded)
    for name in ("bkash", "sslcommerz"):  # they pay back, and their answer is lost
        till.arm(name, "slow_refund", "0.6")
    return crowd


async def outage(street: Street, away: Away, crowd: Crowd) -> None:
    """Ten minutes."""
    for number in range(OUTAGE_TICKS):
        if number % 10 == 0:
            (away.refusing, away.failing, away.silent)[number // 10]()
        if number % 10 == 4:
            third = number // 10
            await asyncio.gather(*(back() for back in crowd.coming[third::3]))
            await street.cancel(*crowd.changing[third::3])
            for order in crowd.late[third::3]:
                started = await street.till.service.face.start(order.order_id, order.method)
                assert started.redirect_url is None
        await street.tick()
        if number % 10 == 9:
            assert away.given_up == {True}


def took(till: Till) -> dict[str, int]:
    """What each provider has taken and not given back, by its own books, in poisha."""
    bkash = [each for each in till.desk.payments.values() if each.status == "Completed"]
    nagad = [each for each in till.nagad.payments.values() if each.status == "Success"]
    ssl = [each for each in till.ssl.sessions.values() if each.paid]
    taken = {
        "bkash": sum((each.amount - each.refunded for each in bkash), Decimal(0)),
        "nagad": sum(((each.amount or 0) - each.refunded for each in nagad), Decimal(0)),
        "sslcommerz": sum((each.amount - each.refunded for each in ssl), Decimal(0)),
    }
    return {f"asset:provider:{name}": -int(amount * 100) for name, amount in taken.items()}


async def test_a_provider_that_is_away_for_ten_minutes_leaves_no_payment_undecided(street: Street, away: Away) -> None:
    crowd = await gathered(street)
    await street.till.sweep()
    await outage(street, away, crowd)
    away.back()
    for order, page in crowd.waiting:
        await street.pay(order, page)
    for order in crowd.late:
        await (await street.pay(order))()
    for _ in range(MOST_TICKS_AFTER):
        await street.tick()
        if await street.ended():
            break
    found = {
        status: [(await street.till.payment(order)).status for order in orders]
        for status, orders in street.orders.items()
    }
    assert found == {status: [status] * len(orders) for status, orders in street.orders.items()}
    assert sum(map(len, found.values())) == 61
    expected = took(street.till) | {"liability:customer_funds": len(found["captured"]) * 100000}
    assert await street.till.balances() == expected
    assert len(await street.till.told_paid()) == 61
    assert away.given_up == {False}
    await street.till.check_books()
