"""A process with a door, as small as one can be: some endpoints without a database, and a client of them."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import httpx
from litestar.handlers import HTTPRouteHandler

from bdcommerce.contracts.accounts import BadApiKey
from bdcommerce.infra.cache import InProcessCache
from bdcommerce.infra.http import app
from bdcommerce.infra.http.caching import Caching
from bdcommerce.infra.http.door import Door, Keys
from bdcommerce.infra.http.front import Turns
from bdcommerce.infra.http.limiting import Limiting, usual_kind
from bdcommerce.infra.http.origin import Origins
from bdcommerce.infra.http.sharing import Sharing
from bdcommerce.infra.idempotency import IdempotencyKeys
from bdcommerce.infra.limits import InProcessLimits
from bdcommerce.infra.postgres import Database
from bdcommerce.infra.security import Sealer
from bdcommerce.infra.settings import DoorSettings
from support import tokens

GATEWAY_TOKEN = "what only the gateway knows"


class NoDatabase(Database):
    """Nothing here may reach one."""

    def __init__(self) -> None:
        pass


def ready_cache(most_bytes: int = 1_000_000, **options: Any) -> InProcessCache:
    """A cache that believes that drops reach it."""
    cache = InProcessCache(most_bytes, **options)
    cache.arm()
    return cache


class NoKeys:
    """A marketplace without API keys."""

    async def token_of(self, _: str) -> str:
        """See door.Keys."""
        raise BadApiKey("there are no keys here")


def door_of(
    settings: DoorSettings, cache: InProcessCache | None = None, keys: Keys | None = None, *, production: bool = True
) -> Door:
    """A door with these settings."""
    return Door(
        sharing=Sharing(settings.cors_origins),
        keys=keys or NoKeys(),
        limiting=Limiting(InProcessLimits(), settings, usual_kind, production=production),
        caching=Caching(cache or InProcessCache(0)),
    )


@asynccontextmanager
async def doorway(
    routes: Sequence[HTTPRouteHandler],
    *,
    deps: Any = None,
    cache: InProcessCache | None = None,
    keys: Keys | None = None,
    production: bool = True,
    peer: str = "203.0.113.7",
    turns: Turns | None = None,
    **settings: Any,
) -> AsyncIterator[httpx.AsyncClient]:
    """A client that comes from the address `peer`; `settings` are the door's."""
    chosen = DoorSettings(**settings)
    stored = IdempotencyKeys(NoDatabase(), Sealer("k1:" + "A" * 43 + "="))
    router = app.service_router(app.Mounted("toy", routes, deps, stored))
    application: Any = app.application(
        [router],
        tokens.verifier(),
        turns or Turns(8, 8),
        origins=Origins(chosen.trusted_proxies, chosen.forwarded_header, GATEWAY_TOKEN),
        door=door_of(chosen, cache, keys, production=production),
    )
    transport = httpx.ASGITransport(application, client=(peer, 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://test/api/v1") as client:
        yield client
