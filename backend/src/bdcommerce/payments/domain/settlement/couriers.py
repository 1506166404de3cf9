"""A courier's lines and the cash of its parcels: what is handed over for each, and what does not fit."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bdcommerce.contracts.fulfilment import CodStanding, HandedOverCash
from bdcommerce.kernel import clock
from bdcommerce.kernel.money import Money
from bdcommerce.payments.domain.settlement.matching import Cash, Item, Match, Wanted, by_reference, cash, name
from bdcommerce.payments.events import ReadLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What becomes of a line; `cash` where it hands over that of a parcel."""

    line: ReadLine
    match: Match
    shipment_id: str = ""
    cash: Cash | None = None


def plan(
    lines: Sequence[ReadLine], names: Mapping[str, Sequence[str]], standing: Sequence[CodStanding], reference: str
) -> list[Planned]:
    """One for every line, in order, by the names it goes by. What was handed over as `reference` is what these very
    lines have handed over, when this was begun before.
    """
    parcels = {each.vendor_order_id: each for each in standing}
    matches = by_reference([_wanted(line, names[line.line_id]) for line in lines], _items(standing, reference))
    planned, taken = list[Planned](), set[str]()
    for line, match in zip(lines, matches, strict=True):
        if match.outcome not in ("settled", "amount") or line.charge.amount < 0:
            planned.append(Planned(line=line, match=match))
        elif match.item_id in taken:
            planned.append(Planned(line=line, match=_again(match)))
        else:
            taken.add(match.item_id)
            planned.append(_handed_over(line, match, parcels[match.item_id]))
    return planned


def handed_over(planned: Sequence[Planned]) -> list[HandedOverCash]:
    """What fulfilment is told."""
    return [
        HandedOverCash(shipment_id=each.shipment_id, arrived=Money(each.cash.arrived), charge=Money(each.cash.charge))
        for each in planned
        if each.cash
    ]


def _handed_over(line: ReadLine, match: Match, parcel: CodStanding) -> Planned:
    collected = parcel.collected.amount if parcel.collected else 0
    parts = cash(collected, line.gross.amount, line.charge.amount)
    return Planned(line=line, match=match, shipment_id=parcel.shipment_id, cash=parts)


def _again(match: Match) -> Match:
    return Match(line_id=match.line_id, outcome="duplicate", item_id=match.item_id)


def _wanted(line: ReadLine, names: Sequence[str]) -> Wanted:
    called = tuple(name(each) for each in names)
    return Wanted(line_id=line.line_id, names=called, gross=line.gross.amount, on=line.on)


def _items(standing: Sequence[CodStanding], reference: str) -> list[Item]:
    names, known = defaultdict[str, set[str]](set), dict[str, CodStanding]()
    for each in standing:
        names[each.vendor_order_id].add(name(each.reference))
        known[each.vendor_order_id] = each
    return [
        Item(
            item_id=item_id,
            names=frozenset(names[item_id]),
            balance=_owed(each, reference),
            on=clock.today(),
            expected=each.collected is None,
        )
        for item_id, each in known.items()
    ]


def _owed(parcel: CodStanding, reference: str) -> int:
    in_hands = parcel.collected is not None and parcel.remitted_as in ("", reference)
    return parcel.collected.amount if parcel.collected and in_hands else 0
