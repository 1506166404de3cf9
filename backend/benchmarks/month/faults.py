"""Two in a hundred of everything goes wrong in every way that the simulators know. The same seed, the same faults."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date

from backend.benchmarks.month.parties import Parties
from backend.benchmarks.month.world import SLOW_SECONDS

RATE = 0.02
_HOSTILE = "evil.example.com"
_PAGES: dict[str, tuple[tuple[str, str], ...]] = {
    "bkash": (
        ("slow_execute", SLOW_SECONDS), ("mute_execute", ""), ("wrong_amount", "1.00"),
        ("wrong_invoice", "someone-else"), ("webhook_twice", ""), ("webhook_late", "0.05"), ("webhook_lost", ""),
        ("webhook_bad_signature", ""), ("webhook_hostile_host", _HOSTILE), ("webhook_wrong_topic", ""),
        ("webhook_old", ""), ("unauthorized", ""),
        ("tokens_expire", ""), ("down", ""), ("slow_query", SLOW_SECONDS),
    ),
    "nagad": (
        ("bad_signature", ""), ("wrong_amount", "1.00"), ("wrong_order", "someoneelse"), ("slow_verify", SLOW_SECONDS),
        ("down", ""),
    ),
    "sslcommerz": (
        ("ipn_lost", ""), ("ipn_twice", ""), ("ipn_late", "0.05"), ("ipn_bad_hash", ""), ("ipn_wrong_amount", "1.00"),
        ("wrong_amount", "1.00"), ("wrong_reference", "someone-else"), ("not_done", ""), ("down", ""), ("risky", ""),
    ),
}  # fmt: skip
"""What may happen while somebody pays, with its value."""
_BEGINNINGS: dict[str, tuple[tuple[str, str], ...]] = {
    "bkash": (("slow_create", SLOW_SECONDS), ("down", ""), ("unauthorized", ""), ("error", "2043")),
    "nagad": (("slow_complete", SLOW_SECONDS), ("down", ""), ("bad_signature", "")),
    "sslcommerz": (("slow_session", SLOW_SECONDS), ("down", "")),
}
_REFUNDS: dict[str, tuple[tuple[str, str], ...]] = {
    "bkash": (("slow_refund", SLOW_SECONDS), ("refund_pending", "2")),
    "nagad": (("slow_refund", SLOW_SECONDS),),
    "sslcommerz": (("slow_refund", SLOW_SECONDS), ("refund_pending", "2")),
}
_BOOKINGS: dict[str, tuple[tuple[str, str], ...]] = {
    "pathao": (("slow", SLOW_SECONDS), ("lost_answer", ""), ("expired_token", ""), ("down", ""), ("rate", "")),
    "steadfast": (("slow", SLOW_SECONDS), ("lost_answer", ""), ("unauthorised", ""), ("down", "")),
    "redx": (("slow", SLOW_SECONDS), ("lost_answer", ""), ("unauthorised", ""), ("down", "")),
}
_NEWS = (("duplicate_hook", ""), ("late_hook", "0.05"), ("lost_hook", ""), ("bad_signature", ""))
_STATEMENTS = (("line_twice", ""), ("line_missing", ""), ("wrong_fee", "25"), ("short_settlement", "40"))
_WALLETS = (
    ("slow_b2c", SLOW_SECONDS), ("mute_b2c", ""), ("lost_b2c", ""), ("b2c_pending", "2"), ("unauthorized", ""),
    ("down", ""),
)  # fmt: skip


class Faults:
    """Arms them. What happens to something is decided by what it is, not by what happened before."""

    def __init__(self, parties: Parties, chance: Callable[..., random.Random], rate: float = RATE) -> None:
        self._parties, self._chance, self._rate = parties, chance, rate
        self.armed: Counter[str] = Counter()

    def _maybe(self, party: str, kinds: Sequence[tuple[str, str]], *about: object) -> None:
        """Perhaps one of them, each as often as the rate says."""
        chance = self._chance("fault", party, *about)
        if chance.random() < self._rate * len(kinds):
            self._arm(party, *chance.choice(kinds))

    def _arm(self, party: str, fault: str, value: str, times: int = 1) -> None:
        self._parties.arm(party, fault, value, times)
        self.armed[f"{party}: {fault}"] += times

    def before_paying(self, provider: str, number: int) -> None:
        """The page may not come about."""
        self._maybe(provider, _BEGINNINGS.get(provider, ()), "begins", number)

    def at_the_page(self, provider: str, number: int) -> None:
        """The money may be taken in silence, or twice told, or told wrongly; later, its refund may take long."""
        self._maybe(provider, _PAGES[provider], "pays", number)
        self._maybe(provider, _REFUNDS[provider], "is paid back", number)

    def before_booking(self, courier: str, number: int) -> None:
        """The courier may not answer."""
        self._maybe(courier, _BOOKINGS[courier], "books", number)

    def before_news(self, courier: str, word: str, number: int) -> None:
        """A courier's webhook may come twice, late, never, or forged."""
        self._maybe(courier, _NEWS, word, number)

    def before_collecting(self, courier: str, taka: int, number: int) -> None:
        """A courier may say that something else was collected."""
        if taka and courier != "redx":
            self._maybe(courier, (("wrong_amount", str(max(taka - 50, 1))),), "collects", number)

    def before_statement(self, provider: str, day: date) -> None:
        """A statement may have errors: once in a while, whatever its length."""
        for each in _STATEMENTS:
            if self._chance("statement", provider, day, each).random() < self._rate * 4:
                self._arm(provider, *each)

    def before_remittance(self, courier: str, parcels: int, day: date) -> None:
        """A courier may pay too little."""
        chance = self._chance("remits", courier, day)
        if short := sum(chance.random() < self._rate for _ in range(parcels)):
            self._arm(courier, "short_remittance", str(chance.choice((50, 120, 700))), short)

    def before_payouts(self, payouts: int, day: date) -> None:
        """Wallets may be slow to say what they did."""
        for number in range(payouts):
            self._maybe("bkash_b2c", _WALLETS, day, number)

    def comes_back_twice(self, number: int) -> bool:
        """A browser that loads its page again."""
        return self._chance("comes back", number).random() < self._rate
