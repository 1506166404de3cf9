"""The event log of a service: what happened, in order, and what of it the world is told.

One append-only table per service. It is the store of event-sourced aggregates, the outbox, and the timer list: a row
that is `public` goes to every service that hears its type, a row with `due` comes back to its own service at that
instant. The relay reads it in commit order without gaps; how, is told in docs/decisions/0004.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import msgspec
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bdcommerce.infra import telemetry
from bdcommerce.infra.postgres import Transaction
from bdcommerce.kernel import clock, events, ids
from bdcommerce.kernel.errors import Stale

S = TypeVar("S")

_INSERT = text("""
    INSERT INTO event_log (id, stream, version, type, schema_version, data, metadata, recorded_at, public, key, due)
    SELECT id, stream, version, type, schema_version, data, metadata, recorded_at, public, key, due
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(
        id text, stream text, version int, type text, schema_version int, data jsonb, metadata jsonb,
        recorded_at timestamptz, public boolean, key text, due timestamptz)
    RETURNING id, position
""")
_HISTORY = text("""
    SELECT type, schema_version, data FROM event_log WHERE stream = :stream AND version > :after ORDER BY version
    LIMIT :limit
""")
_SAVE_SNAPSHOT = text("""
    INSERT INTO snapshot (stream, version, type, schema_version, data)
    VALUES (:stream, :version, :type, 1, CAST(:data AS jsonb))
    ON CONFLICT (stream) DO UPDATE SET version = excluded.version, type = excluded.type, data = excluded.data
    WHERE snapshot.version < excluded.version
""")
_LOAD_SNAPSHOT = text("SELECT version, data FROM snapshot WHERE stream = :stream AND type = :type")


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMeta:
    """What is known of a stored event beside its data."""

    stream: str
    version: int
    position: int
    recorded_at: datetime
    actor: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """A private event as it was stored."""

    event: object
    meta: EventMeta


class EventLog:
    """The log in one open transaction. What is told is written with the next events, or when the unit of work ends."""

    def __init__(self, tx: Transaction, metadata: Mapping[str, str]) -> None:
        self._tx, self._metadata = tx, dict(metadata)
        self._told: list[dict[str, Any]] = []

    async def append(
        self, happened: Mapping[str, Sequence[object]], *, expected: Mapping[str, int]
    ) -> Sequence[Recorded]:
        """Store private events of some streams, each after its expected version, in one statement.

        What was told so far goes with them. Raises Stale if one of the streams has moved on meanwhile.
        """
        rows = [
            self._row(event, stream=stream, version=version)
            for stream, news in happened.items()
            for version, event in enumerate(news, expected[stream] + 1)
        ]
        told, self._told = self._told, []
        try:
            positions = await self._insert([*rows, *told])
        except IntegrityError as error:
            raise Stale(f"{' or '.join(happened)} has moved on meanwhile") from error
        return [Recorded(row["data"], self._meta(row, positions[row["id"]])) for row in rows]

    async def history(self, stream: str, *, after: int = 0, limit: int | None = None) -> list[object]:
        """The private events of a stream in order, after a version; all of them, or the first so many."""
        rows = await self._tx.rows(_HISTORY, {"stream": stream, "after": after, "limit": limit})
        return [revive(row["type"], row["schema_version"], row["data"]) for row in rows]

    async def tell(self, *happened: object) -> None:
        """Publish integration events if this transaction commits."""
        for event in happened:
            key = events.key_of(event)
            self._told.append(self._row(event, stream=f"told-{key}", public=True, key=key))

    async def later(self, event: object, *, due: datetime) -> None:
        """Deliver a private event to this service itself at an instant."""
        row = self._row(event, stream="later", due=due)
        self._told.append(row | {"key": row["id"]})

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """What is told inside goes with what raises."""
        before = [*self._told]
        try:
            yield
        except BaseException:
            self._told = before
            raise

    async def flush(self) -> None:
        """Write what is to be told. The unit of work calls this last, before it commits."""
        if self._told:
            await self._insert(self._told)
            self._told = []

    async def save_snapshot(self, stream: str, version: int, state: object) -> None:
        """Remember an aggregate's state, so that a long stream need not be folded from its beginning."""
        data = msgspec.json.encode(state).decode()
        named = {"stream": stream, "version": version, "type": _type_name(type(state)), "data": data}
        await self._tx.execute(_SAVE_SNAPSHOT, named)

    async def load_snapshot(self, stream: str, state: type[S]) -> tuple[S, int] | None:
        """The remembered state and its version; None if there is none, or one of a class that has been renamed."""
        row = await self._tx.row(_LOAD_SNAPSHOT, {"stream": stream, "type": _type_name(state)})
        return (msgspec.convert(row["data"], state, strict=False), row["version"]) if row else None

    async def _insert(self, rows: list[dict[str, Any]]) -> dict[str, int]:
        encoded = msgspec.json.encode(rows).decode()
        return {row["id"]: row["position"] for row in await self._tx.rows(_INSERT, {"rows": encoded})}

    def _row(self, event: object, **columns: Any) -> dict[str, Any]:
        return {
            "id": ids.new_id("evt"),
            "type": events.name_of(event),
            "schema_version": events.version_of(event),
            "data": event,
            "metadata": self._metadata,
            "recorded_at": clock.now(),
            "public": False,
            "version": None,
            "key": None,
            "due": None,
            **columns,
        }

    def _meta(self, row: Mapping[str, Any], position: int) -> EventMeta:
        return EventMeta(
            stream=row["stream"],
            version=row["version"],
            position=position,
            recorded_at=row["recorded_at"],
            actor=self._metadata.get("actor", ""),
        )


def revive(type_name: str, schema_version: int, data: dict[str, Any]) -> object:
    """A stored private event as an object of today's class, brought up to date by its upcasters."""
    cls = events.PRIVATE[type_name]
    return msgspec.convert(_upcast(cls, schema_version, data), cls, strict=False)


def revive_public(type_name: str, schema_version: int, data: dict[str, Any]) -> object:
    """The same for an integration event."""
    cls = events.PUBLIC[type_name]
    return msgspec.convert(_upcast(cls, schema_version, data), cls, strict=False)


def _upcast(cls: type, schema_version: int, data: dict[str, Any]) -> dict[str, Any]:
    for version in range(schema_version, events.version_of(cls)):
        data = events.UPCASTERS[(events.name_of(cls), version)](data)
    return data


def _type_name(cls: type) -> str:
    return f"{cls.__module__}.{cls.__qualname__}"


def metadata_now(actor: str, caused_by: str = "") -> dict[str, str]:
    """What is stored beside an event of this moment: who, under which trace, and from which event it follows."""
    known = {"actor": actor, "trace_id": telemetry.trace_id()}
    return known | {"caused_by": caused_by} if caused_by else known
