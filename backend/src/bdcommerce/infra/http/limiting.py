"""How often a caller may call: who has signed in is counted by name, everybody else by address.

Tells it in the headers of draft-ietf-httpapi-ratelimit-headers: `RateLimit-Policy: "reads";q=600;w=60` and
`RateLimit: "reads";r=599;t=1`.
"""

import math
from collections.abc import Callable
from ipaddress import ip_network
from typing import Literal

from bdcommerce.infra.http.arrival import Arrival
from bdcommerce.infra.http.endpoints import Endpoint
from bdcommerce.infra.http.origin import Address, block_of
from bdcommerce.infra.http.problems import RateLimited
from bdcommerce.infra.limits import Limits, Policy, Verdict
from bdcommerce.infra.settings import DoorSettings

Kind = Literal["auth", "search", "reads", "writes", "uploads"]
_LOOPBACK = (ip_network("127.0.0.0/8"), ip_network("::1/128"))


def usual_kind(endpoint: Endpoint) -> Kind:
    """What an endpoint counts as, by its method alone."""
    if endpoint.streamed:
        return "uploads"
    return "writes" if endpoint.writes else "reads"


class Limiting:
    """Counts the calls of the public API."""

    def __init__(
        self, limits: Limits, door: DoorSettings, kind_of: Callable[[Endpoint], Kind], *, production: bool
    ) -> None:
        self._limits, self._on, self._kind_of = limits, door.limits, kind_of
        usual = () if production else _LOOPBACK
        self._exempt = usual if door.limit_exempt is None else door.limit_exempt
        self._share = door.limit_address_share
        rates = {
            "auth": door.limit_auth,
            "search": door.limit_search,
            "reads": door.limit_reads,
            "writes": door.limit_writes,
            "uploads": door.limit_uploads,
            "keys": door.limit_keys,
        }
        self._policies = {name: Policy(name, *rate) for name, rate in rates.items()}

    async def count(self, arrival: Arrival) -> None:
        """Count a call whose caller is known by now. Raises RateLimited."""
        if not self._counts(arrival):
            return
        caller = arrival.caller
        if not caller.audience:
            kind = self._kind_of(arrival.endpoint) if arrival.endpoint else "reads"
            await self._take(arrival, f"from {block_of(arrival.address)}", self._policies[kind].times(self._share))
        elif caller.scopes is not None:
            await self._take(arrival, f"key {caller.user_id}", self._policies["keys"])
        else:
            kind = self._kind_of(arrival.endpoint) if arrival.endpoint else "reads"
            await self._take(arrival, f"{caller.audience} {caller.user_id}", self._policies[kind])

    async def count_stranger(self, arrival: Arrival) -> None:
        """Count an attempt with a token or a key that is not valid. Raises RateLimited."""
        if self._counts(arrival):
            await self._take(arrival, f"from {block_of(arrival.address)}", self._policies["auth"].times(self._share))

    def _counts(self, arrival: Arrival) -> bool:
        return self._on and arrival.public_api and not self._is_exempt(arrival.address)

    def _is_exempt(self, address: Address | None) -> bool:
        return address is not None and any(address in network for network in self._exempt)

    async def _take(self, arrival: Arrival, key: str, policy: Policy) -> None:
        verdict = await self._limits.take(key, policy)
        arrival.outgoing += _told(policy, verdict)
        if not verdict.allowed:
            wait = max(math.ceil(verdict.again_in), 1)
            raise RateLimited(f"more than {policy.quota} {policy.name} in {policy.seconds} seconds", retry_after=wait)


def _told(policy: Policy, verdict: Verdict) -> list[tuple[bytes, bytes]]:
    left = f'"{policy.name}";r={verdict.left};t={math.ceil(verdict.whole_in)}'
    return [
        (b"ratelimit-policy", f'"{policy.name}";q={policy.quota};w={policy.seconds}'.encode()),
        (b"ratelimit", left.encode()),
    ]
