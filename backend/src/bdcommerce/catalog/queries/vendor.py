"""What vendors and other services read: products as they are described, offers as they stand."""

from datetime import date, datetime, timedelta
from functools import cache

import msgspec

from bdcommerce.catalog.domain import (
    CategoryRules,
    Offer,
    Product,
    Status,
    checklist,
    variant_title,
    why_not_sellable,
)
from bdcommerce.catalog.domain.categories import STANDARD_VAT
from bdcommerce.catalog.domain.products import Revision
from bdcommerce.catalog.events import Attribute, ProductSheet
from bdcommerce.catalog.schemas.offers import ListedOffer, OfferPromotion
from bdcommerce.catalog.schemas.products import Checklist, CheckView, Expiring, ProductSummary, ProductView
from bdcommerce.contracts.catalog import OfferTerms, PromotionPrice
from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.kernel import clock
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized

_SOON = timedelta(days=30)
# What an offer is made of, and all that speaks for or against its sale.
_STANDING = """
    SELECT o.offer_id, o.version, o.product_id, o.variant_id, o.vendor_id, o.sku, o.price, o.active, o.available,
           o.manufactured_on, o.expires_on, o.ready_to_ship, o.stopped_for, p.expires_on AS product_expires_on,
           o.promotion_id, o.promotion_price, o.promotion_ends_at, o.promotion_funded_by,
           p.status, p.title, v.options, v.weight_grams, p.slug, p.sheet->>'unit' AS unit,
           coalesce(nullif(b.merged_into, ''), p.brand_id) AS brand_id, c.path AS category_path,
           (SELECT a.vat_rule FROM category a WHERE a.category_id = ANY(c.path) AND a.vat_rule <> ''
            ORDER BY cardinality(a.path) DESC LIMIT 1) AS vat_rule,
           (SELECT bool_or(a.prohibited) FROM category a WHERE a.category_id = ANY(c.path)) AS prohibited,
           coalesce(s.sells, false) AS vendor_sells
    FROM offer o
    JOIN product p ON p.product_id = o.product_id
    JOIN variant v ON v.variant_id = o.variant_id
    JOIN category c ON c.category_id = p.category_id
    LEFT JOIN vendor s ON s.vendor_id = o.vendor_id
    LEFT JOIN brand b ON b.brand_id = p.brand_id
"""


class _StandingRow(msgspec.Struct):
    offer_id: str
    version: int
    product_id: str
    variant_id: str
    vendor_id: str
    sku: str
    price: int
    active: bool
    available: int
    status: str
    title: Localized
    options: list[str]
    weight_grams: int
    manufactured_on: date | None
    expires_on: date | None
    ready_to_ship: bool
    stopped_for: str
    product_expires_on: date | None
    promotion_id: str | None
    promotion_price: int | None
    promotion_ends_at: datetime | None
    promotion_funded_by: str | None
    slug: str | None
    unit: str | None
    brand_id: str
    vat_rule: str | None
    category_path: list[str]
    prohibited: bool
    vendor_sells: bool

    @property
    def promotion(self) -> PromotionPrice | None:
        """The promotion that holds at this moment."""
        if not self.promotion_id or not self.promotion_ends_at or self.promotion_ends_at <= clock.now():
            return None
        return PromotionPrice(
            promotion_id=self.promotion_id,
            was=Money(self.price),
            funded_by=self.promotion_funded_by or "",
            ends_at=self.promotion_ends_at,
        )

    @property
    def costs(self) -> Money:
        """What one costs at this moment."""
        return Money(self.promotion_price if self.promotion and self.promotion_price else self.price)

    @property
    def is_expired(self) -> bool:
        """Whether its goods are past their day, or it has stopped because they soon are."""
        expires_on = self.expires_on or self.product_expires_on
        return bool(self.stopped_for) or (expires_on is not None and expires_on <= clock.today())

    @property
    def reason(self) -> str:
        """Why it does not sell, or empty."""
        return why_not_sellable(
            active=self.active,
            published=self.status == "published",
            prohibited=self.prohibited,
            vendor_sells=self.vendor_sells,
            expired=self.is_expired,
        )


class ProductRow(msgspec.Struct):
    """A product as its row tells it, with what of it waits."""

    vendor_id: str
    version: int
    status: Status
    slug: str | None
    sheet: ProductSheet
    reason: str
    approval_id: str | None
    waiting_kind: str | None
    fields: list[str] | None
    waiting_sheet: ProductSheet | None

    def product(self, product_id: str) -> Product:
        """The product as it stands."""
        pending = None
        if self.approval_id and self.waiting_sheet:
            pending = Revision(approval_id=self.approval_id, sheet=self.waiting_sheet, fields=self.fields or [])
        return Product(
            product_id=product_id,
            vendor_id=self.vendor_id,
            sheet=self.sheet,
            status=self.status,
            slug=self.slug or "",
            approval_id=self.approval_id or "" if pending is None else "",
            pending=pending,
            reason=self.reason,
            version=self.version,
        )


