"""Vendors and couriers of a month: parcels are packed, booked, brought, refused, lost, kept in part, given back."""

from collections.abc import Mapping
from dataclasses import dataclass

from backend.benchmarks.month.buying import Buying, Part
from backend.benchmarks.month.calling import Person
from backend.benchmarks.month.faults import Faults
from backend.benchmarks.month.opening import Shop, bdt
from backend.benchmarks.month.world import World

from bdcommerce.contracts.fulfilment import ShipmentBooked, ShipmentDelivered
from bdcommerce.contracts.orders import OrderConfirmed, VendorOrderReadyToShip
from bdcommerce.demo.client import Refused
from bdcommerce.kernel.errors import BdError
from bdcommerce.orders.handlers import orders

_LATE_DAYS = (9, 14)
"""Days after delivery when staff let something come back that was paid out already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a courier calls what happens to a parcel."""

    picked: str
    out: str
    delivered: str
    partly: str
    returning: str
    returned: str


WORDS: Mapping[str, Words] = {
    "pathao": Words(
        picked="order.picked", out="order.assigned-for-delivery", delivered="order.delivered",
        partly="order.partial-delivery", returning="order.return-in-transit", returned="order.returned-to-merchant",
    ),
    "steadfast": Words(
        picked="pending", out="delivered_approval_pending", delivered="delivered", partly="partial_delivered",
        returning="cancelled", returned="return_completed",
    ),
    "redx": Words(
        picked="ready-for-delivery", out="delivery-in-progress", delivered="delivered", partly="",
        returning="agent-returning", returned="returned",
    ),
}  # fmt: skip


@dataclass(slots=True)
class Parcel:
    """On its way with a courier."""

    part: Part
    shipment_id: str
    courier: str
    number: str


