"""What the gateway itself answers: the keys that verify tokens, the API's description and its reference page."""

from dataclasses import dataclass
from typing import Any

from litestar import Response
from litestar.handlers import HTTPRouteHandler

from bdcommerce.contracts.accounts import AccountsFace
from bdcommerce.gateway.adapters.reference import reference_page
from bdcommerce.infra.http import get
from bdcommerce.infra.http.access import public


@dataclass(frozen=True, slots=True)
class Deps:
    """What the endpoints work with."""

    accounts: AccountsFace
    document: dict[str, Any]
    """The OpenAPI document of all services."""


def routes(deps: Deps) -> list[HTTPRouteHandler]:
    """The gateway's own endpoints."""
    page = reference_page(deps.document)

    @get("/.well-known/jwks.json", access=public(), summary="Public keys that verify access tokens", tags=["gateway"])
    async def jwks() -> Response[dict[str, Any]]:
        return Response(await deps.accounts.jwks(), headers={"Cache-Control": "public, max-age=300"})

    @get("/openapi.json", access=public(), summary="The OpenAPI 3.1 document", tags=["gateway"])
    async def openapi() -> dict[str, Any]:
        return deps.document

    @get("/docs", access=public(), summary="The API reference", tags=["gateway"], media_type="text/html")
    async def docs() -> str:
        return page

    return [jwks, openapi, docs]
