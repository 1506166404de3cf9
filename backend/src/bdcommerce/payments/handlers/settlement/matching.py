"""Lines find what they settle: it is posted, moved on the items, and what does not fit becomes a difference."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from bdcommerce.contracts.fulfilment import CodStanding
from bdcommerce.kernel import clock
from bdcommerce.kernel.money import Money, percentage
from bdcommerce.payments.domain.ledger import Entry
from bdcommerce.payments.domain.settlement import couriers, differences, postings
from bdcommerce.payments.domain.settlement.couriers import Planned
from bdcommerce.payments.domain.settlement.matching import Cash, Item, Match, Wanted, by_amount, by_reference, name
from bdcommerce.payments.events import (
    DifferenceFound,
    DifferenceReason,
    ItemMove,
    LinesSettled,
    ReadLine,
    SettledLine,
    SourceKind,
    StatementDue,
    StatementMatched,
)
from bdcommerce.payments.handlers.settlement.rules import Rules
from bdcommerce.payments.ports import Deps, Statement, Work

AT_ONCE = 200
"""Lines of one transaction."""
SYSTEM = "system"
_REASONS: dict[str, DifferenceReason] = {
    "unknown": "unknown_reference",
    "missing_at_us": "missing_at_us",
    "duplicate": "duplicate",
}


@dataclass(slots=True)
class Taken:
    """What follows from some lines of a source."""

    kind: SourceKind
    source: str
    entries: list[Entry | None] = field(default_factory=list)
    lines: list[SettledLine] = field(default_factory=list)
    moves: list[ItemMove] = field(default_factory=list)
    found: list[DifferenceFound] = field(default_factory=list)

    def line(self, line: ReadLine, match: Match, item_id: str) -> None:
        """What became of it."""
        self.lines.append(SettledLine(line_id=line.line_id, outcome=match.outcome, item_id=item_id))

    def move(self, item_id: str, amount: int) -> None:
        """So much more (less) is owed for an item."""
        if amount:
            self.moves.append(ItemMove(item_id=item_id, amount=Money(amount)))

    def differ(self, reason: DifferenceReason, amount: Money, line: ReadLine, item_id: str) -> None:
        """It does not fit."""
        found = differences.found(
            self.kind, self.source, reason, amount, reference=line.reference, item_id=item_id, line_id=line.line_id
        )
        self.found.append(found)


async def match_next(work: Work, statement: Statement, turn: int, rules: Rules) -> None:
    """The next lines of a provider's statement: by reference; when that is done for all, by amount and day."""
    await work.settlements.hold(statement.kind, statement.source)
    lines = await work.settlements.lines(statement.statement_id, None, AT_ONCE)
    if lines:
        items = await work.settlements.items(statement.kind, statement.source, _names(lines))
        matches = by_reference([wanted(line) for line in lines], items)
    else:
        lines = await work.settlements.lines(statement.statement_id, "held", AT_ONCE)
        items = await alike(work, statement.kind, statement.source, lines, rules.match_days)
        matches = by_amount([wanted(line) for line in lines], items, rules.match_days)
    if not lines:
        await finish(work, statement)
        return
    taken = Taken(statement.kind, statement.source)
    await _take_provider_lines(taken, lines, matches, items, rules)
    await keep(work, taken, stream_of(statement, turn))
    await work.log.later(StatementDue(statement_id=statement.statement_id, turn=turn + 1), due=clock.now())


async def finish(work: Work, statement: Statement) -> None:
    """Nothing is left to match."""
    await work.settlements.finish(StatementMatched(statement_id=statement.statement_id, at=clock.now()))


def stream_of(statement: Statement, turn: int) -> str:
    """Where a turn is stored, so that it happens once."""
    return f"statement-{statement.statement_id}-turn-{turn}"


async def alike(work: Work, kind: SourceKind, source: str, lines: Sequence[ReadLine], days: int) -> Sequence[Item]:
    """Items that lines could mean by amount and day."""
    known = [line.on for line in lines if line.on]
    if not known:
        return []
    around = timedelta(days=days)
    amounts = [line.gross.amount for line in lines]
    return await work.settlements.items_like(kind, source, amounts, min(known) - around, max(known) + around)


async def items_called(work: Work, kind: SourceKind, source: str, names: Sequence[str]) -> list[Item]:
    """What may be called by one of however many names."""
    found: dict[str, Item] = {}
    for start in range(0, len(names), AT_ONCE):
        for item in await work.settlements.items(kind, source, names[start : start + AT_ONCE]):
            before = found.get(item.item_id, item)
            found[item.item_id] = replace(item, names=item.names | before.names)
    return [*found.values()]


def wanted(line: ReadLine) -> Wanted:
    """A line as it is matched."""
    names = tuple(name(each) for each in (line.reference, line.other_reference) if each)
    return Wanted(line_id=line.line_id, names=names, gross=line.gross.amount, on=line.on)


def _names(lines: Sequence[ReadLine]) -> list[str]:
    return [each for line in lines for each in (line.reference, line.other_reference) if each]


async def _take_provider_lines(
    taken: Taken, lines: Sequence[ReadLine], matches: Sequence[Match], items: Sequence[Item], rules: Rules
) -> None:
    owed = {item.item_id: item.balance for item in items}
    for line, match in zip(lines, matches, strict=True):
        if match.outcome in ("settled", "amount"):
            _take_settled(taken, line, match, owed, rules)
        else:
            _take_other(taken, line, match)
        if match.outcome not in ("held", "duplicate"):
            taken.entries.append(postings.provider_settled(taken.source, line))


