"""The life of the demo's orders: somebody buys, a vendor packs, a rider brings it, and whatever else becomes of it."""

import random
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import text

from bdcommerce.accounts.handlers import address_book
from bdcommerce.accounts.handlers import people as accounts
from bdcommerce.contracts.accounts import AccountsFace, AddressInput
from bdcommerce.contracts.fulfilment import ShipmentBooked, ShipmentDelivered
from bdcommerce.contracts.inventory import OutOfStock
from bdcommerce.contracts.orders import OrderConfirmed, VendorOrderTerms
from bdcommerce.demo.folk import Customer
from bdcommerce.demo.opening import Shop
from bdcommerce.demo.plan import Purchase
from bdcommerce.demo.theatre import Theatre, at_work
from bdcommerce.demo.voices import Voices
from bdcommerce.fulfilment.domain.cash import HandedOver
from bdcommerce.fulfilment.domain.shipment import Limits
from bdcommerce.fulfilment.events import AttemptFailed, DeliveryCodeDue
from bdcommerce.fulfilment.handlers import cash, returns, shipments
from bdcommerce.fulfilment.handlers.limits import limits
from bdcommerce.fulfilment.handlers.shipments import Proven
from bdcommerce.inventory.domain import ReceiveStock
from bdcommerce.inventory.events import HoldsFellDue
from bdcommerce.inventory.handlers.stock import settle
from bdcommerce.kernel import clock, phone
from bdcommerce.kernel.actor import Actor, system
from bdcommerce.kernel.errors import Conflict
from bdcommerce.kernel.money import Money
from bdcommerce.orders.domain.carts import Shopper
from bdcommerce.orders.domain.reasons import CancelCode, Why
from bdcommerce.orders.errors import AdvanceNeeded, CodExposureExceeded, CodRefused
from bdcommerce.orders.events import AcceptanceDue
from bdcommerce.orders.handlers import carts, checkout, confirming, orders, quoting
from bdcommerce.orders.sagas import finish

_RARE = text("SELECT offer_id, vendor_id FROM stock WHERE on_hand - blocked - held < 8 ORDER BY offer_id")
_SUPPORT = system("demo-support")
_COURIER_CHARGE = Money(3_500)
_REASONS: tuple[CancelCode, ...] = ("changed_mind", "ordered_by_mistake", "found_cheaper", "too_slow", "wrong_address")


@dataclass(slots=True)
class Counted:
    """What has come of it."""

    customers: int = 0
    orders: int = 0
    vendor_orders: int = 0
    turned_away: int = 0
    """Purchases that came to nothing: what they wanted was sold out, or they could not be paid at the door."""
    delivered: int = 0
    returned: int = 0
    cancelled: int = 0
    reviews: int = 0
    questions: int = 0


@dataclass(frozen=True, slots=True)
class Member:
    """A customer with an account."""

    who: Customer
    user_id: str
    address_id: str

    @property
    def actor(self) -> Actor:
        """As a decision knows them."""
        return Actor(id=self.user_id, kind="customer")


@dataclass(slots=True)
class Parcel:
    """One vendor's part of an order, on its way."""

    purchase: Purchase
    member: Member
    shop: Shop
    order_id: str
    vendor_order_id: str
    total: Money
    decided: bool = False
    """It was accepted, or cancelled."""
    shipment_id: str = ""
    code: DeliveryCodeDue | None = field(default=None)


