"""Answers for a face of this process to other processes of the same installation, and to nobody else."""

import asyncio
import hmac
from collections.abc import Mapping
from typing import Any

import msgspec
from litestar import Request, Response, Router, post

from bdcommerce.infra import telemetry
from bdcommerce.infra.http.problems import status_of
from bdcommerce.infra.remote.deadline import within
from bdcommerce.infra.remote.wire import DEADLINE, MEDIA_TYPE, TOKEN, Failure, Method, methods, service_of, token_for
from bdcommerce.kernel.errors import BdError, Forbidden, NotFound, Unavailable

LONGEST_SECONDS = 30.0
"""What a caller may ask for at most; also what one gets that does not say."""

_log = telemetry.logger(__name__)


def serve(face: type, implementation: object, *, token: str) -> Router:
    """The endpoints of a face, `/faces/<service>/<method>`; `token` is the one that all processes share."""
    service, known = service_of(face), methods(face)
    expected = token_for(service, token)

    @post("/{method:str}", include_in_schema=False, status_code=200)
    async def answer(request: Request[Any, Any, Any]) -> Response[bytes]:
        method = request.path_params["method"]
        try:
            if not hmac.compare_digest(request.headers.get(TOKEN, "").encode(), expected.encode()):
                raise Forbidden("this is for processes of this installation")
            if method not in known:
                raise NotFound(f"{face.__name__} has no method {method}")
            return _reply(await _ask(known[method], implementation, request), 200)
        except BdError as error:
            return _reply(Failure(error.code, error.message, error.data), status_of(type(error)))
        except Exception as error:  # noqa: BLE001 - what it is, is this side's business
            _log.exception("face_failed", face=face.__name__, method=method, exc_info=error)
            return _reply(Failure("internal", f"{service} failed", {}), 500)

    return Router(path=f"/faces/{service}", route_handlers=[answer])


async def _ask(method: Method, implementation: object, request: Request[Any, Any, Any]) -> Any:
    named = method.decode(await request.body())
    seconds = _seconds(request.headers)
    try:
        with within(seconds):
            async with asyncio.timeout(seconds):
                return await getattr(implementation, method.name)(**named)
    except TimeoutError as error:
        raise Unavailable(f"{method.name} took longer than its caller waits") from error


def _seconds(headers: Mapping[str, str]) -> float:
    given = headers.get(DEADLINE, "")
    return min(int(given) / 1000, LONGEST_SECONDS) if given.isascii() and given.isdigit() else LONGEST_SECONDS


def _reply(content: object, status: int) -> Response[bytes]:
    return Response(msgspec.msgpack.encode(content), status_code=status, media_type=MEDIA_TYPE)
