"""What a process says of itself is useful, and holds nothing personal."""

import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from sqlalchemy.exc import IntegrityError

from bdcommerce.contracts.analytics import BOUNDS_MS
from bdcommerce.infra import telemetry
from bdcommerce.infra.telemetry import logs, sampling, trace
from bdcommerce.kernel.errors import Conflict

PHONE = "+8801712345678"


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    before, handlers = structlog.get_config(), logging.getLogger().handlers[:]
    yield
    structlog.configure(**before)
    logging.getLogger().handlers[:] = handlers


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_line_is_json_with_its_trace(capsys: pytest.CaptureFixture[str]) -> None:
    telemetry.configure("info", "json")
    with telemetry.tracing("a" * 32):
        telemetry.logger("orders").info("order_placed", order_id="ord_1")
    (line,) = lines(capsys)
    assert (line["event"], line["order_id"], line["module"]) == ("order_placed", "ord_1", "orders")
    assert (line["trace_id"], line["level"]) == ("a" * 32, "info")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+Z", line["timestamp"])


def test_what_is_below_the_level_is_not_written(capsys: pytest.CaptureFixture[str]) -> None:
    telemetry.configure("warning", "json")
    telemetry.logger("orders").info("chatter")
    assert capsys.readouterr().err == ""


def test_the_console_form_is_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    telemetry.configure("info", "console")
    telemetry.logger("orders").info("order_placed", order_id="ord_1")
    assert "order_placed" in capsys.readouterr().err


def test_lines_of_libraries_take_the_same_way(capsys: pytest.CaptureFixture[str]) -> None:
    telemetry.configure("info", "json")
    logging.getLogger("asyncio").warning("slow for %s", PHONE)
    (line,) = lines(capsys)
    assert (line["event"], line["logger"], line["level"]) == ("slow for [phone]", "asyncio", "warning")


@pytest.mark.parametrize("key", ["phone", "email", "Authorization", "recipient_name", "nid", "token", "line1"])
def test_personal_keys_are_redacted_at_any_depth(key: str) -> None:
    cleaned = logs.redact(None, "", {"event": "x", "data": {"inner": [{key: "secret"}]}, key: "secret"})
    assert "secret" not in json.dumps(cleaned)


@pytest.mark.parametrize(
    "text", [PHONE, "01712345678", "8801912345678", "call 01712345678 now", "a.b+c@mail.example.bd"]
)
def test_phones_and_addresses_are_masked_wherever_they_stand(text: str) -> None:
    assert re.search(r"\[(phone|e-mail)\]", str(logs.redact(None, "", {"event": text})["event"]))
    assert not re.search(r"\d{8}|@", str(logs.redact(None, "", {"event": text})))


@pytest.mark.parametrize("text", ["ord_01h455vb4pex5vsknk084sn02q", "2026-11-22T06:30:15", "12345678901234567890"])
def test_ids_and_times_are_left_alone(text: str) -> None:
    assert logs.redact(None, "", {"event": text}) == {"event": text}


def test_an_exception_is_told_with_its_causes_and_without_what_it_quotes(capsys: pytest.CaptureFixture[str]) -> None:
    telemetry.configure("info", "json")
    try:
        try:
            raise ValueError(f"bad number {PHONE}")
        except ValueError as cause:
            raise Conflict("no") from cause
    except Conflict as error:
        telemetry.logger("orders").error("failed", exc_info=error)
    (line,) = lines(capsys)
    assert [(item["type"], item["says"]) for item in line["exception"]] == [
        ("Conflict", "no"),
        ("ValueError", "bad number [phone]"),
    ]
    assert "test_telemetry.py" in line["exception"][0]["at"][0]


def test_a_database_error_never_quotes_the_row() -> None:
    class UniqueViolation(Exception):
        sqlstate, table_name, constraint_name = "23505", "users", "users_phone_key"

    error = IntegrityError("INSERT", {"phone": "Rahim"}, UniqueViolation("Key (name)=(Rahim) already exists."))
    assert logs.said_by(error) == "23505 users users_phone_key"


def test_logging_within_an_except_block_finds_the_exception(capsys: pytest.CaptureFixture[str]) -> None:
    telemetry.configure("info", "json")
    try:
        raise ZeroDivisionError("nothing")
    except ZeroDivisionError:
        telemetry.logger("orders").exception("failed")
    assert lines(capsys)[0]["exception"][0]["type"] == "ZeroDivisionError"


def test_before_it_is_configured_a_process_is_quiet_and_discreet(capsys: pytest.CaptureFixture[str]) -> None:
    logs._write(logs._render_json, logging.WARNING)
    telemetry.logger("orders").info("chatter")
    telemetry.logger("orders").warning("trouble", phone=PHONE)
    (line,) = lines(capsys)
    assert (line["event"], line["phone"]) == ("trouble", "[redacted]")


def test_a_trace_is_joined_from_its_header_and_passed_on() -> None:
    with telemetry.tracing("00-" + "a" * 32 + "-" + "b" * 16 + "-01"):
        assert telemetry.trace_id() == "a" * 32
        version, trace_id, parent, flags = telemetry.traceparent().split("-")
    assert (version, trace_id, flags) == ("00", "a" * 32, "01")
    assert parent != "b" * 16


@pytest.mark.parametrize(
    "header", ["", "nonsense", "00-" + "0" * 32 + "-" + "b" * 16 + "-01", "00-" + "A" * 32 + "-" + "b" * 16 + "-01"]
)
def test_a_malformed_header_begins_a_new_trace(header: str) -> None:
    with telemetry.tracing(header):
        first = telemetry.trace_id()
    with telemetry.tracing(header):
        second = telemetry.trace_id()
    assert re.fullmatch(r"[0-9a-f]{32}", first)
    assert first != second


def test_outside_of_a_trace_there_is_no_id_but_a_header_can_be_made() -> None:
    token = trace._trace.set("")
    assert telemetry.trace_id() == ""
    assert re.fullmatch(r"00-[0-9a-f]{32}-[0-9a-f]{16}-01", telemetry.traceparent())
    trace._trace.reset(token)


def test_metrics_are_shown_by_route_template_and_query_name() -> None:
    telemetry.request_finished("/orders/{order_id}", "GET", 200, 0.02)
    telemetry.query_finished("orders.order", 0.002)
    telemetry.transaction_finished("orders", 0.004)
    shown = telemetry.render().decode()
    assert 'bdc_http_request_seconds_count{method="GET",route="/orders/{order_id}",status="200"}' in shown
    assert 'bdc_query_seconds_bucket{le="0.0025",query="orders.order"}' in shown
    assert 'bdc_transaction_seconds_count{service="orders"}' in shown
    assert "process_resident_memory_bytes" in shown


def test_what_a_process_did_is_counted_once_and_by_class() -> None:
    sampling.taken()
    for seconds, status in ((0.0004, 200), (0.001, 200), (0.0011, 503), (60.0, 200)):
        telemetry.request_finished("/api/v1/things/{thing_id}", "GET", status, seconds)
    telemetry.query_finished("things.one", 0.25)
    telemetry.query_finished("things.one", 0.75)
    (route,), (query,) = sampling.taken()
    assert (route.method, route.route, route.answered, route.failed) == ("GET", "/api/v1/things/{thing_id}", 4, 1)
    assert route.microseconds == 60_002_500
    assert route.classes == [2, 1, *[0] * (len(BOUNDS_MS) - 2), 1]
    assert (query.name, query.runs, query.microseconds) == ("things.one", 2, 1_000_000)
    assert sampling.taken() == ([], [])
