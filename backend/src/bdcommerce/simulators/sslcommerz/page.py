"""The hosted page: a card or a wallet, and the browser's way back, which is a form posted from another site."""

from typing import Any

from litestar import MediaType, Request, Response, get, post
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from bdcommerce.simulators import pages
from bdcommerce.simulators.sslcommerz.desk import Desk, Session, new_id

CARDS = {"4111111111111111": "VISA-Dutch Bangla", "5111111111111111": "MASTER-City", "371111111111111": "AMEX-City"}
WALLETS = {"rocket": "DBBLMOBILEB-Dbbl Mobile Banking", "upay": "UPAY-Upay", "bkash": "BKASH-BKash"}
CODES = ("111111", "123456")
_OUTCOMES = {"success": "VALID", "failure": "FAILED", "cancel": "CANCELLED"}


def routes(desk: Desk) -> list[ControllerRouterHandler]:
    """The customer's pages."""

    @get("/pay/{key:str}", media_type=MediaType.HTML)
    async def show(key: FromPath[str]) -> Response[str]:
        session = desk.sessions.get(key)
        if session is None or session.status != "PENDING" or session.expired:
            return Response(pages.page("SSLCommerz", pages.text("This session is over.")), status_code=410)
        fields = {"card": ("Card number, or rocket, upay, bkash", "4111111111111111"), "otp": ("Code", CODES[0])}
        choices = {"success": "Pay", "cancel": "Cancel", "failure": "Fail"}
        asked = pages.text(f"Tk {session.amount:.2f} · {session.tran_id}")
        return Response(pages.page("SSLCommerz", asked, pages.form(f"/sslcommerz/pay/{key}", fields, choices)))

    @post("/pay/{key:str}", status_code=200, media_type=MediaType.HTML)
    async def answer(key: FromPath[str], request: Request[Any, Any, Any]) -> Response[str]:
        session, given = desk.sessions.get(key), dict(await request.form())
        if session is None or session.status != "PENDING" or session.expired:
            return Response(pages.page("SSLCommerz", pages.text("This session is over.")), status_code=410)
        _play(session, given)
        desk.tell(session)
        backs = {"VALID": session.success_url, "FAILED": session.fail_url, "CANCELLED": session.cancel_url}
        back = pages.form(backs[session.status], {}, {"back": "Back to the shop"}, hidden=desk.fields(session))
        return Response(pages.page("SSLCommerz", pages.text(session.status), back))

    return [show, answer]


def _play(session: Session, given: dict[str, Any]) -> None:
    means = str(given.get("card", "")).replace(" ", "").lower()
    session.card_type = CARDS.get(means) or WALLETS.get(means, "")
    good = bool(session.card_type) and given.get("otp") in CODES
    session.status = _OUTCOMES.get(str(given.get("choice")), "FAILED")
    if session.status == "VALID" and not good:
        session.status = "FAILED"
    if session.status == "VALID":
        session.val_id, session.bank_tran_id = f"{new_id(24)}".lower(), new_id(20)
