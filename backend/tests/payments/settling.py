"""Payments, providers' money and couriers' cash as tests of settlements drive them."""

import csv
import io
from collections.abc import Sequence
from typing import Any

import httpx

from bdcommerce.kernel import clock
from bdcommerce.kernel.ids import new_id
from bdcommerce.kernel.money import Money
from bdcommerce.payments.events import (
    AttemptCaptured,
    AttemptRedirected,
    AttemptStarted,
    Part,
    PaymentOpened,
    PrepaidRefundDone,
    PrepaidRefundOwed,
    PrepaidRefundSent,
)
from bdcommerce.payments.handlers import flows
from support.harness import Harness
from support.money import anna, bela

HEADER = ("trxID", "Merchant Invoice", "Date", "Amount", "Charge", "Net", "Status")
MAPPING = {
    "reference": "trxID", "other_reference": "Merchant Invoice", "gross": "Amount", "fee": "Charge", "net": "Net",
    "date": "Date", "status": "Status", "settled_words": ["Completed"],
}  # fmt: skip
COURIER_HEADER = ("Consignment", "Invoice", "Date", "Collected", "Charge", "Paid")
COURIER_MAPPING = {
    "reference": "Consignment", "other_reference": "Invoice", "gross": "Collected", "fee": "Charge", "net": "Paid",
    "date": "Date",
}  # fmt: skip
ROOT = "/admin/settlements"


