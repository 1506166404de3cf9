"""What became of a parcel, as far as it says something about whom it went to."""

from typing import Literal

from bdcommerce.orders.domain.returned import CUSTOMERS_OWN
from bdcommerce.orders.events import ReturnGranted

Cause = Literal["", "refused", "absent"]
_CODES: dict[str, Cause] = {
    "refused": "refused",
    "no_cash": "refused",
    "nobody_home": "absent",
    "no_answer": "absent",
}
_WORDS: tuple[tuple[Cause, tuple[str, ...]], ...] = (
    ("refused", ("refus", "reject", "denied", "not want", "প্রত্যাখ্যান", "নিতে চান")),
    (
        "absent",
        ("nobody", "not at home", "no answer", "unreachable", "not reach", "not receiv", "switched off", "absent"),
    ),
)


def cause_of(code: str, reason: str) -> Cause:
    """Why it was not handed over: by the code of the attempt, or else by the words of a courier that has none. Empty:
    nothing that its customer did.
    """
    if code and code != "other":
        return _CODES.get(code, "")
    said = reason.casefold()
    return next((outcome for outcome, words in _WORDS if any(word in said for word in words)), "")


def given_back(granted: ReturnGranted) -> bool:
    """Whether the vendor has everything back without a fault of its own: a parcel that was received for nothing."""
    return granted.nothing_left and granted.because in CUSTOMERS_OWN