class Life:
    """Plays purchases."""

    def __init__(
        self, theatre: Theatre, shops: Mapping[str, Shop], riders: list[str], cashier: Actor, chance: random.Random
    ) -> None:
        self._theatre, self._shops, self._riders, self._cashier, self._chance = theatre, shops, riders, cashier, chance
        self._orders, self._fulfilment = theatre.deps("orders"), theatre.deps("fulfilment")
        self._accounts = theatre.deps("accounts")
        self._members: dict[int, Member] = {}
        self._parcels: dict[str, Parcel] = {}
        self._by_shipment: dict[str, Parcel] = {}
        self._collected: list[Parcel] = []
        self._terms: dict[str, list[VendorOrderTerms]] = {}
        self._limits: Limits
        self.counted = Counted()
        self.voices = Voices(theatre, shops, self.counted, chance)
        theatre.post.spare(AcceptanceDue, lambda due: self._parcels[due.vendor_order_id].decided)
        theatre.post.spare(HoldsFellDue, lambda _: True)
        theatre.post.watch(OrderConfirmed, self._confirmed)
        theatre.post.watch(ShipmentBooked, self._booked)
        theatre.post.watch(DeliveryCodeDue, self._coded)
        theatre.post.watch(ShipmentDelivered, self._arrived)

    async def begin(self, purchases: list[Purchase], people: Sequence[Customer]) -> None:
        """Plan all purchases; who never buys has an account all the same, from some day on."""
        self._limits = await limits(self._fulfilment.compliance)
        for each in purchases:
            self._theatre.plan(each.at, partial(self._buy, each))
        buyers = {each.customer.number for each in purchases}
        for who in people:
            if purchases and who.number not in buyers:
                self._theatre.plan(self._chance.choice(purchases).at, partial(self._member, who))

    def _confirmed(self, event: OrderConfirmed) -> None:
        self._terms[event.order_id] = event.vendor_orders

    def _booked(self, event: ShipmentBooked) -> None:
        parcel = self._parcels[event.vendor_order_id]
        parcel.shipment_id = event.shipment_id
        self._by_shipment[event.shipment_id] = parcel

    def _coded(self, event: DeliveryCodeDue) -> None:
        self._by_shipment[event.shipment_id].code = event

    def _arrived(self, event: ShipmentDelivered) -> None:
        self._collected.append(self._by_shipment[event.shipment_id])

    def _in(self, least: float, most: float, *, working: bool = True) -> datetime:
        """In so many hours, when people work."""
        at = self._theatre.at + timedelta(hours=self._chance.uniform(least, most))
        return at_work(at) if working else at

    async def _buy(self, purchase: Purchase) -> None:
        member = await self._member(purchase.customer)
        shopper = Shopper(customer_id=member.user_id)
        offers = await self._orders.catalog.offers([ware.offer_id for ware, _ in purchase.lines])
        wanted = [(offer, units) for offer, (_, units) in zip(offers, purchase.lines, strict=True) if offer.sellable]
        if not wanted:
            self.counted.turned_away += 1
            return
        limit = (await quoting.rules_today(self._orders)).max_quantity
        async with self._orders.works() as work:
            cart, _ = await carts.open_cart(work, member.user_id)
            for offer, units in wanted:
                cart = await carts.add_line(work, cart.cart_id, shopper, offer=offer, quantity=units, limit=limit)
            if purchase.coupon and (code := self.voices.coupon_today()):
                cart = await carts.enter_coupon(work, cart.cart_id, shopper, code)
        address = await self._accounts_face().address(member.user_id, member.address_id)
        priced = await quoting.price_cart(self._orders, cart, address.place, customer_id=member.user_id)
        try:
            frozen = await checkout.prepare(
                self._orders,
                cart,
                shopper=shopper,
                by=member.actor,
                language=purchase.customer.language,
                name=purchase.customer.name,
                email="",
                address=None,
                address_id=member.address_id,
                phone_proof="",
                delivery_note="",
                gift_message="",
                payment_method="cod",
                channel=purchase.channel,
                expected_total=priced.quote.total,
            )
            await self._theatre.do("orders", checkout.begin, cart, frozen)
            await finish(self._orders, cart.cart_id, frozen.order_id)
        except (OutOfStock, CodRefused, AdvanceNeeded, CodExposureExceeded):
            self.counted.turned_away += 1
            return
        await self._theatre.post.deliver()
        if frozen.confirm_until:
            await self._theatre.do(
                "orders", confirming.affirm_for_staff, frozen.order_id, "call", "picked up at once", _SUPPORT
            )
            await self._theatre.post.deliver()
        self._begin_parcels(purchase, member, frozen.order_id)

    async def restock(self) -> None:
        """Vendors buy more of what has become rare."""
        async with self._theatre.market.postgres.database("inventory").transaction() as tx:
            rare = await tx.rows(_RARE)
        received = [
            ReceiveStock(row["vendor_id"], row["offer_id"], self._chance.randint(40, 160), "bought again")
            for row in rare
        ]
        if received:
            await self._theatre.do("inventory", settle, received)

    def _accounts_face(self) -> AccountsFace:
        face: AccountsFace = self._orders.accounts
        return face

    async def _member(self, who: Customer) -> Member:
        """Their account; made when they buy for the first time."""
        if who.number not in self._members:
            mobile = phone.normalise(who.phone)
            typed = AddressInput(recipient_name=who.name, phone=who.phone, line1=who.line1, upazila_id=who.upazila_id)
            address = await self._accounts_face().check_address(typed)
            async with self._accounts.works() as work:
                person = await accounts.register_phone(work, mobile, who.language)
                await accounts.change_profile(work, person.id, name=who.name, language=None)
                saved = await address_book.add_address(work, person.id, address, "Home", is_default=True)
            self._members[who.number] = Member(who, person.id, saved.id)
            self.counted.customers += 1
        return self._members[who.number]

    def _begin_parcels(self, purchase: Purchase, member: Member, order_id: str) -> None:
        self.counted.orders += 1
        for terms in self._terms.pop(order_id):
            shop = self._shops[terms.vendor_id]
            parcel = Parcel(purchase, member, shop, order_id, terms.vendor_order_id, terms.total)
            self._parcels[terms.vendor_order_id] = parcel
            self.counted.vendor_orders += 1
            self._decide(parcel)

    def _decide(self, parcel: Parcel) -> None:
        match parcel.purchase.fate:
            case "ignored":
                self.counted.cancelled += 1
            case "customer_cancels":
                self._theatre.plan(self._in(0.2, 5, working=False), lambda: self._customer_cancels(parcel))
            case "vendor_cancels":
                self._theatre.plan(self._in(1, 14), lambda: self._vendor_cancels(parcel))
            case _:
                slow = min(parcel.shop.seller.diligence, 1.6)
                self._theatre.plan(self._in(0.2, 7 * slow), lambda: self._accept(parcel))

    async def _customer_cancels(self, parcel: Parcel) -> None:
        shopper, member = Shopper(customer_id=parcel.member.user_id), parcel.member
        why = Why(self._chance.choice(_REASONS))
        try:
            await self._theatre.attempt(
                "orders", orders.cancel_for_customer, parcel.order_id, shopper,
                vendor_order_id=parcel.vendor_order_id, line_ids=(), why=why, by=member.actor,
            )  # fmt: skip
        except Conflict:
            return
        parcel.decided = True
        self.counted.cancelled += 1

    async def _vendor_cancels(self, parcel: Parcel) -> None:
        with suppress(Conflict):  # its day to accept may have passed
            await self._theatre.attempt(
                "orders", orders.cancel_for_vendor, parcel.vendor_order_id,
                line_ids=(), why=Why("out_of_stock"), by=parcel.shop.owner,
            )  # fmt: skip
        parcel.decided = True
        self.counted.cancelled += 1

    async def _accept(self, parcel: Parcel) -> None:
        try:
            await self._theatre.attempt("orders", orders.accept, parcel.vendor_order_id, parcel.shop.owner)
        except Conflict:  # its day to accept has passed
            self.counted.cancelled += 1
            return
        parcel.decided = True
        self._theatre.plan(self._in(0.5, 8 * parcel.shop.seller.diligence), lambda: self._pack(parcel))

    async def _pack(self, parcel: Parcel) -> None:
        await self._theatre.do("orders", orders.pack, parcel.vendor_order_id, parcel.shop.owner)
        self._theatre.plan(self._in(0.1, 2), lambda: self._dispatch(parcel))

    async def _dispatch(self, parcel: Parcel) -> None:
        await self._theatre.do("orders", orders.dispatch, parcel.vendor_order_id, None, parcel.shop.owner)
        late = parcel.purchase.fate == "late"
        self._theatre.plan(self._in(30, 70) if late else self._in(1, 16), lambda: self._pick_up(parcel))

    def _rider(self, parcel: Parcel) -> str:
        return self._riders[parcel.purchase.customer.number % len(self._riders)]

    async def _pick_up(self, parcel: Parcel) -> None:
        await self._theatre.do("fulfilment", shipments.pick_up, parcel.shipment_id, self._rider(parcel))
        near = parcel.purchase.customer.upazila_id.startswith(f"{parcel.shop.district}/")
        late = parcel.purchase.fate == "late"
        if parcel.purchase.fate == "lost":
            self._theatre.plan(self._in(140, 200), lambda: self._lose(parcel))
            return
        hours = (96, 230) if late else (3, 30) if near else (20, 84)
        self._theatre.plan(self._in(*hours), lambda: self._go(parcel, again=False))

    async def _go(self, parcel: Parcel, *, again: bool) -> None:
        step = shipments.try_again if again else shipments.send_out
        await self._theatre.do("fulfilment", step, self._fulfilment.codes, parcel.shipment_id, self._rider(parcel))
        fate = parcel.purchase.fate
        if fate == "never_there" or (fate == "second_try" and not again):
            self._theatre.plan(self._in(0.5, 4, working=False), lambda: self._miss(parcel))
        elif fate == "refused":
            self._theatre.plan(self._in(0.5, 4, working=False), lambda: self._refuse(parcel))
        else:
            self._theatre.plan(self._in(0.3, 3.5, working=False), lambda: self._deliver(parcel))

    async def _deliver(self, parcel: Parcel) -> None:
        assert parcel.code is not None  # noqa: S101 - it was sent when the rider set out
        codes = self._fulfilment.codes
        proven = Proven(
            code=codes.open(parcel.code.sealed_code),
            evidence_id="",
            collected=parcel.total,
            rider_id=self._rider(parcel),
        )
        await self._theatre.do("fulfilment", shipments.deliver, codes, parcel.shipment_id, proven, self._limits)
        self.counted.delivered += 1
        self.voices.delivered(parcel.member, parcel.purchase, parcel.order_id, parcel.shop)

    async def _miss(self, parcel: Parcel) -> None:
        next_on = clock.today() + timedelta(days=1)
        failed = AttemptFailed(code="nobody_home", reason="", next_on=next_on)
        after = await self._theatre.do("fulfilment", shipments.miss, parcel.shipment_id, failed, self._limits)
        if after.status == "returning":
            self._theatre.plan(self._in(24, 80), lambda: self._take_back(parcel))
        else:
            self._theatre.plan(self._in(20, 28), lambda: self._go(parcel, again=True))

    async def _refuse(self, parcel: Parcel) -> None:
        reason = self._chance.choice(("did not like it", "had no cash", "changed their mind", "wrong size"))
        await self._theatre.do("fulfilment", shipments.refuse, parcel.shipment_id, reason)
        self._theatre.plan(self._in(24, 80), lambda: self._take_back(parcel))

    async def _take_back(self, parcel: Parcel) -> None:
        await self._theatre.do(
            "fulfilment", returns.take_back, self._fulfilment.codes, parcel.shipment_id, "", self._limits
        )
        self.counted.returned += 1

    async def _lose(self, parcel: Parcel) -> None:
        await self._theatre.do("fulfilment", returns.lose, parcel.shipment_id, "cannot be found in any hub")

    async def remit(self) -> None:
        """The riders' cash of the last days is counted and banked; now and then some of a parcel's is missing."""
        parcels, self._collected = self._collected, []
        if not parcels:
            return
        short = parcels[0].shipment_id if self._chance.random() < 0.08 else ""  # noqa: PLR2004 - seldom
        handed = [
            HandedOver(
                shipment_id=each.shipment_id,
                arrived=each.total
                - _COURIER_CHARGE
                - (Money(each.total.amount // 10) if each.shipment_id == short else Money(0)),
                charge=_COURIER_CHARGE,
            )
            for each in parcels
        ]
        reference, cashier = f"CASH-{clock.today():%y%m%d}", self._cashier.id

        async def count() -> None:
            await self._theatre.do("fulfilment", cash.remit, "own_riders", reference, handed, cashier)

        await self._theatre.as_staff("fulfilment", self._cashier, "POST /admin/remittances", count)