def file_of(header: Sequence[str], *rows: Sequence[object]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    return text.getvalue().encode()


def row(
    trx: str, taka: float, fee: float = 0, *, invoice: str = "", net: float | None = None, status: str = "Completed"
) -> list[object]:
    return [trx, invoice, clock.today().isoformat(), taka, fee, taka - fee if net is None else net, status]


def parcel(consignment: str, taka: float, fee: float = 0, *, paid: float | None = None) -> list[object]:
    return [consignment, "", clock.today().isoformat(), taka, fee, taka - fee if paid is None else paid]


def captured(order_id: str, attempt_id: str, provider: str, trx: str, parts: list[Part]) -> AttemptCaptured:
    amount = sum((part.amount for part in parts), Money(0))
    return AttemptCaptured(
        order_id=order_id, attempt_id=attempt_id, provider=provider, amount=amount, trx_id=trx, parts=parts,
        at=clock.now(),
    )  # fmt: skip


class Settling:
    """What staff call, and what happened before."""

    def __init__(self, payments: Harness) -> None:
        self.payments = payments

    async def attempt(self, taka: int, *, provider: str = "bkash", trx: str = "") -> tuple[str, str]:
        """An order and an attempt at a provider; it brings its money if a transaction is named."""
        order_id, attempt_id, amount = new_id("ord"), new_id("att"), Money(taka * 100)
        at, number = clock.now(), order_id[-12:]
        parts = [Part(vendor_order_id=new_id("vor"), vendor_id="ven_1", amount=amount)]
        happened: list[object] = [
            PaymentOpened(
                order_id=order_id, payment_id=f"pmt_{number}", number=number, customer_id="usr_1", guest_hash="",
                parts=parts, pay_until=at, at=at,
            ),
            AttemptStarted(
                order_id=order_id, attempt_id=attempt_id, number=1, provider=provider, reference=f"{number}01",
                amount=amount, wallet_id="", at=at,
            ),
            AttemptRedirected(
                order_id=order_id, attempt_id=attempt_id, provider=provider, provider_payment_id=f"P{number}",
                redirect="", expires_at=at, next_at=at, at=at,
            ),
        ]  # fmt: skip
        if trx:
            happened.append(captured(order_id, attempt_id, provider, trx, parts))
        await self.record(order_id, *happened)
        return order_id, attempt_id

    async def capture(self, order_id: str, attempt_id: str, taka: int, trx: str, provider: str = "bkash") -> None:
        """The attempt brings its money after all."""
        async with self.payments.deps.works() as work:
            payment, _ = await work.payments.load(order_id)
        parts = [Part(vendor_order_id=next(iter(payment.due)), vendor_id="ven_1", amount=Money(taka * 100))]
        await self.record(order_id, captured(order_id, attempt_id, provider, trx, parts))

    async def refund(self, order_id: str, attempt_id: str, taka: int, trx: str, provider: str = "bkash") -> str:
        """The provider has paid some of it back."""
        async with self.payments.deps.works() as work:
            payment, _ = await work.payments.load(order_id)
        refund_id, amount, at = new_id("ref"), Money(taka * 100), clock.now()
        parts = [Part(vendor_order_id=next(iter(payment.due)), vendor_id="ven_1", amount=amount)]
        await self.record(
            order_id,
            PrepaidRefundOwed(
                order_id=order_id, refund_id=refund_id, attempt_id=attempt_id, provider=provider, amount=amount,
                parts=parts, reason="torn", at=at,
            ),
            PrepaidRefundSent(order_id=order_id, refund_id=refund_id, next_at=at, at=at),
            PrepaidRefundDone(
                order_id=order_id, refund_id=refund_id, provider=provider, amount=amount, parts=parts,
                refund_trx_id=trx, at=at,
            ),
        )  # fmt: skip
        return refund_id

    async def record(self, order_id: str, *happened: object) -> None:
        async with self.payments.deps.works() as work:
            payment, version = await work.payments.load(order_id)
            await flows.record(work, payment, version, [*happened])

    async def send(
        self,
        what: str,
        content: bytes,
        *,
        kind: str = "provider",
        source: str = "bkash",
        format_: str = "csv",
        **more: Any,
    ) -> httpx.Response:
        query = {"kind": kind, "source": source, "format": format_} | more
        return await self.payments.call("POST", f"{ROOT}/{what}", params=query, content=content, as_=anna())

    async def map(self, kind: str = "provider", source: str = "bkash") -> None:
        mapping = MAPPING if kind == "provider" else COURIER_MAPPING
        reply = await self.payments.put(f"{ROOT}/mappings/{kind}/{source}", mapping, as_=anna())
        assert reply.status_code == 200, reply.text

    async def statement(self, *rows: Sequence[object], kind: str = "provider", source: str = "bkash") -> dict[str, Any]:
        """Imported and matched."""
        await self.map(kind, source)
        header = HEADER if kind == "provider" else COURIER_HEADER
        reply = await self.send("statements", file_of(header, *rows), kind=kind, source=source)
        assert reply.status_code == 201, reply.text
        await self.payments.settle()
        found = await self.payments.get(f"{ROOT}/statements/{reply.json()['statement_id']}", as_=anna())
        assert found.json()["status"] == "matched", found.text
        return dict(found.json())

    async def differences(self, *, resolved: bool = False) -> list[dict[str, Any]]:
        query = f"?resolved={str(resolved).lower()}&limit=100"
        return list((await self.payments.get(f"{ROOT}/differences{query}", as_=anna())).json()["items"])

    async def resolve(self, difference_id: str, how: str, **more: Any) -> httpx.Response:
        body = {"how": how, "reason": "as agreed on the telephone"} | more
        return await self.payments.post(f"{ROOT}/differences/{difference_id}/resolve", body, as_=anna())

    async def second(self, difference_id: str, what: str = "approve", json: Any = None) -> httpx.Response:
        return await self.payments.post(f"{ROOT}/differences/{difference_id}/{what}", json, as_=bela())

    async def close(self, day: str, kind: str = "provider", source: str = "bkash") -> dict[str, Any]:
        reply = await self.payments.post(f"{ROOT}/closes", {"kind": kind, "source": source, "day": day}, as_=anna())
        assert reply.status_code == 201, reply.text
        return dict(reply.json())


def outcomes(statement: dict[str, Any]) -> dict[str, int]:
    return {each["outcome"]: each["lines"] for each in statement["outcomes"]}
