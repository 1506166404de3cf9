"""What can go wrong, by kind. A service names its own situations below these; the edges map kinds to status codes.

    BdError
    ├── Invalid           the input is wrong: which field, and why          422 / 400
    ├── Unauthenticated   we do not know who is calling                     401
    ├── Forbidden         we know, and it is not allowed                    403
    ├── NotFound          there is no such thing (or not for this caller)   404
    ├── Conflict          the thing is not in a state that allows it        409
    ├── TooMany           a limit is reached; later it may go               429
    └── Unavailable       a part we need does not answer; retry             503

Every class has a stable `code`. An error crosses a process border as code + message + data and comes back as the
same class, so its constructor must accept `message` and keyword data only through `BdError.__init__`.
"""

from typing import Any, ClassVar, Self


class BdError(Exception):
    """A refusal with a stable code, a sentence for people and data for programs."""

    code: ClassVar[str] = "error"
    known: ClassVar[dict[str, type["BdError"]]] = {}

    def __init__(self, message: str, **data: Any) -> None:
        super().__init__(message)
        self.message = message
        self.data = data

    def __init_subclass__(cls) -> None:
        BdError.known.setdefault(cls.code, cls)

    @classmethod
    def restore(cls, code: str, message: str, data: dict[str, Any]) -> "BdError":
        """The error that another process raised."""
        return cls.known.get(code, Unavailable)(message, **data)


class Invalid(BdError):
    """The input is wrong. `fields` maps a field's path to the reason."""

    code = "invalid"

    @classmethod
    def field(cls, path: str, reason: str) -> Self:
        """One wrong field."""
        return cls(f"{path}: {reason}", fields={path: reason})


class Unauthenticated(BdError):
    """We do not know who is calling."""

    code = "unauthenticated"


class Forbidden(BdError):
    """The caller is known and may not do this."""

    code = "forbidden"


class NotFound(BdError):
    """There is no such thing, or not for this caller."""

    code = "not_found"


class Conflict(BdError):
    """The thing is not in a state that allows this."""

    code = "conflict"


class Stale(Conflict):
    """Somebody changed it in between; read it again."""

    code = "stale"


class TooMany(BdError):
    """A limit is reached. `retry_after` is in seconds."""

    code = "too_many"


class Unavailable(BdError):
    """A part we need does not answer now. The same call may go through later."""

    code = "unavailable"


def ensure(holds: object, error: BdError) -> None:
    """Raise the error unless the condition holds: invariants read as a list at the top of a method."""
    if not holds:
        raise error
