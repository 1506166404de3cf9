"""The ports of orders in memory, with the same refusals: for tests that try thousands of ways through a checkout."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, datetime

from bdcommerce.contracts.orders import UnknownOrder
from bdcommerce.kernel.errors import Stale, ensure
from bdcommerce.orders.adapters.memory.book import MemoryBook
from bdcommerce.orders.adapters.memory.promotions import MemoryLists, MemoryPromotions
from bdcommerce.orders.adapters.memory.risk import MemoryRisk, MemoryRiskBook
from bdcommerce.orders.adapters.memory.store import Store
from bdcommerce.orders.domain.carts import Cart
from bdcommerce.orders.domain.checkouts import Checkout
from bdcommerce.orders.domain.editions import Edition
from bdcommerce.orders.domain.order import fold
from bdcommerce.orders.errors import CartClosed, UnknownCart, UnknownEdit
from bdcommerce.orders.ports import Note


class MemoryWorks:
    """Opens units of work over a store. Leaving the block keeps everything, raising keeps nothing."""

    def __init__(self) -> None:
        self.store = Store()

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator["MemoryWork"]:
        changed = self.store.snapshot()
        yield MemoryWork(changed)
        self.store = changed

    @property
    def book(self) -> MemoryBook:
        """What carts are held against, as it is whenever it is asked."""
        return MemoryBook(lambda: self.store)

    @property
    def risk_book(self) -> MemoryRiskBook:
        """What purchases are appraised by, as it is whenever it is asked."""
        return MemoryRiskBook(lambda: self.store)


class MemoryWork:
    """A unit of work of orders."""

    def __init__(self, store: Store) -> None:
        self.log = MemoryLog(store)
        self.carts = MemoryCarts(store)
        self.promotions = MemoryPromotions(store)
        self.customer_lists = MemoryLists(store)
        self.purchases = MemoryPurchases(store)
        self.editions = MemoryEditions(store)
        self.risk = MemoryRisk(store)
        self.sagas = MemorySagas(store)


class MemoryLog:
    """See kernel.work.Recorder."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def append(self, stream: str, events: Sequence[object], *, expected: int) -> int:
        """See the port."""
        await self.append_many({stream: events}, expected={stream: expected})
        return expected + len(events)

    async def append_many(self, events: Mapping[str, Sequence[object]], *, expected: Mapping[str, int]) -> None:
        """See the port."""
        so_far = {stream: self._store.streams.get(stream, []) for stream in events}
        for stream, before in so_far.items():
            ensure(len(before) == expected[stream], Stale(f"{stream} has moved on since version {expected[stream]}"))
        self._store.streams |= {stream: [*before, *events[stream]] for stream, before in so_far.items()}

    async def history(self, stream: str, *, after: int = 0) -> list[object]:
        """See the port."""
        return self._store.streams.get(stream, [])[after:]

    async def tell(self, *events: object) -> None:
        """See the port."""
        self._store.told.extend(events)

    async def later(self, event: object, *, due: datetime) -> None:
        """See the port."""
        self._store.timers.append((event, due))


class MemoryCarts:
    """See ports.CartRepository."""

    def __init__(self, store: Store) -> None:
        self._carts = store.carts

    async def add(self, cart: Cart) -> None:
        """See the port."""
        self._carts[cart.cart_id] = cart

    async def lock(self, cart_id: str) -> Cart:
        """See the port."""
        ensure(cart_id in self._carts, UnknownCart.of(cart_id))
        return self._carts[cart_id]

    async def lock_open(self, customer_id: str) -> Cart | None:
        """See the port."""
        theirs = [each for each in self._carts.values() if each.customer_id == customer_id and each.status == "open"]
        return max(theirs, key=lambda cart: cart.cart_id, default=None)

    async def expire(self, before: datetime, limit: int) -> int:  # noqa: ARG002 - carts in memory have no age
        """See the port."""
        return 0

    async def save(self, cart: Cart) -> None:
        """See the port."""
        before = self._carts[cart.cart_id].version
        ensure(before == cart.version - 1, Stale("The cart has changed in the meantime.", cart_id=cart.cart_id))
        self._carts[cart.cart_id] = cart

    async def close(self, cart: Cart) -> None:
        """See the port."""
        await self.save(cart)

    async def reopen(self, cart_id: str, order_id: str) -> None:
        """See the port."""
        cart = self._carts[cart_id]
        if (cart.order_id, cart.status) == (order_id, "checking_out"):
            self._carts[cart_id] = replace(cart, status="open", order_id="", version=cart.version + 1)


class MemoryPurchases:
    """See ports.PurchaseRegister."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def claim(self, cart_id: str, order_id: str, sealed_contact: str, phones: Sequence[str]) -> bool:
        """See the port."""
        cart = self._store.carts[cart_id]
        if self._store.cart_orders.get(cart_id) == order_id:
            return False
        ensure((cart.order_id, cart.status) == (order_id, "checking_out"), CartClosed.of(cart_id, cart.status))
        self._store.cart_orders[cart_id] = order_id
        self._store.contacts[order_id] = sealed_contact
        self._store.phones[order_id] = tuple(phones)
        self._store.carts[cart_id] = replace(cart, status="ordered", version=cart.version + 1)
        return True

    async def disclaim(self, cart_id: str, order_id: str) -> None:
        """See the port."""
        cart = self._store.carts[cart_id]
        if self._store.cart_orders.get(cart_id) == order_id:
            del self._store.cart_orders[cart_id]
            self._store.carts[cart_id] = replace(cart, status="checking_out", version=cart.version + 1)

    async def next_number(self, day: date) -> int:
        """See the port."""
        self._store.numbers[day] = self._store.numbers.get(day, 0) + 1
        return self._store.numbers[day]

    async def readdress(self, order_id: str, sealed_contact: str, phones: Sequence[str]) -> None:
        """See the port."""
        self._store.contacts[order_id] = sealed_contact
        self._store.phones[order_id] = tuple(phones)

    async def note(self, note: Note) -> None:
        """See the port."""
        self._store.notes.append(note)

    async def order_of(self, vendor_order_id: str) -> str:
        """See the port."""
        for history in self._store.streams.values():
            order = fold(history)
            if order and any(part.id == vendor_order_id for part in order.vendor_orders):
                return order.order_id
        raise UnknownOrder("There is no such order.", vendor_order_id=vendor_order_id)


class MemoryEditions:
    """See ports.EditionRegister."""

    def __init__(self, store: Store) -> None:
        self._editions = store.editions

    async def keep(self, edition: Edition) -> None:
        """See the port."""
        self._editions[edition.edit_id] = edition

    async def get(self, edit_id: str) -> Edition:
        """See the port."""
        ensure(edit_id in self._editions, UnknownEdit.of(edit_id))
        return self._editions[edit_id]


class MemorySagas:
    """See ports.StartedSagas."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def start(self, kind: str, saga_id: str, state: Checkout | Edition) -> None:  # noqa: ARG002 - there is one kind
        """See the port."""
        if isinstance(state, Checkout):
            self._store.sagas[saga_id] = state
        else:
            self._store.edits[saga_id] = state
