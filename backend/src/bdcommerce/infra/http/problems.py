"""Errors as RFC 9457 problem documents: a stable code, a sentence, the wrong fields, a trace id. No traceback."""

import re
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import (
    ClientException,
    HTTPException,
    MethodNotAllowedException,
    NotFoundException,
    ValidationException,
)
from litestar.exceptions.http_exceptions import RequestEntityTooLarge

from bdcommerce.infra import telemetry
from bdcommerce.kernel.errors import (
    BdError,
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    TooMany,
    Unauthenticated,
    Unavailable,
)


class Malformed(BdError):
    """The request cannot be read at all."""

    code = "malformed"


class TooLarge(BdError):
    """The body is longer than this installation accepts."""

    code = "body_too_large"


class TooSlow(BdError):
    """The body did not arrive in time."""

    code = "body_too_slow"


class TargetTooLong(BdError):
    """Path and query are longer than this installation accepts."""

    code = "target_too_long"


class HeadersTooLarge(BdError):
    """There are more headers, or longer ones, than this installation accepts."""

    code = "headers_too_large"


class RateLimited(TooMany):
    """Called too often; `retry_after` says in how many seconds it may go on."""

    code = "rate_limited"


_STATUS: dict[type[BdError], int] = {
    Malformed: 400,
    Invalid: 422,
    Unauthenticated: 401,
    Forbidden: 403,
    NotFound: 404,
    Conflict: 409,
    TooMany: 429,
    Unavailable: 503,
    TooLarge: 413,
    TooSlow: 408,
    TargetTooLong: 414,
    HeadersTooLarge: 431,
}
_TITLES = {
    400: "The request is malformed",
    401: "Sign in first",
    403: "Not allowed",
    404: "Not found",
    405: "No such method here",
    409: "Not possible in this state",
    408: "The body came too slowly",
    413: "The body is too large",
    414: "The address is too long",
    422: "The input is not valid",
    429: "Too many requests",
    431: "The headers are too large",
    500: "Something went wrong on our side",
    503: "Not available right now",
}
_log = telemetry.logger(__name__)


class FieldProblem(msgspec.Struct, frozen=True):
    """What is wrong with one field."""

    field: str
    reason: str


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """RFC 9457 problem details."""

    type: str
    title: str
    status: int
    """That of the reply."""
    code: str
    detail: str
    trace_id: str
    errors: list[FieldProblem] = []
    data: dict[str, Any] = {}


def status_of(error: type[BdError]) -> int:
    """The status code of an error, by its kind."""
    return next((_STATUS[kind] for kind in error.__mro__ if kind in _STATUS), 500)


def problem(
    status: int,
    code: str,
    detail: str,
    *,
    errors: list[FieldProblem] | None = None,
    data: dict[str, Any] | None = None,
) -> Problem:
    """A problem document of this moment's trace."""
    return Problem(
        type=f"urn:bdcommerce:problem:{code}",
        title=_TITLES.get(status, "Refused"),
        status=status,
        code=code,
        detail=detail,
        trace_id=telemetry.trace_id(),
        errors=errors or [],
        data=data or {},
    )


def of_error(error: BdError) -> Problem:
    """The problem document of a named refusal."""
    data = dict(error.data)
    fields = data.pop("fields", {})
    errors = [FieldProblem(field, reason) for field, reason in fields.items()]
    return problem(status_of(type(error)), error.code, error.message, errors=errors, data=data)


def _reply(document: Problem, headers: dict[str, str] | None = None) -> Response[bytes]:
    return Response(
        msgspec.json.encode(document),
        status_code=document.status,
        media_type="application/problem+json",
        headers=headers,
    )


def on_error(_: "Request[Any, Any, Any]", error: BdError) -> Response[bytes]:
    """Litestar's handler of named refusals."""
    document = of_error(error)
    headers = {"Retry-After": str(error.data["retry_after"])} if "retry_after" in error.data else None
    if document.status == 401:  # noqa: PLR2004 - RFC 9110 wants the challenge
        headers = {"WWW-Authenticate": "Bearer"}
    return _reply(document, headers)


def on_http_error(request: "Request[Any, Any, Any]", error: HTTPException) -> Response[bytes]:
    """Litestar's handler of what the framework itself refuses: bad bodies, unknown paths."""
    if isinstance(error, ValidationException):
        return _reply(problem(422, Invalid.code, "the input is not valid", errors=_fields(request, error)))
    if isinstance(error, NotFoundException):
        return _reply(problem(404, NotFound.code, "there is nothing at this path"))
    if isinstance(error, MethodNotAllowedException):
        return _reply(problem(405, "method_not_allowed", "this path does not know that method"), error.headers)
    if isinstance(error, RequestEntityTooLarge):
        return _reply(problem(413, TooLarge.code, "the body is longer than this endpoint accepts"))
    if isinstance(error, ClientException):
        return _reply(problem(error.status_code, Malformed.code, str(error.detail)))
    return on_crash(request, error)


def on_crash(_: "Request[Any, Any, Any]", error: Exception) -> Response[bytes]:
    """Litestar's handler of everything unforeseen."""
    return _reply(of_crash(error))


def of_crash(error: Exception) -> Problem:
    """The problem document of something unforeseen, which is written to the log."""
    _log.error("unhandled", error=type(error).__name__, exc_info=error)
    return problem(500, "internal", "the request could not be completed; quote the trace id to support")


def _fields(request: "Request[Any, Any, Any]", error: ValidationException) -> list[FieldProblem]:
    """The wrong fields by the names that the caller knows them by."""
    extra = error.extra if isinstance(error.extra, list) else []
    found = [_field(request, str(item.get("key", _BODY)), str(item.get("message", ""))) for item in extra]
    if missing := _MISSING_PARAMETER.match(str(error.detail)):
        found.append(FieldProblem(missing[1], "is required"))
    return found or [FieldProblem("body", str(error.detail))]


def _field(request: "Request[Any, Any, Any]", key: str, reason: str) -> FieldProblem:
    """The framework speaks of its function's parameters, and of a field that is missing or unknown only in words."""
    parameter = request.route_handler.parsed_fn_signature.parameters.get(key)
    path = getattr(parameter and parameter.kwarg_definition, "name", None) or key
    if member := _MEMBER.fullmatch(reason):
        name = member[2] or '""'
        field = name if path == _BODY else f"{path}.{name}"
        return FieldProblem(field, "is required" if member[1] == "missing required" else "is not known here")
    return FieldProblem("body" if path == _BODY else path, reason)


_BODY = "data"
_MEMBER = re.compile(r"Object (missing required|contains unknown) field `(.*)`")
_MISSING_PARAMETER = re.compile(r"Missing required \w+ parameter '([^']+)'")
HANDLERS: dict[Any, Any] = {BdError: on_error, HTTPException: on_http_error, Exception: on_crash}
