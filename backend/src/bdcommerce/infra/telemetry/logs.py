"""Log lines: one JSON object each (or a readable line on a console), with the trace id and without personal data.

Three nets hold personal data back: values under known keys are dropped, phone numbers and e-mail addresses are masked
wherever they stand, and what a database error quotes of a row is never printed.
"""

import logging
import re
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from typing import Any, Literal

import msgspec
import structlog
from structlog.typing import EventDict, Processor

from bdcommerce.infra.telemetry.trace import trace_id

Level = Literal["debug", "info", "warning", "error"]

_PERSONAL = re.compile(
    r"account_number|address|alt_phone|authorization|birth_date|body|contact|cookie|email|full_name|guest_token|iban|ip"
    r"|landmark|line1|name|nid|otp|password|phone|recipient|recipient_name|refresh_token|secret|tin|token"
)
_DATABASE = ("asyncpg", "sqlalchemy")
_PHONE = re.compile(r"(?<!\d)(?:\+?88)?0?1[3-9]\d{8}(?!\d)")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_FRAMES = 30


def logger(name: str) -> Any:
    """A logger: `log.info("what_happened", key=value)`. The event is a constant word, never a sentence with data."""
    return structlog.get_logger(module=name)


def configure(level: Level, form: Literal["json", "console"]) -> None:
    """Send the process's log lines, and those of the libraries, to standard error in this form."""
    render = _render_json if form == "json" else _render_line
    least = getattr(logging, level.upper())
    _write(render, least)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *_processors()],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, render],
        )
    )
    logging.basicConfig(handlers=[handler], level=max(logging.INFO, least), force=True)


def _write(render: Processor, least: int) -> None:
    structlog.configure(
        processors=[*_processors(), render],
        wrapper_class=structlog.make_filtering_bound_logger(least),
        logger_factory=lambda *_: structlog.WriteLogger(sys.stderr),
    )


def _processors() -> list[Processor]:
    return [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _add_trace,
        _explain_exception,
        redact,
    ]


def _add_trace(_: Any, __: str, event: EventDict) -> EventDict:
    if current := trace_id():
        event.setdefault("trace_id", current)
    return event


_console = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())


def _render_line(logger: Any, name: str, event: EventDict) -> str:
    """For people: an exception as lines below its event, the innermost frames last."""
    if isinstance(event.get("exception"), list):
        event["exception"] = "\n".join(
            f"{error['type']}: {error['says']}\n  " + "\n  ".join(error["at"]) for error in event["exception"]
        )
    return _console(logger, name, event)


def _render_json(_: Any, __: str, event: EventDict) -> str:
    return msgspec.json.encode(event, enc_hook=repr).decode()


def redact(_: Any, __: str, event: EventDict) -> EventDict:
    """Structlog's processor that holds personal data back."""
    return {key: _clean(key, value) for key, value in event.items()}


def _clean(key: str, value: Any) -> Any:
    if _PERSONAL.fullmatch(key.lower()):
        return "[redacted]"
    if isinstance(value, str):
        return _EMAIL.sub("[e-mail]", _PHONE.sub("[phone]", value))
    if isinstance(value, Mapping):
        return {inner: _clean(str(inner), item) for inner, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_clean(key, item) for item in value]
    return value


def _explain_exception(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    given = event.pop("exc_info", None)
    error = given if isinstance(given, BaseException) else sys.exc_info()[1] if given else None
    if isinstance(given, tuple):
        error = given[1]
    if error is not None:
        event["exception"] = _chain(error)
    return event


def _chain(error: BaseException) -> list[dict[str, Any]]:
    """The error and what caused it, each with where it came from."""
    found: list[dict[str, Any]] = []
    current: BaseException | None = error
    while current is not None:
        frames = traceback.extract_tb(current.__traceback__)[-_FRAMES:]
        at = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        found.append({"type": type(current).__name__, "says": said_by(current), "at": at})
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return found


def said_by(error: BaseException) -> str:
    """The message of an error, unless it comes from the database: that one quotes the row."""
    if type(error).__module__.split(".")[0] not in _DATABASE:
        return str(error)
    cause = getattr(error, "orig", None) or error
    parts = (getattr(cause, name, None) for name in ("sqlstate", "table_name", "constraint_name"))
    return " ".join(str(part) for part in parts if part)


_write(
    _render_json, logging.WARNING
)  # until the process is configured, and never structlog's own default: it prints locals
