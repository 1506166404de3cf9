"""Columns of files of our own: documented, checked, and given out empty."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import msgspec
from litestar import Response

from bdcommerce.infra.http.exports import sheet_reply
from bdcommerce.infra.sheets import Unreadable
from bdcommerce.kernel.errors import ensure


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what it holds, in which unit and within which limits."""

    name: str
    what: str
    limits: str = "up to 2000 characters"
    example: str = ""
    required: bool = False


class ColumnView(msgspec.Struct, frozen=True, kw_only=True):
    """A column of a file."""

    name: str
    what: str
    """What it holds."""
    limits: str
    """In which unit, and how much of it."""
    required: bool
    """Whether the file must have it. What a new product must say beside that, a dry run tells."""
    example: str


def names(columns: Sequence[Column]) -> tuple[str, ...]:
    """How they are called."""
    return tuple(each.name for each in columns)


def check(columns: Sequence[Column], found: Sequence[str]) -> None:
    """Raises Unreadable for required columns that are missing, and for ones that nobody knows."""
    missing = [each.name for each in columns if each.required and each.name not in found]
    ensure(not missing, Unreadable.field("file", f"lacks the columns: {', '.join(missing)}"))
    unknown = [name for name in found if name and name not in names(columns)]
    ensure(not unknown, Unreadable.field("file", f"has columns that nobody knows: {', '.join(unknown[:10])}"))


def documented(
    name: str, columns: Sequence[Column], kind: Literal["json", "csv", "xlsx"]
) -> Response[list[ColumnView]]:
    """What each column holds; as a file, an empty one to be filled in."""
    if kind != "json":
        empty: Response[Any] = sheet_reply(name, names(columns), [], kind)
        return empty
    return Response(
        [
            ColumnView(name=each.name, what=each.what, limits=each.limits, required=each.required, example=each.example)
            for each in columns
        ]
    )
