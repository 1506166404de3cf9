"""Requests as bytes, straight into an ASGI application: what no well-bred client would send can be sent."""

import asyncio
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import msgspec

Headers = list[tuple[bytes, bytes]]
JSON = (b"content-type", b"application/json")
CSV = (b"content-type", b"text/csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """`target` is path and query as they stand on the wire."""

    method: str
    target: str
    headers: Headers = field(default_factory=list)
    body: bytes = b""

    def __str__(self) -> str:
        return f"{self.method} {self.target[:200]} {self.headers[:3]} {self.body[:300]!r}"


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """The body as JSON."""
        return msgspec.json.decode(self.body)


async def send(application: Any, request: Request) -> Reply:
    """The application's reply. What the application raises comes through."""
    path, _, query = request.target.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(b"host", b"test"), *request.headers],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
        "extensions": {},
    }
    sent: list[dict[str, Any]] = []
    whole = asyncio.Event()
    left = [{"type": "http.request", "body": request.body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        if left:
            return left.pop()
        await whole.wait()  # whoever asked hangs up when the answer is there
        return {"type": "http.disconnect"}

    async def collect(message: dict[str, Any]) -> None:
        sent.append(message)
        if message["type"] == "http.response.body" and not message.get("more_body", False):
            whole.set()

    await application(scope, receive, collect)
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in sent[0]["headers"]}
    return Reply(sent[0]["status"], headers, b"".join(message.get("body", b"") for message in sent[1:]))
