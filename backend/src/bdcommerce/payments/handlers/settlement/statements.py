"""Statements come in: each file once, each line once, whichever file it stands in."""

from collections.abc import Iterable, Sequence

from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.money import Money
from bdcommerce.payments.domain.settlement.columns import Reading, ensure_usable
from bdcommerce.payments.errors import NoMapping
from bdcommerce.payments.events import (
    ColumnMapping,
    MappingSaved,
    ReadLine,
    SourceKind,
    StatementDue,
    StatementImported,
)
from bdcommerce.payments.ports import Work

_TOLD = 20


async def save_mapping(work: Work, kind: SourceKind, source: str, mapping: ColumnMapping, by: str) -> None:
    """Its files are read so from now on. Raises Invalid for one that cannot be used."""
    ensure_usable(mapping)
    await work.settlements.hold(kind, source)
    saved = MappingSaved(kind=kind, source=source, mapping=mapping, by=by, at=clock.now())
    await work.settlements.save_mapping(saved)


async def mapping_or_none(work: Work, kind: SourceKind, source: str) -> ColumnMapping | None:
    """How its files are read; None: nobody has said so yet."""
    try:
        return await work.settlements.mapping(kind, source)
    except NoMapping:
        return None


async def import_statement(
    work: Work,
    reading: Reading,
    *,
    statement_id: str,
    kind: SourceKind,
    source: str,
    reference: str,
    digest: str,
    by: str,
) -> str:
    """The statement's id: a new one, or that of the statement which this very file has become before.

    Raises Invalid naming the rows that cannot be read: a statement is whole, or it is none.
    """
    wrong = [f"row {each.row}: {each.column} {each.reason}" for each in reading.unread[:_TOLD]]
    ensure(not wrong, Invalid.field("file", "; ".join(wrong)))
    await work.settlements.hold(kind, source)
    if before := await work.settlements.imported(kind, source, digest):
        return before
    lines = await new_lines(work, kind, source, reading.lines)
    ensure(reading.lines, Invalid.field("file", "holds no line that settles anything"))
    imported = StatementImported(
        statement_id=statement_id,
        kind=kind,
        source=source,
        reference=reference,
        digest=digest,
        lines=len(lines),
        known=len(reading.lines) - len(lines),
        skipped=reading.skipped,
        gross=total(line.gross for line in lines),
        charge=total(line.charge for line in lines),
        net=total(line.net for line in lines),
        by=by,
        at=clock.now(),
    )
    await work.settlements.add(imported, lines)
    await work.log.later(StatementDue(statement_id=statement_id, turn=0), due=clock.now())
    return statement_id


async def new_lines(work: Work, kind: SourceKind, source: str, lines: Sequence[ReadLine]) -> list[ReadLine]:
    """Those that stood in no statement before."""
    known = await work.settlements.known(kind, source, [line.key for line in lines])
    return [line for line in lines if line.key not in known]


def total(amounts: Iterable[Money]) -> Money:
    """All of them together."""
    return sum(amounts, Money(0))
