"""API keys at the door: each is exchanged for a short-lived access token, which is used as long as it holds.

Keys themselves are not kept, only their digests. A key that is withdrawn is announced under the tag `api-key:<id>`; a
door that cannot hear it asks again after some seconds.
"""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec
from joserfc.util import urlsafe_b64decode

from bdcommerce.contracts.accounts import AccountsFace, BadApiKey
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import ensure

LONGEST_KEY = 200
MOST = 10_000
MARGIN = timedelta(seconds=15)
"""A token is not used in its last seconds: it may be checked a little later elsewhere."""
UNHEARD = timedelta(seconds=15)
"""So long one is used where a withdrawal could not be heard."""


class _Claims(msgspec.Struct):
    sub: str


@dataclass(frozen=True, slots=True)
class _Held:
    token: str
    key_id: str
    until: datetime


class ApiKeys:
    """See infra.http.door.Keys and infra.cache.announcing.Hearer."""

    def __init__(self, accounts: AccountsFace) -> None:
        self._accounts = accounts
        self._held: OrderedDict[str, _Held] = OrderedDict()
        self._asking: dict[str, asyncio.Task[_Held]] = {}
        self._hears = False
        self._drops = 0

    async def token_of(self, api_key: str) -> str:
        """An access token in exchange for the key. Raises BadApiKey."""
        ensure(0 < len(api_key) <= LONGEST_KEY, BadApiKey("this is no API key"))
        digest = hashlib.sha256(api_key.encode()).hexdigest()
        held = self._held.get(digest)
        if held is None or held.until <= clock.now():
            held = await self._asked_once(api_key, digest)
        return held.token

    def arm(self) -> None:
        """See Hearer."""
        self._hears = True

    def disarm(self) -> None:
        """See Hearer."""
        self._hears = False
        self._forget([*self._held])

    def heard(self, tags: Collection[str]) -> None:
        """See Hearer."""
        withdrawn = {tag.removeprefix("api-key:") for tag in tags if tag.startswith("api-key:")}
        if withdrawn:
            self._forget([digest for digest, held in self._held.items() if held.key_id in withdrawn])

    async def _asked_once(self, api_key: str, digest: str) -> _Held:
        """A program that begins with many calls at once is one question."""
        if digest not in self._asking:
            self._asking[digest] = asyncio.create_task(self._exchanged(api_key, digest))
            self._asking[digest].add_done_callback(lambda _: self._asking.pop(digest))
        return await asyncio.shield(self._asking[digest])

    async def _exchanged(self, api_key: str, digest: str) -> _Held:
        before = self._drops
        access = await self._accounts.access_of_key(api_key)
        claims = msgspec.json.decode(urlsafe_b64decode(access.token.split(".")[1].encode()), type=_Claims)
        until = access.expires_at - MARGIN
        until = until if self._hears else min(until, clock.now() + UNHEARD)
        held = _Held(access.token, claims.sub, until)
        if self._drops == before:
            self._held[digest] = held
            self._held.move_to_end(digest)
            while len(self._held) > MOST:
                self._held.popitem(last=False)
        return held

    def _forget(self, digests: Collection[str]) -> None:
        self._drops += 1
        for digest in digests:
            del self._held[digest]
