"""Analytics: what happened, added up; what processes say of how they are doing."""

from dataclasses import dataclass
from datetime import datetime

from bdcommerce.kernel.events import integration_event

BOUNDS_MS = (1, 2, 5, 10, 25, 50, 100, 200, 500, 1_000, 2_500, 5_000, 10_000)
"""Upper bounds, in milliseconds, of the classes that durations are counted in; one more class has no bound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteFigures:
    """What became of the requests of one call. `route` is a template, never a path somebody asked for."""

    method: str
    route: str
    answered: int
    failed: int
    """Of those, answered with 5xx."""
    microseconds: int
    """All of them together."""
    classes: list[int]
    """How many took so long, one number for each of BOUNDS_MS and one for what took longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryFigures:
    """What the runs of one named query took."""

    name: str
    runs: int
    microseconds: int
    """All of them together."""


@integration_event(key="process_id")
class ProcessSampled:
    """How a process did in the time since it last said so; told by every process about once a minute while it is up."""

    process_id: str
    services: list[str]
    since: datetime
    at: datetime
    routes: list[RouteFigures]
    queries: list[QueryFigures]
