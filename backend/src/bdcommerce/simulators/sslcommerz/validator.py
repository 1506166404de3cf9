"""What a merchant asks afterwards: is it true, how does it stand, pay it back."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from litestar import Request, Response, get
from litestar.types import ControllerRouterHandler

from bdcommerce.kernel import clock
from bdcommerce.simulators.sslcommerz.desk import Desk, Refund, Session, new_id

LONGEST_REFUND_ID = 30


class Validator:
    """What each call answers."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def validate(self, given: Mapping[str, str]) -> dict[str, Any]:
        """A payment by its val_id."""
        for session in self._desk.sessions.values():
            if session.paid and session.val_id == given.get("val_id"):
                session.validated += 1
                fields = self._fields(session)
                if wrong := self._desk.faults.happens("wrong_reference"):
                    fields["tran_id"] = wrong.value
                return {**fields, "status": "VALID" if session.validated == 1 else "VALIDATED", "APIConnect": "DONE"}
        return {"status": "INVALID_TRANSACTION", "APIConnect": "DONE"}

    def _fields(self, session: Session) -> dict[str, str]:
        fields = self._desk.fields(session)
        if wrong := self._desk.faults.happens("wrong_amount"):
            fields |= {"amount": wrong.value, "currency_amount": wrong.value}
        return fields

    async def answer(self, given: Mapping[str, str]) -> dict[str, Any]:
        """One address for four questions, told apart by what is given."""
        if "refund_amount" in given:
            return await self.refund(given)
        if "refund_ref_id" in given:
            return self.refund_status(given["refund_ref_id"])
        if "sessionkey" in given:
            return self.by_session(given["sessionkey"])
        return self.by_tran_id(given.get("tran_id", ""))

    def by_tran_id(self, tran_id: str) -> dict[str, Any]:
        """Every try of a merchant's transaction that came to something."""
        tried = [session for session in self._desk.of_tran(tran_id) if session.status != "PENDING" or session.expired]
        element = [{**self._desk.fields(session), "status": self._status(session), "error": ""} for session in tried]
        return {"APIConnect": "DONE", "no_of_trans_found": len(element), "element": element}

    def by_session(self, key: str) -> dict[str, Any]:
        """A session."""
        session = self._desk.sessions.get(key)
        if session is None:
            return {"APIConnect": "DONE", "status": "FAILED"}
        return {"APIConnect": "DONE", **self._desk.fields(session), "status": self._status(session)}

    def _status(self, session: Session) -> str:
        if session.paid:
            return "VALIDATED" if session.validated else "VALID"
        return "EXPIRED" if session.status == "PENDING" and session.expired else session.status

    async def refund(self, given: Mapping[str, str]) -> dict[str, Any]:
        """Pay back; the merchant's own id makes a repeated call harmless."""
        refused = {"APIConnect": "DONE", "status": "failed"}
        trans_id = given.get("refund_trans_id", "")
        paid = [s for s in self._desk.sessions.values() if s.paid and s.bank_tran_id == given.get("bank_tran_id")]
        if not paid or not 0 < len(trans_id) <= LONGEST_REFUND_ID or not given.get("refund_remarks"):
            return {**refused, "errorReason": "Invalid request"}
        session = paid[0]
        again = next((refund for refund in session.refunds if refund.trans_id == trans_id), None)
        if again:
            return self._taken(session, again)
        amount = _amount(given.get("refund_amount", ""))
        if amount is None or session.refunded + amount > session.amount or self._desk.faults.happens("refund_refused"):
            return {**refused, "errorReason": "Refund amount exceeds the transaction"}
        polls = self._desk.faults.happens("refund_pending")
        refund = Refund(
            ref_id=new_id(15),
            trans_id=trans_id,
            amount=amount,
            at=clock.now(),
            polls_left=int(polls.value) if polls else 0,
        )
        session.refunds.append(refund)
        await self._desk.wait("slow_refund")
        return self._taken(session, refund)

    def _taken(self, session: Session, refund: Refund) -> dict[str, Any]:
        return {
            "APIConnect": "DONE",
            "bank_tran_id": session.bank_tran_id,
            "trans_id": session.tran_id,
            "refund_ref_id": refund.ref_id,
            "status": "success" if refund.polls_left <= 0 else "processing",
            "errorReason": "",
        }

    def refund_status(self, ref_id: str) -> dict[str, Any]:
        """How a refund stands."""
        for session in self._desk.sessions.values():
            for refund in session.refunds:
                if refund.ref_id == ref_id:
                    refund.polls_left -= 1
                    at = f"{refund.at.astimezone(clock.DHAKA):%Y-%m-%d %H:%M:%S}"
                    return {
                        "APIConnect": "DONE",
                        "bank_tran_id": session.bank_tran_id,
                        "refund_ref_id": ref_id,
                        "status": refund.status,
                        "initiated_on": at,
                        "refunded_on": at if refund.status == "refunded" else "",
                        "errorReason": "",
                    }
        return {"APIConnect": "DONE", "status": "cancelled", "errorReason": "not found"}


def _amount(text: str) -> Decimal | None:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return None
    return amount if amount > 0 else None


def routes(desk: Desk) -> list[ControllerRouterHandler]:
    """The calls."""
    validator = Validator(desk)

    @get("/validator/api/validationserverAPI.php")
    async def validate(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
        given = dict(request.query_params)
        return _trouble(desk, given) or Response(validator.validate(given))

    @get("/validator/api/merchantTransIDvalidationAPI.php")
    async def ask(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
        given = dict(request.query_params)
        return _trouble(desk, given) or Response(await validator.answer(given))

    return [validate, ask]


def _trouble(desk: Desk, given: Mapping[str, str]) -> Response[dict[str, Any]] | None:
    if desk.faults.happens("down"):
        return Response({"error": "unavailable"}, status_code=503)
    if desk.faults.happens("inactive"):
        return Response({"APIConnect": "INACTIVE"})
    if not desk.let_in(given):
        return Response({"APIConnect": "INVALID_REQUEST"})
    return Response({"APIConnect": "FAILED"}) if desk.faults.happens("not_done") else None
