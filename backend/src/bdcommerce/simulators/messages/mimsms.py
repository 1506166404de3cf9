"""MIM SMS: JSON only; refusals come with HTTP 200 too, and say what they are in the body."""

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

from litestar import Request, post
from litestar.response import Response

from bdcommerce.kernel import ids
from bdcommerce.simulators.faults import Faults
from bdcommerce.simulators.messages.phones import FAULTS, MOBILE, Phones, Reporting, delay, text_of
from bdcommerce.simulators.party import Party

USER, KEY, SENDER, CAMPAIGN = "operator@simulator.example", "mim-simulator-key", "BDCommerce", "simulated-campaign"
_FAULTS = {
    "unauthorised": ("401", "Invalid API key"),
    "ip_blocked": ("403", "IP is not allowed"),
    "no_balance": ("402", "Insufficient balance"),
}


def party(phones: Phones, report_url: str) -> Party:
    """The gateway; its messages go to `phones`, its reports to `report_url`."""
    faults = Faults(FAULTS)
    reporting = Reporting(report_url, faults)

    async def take(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
        if faults.happens("down"):
            return Response({"error": "down"}, status_code=503)
        fields = await _fields(request)
        if fields is None:
            return Response({"error": "Unsupported Media Type"}, status_code=415)
        refused = _refused(fields, faults) or _bad(fields)
        if refused:
            return Response(_said(*refused))
        if await delay(faults, "silent"):
            return Response({}, status_code=504)
        if faults.happens("internal"):
            return Response({"error": "Internal Server Error"}, status_code=500)
        number, transaction = text_of(fields, "MobileNumber"), ids.new_id("mim")
        phones.receive("mimsms", text_of(fields, "SenderName"), number, text_of(fields, "Message"))
        report = {"trxnId": transaction, "MobileNumber": number, "status": reporting.status}
        reporting.report(json.dumps(report).encode(), "application/json")
        await delay(faults, "slow")
        return Response({**_said("200", "SMS sent successfully"), "status": "Success", "trxnId": transaction})

    @post("/api/SmsSending/SMS", status_code=200)
    async def send(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
        return await take(request)

    @post("/api/V2/SMS", status_code=200)
    async def send_anew(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
        return await take(request)

    @post("/api/SmsSending/balanceCheck", status_code=200)
    async def balance(request: Request[Any, Any, Any]) -> dict[str, Any]:
        refused = _refused(await _fields(request) or {}, faults)
        return _said(*refused) if refused else _said("200", "872.15") | {"status": "Success"}

    return Party(
        name="mimsms",
        about="MIM SMS (SMS)",
        routes=[send, send_anew, balance],
        faults=faults,
        forget=partial(phones.forget, "mimsms"),
    )


async def _fields(request: Request[Any, Any, Any]) -> Mapping[str, object] | None:
    if not request.headers.get("content-type", "").startswith("application/json"):
        return None
    try:
        found = json.loads(await request.body())
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _refused(fields: Mapping[str, object], faults: Faults) -> tuple[str, str] | None:
    found = next((said for name, said in _FAULTS.items() if faults.happens(name)), None)
    if found:
        return found
    known = text_of(fields, "UserName") == USER and text_of(fields, "Apikey") == KEY
    return None if known else _FAULTS["unauthorised"]


def _bad(fields: Mapping[str, object]) -> tuple[str, str] | None:
    if text_of(fields, "SenderName") != SENDER:
        return "405", "Invalid sender name"
    if text_of(fields, "TransactionType") not in {"T", "P", "D"}:
        return "406", "Invalid TransactionType"
    if text_of(fields, "TransactionType") == "P" and text_of(fields, "CampaignId") != CAMPAIGN:
        return "407", "Invalid campaign"
    if not text_of(fields, "Message"):
        return "408", "Message is required"
    return None if MOBILE.fullmatch(text_of(fields, "MobileNumber")) else ("400", "Invalid mobile number")


def _said(code: str, result: str) -> dict[str, Any]:
    return {"statusCode": code, "status": "Failed", "trxnId": "", "responseResult": result}
