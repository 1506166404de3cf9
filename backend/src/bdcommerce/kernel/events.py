"""Two kinds of event, told apart by their decorator: private ones that a service stores, public ones that it tells.

Both are frozen dataclasses with keyword fields. Their stored name is `service.ClassName`, taken from the module they
are written in, so that moving a class is the only way to rename one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")
Upcaster = Callable[[dict[str, Any]], dict[str, Any]]

PRIVATE: dict[str, type] = {}
PUBLIC: dict[str, type] = {}
UPCASTERS: dict[tuple[str, int], Upcaster] = {}


@dataclass_transform(frozen_default=True, kw_only_default=True)
def domain_event(*, version: int = 1) -> Callable[[type[T]], type[T]]:
    """A private, stored event of the service in whose `events.py` it stands. Past tense."""

    def register(cls: type[T]) -> type[T]:
        return _register(PRIVATE, cls, version)

    return register


@dataclass_transform(frozen_default=True, kw_only_default=True)
def integration_event(*, key: str, version: int = 1) -> Callable[[type[T]], type[T]]:
    """A public event. `key` names the field that keeps the order: events of one key arrive as they happened."""

    def register(cls: type[T]) -> type[T]:
        made = _register(PUBLIC, cls, version)
        made.__event_key__ = key  # type: ignore[attr-defined]
        return made

    return register


def upcaster(event: type, *, from_version: int) -> Callable[[Upcaster], Upcaster]:
    """Turn stored data of an older version of an event into that of the next one."""

    def register(function: Upcaster) -> Upcaster:
        UPCASTERS[(name_of(event), from_version)] = function
        return function

    return register


def name_of(event: type | object) -> str:
    """`service.ClassName` of an event or its class."""
    cls = event if isinstance(event, type) else type(event)
    return f"{cls.__module__.split('.')[-1 if '.contracts.' in cls.__module__ else 1]}.{cls.__name__}"


def version_of(event: type | object) -> int:
    """The version of an event's data."""
    return int(getattr(event, "__event_version__"))  # noqa: B009 - set by the decorators above


def key_of(event: object) -> str:
    """The value by which an integration event's order is kept."""
    return str(getattr(event, getattr(event, "__event_key__")))  # noqa: B009


def _register(registry: dict[str, type], cls: type[T], version: int) -> type[T]:
    made = dataclass(frozen=True, kw_only=True)(cls)
    made.__event_version__ = version  # type: ignore[attr-defined]
    registry[name_of(made)] = made
    return made
