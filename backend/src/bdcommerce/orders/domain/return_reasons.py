"""Why goods are given back: a closed list, so that reasons can be counted; more can be said in words and photos."""

from dataclasses import dataclass

from bdcommerce.contracts.orders import ReturnCode, ReturnOutcome
from bdcommerce.kernel.text import Localized
from bdcommerce.orders.domain.returned import CUSTOMERS_OWN


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnReason:
    """A reason; one that is the customer's own does not stand any more once the goods were accepted."""

    code: ReturnCode
    label: Localized
    customers_own: bool


_WORDS: dict[ReturnCode, Localized] = {
    "damaged": Localized("It arrived damaged", "নষ্ট অবস্থায় এসেছে"),
    "defective": Localized("It does not work", "কাজ করে না"),
    "wrong_item": Localized("Something else was sent", "ভুল পণ্য পাঠানো হয়েছে"),
    "not_as_described": Localized("It is not as described", "বর্ণনার সঙ্গে মেলে না"),
    "missing_parts": Localized("Parts are missing", "কিছু অংশ নেই"),
    "expired": Localized("It has expired", "মেয়াদ শেষ হয়ে গেছে"),
    "counterfeit": Localized("It is not genuine", "আসল পণ্য নয়"),
    "size": Localized("It does not fit", "মাপে হয়নি"),
    "changed_mind": Localized("I changed my mind", "মত পরিবর্তন করেছি"),
    "other": Localized("Another reason", "অন্য কারণ"),
}
RETURN_REASONS: tuple[ReturnReason, ...] = tuple(
    ReturnReason(code=code, label=label, customers_own=code in CUSTOMERS_OWN) for code, label in _WORDS.items()
)
_OUTCOMES: dict[ReturnOutcome, Localized] = {
    "refunded": Localized("Paid back", "মূল্য ফেরত দেওয়া হয়েছে"),
    "exchanged": Localized("Exchanged", "পণ্য বদলে দেওয়া হয়েছে"),
    "rejected": Localized("Refused for good", "চূড়ান্তভাবে প্রত্যাখ্যাত"),
    "withdrawn": Localized("You keep the goods", "আপনি পণ্য রেখে দিয়েছেন"),
    "lapsed": Localized("The goods did not come back in time", "পণ্য সময়মতো ফেরত আসেনি"),
}
RETURN_LABELS: dict[str, Localized] = dict((*_WORDS.items(), *_OUTCOMES.items()))
"""What the codes of a timeline say, of returns."""
