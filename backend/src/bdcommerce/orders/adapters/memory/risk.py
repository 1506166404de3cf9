"""What is kept about risk, in memory."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bdcommerce.kernel.address import Place
from bdcommerce.kernel.money import Money
from bdcommerce.orders import events
from bdcommerce.orders.adapters.memory.store import Store
from bdcommerce.orders.domain.confirmation import Confirmation
from bdcommerce.orders.domain.order import Order, fold
from bdcommerce.orders.domain.risk.exposure import Exposure
from bdcommerce.orders.domain.risk.listings import Listing
from bdcommerce.orders.domain.risk.outcomes import cause_of, given_back
from bdcommerce.orders.errors import CodExposureExceeded, UnknownListing
from bdcommerce.orders.ports import Standing

_A_DAY = timedelta(hours=24)


class MemoryRisk:
    """See ports.RiskRegister."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def claim(self, exposure: Exposure) -> None:
        """See the port."""
        others = _theirs(self._store, exposure.phones, exposure.customer_id)
        theirs = sum((each.open_cash for each in others if each.order_id != exposure.order_id), Money(0))
        if exposure.of_customer is not None and theirs + exposure.amount > exposure.of_customer:
            raise CodExposureExceeded.of_customer(exposure.of_customer)
        there = [each for each in _orders(self._store) if each.place.district == exposure.district]
        there = [each for each in there if each.order_id != exposure.order_id]
        in_area = sum((each.open_cash for each in there), Money(0))
        if exposure.in_area is not None and in_area + exposure.amount > exposure.in_area:
            raise CodExposureExceeded.in_area(exposure.in_area)

    async def trace(self, order_id: str, blinds: Sequence[str], at: datetime) -> None:
        """See the port."""
        self._store.traces |= {(blind, order_id): at for blind in blinds}

    async def list_phone(self, listing: Listing) -> None:
        """See the port."""
        self._store.listings[listing.blind] = listing

    async def unlist(self, listing_id: str) -> None:
        """See the port."""
        found = [blind for blind, each in self._store.listings.items() if each.listing_id == listing_id]
        if not found:
            raise UnknownListing.of(listing_id)
        del self._store.listings[found[0]]

    async def confirmation(self, order_id: str, since: datetime) -> Confirmation:
        """See the port."""
        mine = set(self._store.phones.get(order_id, ()))
        found = [
            each
            for each in self._store.confirmations.values()
            if each.sent_at and each.sent_at > since and mine & set(self._store.phones.get(each.order_id, ()))
        ]
        kept = self._store.confirmations.setdefault(order_id, Confirmation(order_id=order_id))
        return replace(kept, to_phone=sum(each.sent for each in found))

    async def keep(self, confirmation: Confirmation) -> None:
        """See the port."""
        self._store.confirmations[confirmation.order_id] = replace(confirmation, to_phone=0)


class MemoryRiskBook:
    """See ports.RiskBook."""

    def __init__(self, store: Callable[[], Store]) -> None:
        self._store = store

    async def standing(
        self, phones: Sequence[str], customer_id: str, *, device: str, address: str, since: datetime, now: datetime
    ) -> Standing:
        """See the port."""
        store = self._store()
        orders = list(_theirs(store, phones, customer_id))
        ends = [end for each in orders for end in _ends(store, each, since)]
        traces = [blind for (blind, _), at in store.traces.items() if at > now - _A_DAY]
        found = [store.listings[phone] for phone in phones if phone in store.listings]
        listed = {each.verdict for each in found if each.expires_at > now}
        return Standing(
            delivered=ends.count("delivered"),
            refused=ends.count("refused"),
            absent=ends.count("absent"),
            returned=ends.count("returned"),
            given_back=ends.count("given_back"),
            known=any(each.confirmed for each in orders),
            from_phone=sum(each.placed_at > now - _A_DAY for each in orders),
            from_device=traces.count(device) if device else 0,
            to_address=traces.count(address),
            listed="blocked" if "blocked" in listed else "allowed" if "allowed" in listed else "",
        )


class NoDistricts:
    """A ports.Districts of a country without any."""

    async def names(self, place: Place) -> tuple[Sequence[str], Sequence[str]]:  # noqa: ARG002 - there are none
        """See the port."""
        return (), ()


def _orders(store: Store) -> Iterator[Order]:
    folded = (fold(history) for history in store.streams.values())
    return (order for order in folded if order)


def _theirs(store: Store, phones: Sequence[str], customer_id: str) -> Iterator[Order]:
    for order in _orders(store):
        known = set(phones) & set(store.phones.get(order.order_id, ()))
        if known or (customer_id and order.customer_id == customer_id):
            yield order


def _ends(store: Store, order: Order, since: datetime) -> Iterator[str]:
    stream = store.streams[f"order-{order.order_id}"]
    moves = [each for each in stream if isinstance(each, events.ShipmentMovedOn)]
    granted = [each for each in stream if isinstance(each, events.ReturnGranted) and each.at >= since]
    for part in order.vendor_orders:
        told = [each for each in moves if each.vendor_order_id == part.id and each.at >= since]
        causes = [cause for each in told if (cause := cause_of(each.cause, each.reason))]
        if any(given_back(each) for each in granted if each.vendor_order_id == part.id):
            yield "given_back"
        elif told and told[-1].news == "delivered":
            yield "delivered"
        elif told and told[-1].news == "returned":
            yield causes[-1] if causes else "returned"
