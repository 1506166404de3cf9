"""One id for everything that follows from one request: over tasks, services, processes and messages.

W3C Trace Context (https://www.w3.org/TR/trace-context/): `00-<trace id>-<parent id>-<flags>`.
"""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_HEADER = re.compile(r"(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(?:-.*)?")
_TRACE = re.compile(r"[0-9a-f]{32}")
_trace: ContextVar[str] = ContextVar("trace_id", default="")


def trace_id() -> str:
    """The trace this task belongs to, 32 hex digits. A task that belongs to none begins one."""
    return _trace.get() or begin_trace("")


def begin_trace(header: str) -> str:
    """Join the trace of a `traceparent` header, or begin one when the header is missing or malformed; its id."""
    match = _HEADER.fullmatch(header.strip())
    found = match[1] if match and int(match[1], 16) and int(match[2], 16) else secrets.token_hex(16)
    _trace.set(found)
    return found


def traceparent() -> str:
    """The header that carries this trace to another process."""
    return f"00-{trace_id()}-{secrets.token_hex(8)}-01"


@contextmanager
def tracing(known: str) -> Iterator[None]:
    """What runs in the block belongs to a trace that came with a message; to a new one if its id is not one."""
    token = _trace.set(known if _TRACE.fullmatch(known) else secrets.token_hex(16))
    try:
        yield
    finally:
        _trace.reset(token)
