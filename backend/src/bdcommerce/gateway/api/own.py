"""What the gateway says of the API: the keys that verify tokens, the document and its reference page."""

import asyncio
from dataclasses import dataclass
from typing import Any

from litestar import Response
from litestar.handlers import HTTPRouteHandler

from bdcommerce.contracts.accounts import AccountsFace
from bdcommerce.gateway.adapters.reference import Reference, policy
from bdcommerce.infra.cache import Cached
from bdcommerce.infra.http import get
from bdcommerce.infra.http.access import public

_AS_LONG_AS_THE_PROCESS = Cached(seconds=86_400, tags=(), browser_seconds=300)


@dataclass(frozen=True, slots=True)
class Own:
    """What these endpoints work with."""

    accounts: AccountsFace
    reference: Reference


def routes(own: Own) -> list[HTTPRouteHandler]:
    """The gateway's own endpoints."""
    guarded = {"Content-Security-Policy": policy()}

    @get("/.well-known/jwks.json", access=public(), summary="Public keys that verify access tokens", tags=["gateway"])
    async def jwks() -> Response[dict[str, Any]]:
        return Response(await own.accounts.jwks(), headers={"Cache-Control": "public, max-age=300"})

    @get(
        "/openapi.json",
        access=public(),
        summary="The OpenAPI 3.1 document",
        tags=["gateway"],
        cache=_AS_LONG_AS_THE_PROCESS,
    )
    async def openapi() -> Response[bytes]:
        """Written when it is first asked for, which takes some seconds."""
        written = await asyncio.to_thread(lambda: own.reference.document)
        return Response(written, media_type="application/json")

    @get(
        "/docs",
        access=public(),
        summary="The API reference",
        tags=["gateway"],
        media_type="text/html",
        cache=_AS_LONG_AS_THE_PROCESS,
    )
    async def docs() -> Response[str]:
        """The same for people."""
        written = await asyncio.to_thread(lambda: own.reference.page)
        return Response(written, media_type="text/html", headers=guarded)

    return [jwks, openapi, docs]
