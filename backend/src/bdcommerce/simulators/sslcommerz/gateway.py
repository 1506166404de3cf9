"""Sessions: the first call of a merchant."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import parse_qsl

from litestar import Request, Response, post
from litestar.types import ControllerRouterHandler

from bdcommerce.kernel import clock
from bdcommerce.simulators.sslcommerz.desk import Desk, Session, new_id

LEAST, MOST = Decimal(10), Decimal(500_000)
PROFILES = ("general", "physical-goods", "non-physical-goods", "airline-tickets", "travel-vertical", "telecom-vertical")
LENGTHS = {
    "store_id": 30, "store_passwd": 30, "currency": 3, "tran_id": 30, "success_url": 255, "fail_url": 255,
    "cancel_url": 255, "product_category": 50, "product_name": 255, "product_profile": 100, "cus_name": 50,
    "cus_email": 50, "cus_add1": 50, "cus_city": 50, "cus_postcode": 30, "cus_country": 50, "cus_phone": 20,
    "shipping_method": 50,
}  # fmt: skip
_SHIPPED = ("ship_name", "ship_add1", "ship_city", "ship_postcode", "ship_country")


def refusal(desk: Desk, given: Mapping[str, str]) -> str:
    """Why there will be no session; empty if nothing stands against it."""
    against = {
        "Store Credential Error Or Store is De-active": not desk.let_in(given),
        **{f"{name} is missing": not given.get(name) for name in LENGTHS},
        **{f"{name} is too long": len(given.get(name, "")) > longest for name, longest in LENGTHS.items()},
        "ipn_url is too long": len(given.get("ipn_url", "")) > LENGTHS["success_url"],
        "product_profile is not known": given.get("product_profile") not in PROFILES,
        "shipping address is missing": given.get("shipping_method") == "YES" and not all(map(given.get, _SHIPPED)),
        "num_of_item is missing": not given.get("num_of_item", "").isdigit(),
        "tran_id was paid already": any(session.paid for session in desk.of_tran(given.get("tran_id", ""))),
        "total_amount must be between 10.00 and 500000.00": _amount(given.get("total_amount", "")) is None,
    }
    return next((reason for reason, there in against.items() if there), "")


def _amount(text: str) -> Decimal | None:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return None
    return amount if re.fullmatch(r"\d+(\.\d{1,2})?", text) and LEAST <= amount <= MOST else None


def routes(desk: Desk) -> list[ControllerRouterHandler]:
    """The call."""

    @post("/gwprocess/v4/api.php", status_code=200)
    async def begin(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
        if desk.faults.happens("down"):
            return Response({"error": "unavailable"}, status_code=503)
        if request.headers.get("content-type", "").partition(";")[0] != "application/x-www-form-urlencoded":
            return Response({"status": "FAILED", "failedreason": "send a form"})
        given = dict(parse_qsl((await request.body()).decode()))
        if reason := refusal(desk, given):
            return Response({"status": "FAILED", "failedreason": reason, "sessionkey": ""})
        session = Session(
            key=new_id(40),
            tran_id=given["tran_id"],
            amount=Decimal(given["total_amount"]),
            success_url=given["success_url"],
            fail_url=given["fail_url"],
            cancel_url=given["cancel_url"],
            ipn_url=given.get("ipn_url", ""),
            values={name: given[name] for name in ("value_a", "value_b", "value_c", "value_d") if name in given},
            created_at=clock.now(),
            risky=bool(desk.faults.happens("risky")),
        )
        desk.sessions[session.key] = session
        await desk.wait("slow_session")
        page = f"{desk.url}/pay/{session.key}"
        return Response(
            {
                "status": "SUCCESS",
                "failedreason": "",
                "sessionkey": session.key,
                "gw": {},
                "GatewayPageURL": page,
                "redirectGatewayURL": page,
                "storeBanner": "",
                "storeLogo": "",
                "desc": [],
                "is_direct_pay_enable": "0",
            }
        )

    return [begin]
