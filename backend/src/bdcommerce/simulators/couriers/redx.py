"""RedX's open API (v1.0.0-beta): areas, pick-up stores, charges, parcels, their way, webhooks.

Parcels are known by their tracking number alone: a booking whose answer was lost cannot be looked up.
"""

import asyncio
from collections.abc import Mapping
from functools import cache
from typing import Any

import msgspec
from litestar import Request, Response, get, patch, post
from litestar.datastructures import State
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from bdcommerce.simulators.couriers.checks import Rule, phone, text, whole, words, wrong
from bdcommerce.simulators.couriers.parcels import SETTLING, Move, Parcel, Shelf, desk
from bdcommerce.simulators.couriers.places import served
from bdcommerce.simulators.faults import Faults
from bdcommerce.simulators.party import Party
from bdcommerce.simulators.telling import Telling

TOKEN = "play-token"  # noqa: S105 - of the stand-in
HOOK_TOKEN = "play-hook-token"  # noqa: S105 - of the stand-in
STATUSES = {
    "pickup-pending": ("Parcel is waiting for pick-up", "পার্সেল পিকআপের অপেক্ষায়"),
    "ready-for-delivery": ("Parcel is received in the hub", "পার্সেল হাবে গৃহীত হয়েছে"),
    "delivery-in-progress": ("Parcel is out for delivery", "পার্সেল ডেলিভারির জন্য বের হয়েছে"),
    "delivered": ("Parcel is delivered", "পার্সেল ডেলিভারি হয়েছে"),
    "agent-hold": ("Parcel is on hold", "পার্সেল হোল্ডে আছে"),
    "agent-returning": ("Parcel is returning", "পার্সেল ফেরত আসছে"),
    "returned": ("Parcel is returned", "পার্সেল ফেরত দেওয়া হয়েছে"),
    "agent-area-change": ("The parcel's area was changed", "পার্সেলের এলাকা পরিবর্তন হয়েছে"),
    "cancelled": ("Parcel is cancelled", "পার্সেল বাতিল হয়েছে"),
}
"""Its words, with what they say in both languages."""
FAULTS = {
    "down": "the API answers 503",
    "slow": "a parcel is taken, but the answer comes `value` seconds later",
    "lost_answer": "a parcel is taken, but the answer is a 502",
    "unauthorised": "a good token is refused with 401",
    "duplicate_hook": "a webhook comes twice",
    "late_hook": "a webhook comes `value` seconds later than it should",
    "lost_hook": "a webhook does not come at all",
    "bad_signature": "a webhook comes with another token",
}
Call = Request[Any, Any, State]
Body = dict[str, Any]


class Redx:
    """The courier's memory."""

    def __init__(self, hook: str, telling: Telling | None = None) -> None:
        self.shelf, self.faults, self.telling, self.hook = (
            Shelf(),
            Faults({**FAULTS, **SETTLING}),
            telling or Telling(),
            hook,
        )
        self.stores: dict[int, Body] = {}

    def forget(self) -> None:
        """No stores, no parcels."""
        self.shelf.clear()
        self.stores.clear()

    def refused(self, call: Call) -> Response[Body] | None:
        """Why this call is not answered, if it is not."""
        if self.faults.happens("down"):
            return Response({"message": "Service Unavailable"}, status_code=503)
        if call.headers.get("api-access-token") != f"Bearer {TOKEN}" or self.faults.happens("unauthorised"):
            return Response({"message": "Unauthorized"}, status_code=401)
        return None

    def move(self, parcel: Parcel, word: str, how: Move) -> None:
        """Something happens to a parcel."""
        parcel.move(word, how.reason)
        if word == "delivered":
            parcel.collected = parcel.cod if how.collected is None else how.collected
        if not how.quietly:
            self._tell(parcel, word)

    def _tell(self, parcel: Parcel, word: str) -> None:
        if self.faults.happens("lost_hook"):
            return
        english, bangla = STATUSES[word]
        body = {
            "tracking_number": parcel.number,
            "timestamp": parcel.at.isoformat(),
            "status": word,
            "message_en": parcel.reason or english,
            "message_bn": bangla,
            "invoice_number": parcel.reference,
            "delivery_type": "regular",
        }
        token = "somebody-else" if self.faults.happens("bad_signature") else HOOK_TOKEN
        late = self.faults.happens("late_hook")
        for _ in range(2 if self.faults.happens("duplicate_hook") else 1):
            later = float(late.value or 1) if late else 0
            url = f"{self.hook}?token={token}"
            self.telling.tell(url, msgspec.json.encode(body), {"Content-Type": "application/json"}, later=later)


