"""What a process says of itself: log lines, trace ids, metrics. Nothing here may ever hold personal data."""

from bdcommerce.infra.telemetry.logs import configure, logger
from bdcommerce.infra.telemetry.metrics import (
    breaker_moved,
    bus_measured,
    cache_answered,
    cache_dropped,
    cache_measured,
    call_finished,
    delivery_finished,
    differences,
    job_finished,
    outside_finished,
    query_finished,
    relay_measured,
    render,
    request_finished,
    sagas_measured,
    transaction_finished,
    webhook_sent,
)
from bdcommerce.infra.telemetry.trace import begin_trace, trace_id, traceparent, tracing

__all__ = [
    "begin_trace",
    "breaker_moved",
    "bus_measured",
    "cache_answered",
    "cache_dropped",
    "cache_measured",
    "call_finished",
    "configure",
    "delivery_finished",
    "differences",
    "job_finished",
    "logger",
    "outside_finished",
    "query_finished",
    "relay_measured",
    "render",
    "request_finished",
    "sagas_measured",
    "trace_id",
    "traceparent",
    "tracing",
    "transaction_finished",
    "webhook_sent",
]
