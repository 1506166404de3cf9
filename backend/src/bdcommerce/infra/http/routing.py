"""Endpoint decorators that cannot be used without saying who may call."""

from collections.abc import Callable, Sequence
from typing import Any

import litestar
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec

from bdcommerce.infra.http.access import Access, guard
from bdcommerce.infra.http.problems import Problem, status_of
from bdcommerce.kernel.errors import BdError

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
        **options: Any,
    ) -> Endpoint:
        """An endpoint. `raises` are the named refusals a client should be ready for; `resumable` says that running it
        again after a crash continues the same thing, so a lost reply may be made anew.
        """
        return litestar.route(
            path,
            http_method=method,  # type: ignore[arg-type]
            guards=[guard],
            summary=summary,
            status_code=status_code,
            responses=_problems(raises),
            security=[{"bearer": []}] if access.audience else None,
            opt={"access": access, "resumable": resumable},
            **options,
        )

    return declare


def _problems(raises: Sequence[type[BdError]]) -> dict[int, ResponseSpec]:
    by_status: dict[int, list[str]] = {}
    for error in raises:
        by_status.setdefault(status_of(error), []).append(error.code)
    return {
        status: ResponseSpec(Problem, description=f"code: {', '.join(codes)}", media_type=_PROBLEM_JSON)
        for status, codes in by_status.items()
    }


_PROBLEM_JSON = "application/problem+json"
get = _endpoint("GET", 200)
post = _endpoint("POST", 201)
put = _endpoint("PUT", 200)
patch = _endpoint("PATCH", 200)
delete = _endpoint("DELETE", 204)
