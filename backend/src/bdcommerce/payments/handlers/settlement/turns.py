"""A turn of a statement: some of its lines are matched, and the next turn is called for, until none is left."""

from collections.abc import Sequence
from dataclasses import dataclass

from bdcommerce.payments.domain.settlement.matching import Item, by_amount
from bdcommerce.payments.events import ReadLine
from bdcommerce.payments.handlers.settlement import matching
from bdcommerce.payments.handlers.settlement.rules import Rules, ask_rules
from bdcommerce.payments.ports import Deps, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class NextLines:
    """What a turn works on. `held`: nobody knows the references of these lines; `alike` may be meant by them."""

    statement: Statement
    lines: Sequence[ReadLine]
    held: bool
    alike: Sequence[Item]


async def take_turn(deps: Deps, turn: int, following: NextLines) -> None:
    """Match them. A turn that was taken before does nothing: its messages are delivered once."""
    statement = following.statement
    rules = await ask_rules(deps.compliance, statement.kind, statement.source)
    if statement.kind == "courier" and following.lines:
        await _take_courier_turn(deps, turn, following, rules)
        return
    async with deps.works() as work:
        if statement.kind == "courier":
            await matching.finish(work, statement)
        else:
            await matching.match_next(work, statement, turn, rules)


async def _take_courier_turn(deps: Deps, turn: int, following: NextLines, rules: Rules) -> None:
    lines = following.lines
    names: dict[str, Sequence[str]] = {line.line_id: [line.reference, line.other_reference] for line in lines}
    if following.held:
        wanted = [matching.wanted(line) for line in lines]
        names = {each.line_id: [each.item_id] for each in by_amount(wanted, following.alike, rules.match_days)}
    await matching.match_courier_lines(deps, following.statement, turn, lines, names, last=following.held)
