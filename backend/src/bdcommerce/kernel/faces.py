"""What may be said of a face method: whether asking twice is the same as asking once."""

from collections.abc import Callable
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])


def idempotent(method: F) -> F:
    """Asking again changes nothing, so a call whose answer was lost may be repeated without thought."""
    method.__idempotent__ = True  # type: ignore[attr-defined]
    return method


def is_idempotent(method: Callable[..., Any]) -> bool:
    """Whether a face method was declared so."""
    return getattr(method, "__idempotent__", False)
