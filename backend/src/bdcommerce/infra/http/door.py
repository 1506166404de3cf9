"""What only a process does that the public reaches: one with all services in it, or the gateway before them.

A service that stands behind a gateway has no door: its callers were counted there.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from litestar.types import Receive, Send

from bdcommerce.infra.http import versions
from bdcommerce.infra.http.arrival import Arrival, Handler
from bdcommerce.infra.http.caching import Caching
from bdcommerce.infra.http.hardening import HTTPS_ONLY
from bdcommerce.infra.http.limiting import Limiting
from bdcommerce.infra.http.replying import Whole, respond, unkept
from bdcommerce.infra.http.selecting import selected
from bdcommerce.infra.http.sharing import Sharing
from bdcommerce.kernel.errors import Unauthenticated, ensure


class Keys(Protocol):
    """What API keys are worth."""

    async def token_of(self, api_key: str) -> str:
        """A short-lived access token in exchange for a key. Raises BadApiKey."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """The parts of the door, in the order in which a request meets them."""

    sharing: Sharing
    keys: Keys
    limiting: Limiting
    caching: Caching

    def greet(self, arrival: Arrival, methods: Collection[str]) -> None:
        """Before anybody asks who is calling; `methods` are those there are at this path. Raises UnknownVersion."""
        arrival.outgoing += self.sharing.headers(arrival)
        if arrival.scope["method"] == "OPTIONS":
            arrival.outgoing += self.sharing.preflight(arrival, methods)
        if arrival.secure:
            arrival.outgoing.append(HTTPS_ONLY)
        if arrival.public_api:
            arrival.outgoing.append((versions.HEADER, versions.agreed(arrival).encode()))

    async def exchange_key(self, arrival: Arrival) -> None:
        """From here on the call has an access token instead of its API key. Raises BadApiKey, Unauthenticated."""
        ensure(b"authorization" not in arrival.headers, Unauthenticated("show an access token or an API key, not both"))
        bearer = b"Bearer " + (await self.keys.token_of(arrival.header(b"x-api-key"))).encode()
        arrival.headers = {**arrival.headers, b"authorization": bearer}
        kept = [header for header in arrival.scope["headers"] if header[0] != b"x-api-key"]
        arrival.scope["headers"] = [*kept, (b"authorization", bearer)]

    async def turn_away(self, arrival: Arrival) -> None:
        """Who shows a token that is not valid is refused; who does it often, because of that. Raises RateLimited."""
        await self.limiting.count_stranger(arrival)

    async def let_in(self, arrival: Arrival, receive: Receive, send: Send, inside: Handler) -> None:
        """Answer a caller who is known by now; `inside` is what stands behind the door."""
        await self.limiting.count(arrival)
        endpoint = arrival.endpoint
        if endpoint and endpoint.deprecated:
            arrival.outgoing += endpoint.deprecated.headers
        if endpoint is None or endpoint.writes:
            await inside(arrival, receive, unkept(send))
            return
        wanted = selected(arrival)
        if declared := self.caching.declared(arrival):
            answer, status = await self.caching.answer(arrival, receive, inside, declared)
            arrival.outgoing.append((b"cache-status", status))
            await respond(arrival, answer, wanted, send, told=declared.told)
        else:
            told = endpoint.cached.told if endpoint.cached else b"private, no-cache"
            await inside(arrival, receive, Whole(arrival, wanted, send, told=told).send)
