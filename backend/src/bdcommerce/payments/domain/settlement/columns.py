"""Settlement files as they come: which column is what, and a row as a line of money.

What arrived decides: the gross amount of a line is its net amount and its charge together, whatever the file says.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from hashlib import sha256

from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.money import Money, half_up
from bdcommerce.kernel.text import fold, latin_digits
from bdcommerce.payments.events import ColumnMapping, ReadLine

MOST_LINES = 20_000
"""Of one file: they are all held while it is read."""
LONGEST = 100
"""Characters of a reference."""
_MOST = Decimal(10**13)
_HINTS: Mapping[str, tuple[str, ...]] = {
    "reference": (
        "trxid", "transaction id", "bank tran id", "consignment id", "consignment", "tracking id", "tracking number",
        "tracking code", "issuer payment ref", "payment ref id", "reference",
    ),
    "other_reference": (
        "merchant invoice", "invoice number", "merchant order id", "order id", "tran id", "invoice",
    ),
    "gross": (
        "gross", "transaction amount", "collected amount", "collected", "cod amount", "cash collection", "order amount",
        "amount",
    ),
    "fee": (
        "total charge", "charge", "service fee", "total fee", "fee", "mdr", "commission", "deduction",
    ),
    "net": (
        "net", "settled amount", "settlement amount", "store amount", "payable", "payout", "paid", "credited",
        "receivable",
    ),
    "date": ("transaction date", "delivery date", "delivered at", "date", "time"),
    "status": ("status", "state"),
}  # fmt: skip
"""Words of headers seen in such files, the surest first: guesses that a person confirms, never facts."""
_SETTLED = frozenset({
    "completed", "success", "successful", "settled", "paid", "valid", "validated", "delivered", "partial_delivery",
    "partial delivery", "refunded", "refund", "returned",
})  # fmt: skip
_TOTAL = ("total", "grand total", "sub total", "subtotal", "sum", "মোট", "সর্বমোট")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_WORDED = re.compile(r"(\d{1,2})[\s./-]+([a-z]{3})[a-z]*[\s,./-]+(\d{4})(?!\d)")
_SHORT = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)")
_NOT_MONEY = re.compile(r"(?i)tk\.?|bdt|taka|টাকা|৳|[,\s]|/-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A file as lines: those that are, the rows that cannot be read, and how many rows are no lines."""

    lines: Sequence[ReadLine]
    unread: Sequence["Unread"]
    skipped: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A row that cannot be read as a line, and why."""

    row: int
    column: str
    reason: str


def guess(columns: Sequence[str], statuses: Sequence[str] = ()) -> ColumnMapping:
    """A proposal, for a person to look at: each column at most once, by the words in its header."""
    free = {name: fold(re.sub(r"[_\-./()]+", " ", name)) for name in columns if name}
    found: dict[str, str] = {}
    for what in ("net", "fee", "status", "date", "reference", "other_reference", "gross"):
        for hint in _HINTS[what]:
            match = next((name for name, words in free.items() if hint in words), "")
            if match:
                found[what] = match
                del free[match]
                break
    seen = {fold(each) for each in statuses}
    words = sorted(seen & _SETTLED) if "status" in found else []
    return ColumnMapping(
        reference=found.get("reference", ""),
        other_reference=found.get("other_reference", ""),
        gross=found.get("gross", ""),
        fee=found.get("fee", ""),
        net=found.get("net", ""),
        date=found.get("date", ""),
        status=found.get("status", ""),
        settled_words=words,
    )


def ensure_usable(mapping: ColumnMapping) -> None:
    """Raises Invalid naming the field: money must be readable, and no column stands for two things."""
    ensure(mapping.reference, Invalid.field("reference", "must name a column"))
    ensure(mapping.gross or mapping.net, Invalid.field("gross", "must name a column, or `net` must"))
    named = [mapping.gross, mapping.fee, mapping.net, mapping.date, mapping.status]
    named = [each for each in (mapping.reference, mapping.other_reference, *named) if each]
    twice = next((each for each in named if named.count(each) > 1), "")
    ensure(not twice, Invalid.field("reference", f"the column '{twice}' stands for two things"))
    ensure(mapping.status or not mapping.settled_words, Invalid.field("settled_words", "need a column of statuses"))


def missing(mapping: ColumnMapping, columns: Sequence[str]) -> list[str]:
    """Columns that the mapping names and a file lacks."""
    named = (
        mapping.reference, mapping.other_reference, mapping.gross, mapping.fee, mapping.net, mapping.date,
        mapping.status,
    )  # fmt: skip
    return [each for each in named if each and each not in columns]


def read(mapping: ColumnMapping, rows: Iterable[tuple[int, Mapping[str, str]]], statement_id: str) -> Reading:
    """Every row. Raises Invalid for more of them than are read at once."""
    lines, unread, skipped = list[ReadLine](), list[Unread](), 0
    again: dict[str, int] = {}
    for number, cells in rows:
        found = read_row(mapping, number, cells, line_id=f"{statement_id}_{number}")
        match found:
            case None:
                skipped += 1
            case Unread():
                unread.append(found)
            case ReadLine():
                first = key_of(found, 1)
                again[first] = again.get(first, 0) + 1
                lines.append(replace(found, key=key_of(found, again[first])))
        ensure(len(lines) + len(unread) <= MOST_LINES, Invalid.field("file", f"has more than {MOST_LINES} lines"))
    return Reading(lines=lines, unread=unread, skipped=skipped)


def read_row(mapping: ColumnMapping, row: int, cells: Mapping[str, str], *, line_id: str) -> ReadLine | Unread | None:
    """A row as a line, without its key; None for one that is no line: a total, or of a status that settles nothing."""
    reference = cells.get(mapping.reference, "").strip()
    if _is_total(reference, cells) or not _is_settled(mapping, cells):
        return None
    amounts: dict[str, Money | None] = {}
    for name, column in (("gross", mapping.gross), ("fee", mapping.fee), ("net", mapping.net)):
        text = cells.get(column, "") if column else ""
        read = money(text)
        if text.strip() and read is None:
            return Unread(row=row, column=column, reason="is not an amount")
        amounts[name] = read
    on = day(cells.get(mapping.date, ""), day_first=mapping.day_first) if mapping.date else None
    if mapping.date and on is None and cells.get(mapping.date, "").strip():
        return Unread(row=row, column=mapping.date, reason="is not a date")
    if amounts["gross"] is None and amounts["net"] is None:
        return Unread(row=row, column=mapping.gross or mapping.net, reason="has no amount")
    if max(len(reference), len(cells.get(mapping.other_reference, ""))) > LONGEST:
        return Unread(row=row, column=mapping.reference, reason=f"is longer than {LONGEST} characters")
    gross, charge, net, stated = _flow(amounts["gross"], amounts["fee"], amounts["net"])
    return ReadLine(
        line_id=line_id,
        row=row,
        key="",
        reference=reference,
        other_reference=cells.get(mapping.other_reference, "").strip(),
        gross=gross,
        charge=charge,
        net=net,
        stated=stated,
        on=on,
    )


def _flow(gross: Money | None, fee: Money | None, net: Money | None) -> tuple[Money, Money, Money, Money]:
    """Gross = net + charge, from what is given; a fee that is written as negative is the same fee."""
    if net is None:
        known = gross or Money(0)
        charge = Money(abs(fee.amount)) if fee else Money(0)
        return known, charge, known - charge, known
    if fee is None:
        stated = net if gross is None else gross
        return stated, stated - net, net, stated
    charge = Money(abs(fee.amount))
    return net + charge, charge, net, net + charge if gross is None else gross


def key_of(line: ReadLine, occurrence: int) -> str:
    """What makes it this line and no other: the same again in one file is its second occurrence."""
    said = (line.reference, line.other_reference, line.gross.amount, line.charge.amount, line.on, occurrence)
    return sha256("\x1f".join(str(each) for each in said).encode()).hexdigest()


def money(text: str) -> Money | None:
    """An amount in taka as people write it, `৳1,250.50`, `(75)`, `-30/-`, in either digits; None if it is none."""
    plain = _NOT_MONEY.sub("", latin_digits(text))
    negative = plain.startswith("(") and plain.endswith(")")
    try:
        value = Decimal(plain.strip("()"))
    except InvalidOperation:
        return None
    if not value.is_finite() or abs(value) > _MOST:
        return None
    return Money(half_up((-value if negative else value) * 100))


def day(text: str, *, day_first: bool) -> date | None:
    """The day that a text begins with or holds; None if there is none."""
    plain = latin_digits(text).strip().casefold()
    if found := _ISO.search(plain):
        year, month, number = map(int, found.groups())
    elif found := _WORDED.search(plain):
        if found[2] not in _MONTHS:
            return None
        number, month, year = int(found[1]), _MONTHS.index(found[2]) + 1, int(found[3])
    elif found := _SHORT.search(plain):
        first, second, year = map(int, found.groups())
        number, month = (first, second) if day_first else (second, first)
    else:
        return None
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _is_total(reference: str, cells: Mapping[str, str]) -> bool:
    first = next((cell for cell in cells.values() if cell.strip()), "")
    return fold(reference).rstrip(":") in _TOTAL or (not reference and fold(first).rstrip(":") in _TOTAL)


def _is_settled(mapping: ColumnMapping, cells: Mapping[str, str]) -> bool:
    return not mapping.settled_words or fold(cells.get(mapping.status, "")) in mapping.settled_words