class _GateRow(msgspec.Struct):
    sheet: ProductSheet
    perishable: bool
    requires_dgda_licence: bool
    prohibited: bool
    attributes: list[list[Attribute]]
    brand: str | None
    offers: list[Offer]


class _ExpiringRow(msgspec.Struct):
    product_id: str
    offer_id: str | None
    title: Localized
    expires_on: date
    on_sale: bool


class _Id(msgspec.Struct):
    offer_id: str


PRODUCT_ROWS = """
    SELECT p.vendor_id, p.version, p.status, p.slug, p.sheet, p.reason, a.approval_id, a.kind AS waiting_kind, a.fields,
           a.sheet AS waiting_sheet
    FROM product p LEFT JOIN approval a ON a.product_id = p.product_id AND a.status = 'pending'
"""
PRODUCTS = Query(
    "catalog.vendor_products",
    """
    SELECT product_id AS id, version, status, slug, category_id, title, sheet->'facts'->'images'->0 AS image,
           changed_at, expires_on, reason, EXISTS (
               SELECT FROM approval a WHERE a.product_id = product.product_id AND a.status = 'pending'
           ) AS waiting
    FROM product WHERE vendor_id = $1 AND product_id < $2 AND ($3 = '' OR status = $3)
    ORDER BY product_id DESC LIMIT $4
    """,
    ProductSummary,
)
PRODUCT = Query(
    "catalog.vendor_product",
    f"{PRODUCT_ROWS} WHERE p.product_id = $1 AND p.vendor_id = $2",
    ProductRow,
)
GATE = Query(
    "catalog.gate",
    """
    SELECT p.sheet, (SELECT status FROM brand b WHERE b.brand_id = p.brand_id) AS brand,
           bool_or(a.perishable) AS perishable, bool_or(a.requires_dgda_licence) AS requires_dgda_licence,
           bool_or(a.prohibited) AS prohibited, jsonb_agg(a.attributes ORDER BY cardinality(a.path)) AS attributes,
           (SELECT coalesce(jsonb_agg(jsonb_set(to_jsonb(o), '{price}', jsonb_build_object('amount', price))), '[]')
            FROM offer o WHERE o.product_id = p.product_id) AS offers
    FROM product p JOIN category c ON c.category_id = p.category_id JOIN category a ON a.category_id = ANY(c.path)
    WHERE p.product_id = $1 AND p.vendor_id = $2 GROUP BY p.product_id
    """,
    _GateRow,
)
OFFERS = Query(
    "catalog.vendor_offers",
    f"""
    {_STANDING} WHERE o.vendor_id = $1 AND o.offer_id < $2 AND ($3 = '' OR o.product_id = $3)
    ORDER BY o.offer_id DESC LIMIT $4
    """,
    _StandingRow,
)
TERMS = Query("catalog.offer_terms", f"{_STANDING} WHERE o.offer_id = ANY($1)", _StandingRow)
_FEW = 16
"""Offers whose terms are asked by one parameter each: how long an array will be is not known when a plan is made for
all, so that PostgreSQL would make a new one each time, which takes ten times as long as carrying it out.
"""


@cache
def terms_of(offers: int) -> Query[_StandingRow]:
    """The terms of up to so many offers."""
    places = ", ".join(f"${number}" for number in range(1, offers + 1))
    return Query("catalog.offer_terms", f"{_STANDING} WHERE o.offer_id IN ({places})", _StandingRow)


OWNED = Query("catalog.owned_offers", "SELECT offer_id FROM offer WHERE offer_id = ANY($1) AND vendor_id = $2", _Id)
EXPIRING = Query(
    "catalog.vendor_expiring",
    """
    SELECT * FROM (
        (SELECT product_id, NULL AS offer_id, title, expires_on, status = 'published' AS on_sale, product_id AS key
         FROM product
         WHERE vendor_id = $1 AND expires_on <= $2 AND (expires_on, product_id) > ($3, $4)
           AND (status = 'published' OR (status = 'unpublished' AND reason = 'expired'))
         ORDER BY expires_on, product_id LIMIT $5)
        UNION ALL
        (SELECT o.product_id, o.offer_id, p.title, o.expires_on, o.active AND p.status = 'published', o.offer_id
         FROM offer o JOIN product p USING (product_id)
         WHERE o.vendor_id = $1 AND o.expires_on <= $2 AND (o.expires_on, o.offer_id) > ($3, $4)
           AND (o.active OR o.stopped_for = 'expired')
         ORDER BY o.expires_on, o.offer_id LIMIT $5)
    ) AS found ORDER BY expires_on, key LIMIT $5
    """,
    _ExpiringRow,
)


