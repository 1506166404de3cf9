"""Statements of SQLAlchemy Core as asyncpg takes them: compiled once, run without an engine between.

An engine costs four times what the driver itself does, per statement, and does nothing for us that the driver does not.
What is left of SQLAlchemy here is the language: tables, expressions, and one compiled text per shape of statement.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Executable
from sqlalchemy.dialects.postgresql.asyncpg import dialect as asyncpg_dialect
from sqlalchemy.engine.interfaces import CompiledCacheType
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ClauseElement
from sqlalchemy.util import LRUCache

Parameters = Mapping[str, Any] | Sequence[Mapping[str, Any]] | None

_KEPT = 2_000


def to_json(value: Any) -> str:
    """As jsonb columns take it."""
    return msgspec.json.encode(value).decode()


_DIALECT = asyncpg_dialect(json_serializer=to_json)  # type: ignore[no-untyped-call]
_CACHE: CompiledCacheType = LRUCache(_KEPT)


@dataclass(frozen=True, slots=True)
class Runnable:
    """A text with `$1` parameters, and its arguments: one row of them, or one for each time it is to be run."""

    sql: str
    rows: Sequence[Sequence[Any]]

    @property
    def arguments(self) -> Sequence[Any]:
        """Those of a statement that is run once."""
        return self.rows[0]


def runnable(statement: Executable, parameters: Parameters = None) -> Runnable:
    """A Core statement with its parameters; a list of them is one row for each time it is to be run."""
    given = [parameters] if isinstance(parameters, Mapping) else [*(parameters or [{}])]
    assert isinstance(statement, ClauseElement)  # noqa: S101 - every Executable of Core is
    compiled, extracted, collected, _ = statement._compile_w_cache(  # noqa: SLF001 - what an engine calls
        _DIALECT, compiled_cache=_CACHE, column_keys=sorted(given[0]), for_executemany=len(given) > 1
    )
    assert isinstance(compiled, SQLCompiler)  # noqa: S101 - DDL is for migrations
    named = [
        {
            **compiled.construct_params(
                row,
                extracted_parameters=extracted,
                escape_names=False,
                _group_number=number,
                _collected_params=collected,
            ),
            **_defaults(compiled, row),
        }
        for number, row in enumerate(given)
    ]
    if compiled.literal_execute_params or compiled.post_compile_params:
        expanded = compiled._process_parameters_for_postcompile(named[0])  # noqa: SLF001 - lists of IN
        processors = {**compiled._bind_processors, **expanded.processors}  # noqa: SLF001
        return Runnable(expanded.statement, [_ordered(named[0], expanded.positiontup or [], processors)])
    places, processors = compiled.positiontup or [], compiled._bind_processors  # type: ignore[assignment]  # noqa: SLF001
    return Runnable(compiled.string, [_ordered(row, places, processors) for row in named])


def refused(error: Exception, sql: str) -> IntegrityError:
    """A violated constraint as adapters know it; the driver's error, with the constraint's name, is its cause."""
    return IntegrityError(sql, None, _Violation(error), hide_parameters=True)


class _Violation(Exception):
    """Stands where an engine would have put its own wrapping of the driver's error; without its detail, which quotes
    the row.
    """

    def __init__(self, error: Exception) -> None:
        super().__init__(getattr(error, "message", None) or type(error).__name__)
        self.__cause__ = error
        self.sqlstate = getattr(error, "sqlstate", "")


def _defaults(compiled: SQLCompiler, row: Mapping[str, Any]) -> dict[str, Any]:
    """Values of columns that a table gives a default in Python, where the statement leaves them out."""
    columns = compiled.insert_prefetch or ()
    return {column.key: _value(column.default) for column in columns if column.key not in row}


def _value(default: Any) -> Any:
    return default.arg(None) if default.is_callable else default.arg


def _ordered(named: Mapping[str, Any], places: Sequence[str], processors: Mapping[str, Any]) -> list[Any]:
    return [processors[name](named[name]) if name in processors else named[name] for name in places]