class Carrying:
    """Plays vendors, hubs and doors."""

    def __init__(self, world: World, faults: Faults, buying: Buying, shops: Mapping[str, Shop]) -> None:
        self._world, self._faults, self._buying, self._shops = world, faults, buying, shops
        self.parcels: dict[str, Parcel] = {}
        """By shipment."""
        post = world.post
        post.watch(OrderConfirmed, self._confirmed)
        post.watch(VendorOrderReadyToShip, self._ready)
        post.watch(ShipmentBooked, self._booked)
        post.watch(ShipmentDelivered, self._delivered)

    def _confirmed(self, event: OrderConfirmed) -> None:
        for terms in event.vendor_orders:
            part = self._buying.bought.parts.get(terms.vendor_order_id)
            if part:
                self._decide(part)

    def _decide(self, part: Part) -> None:
        later, plan = self._buying.later, self._world.theatre.plan
        if part.purchase.fate == "vendor_cancels":
            plan(later(part.purchase, 1, 8), lambda: self._cancel(part))
        elif part.purchase.fate == "customer_cancels":
            plan(later(part.purchase, 6, 8), lambda: self._pack(part))
        else:
            plan(later(part.purchase, 0.5, 9, working=True), lambda: self._pack(part))

    async def _cancel(self, part: Part) -> None:
        try:
            await self._owner(part).post(f"/vendor/orders/{part.vendor_order_id}/cancel", {"code": "out_of_stock"})
            self._buying.bought.ends["cancelled by vendor"] += 1
        except Refused:
            return

    def _owner(self, part: Part) -> Person:
        return self._shops[part.vendor_id].owner

    async def _pack(self, part: Part) -> None:
        """Accepted, packed and given to dispatch, unless it was cancelled."""
        do, owner = self._world.theatre.do, self._shops[part.vendor_id].actor
        try:
            await do("orders", orders.accept, part.vendor_order_id, owner)
            await do("orders", orders.pack, part.vendor_order_id, owner)
            await do("orders", orders.dispatch, part.vendor_order_id, None, owner)
        except BdError:
            self._buying.bought.ends["not packed"] += 1

    def _ready(self, event: VendorOrderReadyToShip) -> None:
        part = self._buying.bought.parts[event.vendor_order_id]
        for courier in WORDS:
            self._faults.before_booking(courier, part.purchase.number)

    def _booked(self, event: ShipmentBooked) -> None:
        part = self._buying.bought.parts.get(event.vendor_order_id)
        if part is None:
            return
        parcel = Parcel(part, event.shipment_id, event.courier, event.tracking_no)
        self.parcels[event.shipment_id] = parcel
        self._buying.bought.ends[f"booked with {event.courier}"] += 1
        self._world.theatre.plan(self._buying.later(part.purchase, 3, 20, working=True), lambda: self._fetch(parcel))

    async def _fetch(self, parcel: Parcel) -> None:
        await self._move(parcel, WORDS[parcel.courier].picked)
        later, plan = self._buying.later, self._world.theatre.plan
        if parcel.part.purchase.fate == "lost":
            plan(later(parcel.part.purchase, 190, 230, working=True), lambda: self._lose(parcel))
        else:
            plan(later(parcel.part.purchase, 14, 70, working=True), lambda: self._go(parcel))

    async def _go(self, parcel: Parcel) -> None:
        await self._move(parcel, WORDS[parcel.courier].out)
        plan, at = self._world.theatre.plan, self._buying.later(parcel.part.purchase, 0.3, 4)
        if parcel.part.purchase.fate == "refused":
            plan(at, lambda: self._refuse(parcel))
        elif parcel.part.purchase.fate == "partly_kept" and WORDS[parcel.courier].partly:
            plan(at, lambda: self._keep_some(parcel))
        else:
            plan(at, lambda: self._deliver(parcel))

    async def _move(self, parcel: Parcel, word: str, **how: object) -> None:
        """The courier's hub says so; its webhook may suffer. A number that was not told stands in its panel."""
        if parcel.number.startswith(parcel.part.vendor_order_id):
            parcel.number = await self._found_in_panel(parcel.courier, parcel.number)
        self._faults.before_news(parcel.courier, word, parcel.part.purchase.number)
        await self._world.line.post(f"/{parcel.courier}/desk/{parcel.number}/{word}", how)

    async def _deliver(self, parcel: Parcel) -> None:
        cash = 0 if parcel.part.prepaid else parcel.part.total // 100
        self._faults.before_collecting(parcel.courier, cash, parcel.part.purchase.number)
        await self._move(parcel, WORDS[parcel.courier].delivered)

    async def _refuse(self, parcel: Parcel) -> None:
        await self._move(parcel, WORDS[parcel.courier].returning, reason="refused at the door")
        at = self._buying.later(parcel.part.purchase, 24, 70, working=True)
        self._world.theatre.plan(at, lambda: self._move(parcel, WORDS[parcel.courier].returned))

    async def _keep_some(self, parcel: Parcel) -> None:
        """One of two units is kept, and paid for with the delivery."""
        part = parcel.part
        kept = (part.total - part.delivery) // 2 + part.delivery
        collected = 0 if part.prepaid else kept // 100
        await self._move(parcel, WORDS[parcel.courier].partly, collected=collected, reason="kept one of two")
        self._world.theatre.plan(
            self._buying.later(parcel.part.purchase, 30, 60, working=True), lambda: self._bring_rest(parcel)
        )

    async def _bring_rest(self, parcel: Parcel) -> None:
        words = WORDS[parcel.courier]
        if parcel.courier == "pathao":
            await self._move(parcel, words.returning)
        await self._move(parcel, words.returned)
        self._world.theatre.plan(
            self._buying.later(parcel.part.purchase, 26, 30, working=True), lambda: self._say_what_was_kept(parcel.part)
        )

    async def _say_what_was_kept(self, part: Part) -> None:
        kept = {"lines": [{"line_id": line["id"], "kept": 1} for line in part.lines]}
        try:
            await self._owner(part).post(f"/vendor/orders/{part.vendor_order_id}/kept", kept)
            self._buying.bought.ends["kept in part"] += 1
        except Refused as refused:
            self._buying.bought.ends[f"not kept: {refused.code}"] += 1

    async def _lose(self, parcel: Parcel) -> None:
        """Staff claim it; the courier answers for what the goods are worth."""
        admin, worth = self._world.staff["admin"], bdt(parcel.part.total // 100 * 100)
        form = {
            "shipment_id": parcel.shipment_id,
            "kind": "lost",
            "amount": worth,
            "description": "no hub knows where it is",
        }
        claim = (await admin.post("/admin/claims", form))["claim_id"]
        await admin.post(f"/admin/claims/{claim}/answer", {"offered": worth, "note": "accepted"})
        await self._world.line.post(f"/{parcel.courier}/desk/claims/{parcel.number}", {"amount": worth["amount"] / 100})
        await admin.post(f"/admin/claims/{claim}/settle", {"amount": worth, "reason": "accepted by mail"})
        self._buying.bought.ends["lost and claimed"] += 1

    async def look_after(self) -> None:
        """Staff see to parcels that no courier took, or that one does not say whether it took."""
        admin = self._world.staff["admin"]
        for status in ("unanswered", "refused", "wanted"):
            for each in await admin.every("/admin/bookings", status=status):
                path = f"/admin/bookings/{each['shipment_id']}"
                if status == "unanswered":
                    number = await self._found_in_panel(each["courier"], each["reference"])
                    await admin.post(f"{path}/resolve", {"tracking_no": number})
                else:
                    await admin.post(f"{path}/book", {"courier": ""})
                self._buying.bought.ends[f"booking seen to: {status}"] += 1
        await self._world.theatre.go_on()
        await self._world.theatre.settle()

    async def _found_in_panel(self, courier: str, reference: str) -> str:
        """The number under which a courier has a parcel; empty if it has none."""
        parcels = await self._world.line.get(f"/{courier}/desk")
        return next((each["number"] for each in parcels if each["reference"] == reference), "")

    def _delivered(self, event: ShipmentDelivered) -> None:
        part = self._buying.bought.parts.get(event.vendor_order_id)
        if part is None:
            return
        self._buying.bought.ends["delivered"] += 1
        later, plan = self._buying.later, self._world.theatre.plan
        match part.purchase.fate:
            case "accepted":
                plan(later(part.purchase, 2, 40), lambda: self._buying.accept(part))
            case "returned":
                plan(later(part.purchase, 10, 120), lambda: self._give_back(part))
            case "returned_late":
                plan(
                    later(part.purchase, _LATE_DAYS[0] * 24, _LATE_DAYS[1] * 24, working=True),
                    lambda: self._let_back(part),
                )

    async def _give_back(self, part: Part) -> None:
        """The customer asks, the vendor approves, and looks at what came back."""
        wanted = {
            "vendor_order_id": part.vendor_order_id,
            "lines": _first(part),
            "code": "defective",
            "reason": "broken",
        }
        try:
            asked = await part.buyer.api.post(f"/orders/{part.order_id}/returns", wanted)
        except Refused as refused:
            self._buying.bought.ends[f"no return: {refused.code}"] += 1
            return
        at = self._buying.later(part.purchase, 2, 30, working=True)
        self._world.theatre.plan(at, lambda: self._approve(part, asked["id"]))

    async def _approve(self, part: Part, return_id: str) -> None:
        await self._owner(part).post(f"/vendor/returns/{return_id}/approve")
        at = self._buying.later(part.purchase, 30, 90, working=True)
        self._world.theatre.plan(at, lambda: self._receive(part, return_id))

    async def _receive(self, part: Part, return_id: str) -> None:
        found = {"lines": [{"line_id": each["line_id"], "as_described": each["quantity"]} for each in _first(part)]}
        await self._owner(part).post(f"/vendor/returns/{return_id}/received", found)
        self._buying.bought.ends["given back"] += 1

    async def _let_back(self, part: Part) -> None:
        """Staff are generous after the window."""
        wanted = {"vendor_order_id": part.vendor_order_id, "lines": _first(part), "code": "other", "reason": "goodwill"}
        try:
            opened = await self._world.staff["admin"].post(f"/admin/orders/{part.order_id}/returns", wanted)
        except Refused as refused:
            self._buying.bought.ends[f"no late return: {refused.code}"] += 1
            return
        at = self._buying.later(part.purchase, 20, 60, working=True)
        self._world.theatre.plan(at, lambda: self._receive(part, opened["id"]))


def _first(part: Part) -> list[dict[str, object]]:
    """One unit of its first line."""
    return [{"line_id": part.lines[0]["id"], "quantity": 1}]
