"""Endpoint decorators that cannot be used without saying who may call."""

import re
from collections.abc import Callable, Sequence
from typing import Any

import litestar
from litestar.datastructures import CacheControlHeader
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, FromQuery, JSONBody

from bdcommerce.contracts.accounts import BadApiKey
from bdcommerce.infra.cache import Cached
from bdcommerce.infra.http.access import Access, guard
from bdcommerce.infra.http.description import PROBLEM_JSON
from bdcommerce.infra.http.lifecycle import Deprecated
from bdcommerce.infra.http.problems import Malformed, Problem, RateLimited, TooLarge, TooSlow, status_of
from bdcommerce.infra.idempotency import InFlight, KeyReused, ReplyLost
from bdcommerce.kernel.errors import BdError, Forbidden, Invalid, Stale, Unauthenticated, Unavailable

Endpoint = Callable[[Callable[..., Any]], HTTPRouteHandler]


def _endpoint(method: str, default_status: int) -> Callable[..., Endpoint]:
    def declare(
        path: str,
        *,
        access: Access,
        summary: str,
        raises: Sequence[type[BdError]] = (),
        status_code: int = default_status,
        resumable: bool = False,
        streamed: bool = False,
        max_bytes: int | None = None,
        cache: Cached | None = None,
        deprecated: Deprecated | None = None,
        **options: Any,
    ) -> Endpoint:
        """An endpoint. `raises` are the named refusals a client should be ready for; `resumable` says that running it
        again after a crash continues the same thing, so a lost reply may be made anew.

        `max_bytes` is its own limit for the body. `streamed` leaves the body to the endpoint, which reads and limits
        `request.stream()`; it must be harmless to repeat, because no idempotency key is kept for it. `cache` says how
        long what it answers to an anonymous caller may be given to others, `deprecated` since when it is going away.
        """

        def endpoint(function: Callable[..., Any]) -> HTTPRouteHandler:
            declared = litestar.route(
                path,
                http_method=method,  # type: ignore[arg-type]
                guards=[guard],
                summary=summary,
                status_code=status_code,
                deprecated=deprecated is not None,
                cache_control=_told_to_browsers(cache),
                responses=_problems([*raises, *_common(method, function)]),
                opt={
                    "access": access,
                    "resumable": resumable,
                    "streamed": streamed,
                    "max_bytes": max_bytes,
                    "cache": cache,
                    "deprecated": deprecated,
                    "function": function,
                },
                **options,
            )
            return declared(_marked(function, path))

        return endpoint

    return declare


def _told_to_browsers(cache: Cached | None) -> CacheControlHeader | None:
    seconds = cache.browser_seconds if cache else 0
    return CacheControlHeader(public=True, max_age=seconds) if seconds else None


def _marked(function: Callable[..., Any], path: str) -> Callable[..., Any]:
    """Mark where every parameter comes from, so that endpoints need not speak the framework's dialect."""
    in_path = set(_PATH_PARAMETER.findall(path))
    for name, annotation in function.__annotations__.items():
        if name not in _RESERVED and not hasattr(annotation, "__metadata__"):
            mark = _MARKS.get(name) or (FromPath if name in in_path else FromQuery)
            function.__annotations__[name] = mark[annotation]
    return function


def _common(method: str, function: Callable[..., Any]) -> list[type[BdError]]:
    """What any such call may refuse, whatever it does; also what is for anybody is not for every API key."""
    found: list[type[BdError]] = [Invalid, Unauthenticated, BadApiKey, Forbidden, RateLimited, Unavailable]
    if method != "GET":
        found += [KeyReused, InFlight, ReplyLost, Stale, TooLarge, TooSlow]
        found += [Malformed] if {"data", "request"} & function.__annotations__.keys() else []
    return found


def _problems(raises: Sequence[type[BdError]]) -> dict[int, ResponseSpec]:
    by_status: dict[int, dict[str, None]] = {}
    for error in raises:
        by_status.setdefault(status_of(error), {})[error.code] = None
    return {
        status: ResponseSpec(
            Problem, generate_examples=False, description=f"code: {', '.join(codes)}", media_type=PROBLEM_JSON
        )
        for status, codes in sorted(by_status.items())
    }


_MARKS: dict[str, Any] = {"deps": NamedDependency, "caller": NamedDependency, "data": JSONBody}
_RESERVED = {"return", "request", "headers", "cookies", "query", "state", "scope", "body"}
_PATH_PARAMETER = re.compile(r"\{(\w+):")
get = _endpoint("GET", 200)
post = _endpoint("POST", 201)
put = _endpoint("PUT", 200)
patch = _endpoint("PATCH", 200)
delete = _endpoint("DELETE", 204)
