"""The marketplace's API as people of the month call it: straight into the application, with tokens of real sessions."""

import asyncio
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import msgspec
from litestar.types import ASGIApp

from bdcommerce.accounts.domain.devices import Origin
from bdcommerce.accounts.handlers import sessions
from bdcommerce.contracts.vendors import Membership
from bdcommerce.demo.client import Refused
from bdcommerce.demo.inside import Marketplace, deps_of
from bdcommerce.kernel import clock
from bdcommerce.kernel.actor import Audience

_LIFE = timedelta(minutes=8)
"""So long an access token is used; it holds for ten minutes."""
_JSON = [(b"content-type", b"application/json")]


class Doors:
    """The application without a network before it. What it refused, and every token it was shown, are kept."""

    def __init__(self, application: ASGIApp) -> None:
        self._application = application
        self.problems: list[bytes] = []
        self.tokens: set[str] = set()

    async def send(self, method: str, path: str, body: bytes, headers: list[tuple[bytes, bytes]]) -> tuple[int, bytes]:
        """Status and body of an answer; the path is below /api/v1 and may carry a query."""
        plain, _, query = path.partition("?")
        scope: Any = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
            "path": f"/api/v1{plain}", "raw_path": f"/api/v1{plain}".encode(), "query_string": query.encode(),
            "root_path": "", "headers": [(b"host", b"shop"), *headers], "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 80), "extensions": {},
        }  # fmt: skip
        answer = _Answer(body)
        await self._application(scope, answer.receive, answer.take)
        if answer.status >= 400:  # noqa: PLR2004 - RFC 9110
            self.problems.append(answer.body)
        return answer.status, answer.body


class _Answer:
    """One call's two ends."""

    def __init__(self, body: bytes) -> None:
        self._left: list[Any] = [{"type": "http.request", "body": body, "more_body": False}]
        self._over = asyncio.Event()
        self.status, self.body = 0, b""

    async def receive(self) -> Any:
        if self._left:
            return self._left.pop()
        await self._over.wait()
        return {"type": "http.disconnect"}

    async def take(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        else:
            self.body += message.get("body", b"")
            if not message.get("more_body", False):
                self._over.set()


class Person:
    """Somebody with an account, and the API as they see it; signed in anew when their token has run down."""

    def __init__(
        self, market: Marketplace, doors: Doors, user_id: str, audience: Audience, membership: Membership | None = None
    ) -> None:
        self._market, self._doors, self._audience, self._membership = market, doors, audience, membership
        self.user_id = user_id
        self._token, self._until = "", datetime.min.replace(tzinfo=clock.DHAKA)

    async def get(self, path: str, **params: str | int) -> Any:
        """GET."""
        return await self.call("GET", f"{path}?{urlencode(params)}" if params else path)

    async def post(self, path: str, body: Any = None) -> Any:
        """POST of JSON."""
        return await self.call("POST", path, body)

    async def put(self, path: str, body: Any) -> Any:
        """PUT of JSON."""
        return await self.call("PUT", path, body)

    async def upload(self, path: str, text: str) -> Any:
        """POST of a CSV text."""
        return await self._send("POST", path, text.encode(), [(b"content-type", b"text/csv")])

    async def call(self, method: str, path: str, body: Any = None) -> Any:
        """What is answered, as JSON or text. Raises Refused."""
        return await self._send(method, path, b"" if body is None else msgspec.json.encode(body), _JSON)

    async def every(self, path: str, **params: str | int) -> list[Any]:
        """All items of a list that comes in pages."""
        found, cursor = list[Any](), ""
        while True:
            page = await self.get(path, limit=100, cursor=cursor, **params)
            found += page["items"]
            cursor = page["next_cursor"] or ""
            if not cursor:
                return found

    async def _send(self, method: str, path: str, body: bytes, kind: list[tuple[bytes, bytes]]) -> Any:
        headers = [(b"authorization", f"Bearer {await self._signed_in()}".encode()), *(kind if body else [])]
        status, answered = await self._doors.send(method, path, body, headers)
        if status >= 400:  # noqa: PLR2004 - RFC 9110
            problem = msgspec.json.decode(answered) if answered[:1] == b"{" else {"detail": answered.decode()}
            raise Refused(f"{method} {path}", status, problem)
        try:
            return msgspec.json.decode(answered) if answered else None
        except msgspec.DecodeError:
            return answered.decode()

    async def _signed_in(self) -> str:
        if clock.now() >= self._until:
            deps = deps_of(self._market, "accounts")
            async with deps.works() as work:
                person = await work.people.get(self.user_id)
                issued = await sessions.sign_in(
                    work, deps.tokens, person, self._audience, membership=self._membership, origin=Origin()
                )
            self._token, self._until = issued.access_token, clock.now() + _LIFE
            self._doors.tokens |= {issued.access_token, issued.refresh_token}
        return self._token
