"""SSL Wireless iSMS Plus v3, as far as its public description goes: one message a call, an id of the sender's a day."""

import json
from collections.abc import Mapping
from typing import Any

from litestar import Request, post
from litestar.response import Response

from bdcommerce.kernel import clock, ids
from bdcommerce.simulators.faults import Faults
from bdcommerce.simulators.messages.phones import FAULTS, MOBILE, Phones, Reporting, delay, text_of
from bdcommerce.simulators.party import Party

TOKEN, SID = "ssl-simulator-token", "BDCOMMERCE"
_UNAUTHORISED, _IP, _FIELDS, _NUMBER, _DUPLICATE = 4001, 4003, 4004, 4005, 4025
"""Of these only the first two are in a public document; the others are settings of the marketplace."""
_LIMITS = {"api_token": 50, "sid": 20, "csms_id": 20, "sms": 1_000}


class _Memory:
    def __init__(self) -> None:
        self.used: set[tuple[str, str]] = set()
        """(day in Bangladesh, csms_id)."""

    def uses(self, csms_id: str) -> bool:
        """Whether it is new today; from now on it is not."""
        key = (clock.today().isoformat(), csms_id)
        fresh = key not in self.used
        self.used.add(key)
        return fresh


def party(phones: Phones, report_url: str) -> Party:
    """The gateway; its messages go to `phones`, its reports to `report_url`."""
    faults, memory = Faults(FAULTS), _Memory()
    reporting = Reporting(report_url, faults)

    @post("/api/v3/send-sms", status_code=200)
    async def send(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
        if faults.happens("down"):
            return Response({"message": "Service Unavailable"}, status_code=503)
        fields = await _fields(request)
        if fields is None:
            return Response(_failed(_FIELDS, "the body is neither JSON nor a form"), status_code=200)
        if wrong := _wrong(fields, faults):
            return Response(wrong)
        if await delay(faults, "silent") or faults.happens("internal"):
            return Response({"message": "Server Error"}, status_code=500)
        if not memory.uses(text_of(fields, "csms_id")):
            return Response(_failed(_DUPLICATE, "csms_id must be unique"))
        phones.receive("sslwireless", text_of(fields, "sid"), text_of(fields, "msisdn"), text_of(fields, "sms"))
        report = {"csms_id": fields["csms_id"], "msisdn": fields["msisdn"], "status": reporting.status}
        reporting.report(json.dumps(report).encode(), "application/json")
        await delay(faults, "slow")
        return Response(_taken(fields))

    def forget() -> None:
        memory.used.clear()
        phones.forget("sslwireless")

    return Party(
        name="sslwireless",
        about="SSL Wireless iSMS Plus v3 (SMS)",
        routes=[send],
        faults=faults,
        forget=forget,
    )


async def _fields(request: Request[Any, Any, Any]) -> Mapping[str, object] | None:
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/json"):
        try:
            found = json.loads(await request.body())
        except ValueError:
            return None
        return found if isinstance(found, dict) else None
    return dict(await request.form()) if kind.startswith("application/x-www-form-urlencoded") else None


def _wrong(fields: Mapping[str, object], faults: Faults) -> dict[str, Any] | None:
    if faults.happens("ip_blocked"):
        return _failed(_IP, "IP is not whitelisted")
    known = text_of(fields, "api_token") == TOKEN and text_of(fields, "sid") == SID
    if not known or faults.happens("unauthorised") or faults.happens("no_balance"):
        return _failed(_UNAUTHORISED, "Unauthorized")
    missing = [name for name in ("msisdn", "sms", "csms_id") if not text_of(fields, name)]
    if missing:
        return _failed(_FIELDS, f"missing: {', '.join(missing)}")
    long = [name for name, most in _LIMITS.items() if len(text_of(fields, name)) > most]
    if long:
        return _failed(_FIELDS, f"too long: {', '.join(long)}")
    return None if MOBILE.fullmatch(text_of(fields, "msisdn")) else _failed(_NUMBER, "invalid msisdn")


def _failed(code: int, why: str) -> dict[str, Any]:
    return {"status": "FAILED", "status_code": code, "error_message": why, "smsinfo": []}


def _taken(fields: Mapping[str, object]) -> dict[str, Any]:
    words = text_of(fields, "sms")
    info = {
        "sms_status": "SUCCESS",
        "status_message": "Success",
        "msisdn": fields["msisdn"],
        "sms_type": "EN" if words.isascii() else "BN",
        "sms_body": words,
        "csms_id": fields["csms_id"],
        "reference_id": ids.new_id("ssl"),
    }
    return {"status": "SUCCESS", "status_code": 200, "error_message": "", "smsinfo": [info]}
