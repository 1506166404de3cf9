"""BulkSMSBD: a form or an address with the fields in it, codes in the body, a balance to ask for."""

from collections.abc import Mapping
from functools import partial
from itertools import count
from typing import Any
from urllib.parse import urlencode

from litestar import Request, get, post
from litestar.response import Response

from bdcommerce.simulators.faults import Faults
from bdcommerce.simulators.messages.phones import FAULTS, MOBILE, Phones, Reporting, delay, text_of
from bdcommerce.simulators.party import Party

KEY, SENDER, MASK = "bulk-simulator-key", "8809617600000", "BDCOMMERCE"
_ACCEPTED, _NUMBER, _SENDER, _FIELDS, _INTERNAL, _BALANCE = 202, 1001, 1002, 1003, 1005, 1007
_USER, _BANGLA, _IP = 1011, 1012, 1032
_BENGALI = range(0x0980, 0x0A00)
_WORDS = {
    _NUMBER: "Invalid Number",
    _SENDER: "Sender ID not correct/disabled",
    _FIELDS: "Please Required all fields",
    _INTERNAL: "Internal Error",
    _BALANCE: "Balance Insufficient",
    _USER: "User Id not found",
    _BANGLA: "Masking SMS must be sent in Bengali",
    _IP: "IP Not whitelisted",
}
_FAULTS = {"unauthorised": _USER, "ip_blocked": _IP, "no_balance": _BALANCE, "internal": _INTERNAL}


def party(phones: Phones, report_url: str) -> Party:
    """The gateway; its messages go to `phones`, its reports to `report_url`. `BDCOMMERCE` is a masked sender."""
    faults, numbers = Faults(FAULTS), count(100_001)
    reporting = Reporting(report_url, faults)

    async def take(fields: Mapping[str, object]) -> Response[dict[str, Any]]:
        if faults.happens("down"):
            return Response({"error": "down"}, status_code=503)
        code = _wrong(fields, faults)
        if code:
            return Response(_said(code))
        if await delay(faults, "silent"):
            return Response({}, status_code=504)
        number, message_id = text_of(fields, "number"), next(numbers)
        phones.receive("bulksmsbd", text_of(fields, "senderid"), number, text_of(fields, "message"))
        report = {"message_id": str(message_id), "number": number, "status": reporting.status}
        reporting.report(urlencode(report).encode(), "application/x-www-form-urlencoded")
        await delay(faults, "slow")
        return Response({**_said(_ACCEPTED), "message_id": message_id, "success_message": "SMS Submitted Successfully"})

    @post("/api/smsapi", status_code=200)
    async def send(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
        kind = request.headers.get("content-type", "")
        is_form = kind.startswith(("application/x-www-form-urlencoded", "multipart/form-data"))
        return await take(dict(await request.form()) if is_form else {})

    @get("/api/smsapi")
    async def send_by_address(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
        return await take(dict(request.query_params))

    @get("/api/getBalanceApi")
    async def balance(request: Request[Any, Any, Any]) -> dict[str, Any]:
        if request.query_params.get("api_key") != KEY or faults.happens("unauthorised"):
            return _said(_USER)
        return {"response_code": _ACCEPTED, "balance": "0.00" if faults.happens("no_balance") else "1240.50"}

    return Party(
        name="bulksmsbd",
        about="BulkSMSBD (SMS)",
        routes=[send, send_by_address, balance],
        faults=faults,
        forget=partial(phones.forget, "bulksmsbd"),
    )


def _wrong(fields: Mapping[str, object], faults: Faults) -> int:
    found = next((code for name, code in _FAULTS.items() if faults.happens(name)), 0)
    if found:
        return found
    if any(not text_of(fields, name) for name in ("api_key", "senderid", "number", "message")):
        return _FIELDS
    if text_of(fields, "api_key") != KEY:
        return _USER
    sender = text_of(fields, "senderid")
    if sender not in {SENDER, MASK}:
        return _SENDER
    if sender == MASK and not any(ord(letter) in _BENGALI for letter in text_of(fields, "message")):
        return _BANGLA
    numbers = text_of(fields, "number").split(",")
    return 0 if all(MOBILE.fullmatch(number) for number in numbers) else _NUMBER


def _said(code: int) -> dict[str, Any]:
    return {"response_code": code, "message_id": None, "success_message": "", "error_message": _WORDS.get(code, "")}
