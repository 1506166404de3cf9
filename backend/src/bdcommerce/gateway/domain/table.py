"""The route table: every public call, who may make it, and which service answers it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Route:
    """One call. `path` is a template with `{name}` parameters, under /api/v1."""

    path: str
    method: str
    service: str
    caller: Literal["anybody", "customer or guest", "signed in", "shop", "vendor", "admin"]
    needs: str
    """The permission, or the vendor roles, that the caller must have; empty for none."""
    summary: str


CallKind = Literal["auth", "search", "reads", "writes", "uploads"]
"""As what a call counts against its caller's limits."""


def kind_of(method: str, path: str, *, streamed: bool) -> CallKind:
    """What a call counts as: guessing passwords and searching cost more than reading."""
    if path.startswith("/api/v1/auth/"):
        return "auth"
    if path.startswith("/api/v1/search"):
        return "search"
    if streamed:
        return "uploads"
    return "reads" if method == "GET" else "writes"


def double_entries(table: Sequence[Route]) -> list[str]:
    """Calls that two services claim; a correct table has none."""
    seen: dict[tuple[str, str], str] = {}
    found = []
    for route in table:
        owner = seen.setdefault((route.method, route.path), route.service)
        if owner != route.service:
            found.append(f"{route.method} {route.path}: {owner} and {route.service}")
    return found
