"""What endpoints of the catalog are given, and how they read a version."""

from dataclasses import dataclass
from typing import Annotated, Literal

from litestar.params import HeaderParameter, PathParameter, QueryParameter

from bdcommerce.catalog.queries.edge import Edge
from bdcommerce.contracts.accounts import AccountsFace
from bdcommerce.infra.http import paging
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.ids import is_id

IfMatch = Annotated[str, HeaderParameter(name="If-Match", max_length=40, description="the ETag that was read")]
_ID = r"^[0-9a-z_]+$"
PathId = Annotated[str, PathParameter(max_length=60, pattern=_ID)]
"""What it is an id of, its name says."""
PostId = Annotated[
    str,
    PathParameter(max_length=60, pattern=_ID, description="id of a question, `qst_…`, or of an answer, `ans_…`"),
]
ListId = Annotated[
    str,
    PathParameter(max_length=60, pattern=_ID, description="id of a wishlist, `wsh_…`, or `default`"),
]
PriceChangeId = Annotated[str, PathParameter(max_length=60, pattern=_ID, description="id of a price change, `prc_…`")]
OfStatus = Annotated[
    Literal["", "draft", "in_review", "published", "unpublished", "taken_down"],
    QueryParameter(name="status", description="only products of this status"),
]


@dataclass(frozen=True, kw_only=True)
class ApiDeps(Edge):
    """What endpoints are given beside: who knows how people are called."""

    accounts: AccountsFace


def read_version(if_match: str, version: int | None) -> int:
    """The version a caller has read, from the header or the body. Raises Invalid if neither says it."""
    if version is not None:
        return version
    stated = if_match.strip().removeprefix("W/").strip('"')
    ensure(stated.isdecimal() and stated.isascii(), Invalid.field("version", "send the version you read, or If-Match"))
    return int(stated)


def etag(version: int) -> dict[str, str]:
    """The header that says which version was read."""
    return {"ETag": f'"{version}"'}


def newest_before(cursor: str, kind: str) -> str:
    """The id that a page of a list, the newest first, begins after; empty for the first page."""
    (before,) = paging.decode(cursor, tuple[str]) or ("",)
    ensure(not before or is_id(before, kind), Invalid.field("cursor", "is not a cursor of this list"))
    return before
