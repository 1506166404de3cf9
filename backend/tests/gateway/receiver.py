"""A partner's endpoint: a real HTTP server on loopback that remembers what it was sent."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import msgspec

from support.servers import serving


@dataclass
class Partner:
    """What it got, and how it answers."""

    url: str = ""
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    """For the next requests; afterwards 204."""
    says: bytes = b"thank you"
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    go: asyncio.Event = field(default_factory=asyncio.Event)
    """While it is not set nobody gets an answer."""

    @property
    def messages(self) -> list[dict[str, Any]]:
        """The bodies, in order."""
        return [msgspec.json.decode(body) for _, body in self.got]

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """ASGI."""
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        self.got.append(({name.decode(): value.decode() for name, value in scope["headers"]}, body))
        await self.go.wait()
        status = self.statuses.pop(0) if self.statuses else 200
        await send({"type": "http.response.start", "status": status, "headers": self.headers})
        await send({"type": "http.response.body", "body": self.says})


@asynccontextmanager
async def partner() -> AsyncIterator[Partner]:
    """A partner that answers at `url`."""
    found = Partner()
    found.go.set()
    async with serving(found) as url:
        found.url = f"{url}/hooks"
        yield found
