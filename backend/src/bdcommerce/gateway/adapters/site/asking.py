"""Asks the API from inside, as anybody: through its door, so that its caches and limits hold for pages as well."""

from typing import Any

import msgspec
from litestar.types import ASGIApp, HTTPScope, Message, Scope

from bdcommerce.infra.http.app import BASE
from bdcommerce.kernel.text import Language

_PASSED = frozenset({b"host", b"user-agent", b"x-forwarded-for", b"x-forwarded-proto", b"forwarded", b"traceparent"})
"""What says who asks; nothing that says as whom."""


class Asking:
    """The application behind the pages."""

    def __init__(self, inside: ASGIApp) -> None:
        self._inside = inside

    async def get(self, scope: HTTPScope, target: str, language: Language) -> tuple[int, Any]:
        """The status, and the answer where there is a good one."""
        status, body = await self._get(scope, target, language)
        good = status == 200  # noqa: PLR2004 - HTTP
        return status, msgspec.json.decode(body) if good else None

    async def _get(self, scope: HTTPScope, target: str, language: Language) -> tuple[int, bytes]:
        path, _, query = target.partition("?")
        headers = [(name, value) for name, value in scope["headers"] if name in _PASSED]
        own: dict[str, Any] = {
            **scope,
            "method": "GET",
            "path": f"{BASE}{path}",
            "raw_path": f"{BASE}{path}".encode(),
            "query_string": query.encode(),
            "headers": [*headers, (b"accept", b"application/json"), (b"accept-language", language.encode())],
            "state": {},
        }
        started: dict[str, Any] = {}
        pieces: list[bytes] = []

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                started.update(message)
            elif message["type"] == "http.response.body":
                pieces.append(message["body"])

        asked: Scope = own  # type: ignore[assignment]
        await self._inside(asked, _nothing_more, send)
        return int(started["status"]), b"".join(pieces)


async def _nothing_more() -> Any:
    return {"type": "http.request", "body": b"", "more_body": False}
