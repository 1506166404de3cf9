"""Prometheus metrics of this process, each in one place, on one registry of our own.

Labels are names from the code (route templates, query names, queues, event types), never values from a request.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector

from bdcommerce.infra.telemetry import sampling

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
PlatformCollector(registry=REGISTRY)

_FAST = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

_requests = Histogram(
    "bdc_http_request_seconds",
    "Requests answered, by route template.",
    ("method", "route", "status"),
    registry=REGISTRY,
    buckets=_FAST,
)
_queries = Histogram(
    "bdc_query_seconds", "Named reads, with the wait for a connection.", ("query",), registry=REGISTRY, buckets=_FAST
)
_transactions = Histogram(
    "bdc_transaction_seconds",
    "Transactions, from asking for a connection to the end.",
    ("service",),
    registry=REGISTRY,
    buckets=_FAST,
)
_deliveries = Histogram(
    "bdc_consumer_seconds",
    "Messages handled, by how it ended: done, repeated or failed.",
    ("queue", "type", "outcome"),
    registry=REGISTRY,
    buckets=_FAST,
)
_delays = Histogram(
    "bdc_delivery_delay_seconds",
    "From the moment an event was recorded (or due) to the moment its consumer had handled it.",
    ("queue",),
    registry=REGISTRY,
    buckets=(*_FAST, 30, 60, 300, 3600),
)
_jobs = Histogram(
    "bdc_job_seconds",
    "Runs of jobs, by how they ended.",
    ("job", "outcome"),
    registry=REGISTRY,
    buckets=(*_FAST, 60, 600),
)
_calls = Histogram(
    "bdc_face_call_seconds",
    "Calls to other services' faces, by the error's code or `ok`.",
    ("face", "method", "outcome"),
    registry=REGISTRY,
    buckets=_FAST,
)
_outside = Histogram(
    "bdc_outside_call_seconds",
    "Calls to outside parties, by the status of the answer, or no_answer, not_reached, abandoned.",
    ("party", "operation", "outcome"),
    registry=REGISTRY,
    buckets=(*_FAST, 30, 60),
)
_breakers = Counter(
    "bdc_breaker_moves_total", "Circuit breakers that changed their state.", ("target", "state"), registry=REGISTRY
)
_cached = Counter(
    "bdc_cache_answers_total",
    "Answers that might have been kept: hit, stale (made anew behind it), joined (somebody else was making it), miss.",
    ("route", "outcome"),
    registry=REGISTRY,
)
_drops = Counter("bdc_cache_drops_total", "Tags whose answers were dropped.", registry=REGISTRY)
_kept = Gauge("bdc_cache_kept", "Answers that are kept.", registry=REGISTRY)
_kept_bytes = Gauge("bdc_cache_kept_bytes", "What they take up, roughly.", registry=REGISTRY)
_webhooks = Histogram(
    "bdc_webhook_seconds",
    "Attempts to deliver a webhook, by how they ended: delivered, or what the problem was.",
    ("outcome",),
    registry=REGISTRY,
    buckets=_FAST,
)
_pending = Gauge("bdc_bus_pending", "Messages that wait or are being handled.", ("queue",), registry=REGISTRY)
_oldest = Gauge("bdc_bus_oldest_seconds", "Age of the message that waits longest.", ("queue",), registry=REGISTRY)
_dead = Gauge("bdc_bus_dead", "Dead letters.", ("queue",), registry=REGISTRY)
_unrelayed = Gauge(
    "bdc_relay_unrelayed", "Log rows that the relay has yet to pass on.", ("service",), registry=REGISTRY
)
_relay_lag = Gauge("bdc_relay_lag_seconds", "Age of the oldest such row.", ("service",), registry=REGISTRY)
_sagas = Gauge("bdc_sagas", "Sagas that are not at their end.", ("service", "kind", "status"), registry=REGISTRY)
_payouts_unknown = Gauge(
    "bdc_payouts_unknown", "Payouts of which nobody knows whether they were paid.", registry=REGISTRY
)
_payouts_unknown_late = Gauge(
    "bdc_payouts_unknown_late", "Those that are so for longer than BDC_PAYMENTS_PAYOUT_UNKNOWN.", registry=REGISTRY
)
_differences = Counter(
    "bdc_audit_differences_total",
    "What was found not to be as its records say, by audit; found again as long as it lasts.",
    ("audit",),
    registry=REGISTRY,
)


_decisions = Counter(
    "bdc_decisions_total", "What rules decided, by what about and how.", ("about", "outcome"), registry=REGISTRY
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """What waits in a queue, or in an event log to be relayed. Ages are in seconds."""

    pending: int
    oldest_seconds: float
    dead: int = 0


def request_finished(route: str, method: str, status: int, seconds: float) -> None:
    """A request was answered. `route` is the template; unmatched paths share one name."""
    _requests.labels(method, route, str(status)).observe(seconds)
    sampling.request_finished(route, method, status, seconds)


def query_finished(name: str, seconds: float) -> None:
    """A named read has ended, well or not."""
    _queries.labels(name).observe(seconds)
    sampling.query_finished(name, seconds)


def transaction_finished(service: str, seconds: float) -> None:
    """A transaction has ended, well or not."""
    _transactions.labels(service).observe(seconds)


def delivery_finished(queue: str, event_type: str, outcome: str, seconds: float, delay: float) -> None:
    """A message was handled: `done`, `repeated` or `failed`; `delay` is its age at the end, in seconds."""
    _deliveries.labels(queue, event_type, outcome).observe(seconds)
    if outcome == "done":
        _delays.labels(queue).observe(delay)


def job_finished(job: str, outcome: str, seconds: float) -> None:
    """A job ran: `done` or `failed`."""
    _jobs.labels(job, outcome).observe(seconds)


def call_finished(face: str, method: str, outcome: str, seconds: float) -> None:
    """A face of another process answered: `ok` or the code of its error."""
    _calls.labels(face, method, outcome).observe(seconds)


def outside_finished(party: str, operation: str, outcome: str, seconds: float) -> None:
    """A call to an outside party has ended: with a status, or without an answer."""
    _outside.labels(party, operation, outcome).observe(seconds)


def breaker_moved(target: str, state: str) -> None:
    """A circuit breaker is now `closed`, `open` or `half_open`."""
    _breakers.labels(target, state).inc()


def cache_answered(route: str, outcome: str) -> None:
    """An answer that may be kept was given: `hit`, `stale`, `joined` or `miss`."""
    _cached.labels(route, outcome).inc()


def cache_dropped(tags: int) -> None:
    """So many tags were dropped."""
    _drops.inc(tags)


def cache_measured(answers: int, size: int) -> None:
    """What the cache of this process holds now, in answers and in bytes."""
    _kept.set(answers)
    _kept_bytes.set(size)


def webhook_sent(outcome: str, seconds: float) -> None:
    """A webhook was tried: `delivered`, or the kind of problem."""
    _webhooks.labels(outcome).observe(seconds)


def bus_measured(queue: str, backlog: Backlog) -> None:
    """What waits in a queue now."""
    _pending.labels(queue).set(backlog.pending)
    _oldest.labels(queue).set(backlog.oldest_seconds)
    _dead.labels(queue).set(backlog.dead)


def relay_measured(service: str, backlog: Backlog) -> None:
    """What of an event log is not relayed yet."""
    _unrelayed.labels(service).set(backlog.pending)
    _relay_lag.labels(service).set(backlog.oldest_seconds)


def payouts_measured(unknown: int, late: int) -> None:
    """Of so many payouts nobody knows whether they were paid, of some for too long."""
    _payouts_unknown.set(unknown)
    _payouts_unknown_late.set(late)


def sagas_measured(service: str, counts: Mapping[tuple[str, str], int]) -> None:
    """How many sagas of each (kind, status) a service has; those at their end are not counted."""
    for (kind, status), count in counts.items():
        _sagas.labels(service, kind, status).set(count)


def differences(audit: str) -> Callable[[int], None]:
    """What an audit (`service.what`) tells how many things differ from their records.

    Asked for before the first audit, so that the series begins at zero: one that began with what was found would show
    no increase.
    """
    return _differences.labels(audit).inc


def decided(about: str, outcome: str) -> None:
    """Rules have decided about something, for instance whether an order may be paid at the door."""
    _decisions.labels(about, outcome).inc()


def render() -> bytes:
    """All metrics in the text format of Prometheus (`text/plain; version=1.0.0; charset=utf-8`)."""
    return generate_latest(REGISTRY)
