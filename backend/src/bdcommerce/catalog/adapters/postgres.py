"""The catalog in an open transaction: events go to their streams, current state is read from what they project."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import RowMapping, func, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import IntegrityError

from bdcommerce.catalog.domain import Category, Offer, Product, RowReport, evolve_product, slugs
from bdcommerce.catalog.errors import (
    OfferExists,
    SkuTaken,
    SlugTaken,
    UnknownCategory,
    UnknownProduct,
    UnknownVariant,
)
from bdcommerce.catalog.events import CategoryEntry, OfferMade, ProductPutOnSale
from bdcommerce.catalog.ports import CategoryEvent, KnownImport, OfferEvent, ProductEvent, StockSeen, VendorEvent
from bdcommerce.catalog.tables import category, imported_file, imported_product, offer, product, variant, vendor
from bdcommerce.contracts.catalog import UnknownOffer
from bdcommerce.infra.postgres import Transaction
from bdcommerce.infra.unit_of_work import Unit
from bdcommerce.kernel.errors import BdError, Stale
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized
from bdcommerce.kernel.work import Recorder


class PostgresWork:
    """A unit of work of the catalog."""

    def __init__(self, unit: Unit) -> None:
        self.log = unit.log
        self.categories = PostgresCategories(unit.tx, unit.log)
        self.products = PostgresProducts(unit.tx, unit.log)
        self.offers = PostgresOffers(unit.tx, unit.log)
        self.vendors = PostgresVendors(unit.tx, unit.log)
        self.imports = PostgresImports(unit.tx)


class PostgresCategories:
    """See ports.Categories. A path is locked for sharing, so that no rule changes under a decision."""

    def __init__(self, tx: Transaction, log: Recorder) -> None:
        self._tx, self._log = tx, log

    async def path(self, category_id: str) -> Sequence[Category]:
        """See ports.Categories."""
        above = await self._tx.scalar(select(category.c.path).where(category.c.category_id == category_id))
        if above is None:
            raise UnknownCategory.named(category_id)
        on_path = select(category).where(category.c.category_id.in_(above)).order_by(func.cardinality(category.c.path))
        return [_category(row) for row in await self._tx.rows(on_path.with_for_update(read=True))]

    async def height(self, category_id: str) -> int:
        """See ports.Categories."""
        depth = func.cardinality(category.c.path) - func.array_position(category.c.path, category_id) + 1
        below = select(func.max(depth)).where(category.c.path.contains([category_id]))
        return int(await self._tx.scalar(below))

    async def save(self, event: CategoryEvent, *, expected: int) -> None:
        """See ports.Categories."""
        with _meaning({"category_slug_key": SlugTaken.of(event.entry.slug)}):
            await self._log.append(f"category-{event.category_id}", [event], expected=expected)


class PostgresProducts:
    """See ports.Products."""

    def __init__(self, tx: Transaction, log: Recorder) -> None:
        self._tx, self._log = tx, log

    async def get(self, product_id: str) -> Product:
        """See ports.Products."""
        lock = select(product.c.product_id).where(product.c.product_id == product_id).with_for_update()
        if await self._tx.scalar(lock) is None:
            raise UnknownProduct.named(product_id)
        found: Product | None = None
        for event in await self._log.history(_product_stream(product_id)):
            found = evolve_product(found, event)
        if found is None:
            raise UnknownProduct.named(product_id)
        return found

    async def of_variant(self, variant_id: str) -> Product:
        """See ports.Products."""
        product_id = await self._tx.scalar(select(variant.c.product_id).where(variant.c.variant_id == variant_id))
        if product_id is None:
            raise UnknownVariant.named(variant_id)
        return await self.get(product_id)

    async def save(self, event: ProductEvent, *, expected: int) -> None:
        """See ports.Products."""
        slug = event.slug if isinstance(event, ProductPutOnSale) else ""
        with _meaning({"product_slug_key": SlugTaken.of(slug), "product_page_slug_key": SlugTaken.of(slug)}):
            await self._log.append(_product_stream(event.product_id), [event], expected=expected)

    async def free_slug(self, title: Localized, product_id: str) -> str:
        """See ports.Products."""
        plain, certain = slugs(title, product_id)
        taken = await self._tx.scalar(select(product.c.product_id).where(product.c.slug == plain))
        return certain if taken else plain


class PostgresOffers:
    """See ports.Offers."""

    def __init__(self, tx: Transaction, log: Recorder) -> None:
        self._tx, self._log = tx, log

    async def get(self, offer_id: str) -> Offer:
        """See ports.Offers."""
        row = await self._tx.row(select(offer).where(offer.c.offer_id == offer_id))
        if row is None:
            raise _unknown_offer(offer_id)
        return _offer(row)

    async def of_product(self, product_id: str) -> Sequence[Offer]:
        """See ports.Offers."""
        made = select(offer).where(offer.c.product_id == product_id).order_by(offer.c.offer_id)
        return [_offer(row) for row in await self._tx.rows(made)]

    async def save(self, event: OfferEvent, *, expected: int) -> None:
        """See ports.Offers."""
        taken: dict[str, BdError] = {}
        if isinstance(event, OfferMade):
            taken["offer_vendor_id_variant_id_key"] = OfferExists.of(event.variant_id)
            taken["offer_vendor_id_sku_key"] = SkuTaken.of(event.sku)
        with _meaning(taken):
            await self._log.append(f"offer-{event.offer_id}", [event], expected=expected)

    async def stock(self, offer_id: str) -> StockSeen:
        """See ports.Offers."""
        seen = (
            select(offer.c.product_id, offer.c.available, offer.c.stock_version.label("version"))
            .join_from(product, offer, product.c.product_id == offer.c.product_id)
            .where(offer.c.offer_id == offer_id)
            .with_for_update(of=[product, offer])
        )
        row = await self._tx.row(seen)
        if row is None:
            raise _unknown_offer(offer_id)
        return StockSeen(**row)


class PostgresVendors:
    """See ports.Vendors."""

    def __init__(self, tx: Transaction, log: Recorder) -> None:
        self._tx, self._log = tx, log

    async def hold(self, vendor_id: str) -> None:
        """See ports.Vendors."""
        known = select(vendor.c.vendor_id).where(vendor.c.vendor_id == vendor_id)
        await self._tx.execute(known.with_for_update(read=True))

    async def save(self, event: VendorEvent) -> None:
        """See ports.Vendors."""
        known = select(vendor.c.version).where(vendor.c.vendor_id == event.vendor_id).with_for_update()
        version = await self._tx.scalar(known) or 0
        await self._log.append(f"vendor-{event.vendor_id}", [event], expected=version)


class PostgresImports:
    """See ports.Imports."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def known(self, vendor_id: str, handle: str) -> KnownImport | None:
        """See ports.Imports."""
        keyed = (imported_product.c.vendor_id == vendor_id) & (imported_product.c.handle == handle)
        columns = select(imported_product.c.product_id, imported_product.c.digest)
        row = await self._tx.row(columns.where(keyed).with_for_update())
        return KnownImport(**row) if row else None

    async def remember(self, vendor_id: str, handle: str, known: KnownImport) -> None:
        """See ports.Imports."""
        row = {"vendor_id": vendor_id, "handle": handle, "product_id": known.product_id, "digest": known.digest}
        add = upsert(imported_product).values(row)
        kept = add.on_conflict_do_update(
            index_elements=["vendor_id", "handle"],
            set_={"digest": add.excluded.digest},
            where=imported_product.c.product_id == add.excluded.product_id,
        )
        if (await self._tx.execute(kept)).rowcount == 0:
            raise Stale(f"another import has just brought in {handle}")

    async def save_report(
        self, import_id: str, vendor_id: str, at: datetime, sha256: str, rows: Sequence[RowReport]
    ) -> None:
        """See ports.Imports."""
        report = {
            "import_id": import_id,
            "vendor_id": vendor_id,
            "imported_at": at,
            "sha256": sha256,
            "rows": list(rows),
        }
        await self._tx.execute(insert(imported_file).values(report))


