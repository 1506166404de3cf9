"""All parties under one address, with a page that lists them and calls by which their faults are armed."""

from collections.abc import Sequence
from typing import Annotated, Any

import msgspec
from litestar import Litestar, MediaType, Request, Response, Router, delete, get, put
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from bdcommerce.simulators.faults import UnknownFault
from bdcommerce.simulators.pages import page, table
from bdcommerce.simulators.party import Party


class Arm(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """How often a fault is to happen, and what it needs to know."""

    times: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)] = 1
    value: Annotated[str, msgspec.Meta(max_length=500)] = ""


def application(parties: Sequence[Party]) -> Litestar:
    """The simulators as one ASGI application, which leaves the log of its process as it is."""
    return Litestar(
        [
            _index(parties),
            *(Router(f"/{party.name}", route_handlers=[*party.routes, *_desk(party)]) for party in parties),
        ],
        openapi_config=None,
        logging_config=None,
        exception_handlers={UnknownFault: _unknown},
    )


def _desk(party: Party) -> list[ControllerRouterHandler]:
    """What only a tester calls: `GET /faults`, `PUT /faults/{name}`, `DELETE /state`."""

    @get("/faults")
    async def list_faults() -> dict[str, Any]:
        return {
            name: {"does": does, "armed": getattr(party.faults.armed.get(name), "times", 0)}
            for name, does in party.faults.known.items()
        }

    @put("/faults/{name:str}", status_code=204)
    async def arm(name: FromPath[str], data: JSONBody[Arm]) -> None:
        party.faults.arm(name, data.times, data.value)

    @delete("/state")
    async def forget() -> None:
        party.faults.disarm()
        party.forget()

    return [list_faults, arm, forget]


def _index(parties: Sequence[Party]) -> ControllerRouterHandler:
    @get("/", media_type=MediaType.HTML)
    async def index() -> str:
        rows = [(f"/{party.name}", party.about, ", ".join(party.faults.known)) for party in parties]
        return page("Simulators", table(("address", "stands in for", "faults"), rows))

    return index


def _unknown(_request: Request[Any, Any, Any], error: UnknownFault) -> Response[dict[str, str]]:
    return Response({"error": f"there is no fault '{error}'"}, status_code=404)
