"""How a vendor wants to be paid: it asks, and nothing changes until somebody else has looked at the wallet."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce

from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import ensure
from bdcommerce.payments.errors import MethodChanged, NoMethodAsked, SamePerson
from bdcommerce.payments.events import PayoutMethodAccepted, PayoutMethodAsked, PayoutMethodRefused, Rail


@dataclass(frozen=True, slots=True, kw_only=True)
class Wallet:
    """Where a wallet is, in the three forms that it is kept in."""

    sealed: str = ""
    key: str = ""
    shown: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A rail, with the wallet where it needs one."""

    rail: Rail
    wallet: Wallet
    by: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """How a vendor is paid, and what it has asked for. Who never asked is paid to the account on file, by BEFTN."""

    vendor_id: str
    used: Chosen = Chosen(rail="beftn", wallet=Wallet(), by="")
    asked: Chosen | None = None


def ask(vendor_id: str, rail: Rail, wallet: Wallet, by: str) -> PayoutMethodAsked:
    """It is to be paid like that; what it asked for before counts no more."""
    return PayoutMethodAsked(
        vendor_id=vendor_id,
        rail=rail,
        wallet=wallet.sealed,
        wallet_key=wallet.key,
        wallet_shown=wallet.shown,
        by=by,
        at=clock.now(),
    )


def accept(method: Method, seen: datetime, by: str) -> PayoutMethodAccepted:
    """A second person says yes to what was asked for at the instant they have seen. Raises NoMethodAsked, SamePerson,
    MethodChanged.
    """
    asked = _asked(method)
    ensure(asked.at == seen, MethodChanged.of(method.vendor_id))
    ensure(by != asked.by, SamePerson.of(method.vendor_id))
    return PayoutMethodAccepted(vendor_id=method.vendor_id, by=by, at=clock.now())


def refuse(method: Method, reason: str, by: str) -> PayoutMethodRefused:
    """It stays as it was. Raises NoMethodAsked."""
    _asked(method)
    return PayoutMethodRefused(vendor_id=method.vendor_id, reason=reason, by=by, at=clock.now())


def _asked(method: Method) -> Chosen:
    if method.asked is None:
        raise NoMethodAsked.of(method.vendor_id)
    return method.asked


def restore(vendor_id: str, happened: Sequence[object]) -> Method:
    """The state after what happened."""
    return reduce(_evolve, happened, Method(vendor_id=vendor_id))


def _evolve(method: Method, event: object) -> Method:
    match event:
        case PayoutMethodAsked():
            wallet = Wallet(sealed=event.wallet, key=event.wallet_key, shown=event.wallet_shown)
            return replace(method, asked=Chosen(rail=event.rail, wallet=wallet, by=event.by, at=event.at))
        case PayoutMethodAccepted():
            return replace(method, used=_asked(method), asked=None)
        case PayoutMethodRefused():
            return replace(method, asked=None)
        case _:
            message = f"{event!r} is not part of how a vendor is paid"
            raise TypeError(message)
