"""Steadfast's API (portal.packzy.com/api/v1).

It wants no areas and no pick-up points: an address is enough, and it fetches where the panel says. An invoice that it
has taken is refused a second time, and its status can be asked by invoice: a lost answer is looked up.
"""

from collections.abc import Sequence
from datetime import datetime
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
from bdcommerce.fulfilment.adapters.couriers.settings import SteadfastSettings
from bdcommerce.fulfilment.domain.areas import TheirArea
from bdcommerce.fulfilment.domain.booking import Price
from bdcommerce.fulfilment.domain.news import CourierStatus, News
from bdcommerce.fulfilment.errors import CourierCannot, CourierRefused, HookRefused, HookUnreadable
from bdcommerce.fulfilment.ports.couriers import Abilities, CourierJob, Hook, HookReply, PickupPoint, PriceAsk, Receipt
from bdcommerce.infra.outside import Outside
from bdcommerce.infra.outside.masking import masked_text
from bdcommerce.kernel import clock, phone

STATUSES: dict[str, CourierStatus] = {
    "in_review": "pending",
    "pending": "picked_up",
    "hold": "on_hold",
    "delivered_approval_pending": "out_for_delivery",
    "partial_delivered_approval_pending": "out_for_delivery",
    "cancelled_approval_pending": "out_for_delivery",
    "unknown_approval_pending": "on_hold",
    "delivered": "delivered",
    "partial_delivered": "partially_delivered",
    "cancelled": "returning",
    "unknown": "on_hold",
}
"""`…_approval_pending` is not final: the rider says so, and Steadfast has not looked yet. `cancelled` is a delivery
that came to nothing: the parcel comes back, also when we have not heard that it was fetched.
"""
_BACK = frozenset({"completed", "returned"})
_NOT_THERE = 404


class _Consignment(msgspec.Struct):
    consignment_id: int
    tracking_code: str


class _Taken(msgspec.Struct):
    consignment: _Consignment


class _Status(msgspec.Struct):
    delivery_status: str


class _Event(msgspec.Struct):
    notification_type: str
    invoice: str = ""
    consignment_id: int | str = ""
    updated_at: str = ""
    status: str = ""
    tracking_message: str | None = ""
    cod_amount: float | None = None
    delivery_charge: float | None = None
    return_status: str | None = ""


class Steadfast:
    """See ports.Courier. The tracking number is its consignment id, which webhooks carry."""

    name = "steadfast"
    can = Abilities(looks_up=True, refuses_twice=True)

    def __init__(self, settings: SteadfastSettings, outside: Outside) -> None:
        self._settings, self._line = settings, Line(outside)

    async def check(self) -> None:
        """See ports.Courier."""
        answer = await self._ask("GET", "/get_balance", "check")
        self._line.read(answer, dict[str, Any])

    async def book(self, job: CourierJob) -> Receipt:
        """See ports.Courier. An invoice that it has already is a booking that it has already."""
        to = job.contacts.recipient
        order = {
            "invoice": job.reference,
            "recipient_name": to.recipient_name[:100],
            "recipient_phone": phone.local(to.phone),
            "recipient_address": written(to, 250),
            "cod_amount": whole(job.cod),
            "note": job.contacts.note[:200],
            "item_description": job.number,
            "delivery_type": 0,
        }
        if to.alt_phone:
            order["alternative_phone"] = phone.local(to.alt_phone)
        answer = await self._ask("POST", "/create_order", "book", json=order, reference=job.reference)
        if answer.status >= 400:  # noqa: PLR2004 - a refusal
            sentence, fields = refusals(answer.body)
            taken = await self.find(job.reference) if "invoice" in fields else None
            if taken is None:
                raise CourierRefused.saying(self.name, sentence, fields)
            return taken
        consignment = self._line.read(answer, _Taken).consignment
        return Receipt(tracking_no=str(consignment.consignment_id))

    async def find(self, reference: str) -> Receipt | None:
        """See ports.Courier. It says that it has the invoice, not under which number: webhooks will."""
        answer = await self._ask("GET", f"/status_by_invoice/{reference}", "find", reference=reference)
        known = answer.status != _NOT_THERE and self._line.read(answer, _Status)
        return Receipt(tracking_no="") if known else None

    async def track(self, tracking_no: str, reference: str) -> News | None:
        """See ports.Courier. The answer has no time: it is as of now."""
        path = f"/status_by_cid/{tracking_no}" if tracking_no.isdecimal() else f"/status_by_invoice/{reference}"
        answer = await self._ask("GET", path, "track", reference=reference)
        if answer.status == _NOT_THERE:
            return None
        word = self._line.read(answer, _Status).delivery_status.lower()
        return News(
            status=STATUSES.get(word, "unclear"),
            said=word,
            at=clock.now(),
            key=key("poll", reference, word),
            tracking_no=tracking_no,
            reference=reference,
        )

    async def cancel(self, tracking_no: str, reason: str) -> None:  # noqa: ARG002 - the port's
        """It has no such call. Raises CourierCannot."""
        raise CourierCannot.of(self.name, "cancel an order")

    async def price(self, ask: PriceAsk) -> Price:  # noqa: ARG002 - the port's
        """It has no such call. Raises CourierCannot."""
        raise CourierCannot.of(self.name, "ask for prices")

    async def pickup_point(self, point: PickupPoint) -> str:  # noqa: ARG002 - the port's
        """It has no such call. Raises CourierCannot."""
        raise CourierCannot.of(self.name, "add a pick-up point")

    async def areas(self) -> Sequence[TheirArea]:
        """It wants none."""
        return ()

    def hear(self, hook: Hook) -> Sequence[News]:
        """See ports.Courier. Words come in any letter case."""
        scheme, _, token = hook.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not same(self._settings.webhook_token, token):
            raise HookRefused.of(self.name)
        told = said(self.name, hook.body, _Event)
        at = _time(told.updated_at)
        message = masked_text(told.tracking_message or "")[:200]
        status: CourierStatus
        if (told.return_status or "").lower() in _BACK:
            word, status = f"return_{told.return_status}", "returned"
        elif told.notification_type == "delivery_status":
            word, status = told.status.lower(), STATUSES.get(told.status.lower(), "unclear")
        else:
            word, status = told.notification_type, "pending"
        paid = status in {"delivered", "partially_delivered"}
        return (
            News(
                status=status,
                said=word,
                at=at,
                key=key(told.consignment_id, told.invoice, word, message, told.updated_at),
                tracking_no=str(told.consignment_id),
                reference=told.invoice,
                reason=message if word not in {"delivered", "in_review"} else "",
                collected=taka(told.cod_amount) if paid else None,
                charge=taka(told.delivery_charge),
            ),
        )

    def answer(self, problem: str = "") -> HookReply:
        """See ports.Courier."""
        if problem:
            return HookReply(status=400, body={"status": "error", "message": problem})
        return HookReply(status=200, body={"status": "success", "message": "Webhook received successfully."})

    async def _ask(self, method: str, path: str, operation: str, **how: Any) -> Any:
        names = {
            "Api-Key": self._settings.api_key.get_secret_value(),
            "Secret-Key": self._settings.secret_key.get_secret_value(),
        }
        return await self._line.ask(method, path, operation=operation, headers={**headers(), **names}, **how)


def _time(text: str) -> datetime:
    try:
        return dhaka(text)
    except ValueError as error:
        raise HookUnreadable.of("steadfast") from error
