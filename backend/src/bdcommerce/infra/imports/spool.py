"""A file laid out so that it can be worked through: the rows that belong together side by side, a line for each group.

Whatever the file is like as a whole (unreadable, too long, columns missing) is found here, before anything is done.
Memory is bounded by the number of rows, not by what is in them.
"""

import tempfile
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, BinaryIO, Protocol

import msgspec

from bdcommerce.infra import sheets
from bdcommerce.infra.sheets import Kind, Table, Unreadable
from bdcommerce.kernel.errors import ensure

MAX_ROWS = 100_000
MAX_IN_GROUP = 1_000


class Row(msgspec.Struct, frozen=True, array_like=True):
    """A row of the file, by its number as a person sees it. Cells that are empty are left out."""

    number: int
    cells: dict[str, str]
    twin: int = 0
    """A row before it that is about the same thing; 0: none."""

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


class Group(msgspec.Struct, frozen=True, array_like=True):
    """Rows that belong together, in the order of the file."""

    key: str
    rows: list[Row]


class Layout(Protocol):
    """How the rows of one file belong together. Made anew for every file: it may remember what it has seen."""

    @property
    def old(self) -> bool:
        """Whether the file may be in an encoding from before UTF-8."""

    @property
    def aliases(self) -> Mapping[str, str]:
        """Other keys of groups, known when all rows have been seen."""

    def check(self, columns: Sequence[str]) -> None:
        """Raises Unreadable for columns that are missing, or that nobody knows."""

    def key(self, number: int, cells: Mapping[str, str]) -> str:
        """The group of a row."""

    def identity(self, cells: Mapping[str, str]) -> str:
        """What a row is about, if no other row may be about the same; else empty."""


@dataclass(slots=True)
class _Places:
    """Where the rows of each group lie."""

    groups: dict[str, "array[int]"] = field(default_factory=dict)
    things: dict[str, int] = field(default_factory=dict)
    rows: int = 0


def spool(file: BinaryIO, kind: Kind, layout: Layout, out: IO[bytes]) -> int:
    """Write the groups of a file, in the order of their first rows; how many rows there are. Raises Unreadable."""
    table = sheets.table(file, kind, old=layout.old)
    layout.check(table.columns)
    with tempfile.TemporaryFile() as loose:
        places = _read(table, layout, loose)
        ensure(places.rows, Unreadable.field("file", "has no rows below its header"))
        for key, lines in _merged(places.groups, layout.aliases):
            ensure(
                len(lines) <= MAX_IN_GROUP, Unreadable.field("file", f"has more than {MAX_IN_GROUP} rows of '{key}'")
            )
            out.write(msgspec.json.encode(Group(key, [_at(loose, each) for each in lines])) + b"\n")
    return places.rows


def groups(file: BinaryIO, position: int, rows: int) -> tuple[list[Group], int]:
    """The next groups, of so many rows together or a few more, and the position after them; none at the end."""
    found, counted = list[Group](), 0
    file.seek(position)
    while counted < rows and (line := file.readline()):
        group = msgspec.json.decode(line, type=Group)
        found.append(group)
        counted += len(group.rows)
    return found, file.tell()


def _read(table: Table, layout: Layout, loose: IO[bytes]) -> _Places:
    places, at = _Places(), 0
    for number, cells in table.rows:
        places.rows += 1
        ensure(places.rows <= MAX_ROWS, Unreadable.field("file", f"has more than {MAX_ROWS} rows: send it in parts"))
        thing = layout.identity(cells)
        twin = places.things.setdefault(thing, number) if thing else number
        row = Row(number, {name: cell for name, cell in cells.items() if cell}, twin if twin != number else 0)
        line = msgspec.json.encode(row) + b"\n"
        loose.write(line)
        places.groups.setdefault(layout.key(number, cells), array("q")).append(at)
        at += len(line)
    return places


def _merged(found: Mapping[str, "array[int]"], aliases: Mapping[str, str]) -> Iterator[tuple[str, Sequence[int]]]:
    if not aliases:
        yield from found.items()
        return
    merged: dict[str, list[int]] = {}
    for key, lines in found.items():
        merged.setdefault(aliases.get(key, key), []).extend(lines)
    for key, lines_ in merged.items():
        yield key, sorted(lines_)


def _at(loose: IO[bytes], position: int) -> Row:
    loose.seek(position)
    return msgspec.json.decode(loose.readline(), type=Row)
