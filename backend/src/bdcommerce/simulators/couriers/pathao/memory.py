"""What Pathao remembers, and what it says of itself."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.datastructures import State

from bdcommerce.kernel import clock
from bdcommerce.simulators.couriers.parcels import SETTLING, Move, Parcel, Shelf
from bdcommerce.simulators.couriers.places import gonj, served
from bdcommerce.simulators.faults import Faults
from bdcommerce.simulators.telling import Telling

CLIENT = {
    "client_id": "play-client",
    "client_secret": "play-secret",
    "username": "merchant@example.com",
    "password": "play-password",
}
"""The one merchant there is."""
WEBHOOK_SECRET = "play-webhook-secret"  # noqa: S105 - of the stand-in
INTEGRATION = "f3992ecc-59da-4cbe-a049-a13da2018d51"
LIFE = 432_000
CITY, ZONE, AREA = 1_000, 2_000, 30_000
"""Where its numbers begin."""
EVENTS = {
    "order.created": "Pending", "order.updated": "Pending", "order.pickup-requested": "Pickup_Requested",
    "order.assigned-for-pickup": "Assigned_for_Pickup", "order.picked": "Picked",
    "order.pickup-failed": "Pickup_Failed",
    "order.pickup-cancelled": "Pickup_Cancelled", "order.at-the-sorting-hub": "At_the_Sorting_HUB",
    "order.in-transit": "In_Transit", "order.received-at-last-mile-hub": "Received_at_Last_Mile_HUB",
    "order.assigned-for-delivery": "Assigned_for_Delivery", "order.delivered": "Delivered",
    "order.partial-delivery": "Partial_Delivery", "order.returned": "Return",
    "order.delivery-failed": "Delivery_Failed",
    "order.on-hold": "On_Hold", "order.paid": "Payment_Invoice", "order.paid-return": "Paid_Return",
    "order.exchanged": "Exchange", "order.return-id-created": "Return_Id_Created",
    "order.return-in-transit": "Return_In_Transit", "order.returned-to-merchant": "Returned_To_Merchant",
}  # fmt: skip
"""What happens to an order, and its status from then on."""
_COLLECTING = {"order.delivered", "order.partial-delivery", "order.paid-return", "order.exchanged"}
FAULTS = {
    "down": "the API answers 503",
    "slow": "an order is taken, but the answer comes `value` seconds later",
    "lost_answer": "an order is taken, but the answer is a 502",
    "expired_token": "a good token is refused with 401",
    "rate": "a call is refused with 429",
    "store_waits": "a new store is not approved at once",
    "duplicate_hook": "a webhook comes twice",
    "late_hook": "a webhook comes `value` seconds later than it should",
    "lost_hook": "a webhook does not come at all",
    "bad_signature": "a webhook is signed with another secret",
    "wrong_amount": "a webhook says that `value` taka were collected",
}
Call = Request[Any, Any, State]
Body = dict[str, Any]


class Panel(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What the merchant types in the panel."""

    url: str
    secret: str


class Pathao:
    """The courier's memory."""

    def __init__(self, hook: str, telling: Telling | None = None) -> None:
        self.shelf, self.faults, self.telling = Shelf(), Faults({**FAULTS, **SETTLING}), telling or Telling()
        self.panel = Panel(url=hook, secret=WEBHOOK_SECRET)
        self.tokens: dict[str, Any] = {}
        self.stores: dict[int, Body] = {}

    def forget(self) -> None:
        """No stores, no orders, no tokens."""
        self.shelf.clear()
        self.tokens.clear()
        self.stores.clear()

    def move(self, parcel: Parcel, event: str, how: Move) -> None:
        """Something happens to an order."""
        parcel.move(event, how.reason)
        collected = parcel.cod if how.collected is None else how.collected
        if event in _COLLECTING:
            parcel.collected = collected
        if not how.quietly:
            self.tell(parcel, event)

    def tell(self, parcel: Parcel, event: str) -> None:
        if self.faults.happens("lost_hook"):
            return
        body: Body = {
            "event": event,
            "consignment_id": parcel.number,
            "merchant_order_id": parcel.reference,
            "updated_at": parcel.naive,
            "timestamp": parcel.at.isoformat(),
            "store_id": parcel.asked["store_id"],
            "delivery_fee": parcel.fee,
        }
        if parcel.reason:
            body["reason"] = parcel.reason
        if event == "order.paid":
            body["invoice_id"] = f"INV{parcel.number}"
        if event in _COLLECTING:
            other = self.faults.happens("wrong_amount")
            body["collected_amount"] = int(other.value) if other else parcel.collected
        if event.startswith("order.return"):
            body["return_consignment_id"] = f"R{parcel.number}"
            body["return_type"] = "return"
        signature = "somebody-else" if self.faults.happens("bad_signature") else self.panel.secret
        headers = {"X-PATHAO-Signature": signature, "Content-Type": "application/json"}
        late = self.faults.happens("late_hook")
        for _ in range(2 if self.faults.happens("duplicate_hook") else 1):
            later = float(late.value or 1) if late else 0
            self.telling.tell(self.panel.url, msgspec.json.encode(body), headers, later=later)

    def price(self, store: Body, city: int | None, weight: float) -> int:
        """Taka: dearer outside the store's own city, and by the kilogram."""
        base, each = (70, 15) if city in (None, store["city_id"]) else (130, 25)
        return base + each * max(0, -int(-weight // 1) - 1)


@cache
def cities() -> Mapping[int, str]:
    """Its cities are our districts, as they were spelt before."""
    names = sorted({thana.district_before for _, thana in served(_leaves_out)})
    return {CITY + number: name for number, name in enumerate(names)}


@cache
def zones() -> Mapping[int, tuple[int, str]]:
    """Its zones are our thanas: number -> (city, name)."""
    of_city = {name: number for number, name in cities().items()}
    return {ZONE + index: (of_city[thana.district_before], gonj(thana.name)) for index, thana in served(_leaves_out)}


def _leaves_out(index: int) -> bool:
    return index % 67 == 5  # noqa: PLR2004 - one in 67, for ever the same ones


def ok(data: Any, message: str = "ok", code: int = 200) -> Response[Body]:
    return Response({"message": message, "type": "success", "code": code, "data": data}, status_code=code)


def no(code: int, message: str, errors: Mapping[str, Sequence[str]] | None = None) -> Response[Body]:
    body: Body = {"message": message, "type": "error", "code": code}
    return Response(body | ({"errors": errors} if errors else {}), status_code=code)


def refused(pathao: Pathao, call: Call) -> Response[Body] | None:
    """Why this call is not answered, if it is not."""
    if pathao.faults.happens("down"):
        return no(503, "Service Unavailable")
    if pathao.faults.happens("rate"):
        return no(429, "Too Many Attempts.")
    scheme, _, token = call.headers.get("authorization", "").partition(" ")
    until = pathao.tokens.get(token)
    if scheme != "Bearer" or until is None or until < clock.now() or pathao.faults.happens("expired_token"):
        return no(401, "Unauthorized")
    return None
