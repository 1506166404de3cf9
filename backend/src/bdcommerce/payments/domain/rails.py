"""By what money reaches a vendor: what is asked of a rail, what it answers, and how much of it a payout may be."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Literal

from bdcommerce.contracts.vendors import BankAccount
from bdcommerce.kernel.clock import DHAKA
from bdcommerce.kernel.money import Money
from bdcommerce.payments.events import Rail

RAILS: tuple[Rail, ...] = ("beftn", "npsb", "bkash", "manual")
ASKED_BY_US: frozenset[Rail] = frozenset({"bkash"})
"""Rails that we ask ourselves, so that only they say what became of a payout. People carry a file to the others."""
IN_BANK_FILE: frozenset[Rail] = frozenset({"beftn", "npsb"})
_NOTHING = Money(0)
TAKA = 100
"""Poisha; limits of the rule book are in taka."""
LIMIT_RULES = ("mfs.b2p_day", "mfs.b2p_month", "npsb.org_tx", "npsb.org_day", "npsb.org_count")
Found = Literal["paid", "failed", "pending", "unknown", "not_sent", "differs"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """What is known of where a vendor may be paid. Sensitive."""

    name: str
    email: str
    account: BankAccount | None
    wallet: str = ""
    """E.164; empty: none."""

    def __repr__(self) -> str:
        return "Destination(…)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """Money that a rail is asked to send. `payout_id` is ours, and never used for another one. Sensitive."""

    payout_id: str
    amount: Money
    wallet: str
    """E.164."""

    def __repr__(self) -> str:
        return f"Transfer(payout_id={self.payout_id!r})"


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferVerdict:
    """How a transfer stands by the rail's own word.

    `paid` and `failed` are final; `not_sent`: it is certain that nothing was sent, and it may be tried again;
    `pending`: the rail has it and may be asked by `trx_id`; `differs`: that transaction is another one.
    """

    found: Found
    trx_id: str = ""
    fee: Money = _NOTHING
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One of the operator's accounts with a rail, as the rail tells of it."""

    name: str
    available: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """So much may go at once: by the rule book of a day, and by what a wallet takes in one transfer."""

    wallet_transfer: Money
    wallet_day: Money
    wallet_month: Money
    npsb_transfer: Money
    npsb_day: Money
    npsb_count: int


def limits(rules: Mapping[str, int], wallet_transfer: Money) -> Limits:
    """Limits of `LIMIT_RULES` (taka; a count)."""
    return Limits(
        wallet_transfer=wallet_transfer,
        wallet_day=Money(rules["mfs.b2p_day"] * TAKA),
        wallet_month=Money(rules["mfs.b2p_month"] * TAKA),
        npsb_transfer=Money(rules["npsb.org_tx"] * TAKA),
        npsb_day=Money(rules["npsb.org_day"] * TAKA),
        npsb_count=rules["npsb.org_count"],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """What a wallet has been sent, or is to be, on a day and in its month; or NPSB on a day, and how often."""

    day: Money = _NOTHING
    month: Money = _NOTHING
    count: int = 0

    def plus(self, amount: Money) -> "Used":
        """With one more."""
        return replace(self, day=self.day + amount, month=self.month + amount, count=self.count + 1)


def wallet_room(limit: Limits, used: Used) -> Money:
    """How much one more transfer to a wallet may be today; never less than nothing."""
    return max(min(limit.wallet_transfer, limit.wallet_day - used.day, limit.wallet_month - used.month), Money(0))


def fits_npsb(limit: Limits, used: Used, amount: Money) -> bool:
    """Whether one more instant transfer of this amount may be made today by the operator, who is one institution."""
    return amount <= limit.npsb_transfer and used.day + amount <= limit.npsb_day and used.count + 1 <= limit.npsb_count


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A rail with where it leads to, sealed."""

    rail: Rail
    payee: str
    wallet: str = ""
    """The wallet's key, where there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """How a vendor wants to be paid, and by bank where that has no room. None: no bank could pay it."""

    wanted: Way
    bank: Way | None


def plan(
    ways: Ways, payable: Money, *, limit: Limits, wallet: Used, npsb: Used, pressing: bool
) -> tuple[Way, Money] | None:
    """By what a vendor is paid now, and how much of what is payable; None if there is no room today.

    A wallet takes no more than its limits: the rest is paid on another day, or, when the law lets nothing wait, all of
    it by bank. What is too much for NPSB goes by BEFTN, which has no limit.
    """
    wanted = ways.wanted
    if wanted.rail == "npsb" and not fits_npsb(limit, npsb, payable):
        return (replace(wanted, rail="beftn"), payable)
    if wanted.rail != "bkash":
        return (wanted, payable)
    room = min(payable, wallet_room(limit, wallet))
    if room < payable and pressing and ways.bank:
        return (ways.bank, payable)
    return (wanted, room) if room > Money(0) else None


def day_of(at: datetime) -> datetime:
    """The instant at which the day of an instant began in Bangladesh."""
    return datetime.combine(at.astimezone(DHAKA).date(), time.min, DHAKA)


def month_of(at: datetime) -> datetime:
    """The instant at which its month began there."""
    return day_of(at).replace(day=1)


def next_day(at: datetime) -> datetime:
    """The instant at which the next day begins there."""
    return day_of(at) + timedelta(days=1)
