"""What a service is to the composition root: a name, a way to build it, and what it offers and hears."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar

from litestar.handlers import HTTPRouteHandler

from bdcommerce.infra.files import Files
from bdcommerce.infra.postgres import Database
from bdcommerce.infra.projections import Projection
from bdcommerce.infra.security import Sealer
from bdcommerce.infra.settings import Settings
from bdcommerce.kernel.saga import Saga

F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class Consumer:
    """What to do when an event arrives: an integration event, or one's own private event that was due now."""

    event: type
    handle: Callable[[Any, Any], Awaitable[None]]
    """Called with the event and the service's `deps`."""


@dataclass(frozen=True, slots=True)
class Job:
    """Clocked work: runs once per slot over all processes; slots missed while everything was down run once."""

    name: str
    every: timedelta
    run: Callable[[Any], Awaitable[None]]
    """Called with the service's `deps`."""


@dataclass(frozen=True, slots=True)
class Wired:
    """A service that has been built."""

    deps: Any
    face: Any | None = None


@dataclass(frozen=True, slots=True)
class Platform:
    """What a service may have of the world: its database and files, the faces of others, keys and settings."""

    database: Database
    files: Files
    sealer: Sealer
    settings: Settings
    find: Callable[[type], Any]

    def ask(self, face: type[F]) -> F:
        """The face of another service, wherever that service runs."""
        found: F = self.find(face)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One service, as its `bootstrap.py` declares it. Nothing is built until `build` is called."""

    name: str
    build: Callable[[Platform], Wired]
    routes: Sequence[HTTPRouteHandler] = ()
    face: type | None = None
    asks: Sequence[type] = ()
    consumers: Sequence[Consumer] = ()
    jobs: Sequence[Job] = ()
    projections: Sequence[Projection] = ()
    sagas: Sequence[Saga[Any, Any]] = field(default=())
    measures: Sequence[Callable[[Any], Awaitable[None]]] = ()
    """Each is given the service's `deps`, in every process with a worker, as often as that measures its queues: what it
    reads goes into gauges of telemetry.
    """

    @property
    def hears(self) -> frozenset[type]:
        """The event classes this service consumes."""
        return frozenset(consumer.event for consumer in self.consumers)
