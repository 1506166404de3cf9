"""What only a process does that the public reaches: one with all services in it, or the gateway before them.

A service that stands behind a gateway has no door: its callers were counted there.
"""

from collections.abc import Collection
from dataclasses import dataclass

from litestar.types import Receive, Send

from bdcommerce.infra.http import versions
from bdcommerce.infra.http.arrival import Arrival, Handler
from bdcommerce.infra.http.caching import Caching
from bdcommerce.infra.http.hardening import HTTPS_ONLY
from bdcommerce.infra.http.limiting import Limiting
from bdcommerce.infra.http.origin import Origins
from bdcommerce.infra.http.replying import Whole, respond, unkept
from bdcommerce.infra.http.selecting import selected
from bdcommerce.infra.http.sharing import Sharing


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """The parts of the door, in the order in which a request meets them."""

    origins: Origins
    sharing: Sharing
    limiting: Limiting
    caching: Caching

    def greet(self, arrival: Arrival, methods: Collection[str]) -> None:
        """Before anybody asks who is calling; `methods` are those there are at this path. Raises UnknownVersion."""
        arrival.address = self.origins.address(arrival.scope)
        arrival.outgoing += self.sharing.headers(arrival)
        if arrival.scope["method"] == "OPTIONS":
            arrival.outgoing += self.sharing.preflight(arrival, methods)
        if self.origins.secure(arrival.scope):
            arrival.outgoing.append(HTTPS_ONLY)
        if arrival.public_api:
            arrival.outgoing.append((versions.HEADER, versions.agreed(arrival).encode()))

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
