"""What a process says of itself: structured logs with a trace id, and metrics by route template and query name.

Never by raw path and never with personal data: a log line is read by more people than a database row.
"""

import logging
import re
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

REGISTRY = CollectorRegistry()
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 10)
_PERSONAL = frozenset(
    {"phone", "email", "to", "name", "address", "line1", "recipient_name", "password", "token", "code", "nid", "tin",
     "account_no", "authorization", "params", "body"}
)  # fmt: skip
_TRACEPARENT = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}")

requests = Histogram(
    "bdc_http_request_seconds", "HTTP requests by route template", ["method", "route", "status"],
    buckets=_BUCKETS, registry=REGISTRY,
)  # fmt: skip
queries = Histogram("bdc_query_seconds", "Named reads", ["query"], buckets=_BUCKETS, registry=REGISTRY)
transactions = Histogram("bdc_transaction_seconds", "Write transactions", ["service"], buckets=_BUCKETS, registry=REGISTRY)
handled = Histogram(
    "bdc_consumer_seconds", "Messages handled", ["queue", "type", "outcome"], buckets=_BUCKETS, registry=REGISTRY
)
bus_pending = Gauge("bdc_bus_pending_messages", "Messages waiting in a queue", ["queue"], registry=REGISTRY)
bus_oldest = Gauge("bdc_bus_oldest_seconds", "Age of the oldest deliverable message", ["queue"], registry=REGISTRY)
bus_dead = Gauge("bdc_bus_dead_messages", "Dead letters in a queue", ["queue"], registry=REGISTRY)
relay_lag = Gauge("bdc_relay_lag_events", "Events in the log that are not on the bus yet", ["service"], registry=REGISTRY)
saga_steps = Counter("bdc_saga_steps_total", "Saga steps", ["kind", "step", "outcome"], registry=REGISTRY)

_trace: ContextVar[str] = ContextVar("trace", default="")


@contextmanager
def trace(traceparent: str = "") -> Iterator[str]:
    """What happens in the block belongs to that trace (W3C Trace Context), or to a new one."""
    match = _TRACEPARENT.fullmatch(traceparent)
    mark = _trace.set(match[1] if match else secrets.token_hex(16))
    try:
        yield _trace.get()
    finally:
        _trace.reset(mark)


def trace_id() -> str:
    """The id of the trace this task belongs to; empty outside of any."""
    return _trace.get()


def traceparent() -> str:
    """The header that carries this trace to another process."""
    return f"00-{_trace.get() or secrets.token_hex(16)}-{secrets.token_hex(8)}-01"


def request_finished(method: str, route: str, status: int, seconds: float) -> None:
    """An HTTP request was answered."""
    requests.labels(method, route, str(status)).observe(seconds)


def query_finished(name: str, seconds: float) -> None:
    """A named read has ended."""
    queries.labels(name).observe(seconds)


def transaction_finished(service: str, seconds: float) -> None:
    """A write transaction has ended."""
    transactions.labels(service).observe(seconds)


def render() -> bytes:
    """All metrics in Prometheus' text format."""
    return generate_latest(REGISTRY)


def logger(name: str) -> Any:
    """A structured logger: `log.info("what_happened", key=value)`."""
    return structlog.get_logger(logger=name)


def configure(level: str = "info", log_format: str = "json") -> None:
    """Set up logging for the process, once, at start."""
    rendered = structlog.processors.JSONRenderer() if log_format == "json" else structlog.dev.ConsoleRenderer()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _with_trace,
            _without_personal_data,
            structlog.processors.format_exc_info,
            rendered,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def _with_trace(_: Any, __: str, event: dict[str, Any]) -> dict[str, Any]:
    if current := _trace.get():
        event["trace_id"] = current
    return event


def _without_personal_data(_: Any, __: str, event: dict[str, Any]) -> dict[str, Any]:
    return {key: "[redacted]" if key in _PERSONAL else value for key, value in event.items()}
