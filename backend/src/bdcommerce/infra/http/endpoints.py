"""Which endpoint a request is for, known before the framework sees it: limits, caches and metrics go by endpoint.

Reads paths as the framework's own router does: empty parts do not count, a fixed part goes before a parameter.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.params import QueryParameter
from litestar.routes import HTTPRoute

from bdcommerce.infra.cache import Cached
from bdcommerce.infra.http.access import Access
from bdcommerce.infra.http.lifecycle import Deprecated

_READING = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, eq=False)
class Endpoint:
    """One method of one path, as its decorator declared it. Compared by identity."""

    method: str
    template: str
    """The path with `{name}` where a parameter stands."""
    handler: HTTPRouteHandler
    options: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def access(self) -> Access:
        """Who may call."""
        found: Access = self.options["access"]
        return found

    @cached_property
    def writes(self) -> bool:
        """Whether it takes a body and may change something."""
        return self.method not in _READING

    @cached_property
    def streamed(self) -> bool:
        """Whether it reads its body itself, piece by piece."""
        return bool(self.options.get("streamed"))

    @cached_property
    def max_bytes(self) -> int | None:
        """Its own limit for a body."""
        return self.options.get("max_bytes")

    @cached_property
    def cached(self) -> Cached | None:
        """What it says of keeping its answer."""
        return self.options.get("cache")

    @cached_property
    def deprecated(self) -> Deprecated | None:
        """Since when, and until when, if it will go away."""
        return self.options.get("deprecated")

    @cached_property
    def query(self) -> tuple[str, ...] | None:
        """The names of its query parameters; None if it may read any."""
        annotations = self.options["function"].__annotations__
        reads_more = "request" in annotations or "query" in annotations
        if reads_more and not (self.cached and self.cached.prefixes):
            return None
        marks = ((name, getattr(annotation, "__metadata__", ())) for name, annotation in annotations.items())
        return tuple(mark.name or name for name, found in marks for mark in found if isinstance(mark, QueryParameter))

    def parameters(self, path: str) -> dict[str, str]:
        """What stands in a path where this endpoint's template has names."""
        pairs = zip(_parts(self.template), _parts(path), strict=False)
        return {name[1:-1]: value for name, value in pairs if name.startswith("{")}


class Endpoints:
    """All endpoints of a process that say who may call them."""

    def __init__(self, endpoints: Iterable[Endpoint] = ()) -> None:
        self._root = _Node()
        for endpoint in endpoints:
            self._add(endpoint)

    def at(self, path: str) -> Mapping[str, Endpoint]:
        """What there is at a path, by method; nothing for an unknown path."""
        node: _Node | None = self._root
        for part in path.split("/"):
            if part:
                node = node.fixed.get(part) or node.named if node else None
        return node.endpoints if node else {}

    def _add(self, endpoint: Endpoint) -> None:
        node = self._root
        for part in _parts(endpoint.template):
            if part.startswith("{"):
                node.named = node.named or _Node()
                node = node.named
            else:
                node = node.fixed.setdefault(part, _Node())
        node.endpoints[endpoint.method] = endpoint


class _Node:
    """A part of a path: what may follow it, and what is there if nothing does."""

    __slots__ = ("endpoints", "fixed", "named")

    def __init__(self) -> None:
        self.fixed: dict[str, _Node] = {}
        self.named: _Node | None = None
        self.endpoints: dict[str, Endpoint] = {}


def endpoints_of(application: Litestar) -> Endpoints:
    """The endpoints of an application."""
    return Endpoints(
        Endpoint(str(method), route.path_format, handler, handler.opt)
        for route in application.routes
        if isinstance(route, HTTPRoute)
        for handler in route.route_handlers
        if "access" in handler.opt
        for method in handler.http_methods
    )


def _parts(path: str) -> list[str]:
    return [part for part in path.split("/") if part]
