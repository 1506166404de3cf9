"""Pathao Courier's merchant API (aladdin/api/v1).

It has no call that finds an order by our reference: an order whose answer was lost is known again by its webhooks,
which carry the reference. Webhooks carry a static secret and are answered 202 with a fixed public value.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from bdcommerce.fulfilment.adapters.couriers.line import (
    Line,
    dhaka,
    headers,
    key,
    refusals,
    said,
    same,
    taka,
    whole,
    written,
)
from bdcommerce.fulfilment.adapters.couriers.settings import PathaoSettings
from bdcommerce.fulfilment.domain.areas import TheirArea
from bdcommerce.fulfilment.domain.booking import Price
from bdcommerce.fulfilment.domain.news import CourierStatus, News
from bdcommerce.fulfilment.errors import (
    CourierCannot,
    CourierRefused,
    CourierSilent,
    CredentialsRefused,
    HookRefused,
    HookUnreadable,
    PickupPointWaits,
)
from bdcommerce.fulfilment.ports.couriers import Abilities, CourierJob, Hook, HookReply, PickupPoint, PriceAsk, Receipt
from bdcommerce.infra.outside import Answer, Outside
from bdcommerce.infra.outside.masking import masked_text
from bdcommerce.kernel import clock, phone
from bdcommerce.kernel.money import Money

ROOT = "/aladdin/api/v1"
INTEGRATION = {"X-Pathao-Merchant-Webhook-Integration-Secret": "f3992ecc-59da-4cbe-a049-a13da2018d51"}
"""A fixed public value; seen in the official plugin."""
EARLY = timedelta(minutes=10)
"""A token is renewed so long before it ends."""
PARCEL = 2
LEAST_GRAMS, MOST_GRAMS = 500, 10_000
AT_ONCE = 8
EVENTS: dict[str, CourierStatus] = {
    "order.created": "pending", "order.updated": "pending", "order.pickup-requested": "pickup_requested",
    "order.assigned-for-pickup": "pickup_requested", "order.picked": "picked_up",
    "order.pickup-failed": "pickup_failed", "order.pickup-cancelled": "cancelled",
    "order.at-the-sorting-hub": "at_hub", "order.at-sorting-hub": "at_hub", "order.in-transit": "in_transit",
    "order.received-at-last-mile-hub": "at_hub", "order.assigned-for-delivery": "out_for_delivery",
    "order.delivered": "delivered", "order.partial-delivery": "partially_delivered", "order.returned": "returned",
    "order.delivery-failed": "attempt_failed", "order.on-hold": "on_hold", "order.paid": "cash_paid_out",
    "order.paid-return": "returned", "order.exchanged": "delivered", "order.return-id-created": "returning",
    "order.return-in-transit": "returning", "order.returned-to-merchant": "returned",
}  # fmt: skip
_SLUGS: dict[str, CourierStatus] = {
    "pending": "pending", "pickup_requested": "pickup_requested", "assigned_for_pickup": "pickup_requested",
    "picked": "picked_up", "pickup_failed": "pickup_failed", "pickup_cancelled": "cancelled",
    "at_the_sorting_hub": "at_hub", "in_transit": "in_transit", "received_at_last_mile_hub": "at_hub",
    "assigned_for_delivery": "out_for_delivery", "delivered": "delivered", "partial_delivery": "partially_delivered",
    "return": "returned", "delivery_failed": "attempt_failed", "on_hold": "on_hold",
    "payment_invoice": "cash_paid_out", "paid_return": "returned", "exchange": "delivered",
    "return_id_created": "returning", "return_in_transit": "returning", "returned_to_merchant": "returned",
}  # fmt: skip
"""Of the query's answer; only some are seen in documents, any other word is `unclear`."""
_INTEGRATION_TEST = "webhook_integration"


class _Token(msgspec.Struct):
    access_token: str
    expires_in: int


class _Data(msgspec.Struct):
    data: Any


class _Page(msgspec.Struct):
    data: list[dict[str, Any]]
    last_page: int = 1


class _Taken(msgspec.Struct):
    consignment_id: str
    delivery_fee: float | None = None


class _Info(msgspec.Struct):
    consignment_id: str
    order_status_slug: str
    updated_at: str
    merchant_order_id: str | None = None


class _Plan(msgspec.Struct):
    final_price: float
    cod_enabled: int = 1
    cod_percentage: float = 0
    additional_charge: float = 0


class _Event(msgspec.Struct):
    event: str
    consignment_id: str = ""
    merchant_order_id: str | None = ""
    updated_at: str = ""
    reason: str | None = ""
    collected_amount: float | None = None
    delivery_fee: float | None = None
    return_type: str = ""


