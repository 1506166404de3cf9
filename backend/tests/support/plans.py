"""The plans of a service's named queries on tables that have grown: of each query, and of all that there are.

A statement that was run some times is planned for whatever its arguments are; so both plans are looked at, the one for
the given arguments and the one for any.
"""

import json
import pkgutil
import re
from collections.abc import AsyncIterator, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from bdcommerce.infra.postgres import Query, role_of
from bdcommerce.infra.service import Service
from support.databases import connected, ensure_template, throw_away_database

if TYPE_CHECKING:
    import asyncpg

    Connection = asyncpg.Connection[asyncpg.Record]
else:
    Connection = object

Asked = tuple[Query[Any], Sequence[Any]]
THESE, ANY = "for these", "for any"
_MAYBE = re.compile(r"\(\(?(NOT \$\d+|\$\d+(::[\w ]+)? (=|IS NULL)[^()]*)\) OR [^)]*\)?|NOT \$\d+\) OR")
"""A condition that is none for some arguments: a plan for any has to do without its index."""
MOST_SORTED = 2_000
"""Rows that may be sorted before a page is cut off them: those of one vendor, one order, one day."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What PostgreSQL would do for a query."""

    query: str
    kind: str
    root: Any

    def complaints(self, small: Collection[str]) -> Iterator[str]:
        """Tables that are read from end to end though they grow, and more rows sorted than a page is worth."""
        for node in self.nodes():
            table = node.get("Relation Name", "")
            if node["Node Type"] == "Seq Scan" and table not in small:
                yield f"{self.query} ({self.kind}) reads all of {table}: {node.get('Filter', '')}"
            if self.kind == ANY and (maybe := _MAYBE.search(str(node.get("Filter", "")))):
                ranged, found = "<" in maybe[0] or ">" in maybe[0], " = " in str(node.get("Index Cond", ""))
                if table not in small and (ranged or not found):
                    yield f"{self.query} goes through {table} for what may be asked or not: {maybe[0]}"
            if node["Node Type"] in {"Sort", "Incremental Sort"} and node["Plan Rows"] > MOST_SORTED:
                yield f"{self.query} ({self.kind}) sorts {node['Plan Rows']} rows by {node['Sort Key']}"

    def nodes(self) -> Iterator[Any]:
        """Every step."""
        yield from _nodes(self.root)


async def plans(connection: Connection, query: Query[Any], arguments: Sequence[Any]) -> list[Plan]:
    """For these arguments, and for any."""
    given = _decoded(await connection.fetchval(f"EXPLAIN (FORMAT JSON) {query.sql}", *arguments))
    return [Plan(query.name, THESE, given), Plan(query.name, ANY, await _generic(connection, query))]


async def faults(
    connection: Connection,
    service: Service,
    asked: Sequence[Asked],
    *,
    small: Collection[str] = (),
    whole: Mapping[str, str] | None = None,
) -> list[str]:
    """What is wrong with the plans of a service's named queries, and which of them nobody looks at. `small` tables are
    those that do not grow with what people do; `whole` says of queries that read everything on purpose why.
    """
    reasons = whole or {}
    found = [f"{name} is nobody's" for name in unasked(service, asked, reasons)]
    found += [f"{name} is no query" for name in reasons.keys() - {query.name for query in declared(service)}]
    for query, arguments in asked:
        for plan in await plans(connection, query, arguments) if query.name not in reasons else ():
            found += plan.complaints(small)
    return list(dict.fromkeys(found))


@asynccontextmanager
async def grown(server_url: str, service: Service, fill: str) -> "AsyncIterator[Connection]":
    """A connection, as the service, to a database of its own in which these statements were run."""
    template = f"migrated_{service.name}"
    await ensure_template(server_url, template, [service])
    async with throw_away_database(server_url, template) as url, connected(url) as connection:
        await connection.execute(f"SET search_path TO {service.name}, public; SET session_replication_role = replica")
        await connection.execute(fill)
        await connection.execute(
            f"SET session_replication_role = DEFAULT; ANALYZE; SET ROLE {role_of(service.name)}; SET jit TO off"
        )
        yield connection


def declared(service: Service) -> set[Query[Any]]:
    """Every named query of a service, wherever it stands: alone, in a table of them, or in a class."""
    package = import_module(f"bdcommerce.{service.name}")
    names = (each.name for each in pkgutil.walk_packages(package.__path__, f"{package.__name__}."))
    modules = [import_module(name) for name in names if ".migrations" not in name]
    return {query for module in modules for value in vars(module).values() for query in _queries_in(value)}


def unasked(service: Service, asked: Iterable[Asked], otherwise: Collection[str] = ()) -> list[str]:
    """The named queries of a service whose plans nobody looks at."""
    known = {query for query, _ in asked}
    return sorted(each.name for each in declared(service) - known if each.name not in otherwise)


def _queries_in(value: Any) -> Iterator[Query[Any]]:
    if isinstance(value, Query):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _queries_in(each)
    elif isinstance(value, (tuple, list, set, frozenset)):
        for each in value:
            yield from _queries_in(each)


async def _generic(connection: Connection, query: Query[Any]) -> Any:
    async with connection.transaction():
        await connection.execute("SET LOCAL plan_cache_mode TO force_generic_plan")
        await connection.execute(f"PREPARE asked AS {query.sql}")
        count = await connection.fetchval(
            "SELECT cardinality(parameter_types) FROM pg_prepared_statements WHERE name = 'asked'"
        )
        given = f"({', '.join(['NULL'] * count)})" if count else ""
        explained = await connection.fetchval(f"EXPLAIN (FORMAT JSON) EXECUTE asked{given}")
        await connection.execute("DEALLOCATE asked")
    return _decoded(explained)


def _decoded(explained: Any) -> Any:
    return (json.loads(explained) if isinstance(explained, str) else explained)[0]["Plan"]


def _nodes(node: Any) -> Iterator[Any]:
    yield node
    for below in node.get("Plans", ()):
        yield from _nodes(below)