def _take_settled(taken: Taken, line: ReadLine, match: Match, owed: dict[str, int], rules: Rules) -> None:
    before = owed[match.item_id]
    owed[match.item_id] = left = before - line.gross.amount
    taken.line(line, match, match.item_id)
    taken.move(match.item_id, -line.gross.amount)
    if left:
        kept_more = line.stated.amount == before
        taken.differ("fee" if kept_more else "amount", Money(left), line, match.item_id)
    elif rules.fee_percent is not None and line.gross.amount > 0:
        over = line.charge - Money(percentage(line.gross.amount, rules.fee_percent))
        if over > rules.fee_tolerance:
            taken.differ("fee", over, line, match.item_id)


def _take_other(taken: Taken, line: ReadLine, match: Match) -> None:
    """A line that settles nothing we know of stands as an item of its own, so that the account is explained."""
    if match.outcome in ("unknown", "missing_at_us"):
        taken.line(line, match, line.line_id)
        taken.move(line.line_id, -line.gross.amount)
        taken.differ(_REASONS[match.outcome], -line.gross, line, line.line_id)
        return
    taken.line(line, match, match.item_id)
    if match.outcome == "duplicate":
        taken.differ("duplicate", line.gross, line, match.item_id)
    elif match.outcome == "charged" and not match.item_id and line.charge:
        taken.differ("fee", line.charge, line, line.line_id)


async def keep(work: Work, taken: Taken, stream: str) -> None:
    """Post it, store it, and let go of differences that it has ended."""
    await work.journal.post_all([entry for entry in taken.entries if entry])
    settled = LinesSettled(
        statement_id=stream.split("-")[1],
        kind=taken.kind,
        source=taken.source,
        lines=taken.lines,
        moves=taken.moves,
        at=clock.now(),
    )
    await work.settlements.settle_lines(settled, stream)
    there = {each.item_id for each in taken.lines if each.outcome in ("settled", "amount")}
    before = await work.settlements.undecided(taken.kind, taken.source, sorted(there))
    await end_settled(work, before, found=True)
    await work.settlements.keep_found(taken.found)
    if taken.kind == "provider":
        await end_settled(work, [found.difference_id for found in taken.found if found.reason == "amount"])


async def end_settled(work: Work, difference_ids: Sequence[str], *, found: bool = False) -> None:
    """End differences whose money has come, so that nothing stands open for them any more; and if it was `found` in a
    statement, those that said it was missing there.
    """
    for difference_id in difference_ids:
        difference, version = await work.settlements.difference(difference_id)
        balance = await work.settlements.balance(difference.kind, difference.source, difference.item_id)
        if differences.is_over(difference, balance, found=found):
            ended = differences.resolve(difference, "settled_by_statement", "the money has come", [], SYSTEM)
            await work.settlements.keep(difference_id, [ended], version)


async def match_courier_lines(
    deps: Deps,
    statement: Statement,
    turn: int,
    lines: Sequence[ReadLine],
    names: dict[str, Sequence[str]],
    *,
    last: bool,
) -> None:
    """Some lines of a courier's statement: fulfilment records what is handed over, and tells it; the rest is posted
    here. `last`: what nobody knows is not held for later.
    """
    reference = f"{statement.statement_id}/{turn}"
    standing = await ask_standing(deps, statement.source, [each for line in lines for each in names[line.line_id]])
    planned = couriers.plan(lines, names, standing, reference)
    handed = couriers.handed_over(planned)
    if handed:
        await deps.fulfilment.hand_over(statement.source, reference, handed, statement.by)
    taken = Taken(statement.kind, statement.source)
    for each in planned:
        take_courier_line(taken, each, last=last)
    async with deps.works() as work:
        await work.settlements.hold(statement.kind, statement.source)
        await keep(work, taken, stream_of(statement, turn))
        await work.log.later(StatementDue(statement_id=statement.statement_id, turn=turn + 1), due=clock.now())


async def ask_standing(deps: Deps, courier: str, references: Sequence[str]) -> list[CodStanding]:
    """How it stands with the cash of what is named."""
    named, found = sorted(set(filter(None, references))), list[CodStanding]()
    for start in range(0, len(named), AT_ONCE):
        found += await deps.fulfilment.cash_of(courier, named[start : start + AT_ONCE])
    return found


def take_courier_line(taken: Taken, planned: Planned, *, last: bool) -> None:
    """What follows from a line, beside what fulfilment tells of the cash."""
    line, match = planned.line, planned.match
    if match.outcome == "held" and last:
        match = Match(line_id=line.line_id, outcome="unknown")
    if planned.cash:
        taken.line(line, match, match.item_id)
        _take_cash(taken, line, match, planned.cash)
        return
    if match.outcome in ("settled", "amount"):
        match = Match(line_id=line.line_id, outcome="unknown")
    _take_other(taken, line, match)
    if match.outcome in ("unknown", "missing_at_us"):
        taken.entries.append(postings.courier_unmatched(taken.source, line.line_id, line.gross, line.charge))
    elif match.outcome == "charged":
        taken.entries.append(postings.courier_charged(line.line_id, line.charge))


def _take_cash(taken: Taken, line: ReadLine, match: Match, cash: Cash) -> None:
    taken.entries.append(postings.courier_charged(line.line_id, Money(cash.more_charge)))
    if cash.short:
        taken.differ("short_cod", Money(cash.short), line, match.item_id)
    if cash.excess:
        taken.entries.append(postings.courier_unmatched(taken.source, line.line_id, Money(cash.excess), Money(0)))
        taken.move(line.line_id, -cash.excess)
        taken.differ("amount", Money(-cash.excess), line, line.line_id)
