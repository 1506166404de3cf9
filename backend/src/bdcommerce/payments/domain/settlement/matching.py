"""Which line settles what: by reference, and for lines whose reference nobody knows by amount and day.

Amounts are poisha; what flows to us counts as positive. No line is matched twice, and what lines settle is taken from
what their items are still owed: balances before, less the lines, are the balances after.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bdcommerce.payments.events import LineOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something a source owes us (a payment, the cash of a parcel) or we it (a refund, negative)."""

    item_id: str
    names: frozenset[str]
    """What it may be called in a statement, as `name` has it."""
    balance: int
    """What is still owed; 0: it is settled."""
    on: date
    expected: bool = False
    """We know of it, and of no money yet."""
    went_back: bool = False
    """It is money that went back to a customer: its lines take from us."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A line that wants its item."""

    line_id: str
    names: tuple[str, ...]
    gross: int
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What became of a line. The item of one that is `settled`, `amount` or `duplicate`."""

    line_id: str
    outcome: LineOutcome
    item_id: str = ""


def name(reference: str) -> str:
    """A reference as it is compared: without regard to case and to spaces around it."""
    return reference.strip().casefold()


def by_reference(lines: Sequence[Wanted], items: Sequence[Item]) -> list[Match]:
    """One match for every line, in order. `held` where nobody knows the reference. A line that says once more what one
    before it has brought, for an item of which less is left, is the same line again.
    """
    called: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        for each in item.names:
            called[each].append(item)
    owed, brought = {item.item_id: item.balance for item in items}, set[tuple[str, int]]()
    return [_of_line(line, called, owed, brought) for line in lines]


def _of_line(
    line: Wanted, called: Mapping[str, Sequence[Item]], owed: dict[str, int], brought: set[tuple[str, int]]
) -> Match:
    known = _known(line, called)
    if not line.gross:
        return Match(line_id=line.line_id, outcome="charged", item_id=min(known, default=""))
    same_way = [item for item in known.values() if owed[item.item_id] * line.gross > 0]
    if same_way:
        best = min(same_way, key=lambda item: (owed[item.item_id] != line.gross, item.on, item.item_id))
        exact = owed[best.item_id] == line.gross
        if abs(owed[best.item_id]) < abs(line.gross) and (best.item_id, line.gross) in brought:
            return Match(line_id=line.line_id, outcome="duplicate", item_id=best.item_id)
        brought.add((best.item_id, line.gross))
        owed[best.item_id] -= line.gross
        return Match(line_id=line.line_id, outcome="settled" if exact else "amount", item_id=best.item_id)
    if not known:
        return Match(line_id=line.line_id, outcome="held")
    there = [item for item in known.values() if not item.expected and item.went_back == (line.gross < 0)]
    settled = [item.item_id for item in there]
    if settled:
        return Match(line_id=line.line_id, outcome="duplicate", item_id=min(settled))
    return Match(line_id=line.line_id, outcome="missing_at_us", item_id=min(known))


def _known(line: Wanted, called: Mapping[str, Sequence[Item]]) -> dict[str, Item]:
    """Whom it names. The first of its names that calls money of its direction decides: two refunds of one payment have
    the payment's reference in common, and each its own.
    """
    everybody = dict[str, Item]()
    for each in filter(None, line.names):
        named = {item.item_id: item for item in called.get(each, ())}
        if same_way := {number: item for number, item in named.items() if _is_of_its_way(line, item)}:
            return same_way
        everybody |= named
    return everybody


def _is_of_its_way(line: Wanted, item: Item) -> bool:
    return item.went_back == (line.gross < 0) and item.balance * line.gross >= 0


def by_amount(lines: Sequence[Wanted], items: Sequence[Item], days: int) -> list[Match]:
    """One match for every line, in order: `settled` where exactly one item is owed that amount within so many days of
    the line's, and no other line could mean the same item; else `unknown`.
    """
    near = {line.line_id: [item.item_id for item in items if _near(line, item, days)] for line in lines}
    wanted: dict[str, int] = defaultdict(int)
    for found in near.values():
        for item_id in found:
            wanted[item_id] += 1
    return [_alone(line, near[line.line_id], wanted) for line in lines]


def _alone(line: Wanted, found: Sequence[str], wanted: Mapping[str, int]) -> Match:
    if len(found) == 1 and wanted[found[0]] == 1:
        return Match(line_id=line.line_id, outcome="settled", item_id=found[0])
    return Match(line_id=line.line_id, outcome="unknown")


def _near(line: Wanted, item: Item, days: int) -> bool:
    owed = item.balance == line.gross and item.balance != 0
    return owed and line.on is not None and abs(line.on - item.on) <= timedelta(days=days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cash:
    """A courier's line for a parcel, taken apart. All of it is poisha and not negative."""

    arrived: int
    """What came to the bank of the collected cash."""
    charge: int
    """What the courier kept of it."""
    short: int
    """What is missing of it."""
    more_charge: int
    """What it charged beyond the cash of this parcel, taken from that of others."""
    excess: int
    """What it paid beyond what was collected."""


def cash(collected: int, gross: int, charge: int) -> Cash:
    """How much of a line's `gross` and `charge` is about the cash that was collected, and what is beyond it.

    collected = arrived + charge + short; arrived + excess - more_charge is what the line pays, gross less charge.
    """
    handed = min(max(gross, 0), collected)
    kept = min(max(charge, 0), handed)
    return Cash(
        arrived=handed - kept,
        charge=kept,
        short=collected - handed,
        more_charge=charge - kept,
        excess=gross - handed,
    )
