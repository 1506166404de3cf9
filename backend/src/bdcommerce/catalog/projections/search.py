"""What of the shop is found by searching: a document per listed product, taken apart into its index entry."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import RowMapping as Row
from sqlalchemy import delete, text

from bdcommerce.catalog.domain.attributes import label
from bdcommerce.catalog.domain.search.documents import SearchDocument
from bdcommerce.catalog.events import ProductSheet
from bdcommerce.catalog.projections.showing import Shown
from bdcommerce.catalog.tables.search import (
    KEEP_DOCUMENTS,
    KEEP_ENTRIES,
    LEARN_WORDS,
    search_document,
    search_entry,
    search_rows,
)
from bdcommerce.infra.postgres import Transaction
from bdcommerce.kernel.text import Localized

_LISTED = text("""
    SELECT l.product_id, l.vendors, l.brand_id, l.price, l.in_stock, l.on_sale, l.popularity, l.rating, l.published_at,
           s.document
    FROM listing AS l LEFT JOIN search_document AS s USING (product_id)
    WHERE l.product_id = ANY(CAST(:ids AS text[])) ORDER BY l.product_id
""")
_NAMES = text("SELECT category_id, name FROM category WHERE category_id = ANY(CAST(:ids AS text[]))")
_AS_LISTED = ("vendors", "brand_id", "price", "in_stock", "on_sale", "popularity", "rating", "published_at")
_MOST_ATTRIBUTES = 100


async def keep_found(ids: Iterable[str], shown: Sequence[Shown], tx: Transaction) -> None:
    """What is found of these products are those that are listed. What has not changed is left alone."""
    rows = {row["product_id"]: row for row in await tx.rows(_LISTED, {"ids": sorted(ids)})}
    gone = sorted(set(ids) - rows.keys())
    for table in (search_entry, search_document) if gone else ():
        await tx.execute(delete(table).where(table.c.product_id.in_(gone)))
    named = await tx.rows(_NAMES, {"ids": sorted({each for one in shown for each in one.path})}) if rows else []
    names = {row["category_id"]: msgspec.convert(row["name"], Localized) for row in named}
    new = [_document(each, rows[each.product_id], names) for each in shown if each.product_id in rows]
    known = {key: msgspec.convert(row["document"], SearchDocument) for key, row in rows.items() if row["document"]}
    changed = [each for each in new if known.get(each.product_id) != each]
    if changed:
        kept = search_rows(changed, known)
        await tx.execute(KEEP_ENTRIES, kept.entries)
        await tx.execute(KEEP_DOCUMENTS, kept.documents)
        if kept.words:
            await tx.execute(LEARN_WORDS, kept.words)


def _document(shown: Shown, row: Row, names: Mapping[str, Localized]) -> SearchDocument:
    facts = shown.sheet.facts
    return SearchDocument(
        product_id=shown.product_id,
        title=facts.title,
        brand=shown.brand.name if shown.brand else Localized(facts.brand),
        model=facts.model,
        categories=[names[each] for each in shown.path],
        attributes=list(dict.fromkeys(_said(shown)))[:_MOST_ATTRIBUTES],
        category_path=shown.path,
        reviews=shown.row["reviews"],
        **{name: row[name] for name in _AS_LISTED},
    )


def _said(shown: Shown) -> Iterator[str]:
    """All that a product is chosen by, in every language it is said in."""
    facts = shown.sheet.facts
    yield from (each for each in (facts.measurement, facts.colour, facts.material) if each)
    for values in _values(shown.sheet):
        for key, value in values.items():
            said = label(shown.attributes[key], value) if key in shown.attributes else Localized(value)
            yield from (each for each in (said.en, said.bn) if each)
    yield from (option for variant in shown.sheet.variants for option in variant.options)


def _values(sheet: ProductSheet) -> Iterator[dict[str, Any]]:
    yield sheet.attributes
    yield from (variant.attributes for variant in sheet.variants)
