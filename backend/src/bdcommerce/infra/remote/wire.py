"""How a face's methods look on the wire, read from its Protocol."""

import hashlib
import hmac
import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, get_type_hints

import msgspec

from bdcommerce.kernel.faces import is_idempotent

TOKEN = "X-Service-Token"  # noqa: S105 - the name of a header
DEADLINE = "X-Deadline-Ms"
MEDIA_TYPE = "application/msgpack"


class Failure(msgspec.Struct, frozen=True):
    """An error as it crosses a border between processes; see kernel.errors."""

    code: str
    message: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Method:
    """One method of a face. Arguments travel by name, so that one with a default may be added later."""

    name: str
    signature: inspect.Signature
    arguments: type[msgspec.Struct]
    returns: Any
    idempotent: bool

    def encode(self, args: Sequence[Any], named: Mapping[str, Any]) -> bytes:
        """A call's arguments. Raises TypeError when the Protocol does not know such a call."""
        return msgspec.msgpack.encode(self.signature.bind(*args, **named).arguments)

    def decode(self, body: bytes) -> dict[str, Any]:
        """The arguments, converted by the Protocol's annotations. Raises msgspec.MsgspecError."""
        given = msgspec.msgpack.decode(body, type=self.arguments)
        return {name: getattr(given, name) for name in self.signature.parameters}

    def decode_result(self, body: bytes) -> Any:
        """The result, converted likewise."""
        return msgspec.msgpack.decode(body, type=self.returns)


def methods(face: type) -> Mapping[str, Method]:
    """The methods of a face by name."""
    return _methods(face)


@cache
def _methods(face: type) -> Mapping[str, Method]:
    return {
        name: _method(name, function)
        for name, function in inspect.getmembers(face, inspect.iscoroutinefunction)
        if not name.startswith("_")
    }


def service_of(face: type) -> str:
    """The service whose face this is: the module of the contract it stands in."""
    return face.__module__.rpartition(".")[2]


def token_for(service: str, shared: str) -> str:
    """What is shown to that service, and is of no use at another one."""
    return hmac.new(shared.encode(), f"face:{service}".encode(), hashlib.sha256).hexdigest()


def _method(name: str, function: Any) -> Method:
    hints = get_type_hints(function)
    whole = inspect.signature(function)
    signature = whole.replace(parameters=[p for p in whole.parameters.values() if p.name != "self"])
    fields: list[Any] = [
        (p.name, hints[p.name]) if p.default is p.empty else (p.name, hints[p.name], p.default)
        for p in signature.parameters.values()
    ]
    arguments = msgspec.defstruct(f"{name}_arguments", fields, kw_only=True)
    return Method(name, signature, arguments, hints["return"], is_idempotent(function))
