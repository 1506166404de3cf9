"""What the outside parties' own books say at an instant: asked at their panels, read from their statements."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from backend.benchmarks.month.finance import Finance, poisha
from backend.benchmarks.month.parties import Parties
from backend.benchmarks.month.running import Played


@dataclass(frozen=True, slots=True)
class Held:
    """Money that a party has and that is ours, in poisha; below zero: it has paid for us and not taken it yet."""

    number: str
    """As the party calls it."""
    reference: str
    """As we do."""
    amount: int


async def provider_holds(played: Played, name: str) -> list[Held]:
    """What a provider has taken and not settled, and what it owes beside that and nobody has waived."""
    account = await played.world.line.get(f"/{name}/desk/account")
    held = [Held(each["transaction"], each["invoice"], poisha(each["amount"])) for each in account["items"]]
    return held + _owed(played.finance, name, [(each["transaction"], "", each["amount"]) for each in account["owed"]])


async def courier_holds(played: Played, name: str) -> list[Held]:
    """Cash that a courier has collected and not handed over, and what it owes beside that."""
    account = await played.world.line.get(f"/{name}/desk/account")
    held = [
        Held(each["consignment"], vendor_order(each["merchant_order_id"]), poisha(each["amount"]))
        for each in account["items"]
    ]
    owed = [(each["consignment"], vendor_order(each["merchant_order_id"]), each["amount"]) for each in account["owed"]]
    return held + _owed(played.finance, name, owed)


def _owed(finance: Finance, name: str, found: Sequence[tuple[str, str, object]]) -> list[Held]:
    return [
        Held(number, reference, poisha(amount))
        for number, reference, amount in found
        if (name, number) not in finance.waived
    ]


def vendor_order(reference: str) -> str:
    """Without the number of a later round."""
    return reference.partition("-")[0]


def paid_by_invoice(parties: Parties) -> Mapping[str, int]:
    """What customers have paid at providers less what these gave back, by how we call the attempt, in poisha."""
    found = defaultdict[str, int](int)
    for account in parties.accounts.values():
        for each in account.moved():
            found[each.invoice] += poisha(each.amount)
    return found


def captured_by_invoice(parties: Parties) -> Mapping[str, int]:
    """How often a provider has taken money for an attempt."""
    found = defaultdict[str, int](int)
    for account in parties.accounts.values():
        for each in account.moved():
            found[each.invoice] += each.amount > 0
    return found


def wallets_paid(parties: Parties) -> Mapping[str, int]:
    """What arrived in wallets, by the number that we gave each payout, in poisha."""
    return {each.invoice: poisha(each.amount) for each in parties.till.payouts.values() if each.status == "Completed"}


def wallet_costs(parties: Parties) -> Mapping[str, int]:
    """What left bKash's account for each of them, its fee included, in poisha."""
    return {each.invoice: poisha(each.amount + each.fee) for each in parties.till.payouts.values()}
