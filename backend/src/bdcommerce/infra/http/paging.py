"""Lists by keyset: a page, and an opaque cursor that says where the next one begins."""

import base64
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Annotated, Generic, TypeVar, cast

import msgspec
from litestar.params import QueryParameter

from bdcommerce.kernel.errors import Invalid, ensure

T = TypeVar("T")
C = TypeVar("C")

Limit = Annotated[int, QueryParameter(name="limit", ge=1, le=100, description="items per page")]
"""Declare it with its default: `limit: Limit = PAGE`."""
Cursor = Annotated[str, QueryParameter(name="cursor", max_length=500, description="next_cursor of the last page")]
"""Declare it with its default: `cursor: Cursor = ""`."""
_EARLIEST, _LATEST = datetime(2, 1, 1, tzinfo=UTC), datetime(9998, 12, 31, tzinfo=UTC)
"""Beyond these an instant may have no year in UTC."""
_NONE_OF_OURS = "is not a cursor of this list"
PAGE = 20
"""Items per page unless the caller says otherwise."""


class Page(msgspec.Struct, Generic[T], frozen=True):
    """Some items, and where to go on; `next_cursor` is null on the last page."""

    items: list[T]
    next_cursor: str | None


def encode(*position: str | int) -> str:
    """A cursor that stands for the sort key of the last item of a page."""
    return base64.urlsafe_b64encode(msgspec.json.encode(position)).decode().rstrip("=")


def decode(cursor: str, shape: type[C]) -> C | None:
    """The sort key in a cursor, as the tuple type `shape`; None for no cursor. Raises Invalid naming `cursor`."""
    if not cursor:
        return None
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        position = msgspec.json.decode(raw, type=shape)
    except (ValueError, msgspec.MsgspecError, RecursionError) as error:
        raise Invalid.field("cursor", _NONE_OF_OURS) from error
    ensure(all(map(_comparable, cast("tuple[object, ...]", position))), Invalid.field("cursor", _NONE_OF_OURS))
    return position


def _comparable(value: object) -> bool:
    """Whether PostgreSQL can compare with it: a bigint has 64 bits, a text no U+0000, an instant a year in UTC."""
    if isinstance(value, datetime):
        return _EARLIEST <= value.replace(tzinfo=UTC) <= _LATEST
    if isinstance(value, int):
        return -(2**63) <= value < 2**63
    return not isinstance(value, str) or "\0" not in value


def page(rows: Sequence[T], limit: int, position: Callable[[T], tuple[str | int, ...]]) -> Page[T]:
    """A page of `limit` items from up to `limit + 1` rows: the extra one only tells that there are more."""
    items = list(rows[:limit])
    more = len(rows) > limit
    return Page(items=items, next_cursor=encode(*position(items[-1])) if more else None)
