"""A face of this same process, behind the same guard as one across the network."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from bdcommerce.infra import delivery, postgres
from bdcommerce.infra.remote.wire import methods

F = TypeVar("F")


def refuse_in_transaction(face: type, method: str) -> None:
    """Raises RuntimeError when this task holds a transaction open: locks must not wait for another service."""
    if postgres.in_transaction():
        raise RuntimeError(f"{face.__name__}.{method} is asked inside a transaction; ask before opening it")


def local(face: type[F], find: Callable[[], object]) -> F:
    """The face as an object; `find` gives the implementation when it is first needed, so that services may ask each
    other in a ring.
    """
    proxy: Any = type(f"Local{face.__name__}", (), {name: _method(face, name, find) for name in methods(face)})()
    return proxy  # type: ignore[no-any-return]


def _method(face: type, name: str, find: Callable[[], object]) -> Callable[..., Awaitable[Any]]:
    async def ask(_: object, *args: Any, **named: Any) -> Any:
        refuse_in_transaction(face, name)
        with delivery.handling(None):
            return await getattr(find(), name)(*args, **named)

    return ask
