"""How a vendor is paid: it (or staff for it) asks, and another person sees that the wallet is its own."""

from datetime import datetime

from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.phone import masked, normalise
from bdcommerce.payments.domain import methods
from bdcommerce.payments.domain.methods import Wallet
from bdcommerce.payments.errors import PayoutMethodOff
from bdcommerce.payments.events import Rail
from bdcommerce.payments.handlers.payouts import WALLET
from bdcommerce.payments.ports import Deps, Sealer, Work

_WITH_WALLET: frozenset[Rail] = frozenset({"bkash"})


def wallet_of(sealer: Sealer, rail: Rail, number: str) -> Wallet:
    """A wallet's number in the forms it is kept in. Raises Invalid naming `wallet` for a number that no wallet has, for
    one where none is needed, and for none where one is.
    """
    needed = rail in _WITH_WALLET
    ensure(bool(number) == needed, Invalid.field("wallet", "is needed" if needed else f"does not go with {rail}"))
    if not needed:
        return Wallet()
    wallet = normalise(number, "wallet")
    return Wallet(sealed=sealer.seal(wallet, WALLET), key=sealer.blind(wallet, WALLET), shown=masked(wallet))


async def ask_method(work: Work, deps: Deps, vendor_id: str, *, rail: Rail, wallet: Wallet, by: str) -> None:
    """The vendor is to be paid like that. Raises PayoutMethodOff."""
    ensure(rail in deps.rails, PayoutMethodOff.of(rail))
    _, version = await work.methods.load(vendor_id)
    await work.methods.save(vendor_id, [methods.ask(vendor_id, rail, wallet, by)], version)


async def accept_method(work: Work, vendor_id: str, seen: datetime, by: str) -> None:
    """Payouts drafted from now on go there. Raises NoMethodAsked, SamePerson, MethodChanged."""
    method, version = await work.methods.load(vendor_id)
    await work.methods.save(vendor_id, [methods.accept(method, seen, by)], version)


async def refuse_method(work: Work, vendor_id: str, reason: str, by: str) -> None:
    """It stays as it was. Raises NoMethodAsked."""
    method, version = await work.methods.load(vendor_id)
    await work.methods.save(vendor_id, [methods.refuse(method, reason, by)], version)
