"""Parameters that endpoints of settlements share."""

from typing import Annotated

from litestar.params import PathParameter, QueryParameter

from bdcommerce.infra.http.access import staff
from bdcommerce.payments.events import SourceKind

READER = staff("ledger.read")
CLERK = staff("settlements.record")
SECOND = staff("settlements.approve")
SOURCE = r"^[a-z0-9][a-z0-9_-]*$"
Kind = Annotated[SourceKind, QueryParameter(name="kind", description="who settles: a payment provider or a courier")]
Source = Annotated[
    str, QueryParameter(name="source", max_length=60, pattern=SOURCE, description="which one, as `bkash` or `pathao`")
]
OnlyKind = Annotated[
    SourceKind | None, QueryParameter(name="kind", description="only of this one, together with `source`")
]
OnlySource = Annotated[
    str,
    QueryParameter(
        name="source",
        max_length=60,
        pattern=r"^([a-z0-9][a-z0-9_-]*)?$",
        description="only of this one, together with `kind`",
    ),
]
PathKind = Annotated[SourceKind, PathParameter(description="`provider` or `courier`")]
PathSource = Annotated[str, PathParameter(max_length=60, pattern=SOURCE, description="as `bkash` or `pathao`")]


def one_source(kind: SourceKind | None, source: str) -> tuple[str, str] | None:
    """Both of them, or every source."""
    return (kind, source) if kind and source else None
