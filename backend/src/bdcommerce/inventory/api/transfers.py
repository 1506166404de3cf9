"""HTTP for vendors: goods between warehouses."""

from collections.abc import Sequence
from typing import Annotated

from litestar.handlers import HTTPRouteHandler
from litestar.params import QueryParameter

from bdcommerce.contracts.catalog import UnknownOffer
from bdcommerce.infra.http import get, post, put
from bdcommerce.infra.http.access import vendor
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page, decode, page
from bdcommerce.inventory import handlers
from bdcommerce.inventory.api.parts import LAST, PathId, ensure_own_offer
from bdcommerce.inventory.domain import Arrived, TransferStatus
from bdcommerce.inventory.errors import (
    BelowHeld,
    NotThere,
    TransferMoved,
    UnknownStock,
    UnknownTransfer,
    UnknownWarehouse,
    WarehouseClosed,
)
from bdcommerce.inventory.events import Wanted
from bdcommerce.inventory.queries import transfers as queries
from bdcommerce.inventory.queries.edge import Edge
from bdcommerce.inventory.schemas import (
    DraftTransfer,
    EndNote,
    ReceiveTransfer,
    ReviseTransfer,
    TransferView,
    WantedLine,
)
from bdcommerce.inventory.schemas.fields import Id
from bdcommerce.kernel.errors import Invalid, Stale

Status = Annotated[TransferStatus | None, QueryParameter(name="status", description="only transfers of this status")]


@get("/vendor/transfers", access=vendor(), summary="Goods between warehouses", raises=[Invalid])
async def list_transfers(
    *, caller: Caller, deps: Edge, of_status: Status = None, limit: Limit = PAGE, cursor: Cursor = ""
) -> Page[TransferView]:
    """The vendor's transfers, latest first."""
    (before,) = decode(cursor, tuple[Id]) or (LAST,)
    rows = await queries.transfers(deps.reads, caller.vendor_id, of_status or "", before, limit + 1)
    return page(rows, limit, lambda row: (row.id,))


@get("/vendor/transfers/{transfer_id:str}", access=vendor(), summary="A transfer", raises=[UnknownTransfer])
async def show_transfer(transfer_id: PathId, caller: Caller, deps: Edge) -> TransferView:
    """What is to go, what was sent, and what arrived of it."""
    return await _view(deps, caller, transfer_id)


@post(
    "/vendor/transfers",
    access=vendor(),
    summary="Draft a transfer",
    raises=[UnknownOffer, UnknownWarehouse, WarehouseClosed],
)
async def draft_transfer(data: DraftTransfer, caller: Caller, deps: Edge) -> TransferView:
    """Nothing moves before it is sent. At most 200 lines, each offer and batch once."""
    lines = await _wanted(deps, caller, data.lines)
    async with deps.works() as work:
        transfer_id = await handlers.draft_transfer(
            work, caller.vendor_id, data.from_id, data.to_id, note=data.note, lines=lines
        )
    return await _view(deps, caller, transfer_id)


@put(
    "/vendor/transfers/{transfer_id:str}",
    access=vendor(),
    summary="Change a drafted transfer",
    raises=[UnknownTransfer, UnknownOffer, TransferMoved, Stale],
)
async def revise_transfer(transfer_id: PathId, data: ReviseTransfer, caller: Caller, deps: Edge) -> TransferView:
    """The lines take the place of those before."""
    lines = await _wanted(deps, caller, data.lines)
    async with deps.works() as work:
        await handlers.revise_transfer(work, caller.vendor_id, transfer_id, data.note, lines)
    return await _view(deps, caller, transfer_id)


@post(
    "/vendor/transfers/{transfer_id:str}/send",
    access=vendor(),
    summary="Send the goods of a transfer",
    status_code=200,
    raises=[UnknownTransfer, TransferMoved, WarehouseClosed, UnknownStock, NotThere, BelowHeld, Stale],
)
async def send_transfer(transfer_id: PathId, caller: Caller, deps: Edge) -> TransferView:
    """They leave their warehouse and cannot be sold until they are received. What is set aside for customers stays."""
    async with deps.works() as work:
        await handlers.send_transfer(work, caller.vendor_id, transfer_id)
    return await _view(deps, caller, transfer_id)


@post(
    "/vendor/transfers/{transfer_id:str}/receive",
    access=vendor(),
    summary="Receive the goods of a transfer",
    status_code=200,
    raises=[UnknownTransfer, TransferMoved, Stale],
)
async def receive_transfer(transfer_id: PathId, data: ReceiveTransfer, caller: Caller, deps: Edge) -> TransferView:
    """Name the lines of which fewer or more arrived than were sent; the others arrived whole."""
    arrived = [Arrived(each.offer_id, each.batch_no, each.received) for each in data.lines]
    async with deps.works() as work:
        await handlers.receive_transfer(work, caller.vendor_id, transfer_id, arrived, data.note)
    return await _view(deps, caller, transfer_id)


@post(
    "/vendor/transfers/{transfer_id:str}/cancel",
    access=vendor(),
    summary="Cancel a drafted transfer",
    status_code=200,
    raises=[UnknownTransfer, TransferMoved, Stale],
)
async def cancel_transfer(transfer_id: PathId, data: EndNote, caller: Caller, deps: Edge) -> TransferView:
    """What was sent already is received, and sent back if it has to be."""
    async with deps.works() as work:
        await handlers.cancel_transfer(work, caller.vendor_id, transfer_id, data.note)
    return await _view(deps, caller, transfer_id)


async def _wanted(deps: Edge, caller: Caller, lines: Sequence[WantedLine]) -> list[Wanted]:
    await ensure_own_offer(deps, caller.vendor_id, *(each.offer_id for each in lines))
    return [Wanted(each.offer_id, each.quantity, each.batch_no) for each in lines]


async def _view(deps: Edge, caller: Caller, transfer_id: str) -> TransferView:
    found = await queries.transfer(deps.reads, caller.vendor_id, transfer_id)
    if found is None:
        raise UnknownTransfer.of(transfer_id)
    return found


ROUTES: list[HTTPRouteHandler] = [
    list_transfers,
    show_transfer,
    draft_transfer,
    revise_transfer,
    send_transfer,
    receive_transfer,
    cancel_transfer,
]
