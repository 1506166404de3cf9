"""Processes that cross services: steps of do and undo, and what one of them is made of."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Generic, TypeVar

S = TypeVar("S")
D = TypeVar("D")


@dataclass(frozen=True, slots=True)
class Step(Generic[S, D]):
    """One step: what it does, and what takes it back. Both take the state and the service's deps and return the state
    as it is then; both may run again after a crash, so they are idempotent, keyed by an id in the state.

    Raising a refusal (any BdError but Unavailable and Stale) undoes the steps before it in reverse; the refusing step
    itself must have had no effect. Anything else raised is tried again, until the deadline.
    """

    name: str
    do: Callable[[S, D], Awaitable[S]]
    undo: Callable[[S, D], Awaitable[S]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Saga(Generic[S, D]):
    """A kind of process. `state` is a frozen dataclass; past `deadline` after its start it is undone."""

    kind: str
    state: type[S]
    steps: Sequence[Step[S, D]]
    deadline: timedelta
