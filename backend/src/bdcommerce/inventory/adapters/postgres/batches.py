"""Rows that are bound as one array per column: a batch costs one statement, however many rows it has."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ARRAY, bindparam, column, func
from sqlalchemy.sql.selectable import TableValuedAlias
from sqlalchemy.types import TypeEngine


def batch(**columns: TypeEngine[Any] | type[TypeEngine[Any]]) -> TableValuedAlias:
    """The rows of a batch as a table in a statement."""
    bound = [bindparam(f"every_{name}", type_=ARRAY(kind)) for name, kind in columns.items()]
    named = [column(name, kind) for name, kind in columns.items()]
    return func.unnest(*bound).table_valued(*named).render_derived(name="batch")


def arrays(columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> dict[str, list[Any]]:
    """The parameters of such a statement."""
    return {f"every_{name}": list(values) for name, values in zip(columns, zip(*rows, strict=True), strict=True)}
