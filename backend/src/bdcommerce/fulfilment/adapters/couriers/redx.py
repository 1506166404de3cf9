"""RedX's open API (v1.0.0-beta).

Parcels are known by its tracking number alone: one whose answer was lost is known again by its webhooks, which carry
our invoice number. Webhooks prove themselves by a token in their query.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from bdcommerce.fulfilment.adapters.couriers.line import (
    Line,
    headers,
    key,
    refusals,
    said,
    same,
    taka,
    whole,
    written,
)
from bdcommerce.fulfilment.adapters.couriers.settings import RedxSettings
from bdcommerce.fulfilment.domain.areas import TheirArea
from bdcommerce.fulfilment.domain.booking import Price
from bdcommerce.fulfilment.domain.news import CourierStatus, News
from bdcommerce.fulfilment.errors import CourierCannot, CourierRefused, CourierSilent, HookRefused, HookUnreadable
from bdcommerce.fulfilment.ports.couriers import Abilities, CourierJob, Hook, HookReply, PickupPoint, PriceAsk, Receipt
from bdcommerce.infra.outside import Answer, Outside
from bdcommerce.infra.outside.masking import masked_text
from bdcommerce.kernel import clock, phone
from bdcommerce.kernel.money import Money

STATUSES: dict[str, CourierStatus] = {
    "pickup-pending": "pending",
    "ready-for-delivery": "at_hub",
    "delivery-in-progress": "out_for_delivery",
    "delivered": "delivered",
    "agent-hold": "on_hold",
    "agent-returning": "returning",
    "returned": "returned",
    "agent-area-change": "on_hold",
    "cancelled": "cancelled",
}
_PARTIAL = "partial-delivery"
_BACK = frozenset({"partial-return", "exchange-return", "reverse"})
_NOT_THERE = 404


class _Taken(msgspec.Struct):
    tracking_id: str


class _Area(msgspec.Struct):
    id: int
    name: str
    division_name: str = ""


class _Areas(msgspec.Struct):
    areas: list[_Area]


class _Charge(msgspec.Struct, rename="camel"):
    delivery_charge: float
    cod_charge: float = 0


class _Store(msgspec.Struct):
    id: int
    name: str = ""


class _Stores(msgspec.Struct):
    pickup_stores: list[_Store]


class _Info(msgspec.Struct):
    status: str
    charge: float | None = None
    delivery_type: str = ""


class _Parcel(msgspec.Struct):
    parcel: _Info


class _Step(msgspec.Struct):
    time: str


class _Way(msgspec.Struct):
    tracking: list[_Step]


class _Event(msgspec.Struct):
    tracking_number: str
    timestamp: str
    status: str
    message_en: str | None = ""
    invoice_number: str | None = ""
    delivery_type: str | None = ""


class Redx:
    """See ports.Courier."""

    name = "redx"
    can = Abilities(cancels=True, prices=True, pickup_points=True, levels=("upazila",))

    def __init__(self, settings: RedxSettings, outside: Outside) -> None:
        self._settings, self._line = settings, Line(outside)

    async def check(self) -> None:
        """See ports.Courier."""
        self._line.read(await self._ask("GET", "/pickup/stores", "check"), dict[str, Any])

    async def book(self, job: CourierJob) -> Receipt:
        """See ports.Courier."""
        to = job.contacts.recipient
        parcel = {
            "customer_name": to.recipient_name[:100],
            "customer_phone": phone.local(to.phone),
            "delivery_area": to.place.upazila,
            "delivery_area_id": int(job.areas["upazila"]),
            "customer_address": written(to, 300),
            "merchant_invoice_id": job.reference,
            "cash_collection_amount": str(whole(job.cod)),
            "parcel_weight": max(job.weight_grams, 1),
            "instruction": job.contacts.note[:200],
            "value": str(whole(job.cod)),
            "pickup_store_id": int(job.pickup_point),
        }
        answer = self._good(await self._ask("POST", "/parcel", "book", json=parcel, reference=job.reference))
        return Receipt(tracking_no=self._line.read(answer, _Taken).tracking_id)

    async def find(self, reference: str) -> Receipt | None:  # noqa: ARG002 - the port's
        """It has no such call. Raises CourierCannot."""
        raise CourierCannot.of(self.name, "find a parcel by our reference")

    async def track(self, tracking_no: str, reference: str) -> News | None:
        """See ports.Courier. What it is now, and when it last moved."""
        answer = await self._ask("GET", f"/parcel/info/{tracking_no}", "track", reference=reference)
        if answer.status == _NOT_THERE:
            return None
        info = self._line.read(self._good(answer), _Parcel).parcel
        way = self._line.read(self._good(await self._ask("GET", f"/parcel/track/{tracking_no}", "way")), _Way)
        moved = way.tracking[-1].time if way.tracking else ""
        try:
            at = _time(moved) if moved else clock.now()
        except ValueError as error:
            raise CourierSilent.of(self.name) from error
        return News(
            status=_status(info.status, info.delivery_type),
            said=info.status,
            at=at,
            key=key("poll", tracking_no, info.status, moved),
            tracking_no=tracking_no,
            reference=reference,
            charge=taka(info.charge),
        )

    async def cancel(self, tracking_no: str, reason: str) -> None:
        """See ports.Courier."""
        change = {
            "entity_type": "parcel-tracking-id",
            "entity_id": tracking_no,
            "update_details": {"property_name": "status", "new_value": "cancelled", "reason": reason[:200]},
        }
        self._good(await self._ask("PATCH", "/parcels", "cancel", json=change))

    async def price(self, ask: PriceAsk) -> Price:
        """See ports.Courier."""
        query = {
            "delivery_area_id": ask.destination["upazila"],
            "pickup_area_id": ask.origin["upazila"],
            "cash_collection_amount": str(whole(ask.cod)),
            "weight": str(max(ask.weight_grams, 1)),
        }
        answer = self._good(await self._ask("GET", "/charge/charge_calculator", "price", query=query))
        charge = self._line.read(answer, _Charge)
        return Price(
            delivery=taka(charge.delivery_charge) or Money(0),
            cod_charge=taka(charge.cod_charge) or Money(0),
            source="courier",
        )

    async def pickup_point(self, point: PickupPoint) -> str:
        """Of stores there is one for each key, which its name ends with."""
        mark = f"#{point.key[-12:]}"
        stores = self._line.read(self._good(await self._ask("GET", "/pickup/stores", "stores")), _Stores)
        for store in stores.pickup_stores:
            if store.name.endswith(mark):
                return str(store.id)
        place = point.contacts.pickup
        made = {
            "name": f"{place.recipient_name[:80]} {mark}",
            "phone": phone.local(place.phone),
            "address": written(place, 300),
            "area_id": int(point.areas["upazila"]),
        }
        answer = self._good(await self._ask("POST", "/pickup/store", "add_store", json=made, reference=point.key))
        return str(self._line.read(answer, _Store).id)

    async def areas(self) -> Sequence[TheirArea]:
        """Its areas, for our upazilas; of a district it says nothing but what stands in the name."""
        found = self._line.read(self._good(await self._ask("GET", "/areas", "areas")), _Areas)
        return [TheirArea(level="upazila", their_id=str(area.id), name=area.name.strip()) for area in found.areas]

    def hear(self, hook: Hook) -> Sequence[News]:
        """See ports.Courier."""
        if not same(self._settings.webhook_token, hook.query.get("token", "")):
            raise HookRefused.of(self.name)
        told = said(self.name, hook.body, _Event)
        try:
            at = _time(told.timestamp)
        except ValueError as error:
            raise HookUnreadable.of(self.name) from error
        return (
            News(
                status=_status(told.status, told.delivery_type or ""),
                said=told.status,
                at=at,
                key=key(told.tracking_number, told.status, told.timestamp),
                tracking_no=told.tracking_number,
                reference=told.invoice_number or "",
                reason=masked_text(told.message_en or "")[:200],
            ),
        )

    def answer(self, problem: str = "") -> HookReply:
        """See ports.Courier."""
        return HookReply(status=400 if problem else 200, body={"success": not problem})

    async def _ask(self, method: str, path: str, operation: str, **how: Any) -> Answer:
        token = {"API-ACCESS-TOKEN": f"Bearer {self._settings.access_token.get_secret_value()}"}
        return await self._line.ask(method, path, operation=operation, headers={**headers(), **token}, **how)

    def _good(self, answer: Answer) -> Answer:
        if answer.status >= 400:  # noqa: PLR2004 - a refusal
            sentence, fields = refusals(answer.body)
            raise CourierRefused.saying(self.name, sentence, fields)
        return answer


def _status(word: str, kind: str) -> CourierStatus:
    """What its word means for this kind of parcel: the way back of a part is a return after delivery."""
    status = STATUSES.get(word.lower(), "unclear")
    if kind == _PARTIAL and status == "delivered":
        return "partially_delivered"
    if kind in _BACK and status != "unclear":
        return "returned" if status in {"delivered", "returned"} else "returning"
    return status


def _time(text: str) -> datetime:
    """ISO; one without a zone is Dhaka's. Raises ValueError."""
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=clock.DHAKA)
