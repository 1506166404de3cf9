"""What a list could be narrowed to: counted over the variants that are in it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import cache, partial

import msgspec
from msgspec.structs import replace

from bdcommerce.catalog.domain import attributes as labels
from bdcommerce.catalog.domain import listing as domain
from bdcommerce.catalog.events import Attribute
from bdcommerce.catalog.queries.listing import MOST, Wanted, numbered, texts, values
from bdcommerce.catalog.schemas.shop import (
    AttributeFacet,
    BrandCount,
    CategoryCount,
    Facets,
    PriceCount,
    RatingCount,
    ValueCount,
)
from bdcommerce.catalog.tables.facets import COUNT_FOUND
from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.kernel.text import Localized

MOST_PRODUCTS, MOST_VARIANTS = 3_000, 10_000
_BRANDS = 30


class CountRow(msgspec.Struct):
    """How many products have a tag, are in a range of prices, or have so many stars."""

    kind: str
    value: str
    count: int


class _NamedRow(msgspec.Struct):
    id: str
    name: Localized
    slug: str


Counts = Mapping[tuple[str, str], int]
Counting = Callable[[Wanted], Awaitable[Counts]]
NAMES = Query("catalog.brand_names", "SELECT brand_id AS id, name, slug FROM brand WHERE brand_id = ANY($1)", _NamedRow)
CHILDREN = Query(
    "catalog.categories_below",
    "SELECT category_id AS id, name, slug FROM category WHERE parent_id = $1 ORDER BY position, slug",
    _NamedRow,
)


@cache
def browsed(conditions: tuple[str, ...]) -> Query[CountRow]:
    """What there is of each kind among the most popular products of a place."""
    return Query(
        "catalog.facets_browsed",
        f"""
        WITH popular AS (
            SELECT product_id, count(*) OVER () AS looked_at FROM (
                SELECT product_id FROM shelf WHERE place = $1
                ORDER BY popularity DESC, product_id DESC LIMIT {MOST_PRODUCTS}
            ) AS first
        ), found AS MATERIALIZED (
            SELECT product_id, tags, price, rating, looked_at FROM popular JOIN listed_variant USING (product_id)
            WHERE true {numbered(conditions, 2)}
        )
        {COUNT_FOUND}
        """,  # noqa: S608 - only what stands above is put in
        CountRow,
    )


@cache
def sifted(conditions: tuple[str, ...]) -> Query[CountRow]:
    """The same of what is left when variants are sifted."""
    return Query(
        "catalog.facets_sifted",
        f"""
        WITH found AS MATERIALIZED (
            SELECT product_id, tags, price, rating, count(*) OVER () AS looked_at FROM (
                SELECT product_id, tags, price, rating FROM listed_variant
                WHERE true {numbered(conditions, 1)} LIMIT {MOST_VARIANTS}
            ) AS first
        )
        {COUNT_FOUND}
        """,  # noqa: S608 - only what stands above is put in
        CountRow,
    )


async def facets(
    reads: Reads, wanted: Wanted, attributes: Sequence[Attribute], counting: Counting | None = None
) -> Facets:
    """What the list could be narrowed to. Each facet is counted as if nothing of it were chosen. Another list than that
    of the shelves brings its own way of counting, of `MOST_PRODUCTS` at most.
    """
    count = counting or partial(_counts, reads)
    without: dict[str, Wanted] = {"": wanted}
    if wanted.brands:
        without["brand"] = replace(wanted, brands=())
    if (wanted.min_price, wanted.max_price) != (0, MOST):
        without["price"] = replace(wanted, min_price=0, max_price=MOST)
    if wanted.rating:
        without["rating"] = replace(wanted, rating=0)
    for chosen in wanted.filters:
        without[chosen.key] = replace(wanted, filters=tuple(each for each in wanted.filters if each is not chosen))
    found = dict(zip(without, await asyncio.gather(*(count(each) for each in without.values())), strict=True))
    whole = found[""]
    looked_at, most = (
        whole.get(("looked_at", ""), 0),
        MOST_VARIANTS if wanted.sifted and not counting else MOST_PRODUCTS,
    )
    return Facets(
        categories=await _categories(reads, wanted.category, whole),
        brands=await _brands(reads, found.get("brand", whole)),
        prices=_prices(found.get("price", whole)),
        ratings=_ratings(found.get("rating", whole)),
        attributes=_attributes(attributes, found, whole),
        counted=whole.get(("all", ""), 0),
        complete=looked_at < most,
    )


async def _counts(reads: Reads, wanted: Wanted) -> Counts:
    conditions = wanted.of_variants
    if wanted.sifted:
        rows = await reads.all(sifted(texts(conditions)), *values(conditions))
    else:
        rows = await reads.all(browsed(texts(conditions)), wanted.place, *values(conditions))
    return {(row.kind, row.value): row.count for row in rows if row.count}


async def _categories(reads: Reads, category: str, counts: Counts) -> list[CategoryCount]:
    below = await reads.all(CHILDREN, category)
    return [
        CategoryCount(id=each.id, name=each.name, slug=each.slug, count=count)
        for each in below
        if (count := counts.get(("tag", each.id), 0))
    ]


async def _brands(reads: Reads, counts: Counts) -> list[BrandCount]:
    found = _most({value: count for (kind, value), count in counts.items() if kind == "tag" and value[:4] == "brd_"})
    names = {row.id: row for row in await reads.all(NAMES, found[:_BRANDS])}
    return [
        BrandCount(id=each, name=names[each].name, slug=names[each].slug, count=counts["tag", each])
        for each in found[:_BRANDS]
        if each in names
    ]


def _prices(counts: Counts) -> list[PriceCount]:
    return [
        PriceCount(start=start, end=end, count=count)
        for number, (start, end) in enumerate(domain.price_ranges())
        if (count := counts.get(("price", str(number)), 0))
    ]


def _ratings(counts: Counts) -> list[RatingCount]:
    """At least so many stars: five are four too."""
    by_stars = {int(value): count for (kind, value), count in counts.items() if kind == "stars"}
    at_least = [(stars, sum(count for each, count in by_stars.items() if each >= stars)) for stars in domain.STARS]
    return [RatingCount(stars=stars, count=count) for stars, count in at_least if count]


def _attributes(attributes: Sequence[Attribute], found: Mapping[str, Counts], whole: Counts) -> list[AttributeFacet]:
    """Those that anything in the list has."""
    facets = [_attribute(each, found.get(each.key, whole)) for each in attributes]
    return [each for each in facets if each.values]


def _attribute(attribute: Attribute, counts: Counts) -> AttributeFacet:
    prefix = domain.tag(attribute.key, "")
    found = {value: count for (kind, value), count in counts.items() if kind == "tag" and value.startswith(prefix)}
    found.pop(prefix, None)
    swatches = {each.value: each.swatch for each in attribute.choices}
    return AttributeFacet(
        key=attribute.key,
        name=attribute.name,
        type=attribute.type,
        unit=attribute.unit,
        values=[
            ValueCount(
                value=value, label=labels.label(attribute, value), swatch=swatches.get(value, ""), count=found[each]
            )
            for each in _most(found)
            for value in [each.removeprefix(prefix)]
        ],
    )


def _most(counts: Mapping[str, int]) -> list[str]:
    return sorted(counts, key=lambda each: (-counts[each], each))
