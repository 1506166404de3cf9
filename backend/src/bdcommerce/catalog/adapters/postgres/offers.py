"""Vendors' offers in an open transaction."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import RowMapping, select

from bdcommerce.catalog.adapters.postgres.constraints import meaning
from bdcommerce.catalog.domain import Offer
from bdcommerce.catalog.errors import (
    OfferExists,
    SkuTaken,
)
from bdcommerce.catalog.events import OfferMade
from bdcommerce.catalog.ports import OfferEvent, StockSeen
from bdcommerce.catalog.tables import offer, product
from bdcommerce.contracts.catalog import UnknownOffer
from bdcommerce.infra.postgres import Transaction
from bdcommerce.kernel.errors import BdError
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.work import Recorder


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

    async def of_sku(self, vendor_id: str, sku: str) -> Offer | None:
        """See ports.Offers."""
        row = await self._tx.row(select(offer).where(offer.c.vendor_id == vendor_id, offer.c.sku == sku))
        return _offer(row) if row else None

    async def of_product(self, product_id: str) -> Sequence[Offer]:
        """See ports.Offers."""
        made = select(offer).where(offer.c.product_id == product_id).order_by(offer.c.offer_id)
        return [_offer(row) for row in await self._tx.rows(made)]

    async def expiring(self, until: date, limit: int) -> Sequence[Offer]:
        """See ports.Offers."""
        due = select(offer).where(offer.c.expires_on <= until, offer.c.active)
        rows = await self._tx.rows(due.order_by(offer.c.expires_on, offer.c.offer_id).limit(limit))
        return [_offer(row) for row in rows]

    async def save(self, event: OfferEvent, *, expected: int) -> None:
        """See ports.Offers."""
        taken: dict[str, BdError] = {}
        if isinstance(event, OfferMade):
            taken["offer_vendor_id_variant_id_key"] = OfferExists.of(event.variant_id)
            taken["offer_vendor_id_sku_key"] = SkuTaken.of(event.sku)
        with meaning(taken):
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


def _unknown_offer(offer_id: str) -> UnknownOffer:
    return UnknownOffer(f"there is no offer {offer_id}", offer_id=offer_id)


def _offer(row: RowMapping) -> Offer:
    return Offer(
        offer_id=row["offer_id"],
        product_id=row["product_id"],
        variant_id=row["variant_id"],
        vendor_id=row["vendor_id"],
        sku=row["sku"],
        price=Money(row["price"]),
        active=row["active"],
        manufactured_on=row["manufactured_on"],
        expires_on=row["expires_on"],
        ready_to_ship=row["ready_to_ship"],
        version=row["version"],
    )