@cache
def areas() -> Mapping[int, Body]:
    """Its areas are our thanas, spelt in its own way."""
    return {
        100 + index: {
            "id": 100 + index,
            "name": f"{thana.name_too} ({thana.district})" if index % 4 == 0 else thana.name_too,
            "post_code": 1000 + index,
            "division_name": thana.division,
            "district_name": thana.district,
            "zone_id": 1 if thana.division == "Dhaka" else 2,
        }
        for index, thana in served(_leaves_out)
    }


def _leaves_out(index: int) -> bool:
    return index % 71 == 9  # noqa: PLR2004 - one in 71, for ever the same ones


def party(hook: str, telling: Telling | None = None) -> Party:
    """RedX; its webhooks go to `hook`."""
    made = Redx(hook, telling)
    return Party(
        name="redx",
        about="RedX open API v1.0.0-beta",
        routes=[
            *_places(made),
            *_stores(made),
            *_parcels(made),
            *_questions(made),
            _change(made),
            *desk("RedX", made.shelf, tuple(STATUSES), made.move, made.faults),
        ],
        faults=made.faults,
        forget=made.forget,
    )


def _no(status: int, message: str, errors: Mapping[str, Any] | None = None) -> Response[Body]:
    return Response({"message": message, **({"validation_errors": errors} if errors else {})}, status_code=status)


def _places(redx: Redx) -> list[ControllerRouterHandler]:
    @get("/areas")
    async def list_areas(request: Call) -> Response[Body]:
        district = request.query_params.get("district_name", "")
        rows = [
            {name: value for name, value in area.items() if name != "district_name"}
            for area in areas().values()
            if district in {"", area["district_name"]}
        ]
        return redx.refused(request) or Response({"areas": rows})

    @get("/charge/charge_calculator")
    async def charge(request: Call) -> Response[Body]:
        if refusal := redx.refused(request):
            return refusal
        names = ("delivery_area_id", "pickup_area_id", "cash_collection_amount", "weight")
        asked = {name: request.query_params.get(name, "") for name in names}
        if not all(value.isdigit() for value in asked.values()):
            return _no(400, "Validation failed", dict.fromkeys(names, "must be a number"))
        delivery, pickup, cash, grams = (int(asked[name]) for name in names)
        if delivery not in areas() or pickup not in areas():
            return _no(400, "Validation failed", {"delivery_area_id": "is not known"})
        return Response({"deliveryCharge": _price(pickup, delivery, grams), "codCharge": round(cash / 100, 2)})

    return [list_areas, charge]