class Pathao:
    """See ports.Courier."""

    name = "pathao"
    can = Abilities(
        prices=True, prices_by_point=True, pickup_points=True, most_grams=MOST_GRAMS, levels=("district", "upazila")
    )

    def __init__(self, settings: PathaoSettings, outside: Outside) -> None:
        self._settings, self._line = settings, Line(outside)
        self._token: tuple[str, datetime] | None = None
        self._asking = asyncio.Lock()

    async def check(self) -> None:
        """See ports.Courier."""
        self._token = None
        await self._call("GET", "/user/short-info", "check")

    async def book(self, job: CourierJob) -> Receipt:
        """See ports.Courier."""
        to = job.contacts.recipient
        order = {
            "store_id": int(job.pickup_point),
            "merchant_order_id": job.reference,
            "recipient_name": to.recipient_name[:100].ljust(3, "."),
            "recipient_phone": phone.local(to.phone),
            "recipient_address": written(to, 220).ljust(10, "."),
            "recipient_city": int(job.areas["district"]),
            "recipient_zone": int(job.areas["upazila"]),
            "delivery_type": self._settings.delivery_type,
            "item_type": PARCEL,
            "special_instruction": job.contacts.note[:200],
            "item_quantity": 1,
            "item_weight": _kilograms(job.weight_grams),
            "item_description": job.number,
            "amount_to_collect": whole(job.cod),
        }
        if to.alt_phone:
            order["recipient_secondary_phone"] = phone.local(to.alt_phone)
        answer = await self._call("POST", "/orders", "book", json=order, reference=job.reference)
        taken = self._read(answer, _Taken)
        return Receipt(tracking_no=taken.consignment_id, charge=taka(taken.delivery_fee))

    async def find(self, reference: str) -> Receipt | None:  # noqa: ARG002 - the port's
        """It has no such call. Raises CourierCannot."""
        raise CourierCannot.of(self.name, "find an order by our reference")

    async def track(self, tracking_no: str, reference: str) -> News | None:
        """See ports.Courier."""
        path = f"{ROOT}/orders/{tracking_no}/info"
        answer = await self._authorised("GET", path, "track", reference=reference)
        if answer.status == 404:  # noqa: PLR2004 - it does not know the number
            return None
        info = self._read(self._good(answer), _Info)
        return News(
            status=_SLUGS.get(info.order_status_slug.lower(), "unclear"),
            said=info.order_status_slug,
            at=self._time(info.updated_at),
            key=key("poll", info.consignment_id, info.order_status_slug, info.updated_at),
            tracking_no=info.consignment_id,
            reference=info.merchant_order_id or "",
        )

    async def cancel(self, tracking_no: str, reason: str) -> None:  # noqa: ARG002 - the port's
        """It has no such call. Raises CourierCannot."""
        raise CourierCannot.of(self.name, "cancel an order")

    async def price(self, ask: PriceAsk) -> Price:
        """See ports.Courier."""
        asked = {
            "store_id": int(ask.pickup_point),
            "item_type": PARCEL,
            "delivery_type": self._settings.delivery_type,
            "item_weight": _kilograms(ask.weight_grams),
            "recipient_city": int(ask.destination["district"]),
            "recipient_zone": int(ask.destination["upazila"]),
        }
        plan = self._read(await self._call("POST", "/merchant/price-plan", "price", json=asked), _Plan)
        percent = plan.cod_percentage * (100 if self._settings.cod_percentage_is_fraction else 1)
        share = round(ask.cod.amount * percent / 100) if plan.cod_enabled else 0
        return Price(delivery=taka(plan.final_price) or Money(0), cod_charge=Money(share), source="courier")

    async def pickup_point(self, point: PickupPoint) -> str:
        """Of stores there is one for each key, which its name ends with; a new one waits for Pathao's approval."""
        if self._settings.store_id:
            return str(self._settings.store_id)
        mark = f"#{point.key[-12:]}"
        found = await self._store(mark)
        if found is None:
            await self._add_store(point, mark)
            found = await self._store(mark)
        if found is None or not int(found.get("is_active") or 0):
            raise PickupPointWaits.of(self.name)
        return str(found["store_id"])

    async def areas(self) -> Sequence[TheirArea]:
        """Its cities for our districts, its zones for our upazilas."""
        cities = await self._list("/city-list", "cities")
        made = [TheirArea(level="district", their_id=str(c["city_id"]), name=c["city_name"].strip()) for c in cities]
        turns = asyncio.Semaphore(AT_ONCE)

        async def zones(city: TheirArea) -> list[TheirArea]:
            async with turns:
                found = await self._list(f"/cities/{city.their_id}/zone-list", "zones")
            return [
                TheirArea(
                    level="upazila",
                    their_id=str(zone["zone_id"]),
                    name=zone["zone_name"].strip(),
                    parent=city.their_id,
                    within=city.name,
                )
                for zone in found
            ]

        within = await asyncio.gather(*(zones(city) for city in made))
        return [*made, *(zone for zones_ in within for zone in zones_)]

    def hear(self, hook: Hook) -> Sequence[News]:
        """See ports.Courier."""
        if not same(self._settings.webhook_secret, hook.headers.get("x-pathao-signature", "")):
            raise HookRefused.of(self.name)
        told = said(self.name, hook.body, _Event)
        if told.event == _INTEGRATION_TEST:
            return ()
        try:
            at = dhaka(told.updated_at)
        except ValueError as error:
            raise HookUnreadable.of(self.name) from error
        status = EVENTS.get(told.event, "unclear")
        collected = taka(told.collected_amount)
        if told.event == "order.paid-return" and collected:
            # The parcel is back, and the courier holds a fee that the customer paid: somebody has to book it.
            status = "unclear"
        return (
            News(
                status=status,
                said=told.event,
                at=at,
                key=key(told.consignment_id, told.event, told.updated_at),
                tracking_no=told.consignment_id,
                reference=told.merchant_order_id or "",
                reason=masked_text(told.reason or "")[:200],
                collected=collected,
                charge=taka(told.delivery_fee),
            ),
        )

    def answer(self, problem: str = "") -> HookReply:
        """See ports.Courier."""
        return HookReply(status=400 if problem else 202, headers=INTEGRATION)

    async def _store(self, mark: str) -> dict[str, Any] | None:
        stores = await self._list("/stores", "stores")
        return next((store for store in stores if str(store["store_name"]).endswith(mark)), None)

    async def _add_store(self, point: PickupPoint, mark: str) -> None:
        place = point.contacts.pickup
        name = place.recipient_name
        store = {
            "name": f"{name[: 49 - len(mark)]} {mark}",
            "contact_name": name[:50].ljust(3, "."),
            "contact_number": phone.local(place.phone),
            "address": written(place, 120).ljust(15, "."),
            "city_id": int(point.areas["district"]),
            "zone_id": int(point.areas["upazila"]),
            "area_id": await self._any_area(point.areas["upazila"]),
        }
        await self._call("POST", "/stores", "add_store", json=store, reference=point.key)

    async def _any_area(self, zone_id: str) -> int:
        areas = await self._list(f"/zones/{zone_id}/area-list", "areas")
        if not areas:
            raise CourierRefused.saying(self.name, f"zone {zone_id} has no areas")
        fetched = [area for area in areas if area.get("pickup_available")]
        return int((fetched or areas)[0]["area_id"])

    async def _list(self, path: str, operation: str) -> list[dict[str, Any]]:
        """All pages of a list."""
        rows: list[dict[str, Any]] = []
        number, last = 1, 1
        while number <= last:
            query = {"page": str(number)} if number > 1 else None
            page = self._read(await self._call("GET", path, operation, query=query), _Page)
            rows += page.data
            number, last = number + 1, page.last_page
        return rows

    async def _call(self, method: str, path: str, operation: str, **how: Any) -> Answer:
        return self._good(await self._authorised(method, ROOT + path, operation, **how))

    async def _authorised(self, method: str, path: str, operation: str, **how: Any) -> Answer:
        """With a token; one that is refused is renewed once."""
        token = await self._current("")
        try:
            return await self._line.ask(method, path, operation=operation, headers=_bearer(token), **how)
        except CredentialsRefused:
            token = await self._current(token)
            return await self._line.ask(method, path, operation=operation, headers=_bearer(token), **how)

    async def _current(self, refused: str) -> str:
        """A token that still holds; another one than what was refused."""
        async with self._asking:
            if self._token is None or self._token[0] == refused or self._token[1] <= clock.now():
                self._token = await self._new_token()
            return self._token[0]

    async def _new_token(self) -> tuple[str, datetime]:
        names = ("client_id", "client_secret", "username", "password")
        secrets = {name: getattr(self._settings, name).get_secret_value() for name in names}
        answer = await self._line.ask(
            "POST",
            f"{ROOT}/issue-token",
            operation="token",
            headers=headers(),
            json={**secrets, "grant_type": "password"},
        )
        if answer.status != 200:  # noqa: PLR2004 - anything else is a refusal of what we know ourselves by
            raise CredentialsRefused.of(self.name)
        token = self._line.read(answer, _Token)
        life = timedelta(seconds=token.expires_in)
        return token.access_token, clock.now() + max(life - EARLY, life / 2)

    def _good(self, answer: Answer) -> Answer:
        if answer.status >= 400:  # noqa: PLR2004 - a refusal
            sentence, fields = refusals(answer.body)
            raise CourierRefused.saying(self.name, sentence, fields)
        return answer

    def _read(self, answer: Answer, shape: type[Any]) -> Any:
        told = self._line.read(answer, _Data)
        try:
            return msgspec.convert(told.data, shape, strict=False)
        except msgspec.ValidationError as error:
            raise CourierSilent.of(self.name) from error

    def _time(self, text: str) -> datetime:
        try:
            return dhaka(text)
        except ValueError as error:
            raise CourierSilent.of(self.name) from error


def _kilograms(grams: int) -> float:
    """It knows nothing lighter than half a kilogram."""
    return max(grams, LEAST_GRAMS) / 1000


def _bearer(token: str) -> dict[str, str]:
    return dict(headers(Authorization=f"Bearer {token}"))
