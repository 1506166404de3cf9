"""What a process has answered and asked since it last said so, for the operator's own figures.

Prometheus keeps the engineer's; these go through the event log, so that they are there without it, and after a replay.
"""

import threading
from bisect import bisect_left
from collections import defaultdict

from bdcommerce.contracts.analytics import BOUNDS_MS, QueryFigures, RouteFigures

_CLASSES = len(BOUNDS_MS) + 1
_lock = threading.Lock()
_routes: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0] * (3 + _CLASSES))
_queries: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])


def request_finished(route: str, method: str, status: int, seconds: float) -> None:
    """A request was answered."""
    with _lock:
        figures = _routes[method, route]
        figures[0] += 1
        figures[1] += status >= 500  # noqa: PLR2004 - what HTTP calls a failure of the server
        figures[2] += round(seconds * 1_000_000)
        figures[3 + bisect_left(BOUNDS_MS, seconds * 1_000)] += 1


def query_finished(name: str, seconds: float) -> None:
    """A named read has ended."""
    with _lock:
        figures = _queries[name]
        figures[0] += 1
        figures[1] += round(seconds * 1_000_000)


def taken() -> tuple[list[RouteFigures], list[QueryFigures]]:
    """The figures since this was last asked; they begin anew."""
    with _lock:
        routes, queries = dict(_routes), dict(_queries)
        _routes.clear()
        _queries.clear()
    return (
        [
            RouteFigures(
                method=method, route=route, answered=n, failed=failed, microseconds=took, classes=list(classes)
            )
            for (method, route), (n, failed, took, *classes) in sorted(routes.items())
        ],
        [QueryFigures(name=name, runs=runs, microseconds=took) for name, (runs, took) in sorted(queries.items())],
    )
