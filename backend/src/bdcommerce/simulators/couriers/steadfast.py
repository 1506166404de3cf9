"""Steadfast's API (portal.packzy.com/api/v1): orders one by one and in bulk, status by three numbers, webhooks.

There is no call that cancels. A taken invoice is refused: that is how a merchant learns that it has asked before.
"""

import asyncio
import re
from collections.abc import Mapping
from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.datastructures import State
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from bdcommerce.simulators.couriers.checks import Rule, between, phone, text, whole, words, wrong
from bdcommerce.simulators.couriers.parcels import NAIVE, SETTLING, Move, Parcel, Shelf, desk
from bdcommerce.simulators.faults import Faults
from bdcommerce.simulators.party import Party
from bdcommerce.simulators.telling import Telling

API_KEY, SECRET_KEY = "play-key", "play-secret-key"
HOOK_TOKEN = "play-hook-token"  # noqa: S105 - of the stand-in
MOST = 500
STATUSES = (
    "in_review", "pending", "hold", "delivered_approval_pending", "partial_delivered_approval_pending",
    "cancelled_approval_pending", "unknown_approval_pending", "delivered", "partial_delivered", "cancelled", "unknown",
)  # fmt: skip
RETURN = "return_completed"
"""Not a status of the order: the goods are back at the merchant."""
FAULTS = {
    "down": "the API answers 503",
    "slow": "an order is taken, but the answer comes `value` seconds later",
    "lost_answer": "an order is taken, but the answer is a 502",
    "unauthorised": "good keys are refused with 401",
    "duplicate_hook": "a webhook comes twice",
    "late_hook": "a webhook comes `value` seconds later than it should",
    "lost_hook": "a webhook does not come at all",
    "bad_signature": "a webhook comes with another token",
    "wrong_amount": "a webhook says that `value` taka were collected",
}
_INVOICE = re.compile(r"[A-Za-z0-9_-]{1,50}")
Call = Request[Any, Any, State]
Body = dict[str, Any]


class Steadfast:
    """The courier's memory."""

    def __init__(self, hook: str, telling: Telling | None = None) -> None:
        self.shelf, self.faults, self.telling, self.hook = (
            Shelf(),
            Faults({**FAULTS, **SETTLING}),
            telling or Telling(),
            hook,
        )

    def refused(self, call: Call) -> Response[Body] | None:
        """Why this call is not answered, if it is not."""
        if self.faults.happens("down"):
            return Response({"message": "Service Unavailable"}, status_code=503)
        keys = (call.headers.get("api-key"), call.headers.get("secret-key"))
        if keys != (API_KEY, SECRET_KEY) or self.faults.happens("unauthorised"):
            return Response({"status": 401, "message": "Unauthorized Access"}, status_code=401)
        return None

    def take(self, asked: Body) -> Parcel:
        """A new consignment."""
        number = 1_424_000 + self.shelf.number()
        parcel = Parcel(
            number=str(number),
            reference=asked["invoice"],
            cod=int(asked["cod_amount"]),
            fee=60,
            asked=asked,
            word="in_review",
        )
        return self.shelf.keep(parcel)

    def move(self, parcel: Parcel, word: str, how: Move) -> None:
        """Something happens to a consignment."""
        if word != RETURN:
            parcel.move(word, how.reason)
        if word in {"delivered", "partial_delivered"}:
            parcel.collected = parcel.cod if how.collected is None else how.collected
        if not how.quietly and not self.faults.happens("lost_hook"):
            self._tell(parcel, word)

    def _tell(self, parcel: Parcel, word: str) -> None:
        other = self.faults.happens("wrong_amount")
        collected = parcel.cod if parcel.collected is None else parcel.collected
        body: Body = {
            "notification_type": "delivery_status",
            "consignment_id": int(parcel.number),
            "invoice": parcel.reference,
            "cod_amount": float(other.value) if other else float(collected),
            "status": parcel.word.capitalize(),
            "delivery_charge": float(parcel.fee),
            "tracking_message": parcel.reason or f"The consignment is {parcel.word}.",
            "updated_at": parcel.naive,
        }
        if word == RETURN:
            body["return_status"] = "completed"
        token = "somebody-else" if self.faults.happens("bad_signature") else HOOK_TOKEN
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        late = self.faults.happens("late_hook")
        for _ in range(2 if self.faults.happens("duplicate_hook") else 1):
            later = float(late.value or 1) if late else 0
            self.telling.tell(self.hook, msgspec.json.encode(body), headers, later=later)

    def faulty(self, asked: Any) -> dict[str, list[str]]:
        """What is wrong with an order."""
        if not isinstance(asked, dict):
            return {"data": ["must be objects"]}
        rules: dict[str, Rule] = {
            "invoice": lambda value: text(value) and _INVOICE.fullmatch(value) is not None,
            "recipient_name": words(1, 100),
            "recipient_phone": phone,
            "recipient_address": words(1, 250),
            "cod_amount": between(0, 10_000_000),
        }
        optional: dict[str, Rule] = {"note": text, "item_description": text, "alternative_phone": phone}
        optional |= {"total_lot": whole, "delivery_type": lambda value: value in (0, 1)}
        errors = wrong(asked, rules) | wrong(asked, {name: rule for name, rule in optional.items() if name in asked})
        if not errors and self.shelf.by_reference(asked["invoice"]):
            errors["invoice"] = ["The invoice has already been taken."]
        return errors