def _product_stream(product_id: str) -> str:
    return f"product-{product_id}"


def _unknown_offer(offer_id: str) -> UnknownOffer:
    return UnknownOffer(f"there is no offer {offer_id}", offer_id=offer_id)


def _category(row: RowMapping) -> Category:
    return Category(
        category_id=row["category_id"],
        entry=CategoryEntry(
            parent_id=row["parent_id"],
            slug=row["slug"],
            name=Localized(**row["name"]),
            position=row["position"],
            perishable=row["perishable"],
            requires_dgda_licence=row["requires_dgda_licence"],
            prohibited=row["prohibited"],
        ),
        version=row["version"],
    )


def _offer(row: RowMapping) -> Offer:
    return Offer(
        offer_id=row["offer_id"],
        product_id=row["product_id"],
        variant_id=row["variant_id"],
        vendor_id=row["vendor_id"],
        sku=row["sku"],
        price=Money(row["price"]),
        active=row["active"],
        version=row["version"],
    )


@contextmanager
def _meaning(taken: Mapping[str, BdError]) -> Iterator[None]:
    """What a violated unique constraint means, by its name."""
    try:
        yield
    except IntegrityError as error:
        name = getattr(getattr(error.orig, "__cause__", None), "constraint_name", "")
        if name not in taken:
            raise
        raise taken[name] from error
