"""One id for everything that follows from one request: over tasks, services, processes and messages.

W3C Trace Context (https://www.w3.org/TR/trace-context/): `00-<trace id>-<parent id>-<flags>`.
"""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_KNOWN = re.compile(r"(?:00-)?((?!0{32})[0-9a-f]{32})(?:-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2})?")
_trace: ContextVar[str] = ContextVar("trace_id", default="")


def trace_id() -> str:
    """The trace this task belongs to, 32 hex digits; empty outside of any."""
    return _trace.get()


def traceparent() -> str:
    """The header that carries this trace to another process."""
    return f"00-{_trace.get() or secrets.token_hex(16)}-{secrets.token_hex(8)}-01"


def begin_trace(known: str) -> None:
    """This task belongs to a trace that came as a `traceparent` header or as a bare id, else to a new one."""
    _trace.set(_joined(known))


@contextmanager
def tracing(known: str) -> Iterator[None]:
    """The same for what runs in the block."""
    token = _trace.set(_joined(known))
    try:
        yield
    finally:
        _trace.reset(token)


def _joined(known: str) -> str:
    match = _KNOWN.fullmatch(known)
    return match[1] if match else secrets.token_hex(16)