def party(hook: str, telling: Telling | None = None) -> Party:
    """Steadfast; its webhooks go to `hook`."""
    made = Steadfast(hook, telling)
    return Party(
        name="steadfast",
        about="Steadfast, portal.packzy.com/api/v1",
        routes=[
            *_orders(made),
            *_questions(made),
            *desk("Steadfast", made.shelf, (*STATUSES, RETURN), made.move, made.faults),
        ],
        faults=made.faults,
        forget=made.shelf.clear,
    )


def _orders(steadfast: Steadfast) -> list[ControllerRouterHandler]:
    @post("/create_order", status_code=200)
    async def create(data: JSONBody[Body], request: Call) -> Response[Body]:
        if refusal := steadfast.refused(request):
            return refusal
        if errors := steadfast.faulty(data):
            return Response({"status": 400, "errors": errors}, status_code=400)
        parcel = steadfast.take(data)
        if steadfast.faults.happens("lost_answer"):
            return Response({"message": "Bad Gateway"}, status_code=502)
        if slow := steadfast.faults.happens("slow"):
            await asyncio.sleep(float(slow.value or 35))
        message = "Consignment has been created successfully."
        return Response({"status": 200, "message": message, "consignment": _shown(parcel)})

    @post("/create_order/bulk-order", status_code=200)
    async def create_many(data: JSONBody[Body], request: Call) -> Response[Any]:
        if refusal := steadfast.refused(request):
            return refusal
        try:
            asked = msgspec.json.decode(data.get("data") or "", type=list[Any])
        except (msgspec.MsgspecError, TypeError):
            return Response({"status": 400, "errors": {"data": ["must be a JSON array as a string"]}}, status_code=400)
        if not 0 < len(asked) <= MOST:
            return Response({"status": 400, "errors": {"data": [f"at most {MOST}"]}}, status_code=400)
        return Response([_one_of_many(steadfast, each) for each in asked])

    return [create, create_many]


def _one_of_many(steadfast: Steadfast, asked: Any) -> Body:
    if steadfast.faulty(asked):
        invoice = asked.get("invoice") if isinstance(asked, dict) else None
        return {"invoice": invoice, "consignment_id": None, "tracking_code": None, "status": "error"}
    return {**_shown(steadfast.take(asked)), "status": "success"}


def _questions(steadfast: Steadfast) -> list[ControllerRouterHandler]:
    def status(call: Call, found: Mapping[str, Parcel], key: str) -> Response[Body]:
        if refusal := steadfast.refused(call):
            return refusal
        if key not in found:
            return Response({"status": 404, "message": "Consignment not found"}, status_code=404)
        return Response({"status": 200, "delivery_status": found[key].word})

    @get("/status_by_cid/{number:str}")
    async def by_number(number: FromPath[str], request: Call) -> Response[Body]:
        return status(request, steadfast.shelf.parcels, number)

    @get("/status_by_invoice/{invoice:str}")
    async def by_invoice(invoice: FromPath[str], request: Call) -> Response[Body]:
        return status(request, {one.reference: one for one in steadfast.shelf.parcels.values()}, invoice)

    @get("/status_by_trackingcode/{code:str}")
    async def by_code(code: FromPath[str], request: Call) -> Response[Body]:
        return status(request, {_code(one): one for one in steadfast.shelf.parcels.values()}, code)

    @get("/get_balance")
    async def balance(request: Call) -> Response[Body]:
        return steadfast.refused(request) or Response({"status": 200, "current_balance": 0})

    return [by_number, by_invoice, by_code, balance]


def _shown(parcel: Parcel) -> Body:
    kept = {name: parcel.asked[name] for name in ("invoice", "recipient_name", "recipient_phone", "recipient_address")}
    created = parcel.steps[0].at.strftime(NAIVE)
    return {
        "consignment_id": int(parcel.number),
        "tracking_code": _code(parcel),
        **kept,
        "cod_amount": parcel.cod,
        "status": parcel.word,
        "note": parcel.asked.get("note"),
        "created_at": created,
        "updated_at": created,
    }


def _code(parcel: Parcel) -> str:
    return f"{int(parcel.number) * 7919 % 16**8:08X}"
