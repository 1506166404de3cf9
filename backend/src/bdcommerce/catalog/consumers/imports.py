"""The next rows of a file are due: what each of them says is brought in by itself, or refused by itself."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import msgspec

from bdcommerce.catalog import handlers
from bdcommerce.catalog.adapters.intake import kinds, own
from bdcommerce.catalog.adapters.intake.categories import category_of
from bdcommerce.catalog.adapters.intake.kinds import Options
from bdcommerce.catalog.domain import Imported, ImportTerms, PlannedProduct, option_key
from bdcommerce.catalog.domain.intake import ListedOffer, placed, says_nothing_new
from bdcommerce.catalog.events.imports import ImportDue
from bdcommerce.catalog.handlers import OfferTerms
from bdcommerce.catalog.ports import Work
from bdcommerce.catalog.queries import imports as queries
from bdcommerce.catalog.queries.edge import Edge
from bdcommerce.catalog.queries.imports import Known
from bdcommerce.catalog.queries.shop import category_tree
from bdcommerce.infra.imports import Entry, Group, Part, Run
from bdcommerce.infra.imports.cells import Wrong
from bdcommerce.kernel.errors import BdError, Conflict, Invalid, NotFound, Stale

_Refusal = (Invalid, Conflict, NotFound)
_WAITS = "what of it staff want to see first waits for them"


async def import_due(event: ImportDue, deps: Edge) -> None:
    """Bring in the next rows of a file."""
    run = await deps.imports.reads.one(deps.imports.queries.run, event.import_id)
    if run is not None:
        worker = _Offers(deps) if run.kind == "offers" else _Products(deps)
        await deps.imports.step(event.import_id, event.position, worker)


@dataclass(frozen=True, slots=True)
class _Chunk:
    """What is known of some products before they are brought in."""

    margin: timedelta
    terms: ImportTerms
    read: Sequence[PlannedProduct | list[Entry]]
    """What the rows say; or, if that cannot be read, what becomes of them."""
    known: Mapping[str, Known]


class _Products:
    """Brings in products, whole or not at all each."""

    def __init__(self, deps: Edge) -> None:
        self._deps = deps

    async def prepare(self, run: Run, found: Sequence[Group]) -> _Chunk:
        """See Worker."""
        options = msgspec.convert(run.options, Options)
        find = category_of(await category_tree(self._deps.reads), options.categories)
        read = [_read(run.kind, group, options, find) for group in found]
        handles = [each.handle for each in read if isinstance(each, PlannedProduct)]
        known = await queries.known(self._deps.reads, run.vendor_id, handles)
        margin = await handlers.expiry_margin(self._deps.compliance)
        return _Chunk(margin, options.terms(run.kind), read, known)

    async def bring_in(self, part: Part[Work], run: Run, _: Sequence[Group], chunk: _Chunk) -> Sequence[Entry]:
        """See Worker."""
        entries: list[Entry] = []
        for read in chunk.read:
            if isinstance(read, PlannedProduct):
                entries += await self._one(part, run, read, chunk)
                entries += _notes(read)
            else:
                entries += read
        return entries

    async def _one(self, part: Part[Work], run: Run, planned: PlannedProduct, chunk: _Chunk) -> Iterable[Entry]:
        known = chunk.known.get(planned.handle)
        if known and _is_same(planned, known, chunk.terms):
            done = Imported(outcome="unchanged", product_id=known.product.product_id, offers=known.offers)
            return _done(planned, done, known)
        try:
            async with part.attempt():
                done = await handlers.import_product(part.work, run.vendor_id, planned, chunk.terms, chunk.margin)
        except Stale:
            raise
        except _Refusal as refusal:
            return _refused(run.kind, planned.handle, planned.rows, refusal)
        return _done(planned, done, known, shown=not run.dry_run)


class _Offers:
    """Brings in offers, each by itself."""

    def __init__(self, deps: Edge) -> None:
        self._deps = deps

    async def prepare(self, run: Run, found: Sequence[Group]) -> tuple[timedelta, dict[str, ListedOffer]]:
        """See Worker."""
        skus = [own.Cells(group.rows[0]).text("sku") for group in found]
        known = await queries.offers_by_sku(self._deps.reads, run.vendor_id, skus)
        return await handlers.expiry_margin(self._deps.compliance), known

    async def bring_in(self, part: Part[Work], run: Run, found: Sequence[Group], known: Any) -> Sequence[Entry]:
        """See Worker."""
        margin, offers = known
        return [each for group in found for each in await self._one(part, run, group, margin, offers)]

    async def _one(
        self, part: Part[Work], run: Run, group: Group, margin: timedelta, known: Mapping[str, ListedOffer]
    ) -> Iterable[Entry]:
        row = group.rows[0].number
        try:
            said = own.offer(group.rows[0])
        except Wrong as wrong:
            return _wrong(own.Cells(group.rows[0]).text("sku"), [row], wrong)
        listed = known.get(said.sku)
        if listed and _says_the_same(said, listed):
            return [_offered(row, "unchanged", listed.offer.sku, listed.offer.product_id, listed.offer.offer_id)]
        try:
            async with part.attempt():
                offer, new, changed = await handlers.import_offer(part.work, run.vendor_id, said, margin)
        except Stale:
            raise
        except _Refusal as refusal:
            return _refused(run.kind, said.sku, [row], refusal)
        result = "created" if new else "updated" if changed else "unchanged"
        shown = ("", "") if run.dry_run and new else (offer.product_id, offer.offer_id)
        return [_offered(row, result, offer.sku, *shown)]


def _read(kind: str, group: Group, options: Options, find: Any) -> PlannedProduct | list[Entry]:
    try:
        return kinds.product(kind, group, options, find)
    except Wrong as wrong:
        return list(_wrong(group.key.strip("\n"), [row.number for row in group.rows], wrong))


def _is_same(planned: PlannedProduct, known: Known, terms: ImportTerms) -> bool:
    remembered = terms.remembers and known.digest == planned.digest()
    return remembered or says_nothing_new(planned, known.product, known.offers, terms)


def _says_the_same(said: OfferTerms, listed: ListedOffer) -> bool:
    offer = listed.offer
    printed = next((each.mrp for each in listed.sheet.variants if each.variant_id == offer.variant_id), None)
    wanted = {"price": said.price, "active": said.active, **said.dates}
    stated = {name: value for name, value in wanted.items() if value is not None or name in said.dates}
    same_mrp = printed is None if said.without_mrp else said.mrp in {None, printed}
    same = all(getattr(offer, name) == value for name, value in stated.items())
    return same and same_mrp and said.variant_id in {"", offer.variant_id}


def _done(planned: PlannedProduct, done: Imported, known: Known | None, *, shown: bool = True) -> Iterator[Entry]:
    """An entry for each row; one that is a variant names its offer."""
    told = placed(planned, known.product.working if known else None, done.offers)
    variants = {each.row: each for each in told.variants}
    for row in planned.rows:
        variant = variants.get(row)
        offer = done.offers.get(option_key(variant.options or [])) if variant else None
        yield Entry(
            row=row,
            result=done.outcome,
            reference=planned.handle,
            sku=(offer.sku if offer else variant.sku) if variant else "",
            code="waits_for_approval" if done.waits else "",
            reason=_WAITS if done.waits else "",
            product_id=done.product_id if shown or known else "",
            offer_id=offer.offer_id if offer and (shown or known) else "",
            quantity=variant.quantity if variant else None,
        )


def _notes(planned: PlannedProduct) -> Iterator[Entry]:
    for note in planned.notes:
        yield Entry(
            row=note.row,
            result="noted",
            reference=planned.handle,
            field=note.field,
            code=note.code,
            reason=note.reason,
        )


def _wrong(reference: str, rows: Sequence[int], wrong: Wrong) -> Iterator[Entry]:
    """The row that is wrong, and those that go with it."""
    for row in rows:
        if row == wrong.row:
            yield Entry(
                row=row,
                result="refused",
                reference=reference,
                field=wrong.column,
                code=wrong.code,
                reason=wrong.reason,
            )
        else:
            reason = f"row {wrong.row} of this product is wrong"
            yield Entry(row=row, result="refused", reference=reference, code="other_row_wrong", reason=reason)


def _refused(kind: str, reference: str, rows: Sequence[int], refusal: BdError) -> Iterator[Entry]:
    """Everything that is wrong stands at the first row; the others say that it does."""
    fields: Mapping[str, str] = refusal.data.get("fields") or {_OF_CODE.get(refusal.code, ""): refusal.message}
    for field, reason in fields.items():
        yield Entry(
            row=rows[0],
            result="refused",
            reference=reference,
            field=kinds.column(kind, field) if field else "",
            code=refusal.code,
            reason=reason,
        )
    for row in rows[1:]:
        yield Entry(
            row=row,
            result="refused",
            reference=reference,
            code=refusal.code,
            reason=f"this product was refused, see row {rows[0]}",
        )


_OF_CODE = {
    "sku_taken": "sku",
    "offer_exists": "offers",
    "unknown_product": "product",
    "unknown_variant": "variant",
    "wrong_status": "status",
    "variant_in_use": "variants",
}
"""Fields that refusals mean which name none."""


def _offered(row: int, result: Any, sku: str, product_id: str, offer_id: str) -> Entry:
    return Entry(row=row, result=result, reference=sku, sku=sku, product_id=product_id, offer_id=offer_id)
