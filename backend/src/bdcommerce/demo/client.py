"""A small client of the public API: what a partner would write, and all that the demo uses."""

import asyncio
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Any, TypeVar

import aiohttp

T = TypeVar("T")
_IDLE_SECONDS = 2
PATIENCE_SECONDS = 60.0
_LOOK_AGAIN_SECONDS = 0.1


class Refused(Exception):
    """The API said no. Shows the problem document's sentence and the wrong fields."""

    def __init__(self, call: str, status: int, problem: dict[str, Any]) -> None:
        fields = "; ".join(f"{wrong['field']}: {wrong['reason']}" for wrong in problem.get("errors", ()))
        super().__init__(f"{call}: {status} {problem.get('code')}: {problem.get('detail')} {fields}".strip())
        self.status, self.problem = status, problem

    @property
    def code(self) -> str:
        """The problem's stable code."""
        return str(self.problem.get("code", ""))


class Api:
    """The API as one caller sees it: anonymous, or with the token of a sign-in."""

    def __init__(self, base_url: str, session: aiohttp.ClientSession, token: str = "", guest_token: str = "") -> None:
        self.base_url, self._session = base_url.rstrip("/"), session
        self._headers = {"Accept-Language": "en"}
        self._headers |= {"Authorization": f"Bearer {token}"} if token else {}
        self._headers |= {"X-Guest-Token": guest_token} if guest_token else {}

    async def call(
        self, method: str, path: str, body: Any = None, *, key: str = "", params: dict[str, str | int] | None = None
    ) -> Any:
        """The reply's JSON, its text, or the bytes of any other file. `key` is the idempotency key. Raises Refused."""
        headers = self._headers | ({"Idempotency-Key": key} if key else {})
        async with self._session.request(
            method, f"{self.base_url}/api/v1{path}", json=body, headers=headers, params=params
        ) as reply:
            return await _content(f"{method} {path}", reply)

    async def get(self, path: str, **params: str | int) -> Any:
        """GET."""
        return await self.call("GET", path, params=params)

    async def post(self, path: str, body: Any = None, *, key: str = "") -> Any:
        """POST."""
        return await self.call("POST", path, {} if body is None else body, key=key)

    async def put(self, path: str, body: Any) -> Any:
        """PUT."""
        return await self.call("PUT", path, body)

    async def patch(self, path: str, body: Any) -> Any:
        """PATCH."""
        return await self.call("PATCH", path, body)

    async def upload(self, path: str, text: str, **params: str | int) -> Any:
        """POST of a CSV text."""
        headers = self._headers | {"Content-Type": "text/csv"}
        url = f"{self.base_url}/api/v1{path}"
        async with self._session.post(url, data=text.encode(), headers=headers, params=params) as reply:
            return await _content(f"POST {path}", reply)

    async def show(self, path: str, png: bytes) -> Any:
        """POST of a picture."""
        headers = self._headers | {"Content-Type": "image/png"}
        async with self._session.post(f"{self.base_url}/api/v1{path}", data=png, headers=headers) as reply:
            return await _content(f"POST {path}", reply)

    async def signed_in(self, email: str, password: str, audience: str) -> "Api":
        """The API as this person sees it."""
        tokens = await self.post("/auth/login", {"email": email, "password": password, "audience": audience})
        return self.with_token(tokens["access_token"])

    def with_token(self, token: str) -> "Api":
        """The API as the holder of a token sees it."""
        return Api(self.base_url, self._session, token)

    def as_guest(self, guest_token: str) -> "Api":
        """The API as a guest sees it."""
        return Api(self.base_url, self._session, guest_token=guest_token)


async def _content(call: str, reply: aiohttp.ClientResponse) -> Any:
    kind = reply.headers.get("Content-Type", "text/plain")
    is_json = "json" in kind
    content: Any = await (
        reply.json(content_type=None) if is_json else reply.text() if "text" in kind else reply.read()
    )
    if reply.status >= 400:  # noqa: PLR2004 - RFC 9110
        raise Refused(call, reply.status, content if is_json else {"detail": content})
    return content


class Visit:
    """A connection to a marketplace: `async with Visit(url) as api:` gives the anonymous caller."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url

    async def __aenter__(self) -> Api:
        # Given up before the server gives it up, so that no call goes into a connection that is being closed.
        connector = aiohttp.TCPConnector(keepalive_timeout=_IDLE_SECONDS)
        self._session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=PATIENCE_SECONDS), connector=connector
        )
        return Api(self._base_url, self._session)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()


async def until(look: Callable[[], Awaitable[T | None]], what: str) -> T:
    """What `look` finds as soon as it finds something; events take a moment. Raises TimeoutError saying `what`."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not (found := await look()):  # noqa: ASYNC110 - the API offers no push
                await asyncio.sleep(_LOOK_AGAIN_SECONDS)
            return found
    except TimeoutError as error:
        raise TimeoutError(f"waited {PATIENCE_SECONDS:.0f} s for: {what}") from error
