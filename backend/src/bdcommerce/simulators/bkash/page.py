"""What the customer sees: the number, the code, the PIN; and the way back to the shop."""

from typing import Any
from urllib.parse import urlencode

from litestar import MediaType, Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from bdcommerce.simulators import pages
from bdcommerce.simulators.bkash.desk import OTP, PIN, POOR_WALLET, RICH_WALLET, Desk, Payment, shown

_WALLETS = (RICH_WALLET, POOR_WALLET)


def routes(desk: Desk) -> list[ControllerRouterHandler]:
    """The customer's pages."""

    @get("/pay/{payment_id:str}", media_type=MediaType.HTML)
    async def show(payment_id: FromPath[str]) -> Response[str]:
        payment = desk.payments.get(payment_id)
        if payment is None or payment.status != "Initiated" or payment.expired:
            return Response(pages.page("bKash", pages.text("This payment cannot be made any more.")), status_code=410)
        return Response(_form(payment))

    @post("/pay/{payment_id:str}", status_code=303)
    async def answer(payment_id: FromPath[str], request: Request[Any, Any, Any]) -> Response[Any]:
        payment, given = desk.payments.get(payment_id), await request.form()
        if payment is None or payment.status != "Initiated" or payment.expired:
            return Response({"error": "this payment cannot be made any more"}, status_code=410)
        status = _played(payment, dict(given))
        query = urlencode({"paymentID": payment_id, "status": status, "apiVersion": "1.2.0-beta"})
        joint = "&" if "?" in payment.callback_url else "?"
        return Redirect(f"{payment.callback_url}{joint}{query}", status_code=303)

    return [show, answer]


def _played(payment: Payment, given: dict[str, Any]) -> str:
    """What the customer's answer makes of the payment, as the callback says it."""
    choice = given.get("choice")
    if choice == "cancel":
        payment.status = "Cancelled"
        return "cancel"
    good = given.get("wallet") in _WALLETS and given.get("pin") == PIN
    if choice != "success" or not good or (payment.mode != "0001" and given.get("otp") != OTP):
        payment.status = "Failed"
        return "failure"
    payment.verified, payment.wallet = True, str(given["wallet"])
    return "success"


def _form(payment: Payment) -> str:
    code = {} if payment.mode == "0001" else {"otp": ("Code", OTP)}
    fields = {"wallet": ("bKash number", RICH_WALLET), **code, "pin": ("PIN", PIN)}
    asked = "Agree to pay this shop with your PIN alone" if payment.mode == "0000" else f"Tk {shown(payment.amount)}"
    choices = {"success": "Confirm", "cancel": "Cancel", "failure": "Fail"}
    return pages.page(
        "bKash",
        pages.text(f"{asked} · {payment.invoice}"),
        pages.form(f"/bkash/pay/{payment.payment_id}", fields, choices),
    )
