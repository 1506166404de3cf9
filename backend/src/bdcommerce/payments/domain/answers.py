"""What a bank's file says of payouts, row by row: which one is meant, what became of it, and what follows from that."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

from bdcommerce.kernel.money import Money
from bdcommerce.payments.domain.payouts import Payout, PayoutStatus
from bdcommerce.payments.domain.rails import ASKED_BY_US, TAKA

Said = Literal["paid", "failed"]
Effect = Literal["paid", "failed", "returned", "unchanged", "look"]
Problem = Literal[
    "no_payout", "unknown_payout", "unknown_status", "bad_amount", "amount_differs", "not_sent", "contradicts",
    "sent_by_itself", "evidence_differs", "nobody_to_ask",
]  # fmt: skip
COLUMNS = ("payout_id", "status", "amount", "charge", "reference", "reason")
_PAYOUT = re.compile(r"pay_[0-9a-z]{26}")
_PAID = frozenset({"paid", "success", "successful", "settled", "credited", "completed"})
_FAILED = frozenset({"failed", "rejected", "returned", "return", "bounced", "unsuccessful"})
_RETURN_CODE = re.compile(r"R[0-9]{2}")
RETURN_CODES: Mapping[str, str] = {
    "R01": "insufficient funds",
    "R02": "account closed",
    "R03": "no account",
    "R04": "invalid account number",
}
"""As other clearing houses number them; a bank's own words count before ours."""
_MOST = Decimal(10) ** 12
_SETTLED: Mapping[tuple[PayoutStatus, Said], Effect | Problem] = {
    ("paid", "paid"): "unchanged",
    ("paid", "failed"): "returned",
    ("failed", "failed"): "unchanged",
    ("failed", "paid"): "contradicts",
    ("returned", "failed"): "unchanged",
    ("returned", "paid"): "contradicts",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a row says."""

    payout_id: str
    said: Said
    amount: Money | None
    charge: Money
    reference: str
    reason: str


def read(row: Mapping[str, str]) -> Answer | Problem:
    """A row with cells by `COLUMNS`. The payout's id may stand among other words, as in the purpose that our own file
    gave; amounts are in taka, with or without grouping.
    """
    named = _PAYOUT.search(row.get("payout_id", "").lower())
    if named is None:
        return "no_payout"
    word = row.get("status", "").strip()
    code = _RETURN_CODE.search(word.upper()) or _RETURN_CODE.search(row.get("reason", "").upper())
    said = _said(word, has_code=code is not None)
    if said is None:
        return "unknown_status"
    amount, charge = _money(row.get("amount", "")), _money(row.get("charge", ""))
    if isinstance(amount, str) or isinstance(charge, str):
        return "bad_amount"
    return Answer(
        payout_id=named.group(),
        said=said,
        amount=amount,
        charge=charge or Money(0),
        reference=row.get("reference", "")[:64],
        reason=_reason(row.get("reason", ""), code.group() if code else ""),
    )


def _said(word: str, *, has_code: bool) -> Said | None:
    plain = word.lower()
    if plain in _PAID and not has_code:
        return "paid"
    return "failed" if plain in _FAILED or _RETURN_CODE.fullmatch(word.upper()) else None


def _reason(text: str, code: str) -> str:
    words = text.strip()[:400] or RETURN_CODES.get(code, "the bank did not say why")
    return words if not code or code in words.upper() else f"{code} {words}"


def _money(text: str) -> Money | Literal["bad"] | None:
    plain = text.replace(",", "").strip()
    if not plain:
        return None
    try:
        taka = Decimal(plain)
    except InvalidOperation:
        return "bad"
    whole = taka.is_finite() and 0 <= taka < _MOST and taka * TAKA == (taka * TAKA).to_integral_value()
    return Money(int(taka * TAKA)) if whole else "bad"


def judge(payout: Payout, answer: Answer) -> Effect | Problem:
    """What a row makes of a payout. A payout that was paid and is said to have failed has come back."""
    if answer.amount is not None and answer.amount != payout.amount:
        return "amount_differs"
    if payout.rail in ASKED_BY_US:
        return _judge_ours(payout, answer)
    if payout.status == "sent":
        return answer.said
    return _SETTLED.get((payout.status, answer.said), "not_sent")


def _judge_ours(payout: Payout, answer: Answer) -> Effect | Problem:
    """A rail that we ask ourselves decides; its statement only says by which transaction to ask."""
    if payout.status == "unknown" and answer.said == "paid":
        return "look"
    return "unchanged" if payout.status == "paid" and answer.said == "paid" else "sent_by_itself"
