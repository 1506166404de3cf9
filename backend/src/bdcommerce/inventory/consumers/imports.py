"""The next rows of a file of stock are due: counted together, refused one by one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import msgspec

from bdcommerce.infra.imports import Entry, Group, Part, Run
from bdcommerce.infra.imports.cells import Wrong
from bdcommerce.infra.imports.runs import Result
from bdcommerce.inventory import handlers
from bdcommerce.inventory.adapters import stock_file
from bdcommerce.inventory.adapters.stock_file import StockLine
from bdcommerce.inventory.domain import CountStock, ReceiveStock
from bdcommerce.inventory.events import ImportDue
from bdcommerce.inventory.ports import Work
from bdcommerce.inventory.queries import imports as queries
from bdcommerce.inventory.queries.edge import Edge
from bdcommerce.inventory.schemas import WarehouseView
from bdcommerce.inventory.schemas.stock import ExportedLot
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import BdError, Stale
from bdcommerce.kernel.text import fold


async def import_due(event: ImportDue, deps: Edge) -> None:
    """Bring in the next rows of a file."""
    await deps.imports.step(event.import_id, event.position, _Counts(deps))


@dataclass(frozen=True, slots=True)
class _Chunk:
    """What is known before the rows are counted."""

    lines: Sequence[StockLine | Wrong]
    offers: Mapping[str, str]
    """Ids by SKU."""
    lots: Mapping[str, Sequence[ExportedLot]]
    """By offer, of those whose stock has begun."""
    warehouses: Mapping[str, str]
    """Ids by id and by folded name; one that several have is empty."""
    margin: timedelta


class _Counts:
    """Sets stock."""

    def __init__(self, deps: Edge) -> None:
        self._deps = deps

    async def prepare(self, run: Run, found: Sequence[Group]) -> _Chunk:
        """See Worker."""
        lines = [_read(group) for group in found]
        skus = sorted({each.sku for each in lines if isinstance(each, StockLine)})
        offers = await self._deps.catalog.offers_of_skus(run.vendor_id, skus)
        lots = await queries.stock_with_lots(self._deps.reads, run.vendor_id, sorted(offers.values()))
        warehouses = await queries.all_warehouses(self._deps.reads, run.vendor_id)
        margin = await handlers.expiry_margin(self._deps.compliance)
        return _Chunk(lines, offers, lots, _by_name(warehouses), margin)

    async def bring_in(self, part: Part[Work], run: Run, _: Sequence[Group], chunk: _Chunk) -> Sequence[Entry]:
        """See Worker."""
        reason = str(run.options["reason"])
        entries: list[Entry] = []
        asked: list[tuple[StockLine, CountStock | ReceiveStock]] = []
        for line in chunk.lines:
            wanted = _wanted(line, run.vendor_id, reason, chunk)
            if isinstance(wanted, Entry):
                entries.append(wanted)
            elif isinstance(line, StockLine):
                asked.append((line, wanted))
        if asked:
            refusals = await _set(part, [wanted for _, wanted in asked], chunk.margin)
            begun: set[str] = set()
            for (line, wanted), refusal in zip(asked, refusals, strict=True):
                new = wanted.offer_id not in chunk.lots and wanted.offer_id not in begun
                entries.append(_became(line, wanted.offer_id, refusal, new=new))
                begun.add(wanted.offer_id)
        return sorted(entries, key=lambda each: each.row)


class _SomeRefused(Exception):
    """Ends an attempt that has begun stock of what was refused."""


async def _set(
    part: Part[Work], wanted: Sequence[CountStock | ReceiveStock], margin: timedelta
) -> Sequence[BdError | None]:
    """The refusals, in order. What is refused leaves nothing, not even stock that has begun with no units."""
    refusals: Sequence[BdError | None] = []
    try:
        async with part.attempt():
            refusals = await handlers.set_stock(part.work, wanted, margin)
            if any(refusals):
                raise _SomeRefused
    except _SomeRefused:
        good = [number for number, refusal in enumerate(refusals) if refusal is None]
        async with part.attempt():
            again = await handlers.set_stock(part.work, [wanted[number] for number in good], margin)
        later = dict(zip(good, again, strict=True))
        return [later.get(number, refusal) for number, refusal in enumerate(refusals)]
    return refusals


def _read(group: Group) -> StockLine | Wrong:
    try:
        return stock_file.line(group.rows[0], batches=group.key.endswith("+"))
    except Wrong as wrong:
        return wrong


def _by_name(warehouses: Sequence[WarehouseView]) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in warehouses:
        key = fold(each.name)
        found[key] = "" if key in found else each.id
    return found | {each.id: each.id for each in warehouses}


def _wanted(line: StockLine | Wrong, vendor_id: str, reason: str, chunk: _Chunk) -> CountStock | ReceiveStock | Entry:
    """What to ask of stock; or what becomes of the row without asking."""
    if isinstance(line, Wrong):
        return _entry(line.row, "refused", field=line.column, code=line.code, reason=line.reason)
    offer_id = chunk.offers.get(line.sku)
    if offer_id is None:
        return _refused(line, "sku", "unknown_sku", "you use no such SKU")
    warehouse_id = chunk.warehouses.get(line.warehouse) or chunk.warehouses.get(fold(line.warehouse), "")
    if line.warehouse and not warehouse_id:
        why = f"no warehouse of yours, or not one alone, is called {line.warehouse[:80]}: take its id"
        return _refused(line, "warehouse", "unknown_warehouse", why)
    if _is_so(line, warehouse_id, chunk.lots.get(offer_id)):
        return _entry(line.row, "unchanged", sku=line.sku, offer_id=offer_id)
    return _request(line, CountStock(vendor_id, offer_id, line.on_hand, reason, warehouse_id, line.batch_no), chunk)


def _request(line: StockLine, count: CountStock, chunk: _Chunk) -> CountStock | ReceiveStock | Entry:
    """A count; or of a batch that is not here yet, a receipt."""
    offer_id = count.offer_id
    same = [each for each in chunk.lots.get(offer_id, ()) if line.batch_no and each.batch_no == line.batch_no]
    if any(line.expires_on not in {None, each.expires_on} for each in same):
        return _refused(line, "expires_on", "batch_differs", f"batch {line.batch_no} expires on another day here")
    if not line.batch_no or same or not line.on_hand:
        return count
    return ReceiveStock(
        count.vendor_id,
        offer_id,
        line.on_hand,
        count.reason,
        count.warehouse_id,
        line.batch_no,
        line.expires_on,
        unsold_until=clock.today() + chunk.margin,
    )


def _is_so(line: StockLine, warehouse_id: str, lots: Sequence[ExportedLot] | None) -> bool:
    """Whether as many are there, as far as the row says where that is, and its stock has begun."""
    if lots is None:
        return False
    if not warehouse_id:
        where = {each.warehouse_id for each in lots}
        if len(where) > 1:
            return False
        warehouse_id = next(iter(where), "")
    here = [each for each in lots if each.warehouse_id == warehouse_id and line.batch_no in {None, each.batch_no}]
    same_day = all(line.expires_on in {None, each.expires_on} for each in here)
    return same_day and sum(each.on_hand for each in here) == line.on_hand


def _became(line: StockLine, offer_id: str, refusal: BdError | None, *, new: bool) -> Entry:
    if refusal is None:
        return _entry(line.row, "created" if new else "updated", sku=line.sku, offer_id=offer_id)
    if isinstance(refusal, Stale):
        raise refusal
    field, reason = next(iter((refusal.data.get("fields") or {"": refusal.message}).items()))
    column = stock_file.FIELDS.get(field, field) or _OF_CODE.get(refusal.code, "on_hand")
    return _refused(line, column, refusal.code, reason)


_OF_CODE = {"unknown_warehouse": "warehouse", "warehouse_closed": "warehouse", "batch_differs": "batch_no"}


def _refused(line: StockLine, column: str, code: str, reason: str) -> Entry:
    return _entry(line.row, "refused", sku=line.sku, field=column, code=code, reason=reason)


def _entry(row: int, result: Result, sku: str = "", offer_id: str = "", **why: str) -> Entry:
    return msgspec.structs.replace(Entry(row=row, result=result, reference=sku, sku=sku, offer_id=offer_id), **why)
