"""Products with their offers and stock, as many as are wanted."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import func, select

from bdcommerce.catalog.domain import CategoryRules
from bdcommerce.catalog.events import Attribute, Image
from bdcommerce.catalog.handlers import brands, categories
from bdcommerce.catalog.tables import brand, category, product
from bdcommerce.demo import assortment
from bdcommerce.demo.goods import NO_BRAND, Goods, attributes_of, entry_of, goods_of
from bdcommerce.demo.inside import Marketplace, deps_of
from bdcommerce.demo.shelving import AT_ONCE, Made, Placed, keep, made
from bdcommerce.kernel import clock
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized, slug

PICTURE = Image(url="https://images.example/bulk.webp", alt=Localized("The product", "পণ্যটি"))
_SPAN = timedelta(days=180)
_COMMONEST_STOCK, _MOST_STOCK = 20, 400


@dataclass(frozen=True, slots=True)
class Shelves:
    """What is sold, and where it is put: the categories and brands that there are."""

    goods: Sequence[Goods]
    categories: Mapping[str, str]
    attributes: Mapping[str, Sequence[Attribute]]
    brands: Mapping[str, str]


async def fill(
    market: Marketplace, vendors: Sequence[str], count: int, progress: Callable[[str, int, int], None]
) -> None:
    """So many products, with those that are there, sold by these vendors; put on sale one after the other in half a
    year.
    """
    shelves = await prepare(market, [goods_of(article) for article in assortment.articles()])
    catalog, inventory = market.postgres.database("catalog"), market.postgres.database("inventory")
    async with catalog.transaction() as tx:
        done = await tx.scalar(select(func.count()).select_from(product))
    begun = clock.now() - _SPAN
    while done < count:
        chance, until = random.Random(done), min(done + AT_ONCE, count)  # noqa: S311 - nothing secret
        vendor_id = vendors[done // AT_ONCE % len(vendors)]
        with clock.frozen(begun + done * _SPAN / count):
            some = [_make(number, vendor_id, shelves, chance) for number in range(done, until)]
            await keep(catalog, inventory, some)
        done = until
        progress("products", done, count)


async def prepare(market: Marketplace, goods: Sequence[Goods]) -> Shelves:
    """Categories with what is asked in them, and brands, made by their handlers unless they are there."""
    asked = attributes_of(goods)
    async with market.postgres.database("catalog").transaction() as tx:
        aisles = {row["slug"]: row["category_id"] for row in await tx.rows(select(category))}
        named = {row["name"]["en"]: row["brand_id"] for row in await tx.rows(select(brand))}
    async with deps_of(market, "catalog").works() as work:
        for place, aisle in enumerate(assortment.aisles()):
            if aisle.key not in aisles:
                entry = entry_of(aisle, aisles.get(aisle.parent, ""), place, asked.get(aisle.key, []))
                aisles[aisle.key] = (await categories.start_category(work, entry)).category_id
        for name in [*assortment.brands().values(), NO_BRAND]:
            if name.en not in named:
                named[name.en] = (await brands.add_brand(work, name)).brand_id
    return Shelves(goods, aisles, asked, named)


def _make(number: int, vendor_id: str, shelves: Shelves, chance: random.Random) -> Made:
    """One product; when all goods have been made once, the next series has other prices and stocks."""
    series, place = divmod(number, len(shelves.goods))
    goods, dearer = shelves.goods[place], chance.randint(85, 125)
    forms = [replace(form, price=Money(max(form.price.amount * dearer // 10_000 * 100, 100))) for form in goods.forms]
    path = slug(goods.title.en)[:90]
    where = Placed(
        vendor_id=vendor_id,
        category_id=shelves.categories[goods.aisle],
        brand_id=shelves.brands[goods.brand or NO_BRAND.en],
        rules=CategoryRules(attributes=tuple(shelves.attributes.get(goods.aisle, ()))),
        images=[PICTURE],
        slug=f"{path}-{series}" if series else path,
        sku=f"{goods.key}-{series}",
    )
    stock = [int(chance.triangular(0, _MOST_STOCK, _COMMONEST_STOCK)) for _ in forms]
    return made(replace(goods, forms=forms), where, stock, int(chance.paretovariate(0.9)))
