"""Searches for very common words look at the best products first, and still come to every one of them."""

import pytest

from bdcommerce.catalog.adapters.search import wanted
from bdcommerce.catalog.adapters.search.wanted import level, within
from bdcommerce.catalog.domain.search.documents import LEVELS, SearchDocument
from bdcommerce.catalog.domain.search.prices import PriceLimits
from bdcommerce.catalog.domain.search.understanding import Sought, Understood
from bdcommerce.catalog.handlers import search as handlers
from bdcommerce.catalog.ports.search import Hit, SearchPosition, SearchRequest
from bdcommerce.kernel.ids import new_id
from bdcommerce.kernel.text import Localized
from catalog.market import Market

SHOP = [100_000, *(100_000 // 2**number for number in range(1, LEVELS + 1))]


def sought(*uses: int) -> Understood:
    return Understood([Sought([(f"w{each}",)], uses=each) for each in uses], PriceLimits())


def test_only_common_words_begin_with_the_best() -> None:
    assert level(sought(100), SHOP) == 0
    assert level(sought(50_000, 100), SHOP) == 0
    assert level(sought(20_000), SHOP) > 0
    assert level(sought(20_000), [0]) == 0


def test_enough_are_looked_at_and_not_far_too_many() -> None:
    for uses in (1_000, 5_000, 20_000, 100_000):
        expected = uses * SHOP[level(sought(uses), SHOP)] / SHOP[0]
        assert 300 <= expected <= 1_000


def test_the_rest_is_what_does_not_reach_the_level() -> None:
    assert within("'rice'", 3) == "('rice') & '#3'"
    assert within("'rice'", -3) == "('rice') & !'#3'"
    assert within("'rice'", 0) == "'rice'"


async def test_every_product_comes_once_the_best_first(market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wanted, "_MANY", 20)
    monkeypatch.setattr(wanted, "_ENOUGH", 10)
    search = market.harness.deps.search
    documents = [
        SearchDocument(product_id=new_id("prd"), title=Localized(f"Rice {number}"), price=100, in_stock=number % 3 == 0)
        for number in range(60)
    ]
    await search.index(documents)
    async with market.harness.deps.works() as work:
        await handlers.count_searches(work)
    seen: list[Hit] = []
    after: SearchPosition | None = None
    while True:
        found = await search.search(SearchRequest(text="rice", limit=7, after=after))
        seen += found.hits
        if (after := found.next) is None:
            break
    in_stock = {each.product_id for each in documents if each.in_stock}
    assert {hit.product_id for hit in seen[: len(in_stock)]} == in_stock
    assert len(seen) == len({hit.product_id for hit in seen}) == len(documents)
    await search.remove([each.product_id for each in documents[:59]])
    assert [hit.product_id for hit in (await search.search(SearchRequest(text="rice", limit=7))).hits] == [
        documents[59].product_id
    ]