def _price(pickup: int, delivery: int, grams: int) -> int:
    near = areas()[pickup]["district_name"] == areas()[delivery]["district_name"]
    return (65 if near else 120) + 20 * max(0, -(-grams // 1000) - 1)


def _stores(redx: Redx) -> list[ControllerRouterHandler]:
    @post("/pickup/store", status_code=201)
    async def add_store(data: JSONBody[Body], request: Call) -> Response[Body]:
        if refusal := redx.refused(request):
            return refusal
        rules: dict[str, Rule] = {"name": words(1, 100), "phone": phone, "address": words(1, 300), "area_id": _area}
        if errors := wrong(data, rules):
            return _no(400, "Validation failed", errors)
        number = 9_000 + redx.shelf.number()
        kept = {name: data[name] for name in rules}
        redx.stores[number] = {"id": number, **kept, "area_name": areas()[data["area_id"]]["name"]}
        return Response(redx.stores[number], status_code=201)

    @get("/pickup/stores")
    async def list_stores(request: Call) -> Response[Body]:
        return redx.refused(request) or Response({"pickup_stores": list(redx.stores.values())})

    return [add_store, list_stores]


def _parcels(redx: Redx) -> list[ControllerRouterHandler]:
    @post("/parcel", status_code=201)
    async def book(data: JSONBody[Body], request: Call) -> Response[Body]:
        if refusal := redx.refused(request):
            return refusal
        rules: dict[str, Rule] = {
            "customer_name": words(1, 100),
            "customer_phone": phone,
            "delivery_area": words(1, 200),
            "delivery_area_id": _area,
            "customer_address": words(1, 300),
            "cash_collection_amount": lambda value: text(value) and value.isdigit(),
            "parcel_weight": lambda value: whole(value) and value > 0,
            "value": lambda value: text(value) or whole(value),
            "pickup_store_id": lambda value: value in redx.stores,
        }
        if errors := wrong(data, rules):
            return _no(400, "Validation failed", errors)
        parcel = _taken(redx, data)
        if redx.faults.happens("lost_answer"):
            return _no(502, "Bad Gateway")
        if slow := redx.faults.happens("slow"):
            await asyncio.sleep(float(slow.value or 35))
        return Response({"tracking_id": parcel.number}, status_code=201)

    return [book]


def _questions(redx: Redx) -> list[ControllerRouterHandler]:
    @get("/parcel/info/{number:str}")
    async def info(number: FromPath[str], request: Call) -> Response[Body]:
        if refusal := redx.refused(request):
            return refusal
        parcel = redx.shelf.parcels.get(number)
        if parcel is None:
            return _no(404, "Parcel not found")
        kept = {name: value for name, value in parcel.asked.items() if name != "pickup_store_id"}
        more = {"tracking_id": number, "charge": parcel.fee, "status": parcel.word, "delivery_type": "regular"}
        return Response({"parcel": {**kept, **more, "pickup_location": {}}})

    @get("/parcel/track/{number:str}")
    async def track(number: FromPath[str], request: Call) -> Response[Body]:
        if refusal := redx.refused(request):
            return refusal
        parcel = redx.shelf.parcels.get(number)
        if parcel is None:
            return _no(404, "Parcel not found")
        said = [(*STATUSES[step.word], step.at.isoformat()) for step in parcel.steps]
        return Response({"tracking": [{"message_en": en, "message_bn": bn, "time": at} for en, bn, at in said]})

    return [info, track]


def _change(redx: Redx) -> ControllerRouterHandler:
    @patch("/parcels")
    async def change(data: JSONBody[Body], request: Call) -> Response[Body]:
        if refusal := redx.refused(request):
            return refusal
        asked = data.get("update_details") or {}
        parcel = redx.shelf.parcels.get(str(data.get("entity_id")))
        named = (data.get("entity_type"), asked.get("property_name"), asked.get("new_value"))
        if parcel is None or named != ("parcel-tracking-id", "status", "cancelled"):
            return _no(400, "Validation failed", {"entity_id": "is not known, or cannot be changed so"})
        if parcel.word != "pickup-pending":
            return _no(400, "The parcel is picked up: it cannot be cancelled")
        redx.move(parcel, "cancelled", Move(reason=str(asked.get("reason") or "")))
        return Response({"success": True, "message": "The parcel is cancelled"})

    return change


def _taken(redx: Redx, asked: Body) -> Parcel:
    pickup = redx.stores[asked["pickup_store_id"]]["area_id"]
    parcel = Parcel(
        number=f"21A{redx.shelf.number():09d}",
        reference=str(asked.get("merchant_invoice_id") or ""),
        cod=int(asked["cash_collection_amount"]),
        fee=_price(pickup, asked["delivery_area_id"], asked["parcel_weight"]),
        asked=asked,
        word="pickup-pending",
    )
    redx.shelf.keep(parcel)
    redx._tell(parcel, "pickup-pending")  # noqa: SLF001 - one courier
    return parcel


def _area(value: Any) -> bool:
    return value in areas()
