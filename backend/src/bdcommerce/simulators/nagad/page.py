"""What the customer sees, and the way back to the shop."""

import secrets
from typing import Any
from urllib.parse import urlencode

from litestar import MediaType, Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from bdcommerce.kernel import clock
from bdcommerce.simulators import pages
from bdcommerce.simulators.nagad.desk import MERCHANT_ID, Desk, Payment

WALLET, CODE, PIN = "01711111111", "123456", "1234"
_OUTCOMES = {"success": "Success", "cancel": "Aborted", "failure": "Failed"}


def routes(desk: Desk) -> list[ControllerRouterHandler]:
    """The customer's pages."""

    @get("/pay/{ref_id:str}", media_type=MediaType.HTML)
    async def show(ref_id: FromPath[str]) -> Response[str]:
        payment = desk.payments.get(ref_id)
        if payment is None or payment.amount is None or payment.status != "Initiated":
            return Response(pages.page("Nagad", pages.text("This payment cannot be made any more.")), status_code=410)
        fields = {"wallet": ("Nagad number", WALLET), "otp": ("Code", CODE), "pin": ("PIN", PIN)}
        choices = {"success": "Pay", "cancel": "Cancel", "failure": "Fail"}
        asked = pages.text(f"Tk {payment.amount:.2f} · {payment.order_id}")
        return Response(pages.page("Nagad", asked, pages.form(f"/nagad/pay/{ref_id}", fields, choices)))

    @post("/pay/{ref_id:str}", status_code=303)
    async def answer(ref_id: FromPath[str], request: Request[Any, Any, Any]) -> Response[Any]:
        payment, given = desk.payments.get(ref_id), dict(await request.form())
        if payment is None or payment.amount is None or payment.status != "Initiated":
            return Response({"error": "this payment cannot be made any more"}, status_code=410)
        _play(payment, given)
        query = {
            "merchant": MERCHANT_ID,
            "order_id": payment.order_id,
            "payment_ref_id": ref_id,
            "status": payment.status,
            "status_code": "00_0000_000" if payment.status == "Success" else "00_0000_999",
        }
        return Redirect(f"{payment.callback_url}?{urlencode(query)}", status_code=303)

    return [show, answer]


def _play(payment: Payment, given: dict[str, Any]) -> None:
    good = (given.get("wallet"), given.get("otp"), given.get("pin")) == (WALLET, CODE, PIN)
    status = _OUTCOMES.get(str(given.get("choice")), "Failed")
    payment.status = "Failed" if status == "Success" and not good else status
    if payment.status == "Success":
        payment.issuer_ref, payment.paid_at = secrets.token_hex(4).upper(), clock.now()
