"""Why orders are cancelled: a closed list, so that reasons can be counted; more can be said in a note."""

from dataclasses import dataclass
from typing import Literal, get_args

from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.text import Localized
from bdcommerce.orders.domain.transitions import By

CancelCode = Literal[
    "changed_mind", "ordered_by_mistake", "found_cheaper", "too_slow", "wrong_address",
    "out_of_stock", "damaged", "wrong_price", "cannot_deliver_there",
    "suspected_fraud", "customer_unreachable", "customer_asked", "duplicate",
    "not_accepted_in_time", "other",
]  # fmt: skip
CODES: tuple[CancelCode, ...] = get_args(CancelCode)
SHORTEST_NOTE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelReason:
    """A reason, and who may give it."""

    code: CancelCode
    label: Localized
    by: tuple[By, ...]


_BOTH: tuple[By, ...] = ("vendor", "staff")
_ALL: dict[CancelCode, tuple[str, str, tuple[By, ...]]] = {
    "changed_mind": ("I changed my mind", "মত পরিবর্তন করেছি", ("customer", "staff")),
    "ordered_by_mistake": ("Ordered by mistake", "ভুল করে অর্ডার করা হয়েছে", ("customer", "staff")),
    "found_cheaper": ("Found it cheaper elsewhere", "অন্য জায়গায় কম দামে পেয়েছি", ("customer",)),
    "too_slow": ("Delivery takes too long", "ডেলিভারিতে বেশি সময় লাগছে", ("customer", "staff")),
    "wrong_address": ("Wrong address or phone", "ঠিকানা বা ফোন নম্বর ভুল", ("customer", "staff")),
    "out_of_stock": ("Out of stock", "স্টকে নেই", _BOTH),
    "damaged": ("Damaged or expired", "নষ্ট বা মেয়াদোত্তীর্ণ", _BOTH),
    "wrong_price": ("The price was wrong", "দাম ভুল ছিল", _BOTH),
    "cannot_deliver_there": ("Cannot be delivered to this address", "এই ঠিকানায় ডেলিভারি সম্ভব নয়", _BOTH),
    "suspected_fraud": ("Suspected fraud", "প্রতারণার সন্দেহ", ("staff",)),
    "customer_unreachable": ("The customer cannot be reached", "ক্রেতার সঙ্গে যোগাযোগ করা যায়নি", _BOTH),
    "customer_asked": ("The customer asked for it", "ক্রেতা অনুরোধ করেছেন", _BOTH),
    "duplicate": ("Ordered twice", "একই অর্ডার দুইবার", ("customer", "staff")),
    "not_accepted_in_time": ("The vendor did not accept it in time", "বিক্রেতা সময়মতো গ্রহণ করেননি", ("system",)),
    "other": ("Another reason", "অন্য কারণ", ("customer", "vendor", "staff", "system")),
}
REASONS: tuple[CancelReason, ...] = tuple(
    CancelReason(code=code, label=Localized(en, bn), by=by) for code, (en, bn, by) in _ALL.items()
)
LABELS: dict[str, Localized] = {reason.code: reason.label for reason in REASONS}
_BY: dict[str, tuple[By, ...]] = {reason.code: reason.by for reason in REASONS}


@dataclass(frozen=True, slots=True)
class Why:
    """A reason with a note."""

    code: CancelCode
    note: str = ""


def checked(why: Why, by: By) -> Why:
    """The reason, if this kind of caller may give it. Without a better one a note is needed. Raises Invalid."""
    ensure(by in _BY[why.code], Invalid.field("code", f"is not for a {by} to give"))
    note = why.note.strip()
    needed = why.code == "other" and len(note) < SHORTEST_NOTE
    ensure(not needed, Invalid.field("reason", f"say in at least {SHORTEST_NOTE} characters why, or give a code"))
    return Why(why.code, note)
