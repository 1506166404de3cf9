"""What only a process does that the public reaches: one with all services in it, or the gateway before them.

A service that stands behind a gateway has no door: its callers were counted there.
"""

from dataclasses import dataclass

from litestar.types import Receive, Send

from bdcommerce.infra.http.arrival import Arrival, Handler
from bdcommerce.infra.http.caching import Caching
from bdcommerce.infra.http.limiting import Limiting
from bdcommerce.infra.http.origin import Origins
from bdcommerce.infra.http.replying import Whole, respond, unkept


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """The parts of the door, in the order in which a request meets them."""

    origins: Origins
    limiting: Limiting
    caching: Caching

    def greet(self, arrival: Arrival) -> None:
        """Before anybody asks who is calling."""
        arrival.address = self.origins.address(arrival.scope)

    async def turn_away(self, arrival: Arrival) -> None:
        """Who shows a token that is not valid is refused; who does it often, because of that. Raises RateLimited."""
        await self.limiting.count_stranger(arrival)

    async def let_in(self, arrival: Arrival, receive: Receive, send: Send, inside: Handler) -> None:
        """Answer a caller who is known by now; `inside` is what stands behind the door."""
        await self.limiting.count(arrival)
        endpoint = arrival.endpoint
        if endpoint is None or endpoint.writes:
            await inside(arrival, receive, unkept(send))
        elif declared := self.caching.declared(arrival):
            answer, status = await self.caching.answer(arrival, receive, inside, declared)
            arrival.outgoing.append((b"cache-status", status))
            await respond(arrival, answer, send, told=declared.told)
        else:
            told = endpoint.cached.told if endpoint.cached else b"private, no-cache"
            await inside(arrival, receive, Whole(arrival, send, told=told).send)
