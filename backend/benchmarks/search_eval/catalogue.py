"""The demo's assortment as documents, with a standing that has nothing to do with what is judged."""

import zlib

from bdcommerce.catalog.domain.search.documents import SearchDocument
from bdcommerce.demo import assortment
from bdcommerce.demo.assortment import Article
from bdcommerce.kernel.text import Localized

_PREFIX = "prd_"


def documents() -> list[SearchDocument]:
    """One document per article."""
    aisles = {each.key: each for each in assortment.aisles()}
    return [_document(article, [aisles[key].name for key in path(article.aisle)]) for article in assortment.articles()]


def path(aisle: str) -> list[str]:
    """The aisle with all above it, from the root down."""
    above = {each.key: each.parent for each in assortment.aisles()}
    found = [aisle]
    while above[found[0]]:
        found.insert(0, above[found[0]])
    return found


def key_of(product_id: str) -> str:
    """The article's key of a document."""
    return product_id.removeprefix(_PREFIX)


def _document(article: Article, categories: list[Localized]) -> SearchDocument:
    chance = zlib.crc32(article.key.encode())
    reviews = chance % 40 if chance % 4 else 0
    return SearchDocument(
        product_id=f"{_PREFIX}{article.key}",
        title=article.title,
        brand=assortment.brands().get(article.brand, Localized("")),
        categories=categories,
        attributes=_said(article),
        category_path=[f"cat_{each}" for each in path(article.aisle)],
        vendors=["ven_1"],
        brand_id=f"brd_{article.brand}" if article.brand else "",
        price=article.price.amount,
        in_stock=chance % 10 > 0,
        rating=300 + chance % 200 if reviews else 0,
        reviews=reviews,
        popularity=chance % 700,
    )


def _said(article: Article) -> list[str]:
    values = [value for text in article.attributes.values() for value in text.split(",")]
    return [word for value in values for word in (value, assortment.in_bangla().get(value, "")) if word]