async def products(reads: Reads, vendor_id: str, status: str, before: str, limit: int) -> list[ProductSummary]:
    """A vendor's products, the newest first."""
    return await reads.all(PRODUCTS, vendor_id, before or "~", status, limit)


async def product(reads: Reads, vendor_id: str, product_id: str) -> ProductView | None:
    """One of a vendor's products."""
    row = await reads.one(PRODUCT, product_id, vendor_id)
    return ProductView.of(row.product(product_id)) if row else None


async def expiring(
    reads: Reads, vendor_id: str, margin: timedelta, after: tuple[date, str] | None, limit: int
) -> list[Expiring]:
    """A vendor's goods that expire within a month and the margin, the first to go first."""
    until = clock.today() + margin + _SOON
    rows = await reads.all(EXPIRING, vendor_id, until, *(after or (date.min, "")), limit)
    return [
        Expiring(
            product_id=row.product_id,
            offer_id=row.offer_id,
            title=row.title,
            expires_on=row.expires_on,
            leaves_on=row.expires_on - margin,
            on_sale=row.on_sale,
        )
        for row in rows
    ]


async def gate(reads: Reads, vendor_id: str, product_id: str, today: date, margin: timedelta) -> Checklist | None:
    """What the publish gate says of one of a vendor's products."""
    row = await reads.one(GATE, product_id, vendor_id)
    if row is None:
        return None
    rules = CategoryRules(
        perishable=row.perishable,
        requires_dgda_licence=row.requires_dgda_licence,
        prohibited=row.prohibited,
        attributes=tuple({each.key: each for level in row.attributes for each in level}.values()),
        brand_refused=row.brand == "refused",
        expiry_margin=margin,
    )
    checks = checklist(row.sheet, rules, row.offers, today)
    return Checklist(
        product_id=product_id,
        ok=all(each.ok for each in checks),
        checks=[CheckView(field=each.field, ok=each.ok, reason=each.reason, rule=each.rule) for each in checks],
    )


async def offers(reads: Reads, vendor_id: str, product_id: str, before: str, limit: int) -> list[ListedOffer]:
    """A vendor's offers, the newest first."""
    return [_listed(row) for row in await reads.all(OFFERS, vendor_id, before or "~", product_id, limit)]


async def terms(reads: Reads, offer_ids: list[str]) -> dict[str, OfferTerms]:
    """What an order must know of these offers, of those that exist."""
    if 0 < len(offer_ids) <= _FEW:
        places = 1 << (len(offer_ids) - 1).bit_length()
        rows = await reads.all(terms_of(places), *offer_ids, *[offer_ids[-1]] * (places - len(offer_ids)))
    else:
        rows = await reads.all(TERMS, offer_ids)
    return {row.offer_id: _terms(row) for row in rows}


async def owned(reads: Reads, vendor_id: str, offer_ids: list[str]) -> set[str]:
    """Those of the ids that are offers of this vendor."""
    return {row.offer_id for row in await reads.all(OWNED, offer_ids, vendor_id)}


def _listed(row: _StandingRow) -> ListedOffer:
    return ListedOffer(
        id=row.offer_id,
        version=row.version,
        product_id=row.product_id,
        variant_id=row.variant_id,
        title=variant_title(row.title, row.options),
        sku=row.sku,
        price=Money(row.price),
        active=row.active,
        promotion=_promotion(row),
        manufactured_on=row.manufactured_on,
        expires_on=row.expires_on,
        ready_to_ship=row.ready_to_ship,
        available=row.available,
        sellable=not row.reason,
        reason=row.reason,
    )


def _promotion(row: _StandingRow) -> OfferPromotion | None:
    held = row.promotion
    if held is None:
        return None
    return OfferPromotion(
        id=held.promotion_id, price=row.costs, ends_at=held.ends_at, funded_by_you=held.funded_by == row.vendor_id
    )


def _terms(row: _StandingRow) -> OfferTerms:
    return OfferTerms(
        offer_id=row.offer_id,
        product_id=row.product_id,
        variant_id=row.variant_id,
        vendor_id=row.vendor_id,
        category_path=row.category_path,
        title=variant_title(row.title, row.options),
        sku=row.sku,
        price=row.costs,
        weight_grams=row.weight_grams,
        sellable=not row.reason,
        reason=row.reason,
        slug=row.slug or "",
        unit=row.unit or "piece",
        brand_id=row.brand_id,
        ready_to_ship=row.ready_to_ship,
        promotion=row.promotion,
        vat_rule=row.vat_rule or STANDARD_VAT,
    )
