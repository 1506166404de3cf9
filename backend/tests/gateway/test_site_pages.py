"""What the pages of the shop say before any script has run."""

import json
import re
from typing import Any

import pytest

from bdcommerce.gateway.domain.site import Address, Bundle, Speech, address_of, asks, page, robots, sitemap, written
from bdcommerce.gateway.domain.site.sifting import listed, sifting

BASE = "https://shop.example"
BUNDLE = Bundle(style="/assets/s.css", script="/assets/m.js", modules=["/assets/a.js"], fonts=["/f.woff2"], early="0")
WORDS: dict[str, Any] = {
    "brand": "BD",
    "page": "{{title}} · BD",
    "site": {"title": "All", "tagline": "Things", "home": "Home", "all": "Everything"},
    "list": {"searchOf": "Results for {{query}}"},
    "home": {"deals": "Cheaper"},
    "product": {"inStock": "In stock"},
    "trouble": {"lost": "Nothing here"},
}
MONEY = {"amount": 12345650, "currency": "BDT"}
IMAGE = {
    "url": "/api/v1/media/a.webp",
    "alt": {"en": "Rice"},
    "width": 400,
    "height": 400,
    "sizes": [{"avif": "/m/a.avif", "webp": "/m/a.webp", "width": 160, "height": 160}],
}
VENDOR = {"id": "ven_1", "name": {"en": "Dhaka Grocers"}, "slug": "dhaka-grocers"}
OFFER = {"id": "off_1", "vendor": VENDOR, "price": MONEY, "in_stock": True, "promotion": None}
PRODUCT = {
    "id": "prd_1",
    "slug": "rice",
    "facts": {"title": {"en": "Rice </script><b>5 kg"}, "description": {"en": "Good rice"}, "country_of_origin": "BD"},
    "images": [IMAGE],
    "variants": [{"id": "var_1", "options": [], "offers": [OFFER]}],
    "buy_box": "off_1",
    "categories": [{"id": "cat_1", "slug": "grocery", "name": {"en": "Grocery"}}],
    "rating": 450,
    "reviews": 2,
}
CARD = {
    "id": "prd_1", "slug": "rice", "title": {"en": "Rice", "bn": "চাল"}, "image": IMAGE, "price": MONEY,
    "vendor": VENDOR,
    "in_stock": False,
    "promotion": {"was": {"amount": 20000000}, "percent_off": 38},
}  # fmt: skip
TREE = [{"id": "cat_1", "slug": "grocery", "name": {"en": "Grocery"}, "children": [
    {"id": "cat_2", "slug": "rice", "name": {"en": "Rices"}, "children": []},
    {"id": "cat_3", "slug": "arms", "name": {"en": "Arms"}, "prohibited": True, "children": []},
]}]  # fmt: skip


def at(path: str, **query: str) -> Address:
    found = address_of(path, query)
    assert found is not None
    return found


def html_of(address: Address, known: dict[str, tuple[int, Any]]) -> str:
    speech = Speech(address.language, WORDS)
    return written(page(address, known, speech, BASE), speech, BUNDLE, BASE)


def facts_in(html: str) -> list[dict[str, Any]]:
    return [json.loads(found) for found in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)]


def told_by(html: str) -> dict[str, Any]:
    block = re.search(r'id="preloaded">(.*?)</script>', html)
    assert block
    return {json.dumps(each["key"]): each["data"] for each in json.loads(block[1])["queries"]}


@pytest.mark.parametrize(
    "path, kind, slug",
    [
        ("/bn/", "home", ""),
        ("/en", "home", ""),
        ("/bn/c/grocery", "category", "grocery"),
        ("/en/p/%E0%A6%9A%E0%A6%BE%E0%A6%B2", "product", "চাল"),
        ("/bn/v/dhaka-grocers", "vendor", "dhaka-grocers"),
        ("/bn/orders", "orders", ""),
        ("/bn/orders/ord_1", "order", "ord_1"),
        ("/bn/account/wallets", "account", ""),
        ("/bn/p/a/b", "lost", ""),
        ("/bn/p/%00", "lost", ""),
        ("/bn/nothing", "lost", ""),
    ],
)
def test_a_path_means_a_page(path: str, kind: str, slug: str) -> None:
    assert (at(path).kind, at(path).slug) == (kind, slug)


def test_other_paths_are_not_of_the_shop() -> None:
    assert [address_of(path, {}) for path in ("/api/v1/products", "/docs", "/", "/bnx/p/rice")] == [None] * 4


def test_a_product_tells_people_and_engines_its_facts() -> None:
    html = html_of(at("/en/p/rice"), {"product": (200, PRODUCT)})
    product, crumbs = facts_in(html)
    assert product["offers"]["price"] == "123456.50"
    assert product["offers"]["availability"] == "https://schema.org/InStock"
    assert product["aggregateRating"] == {"@type": "AggregateRating", "ratingValue": 4.5, "reviewCount": 2}
    assert [each["name"] for each in crumbs["itemListElement"]] == ["Home", "Grocery"]
    assert "৳1,23,456.50" in html
    assert '<a class="link" href="/en/v/dhaka-grocers">' in html
    assert '<meta property="og:image" content="https://shop.example/api/v1/media/a.webp">' in html


def test_it_stands_in_both_languages() -> None:
    html = html_of(at("/bn/p/rice"), {"product": (200, PRODUCT)})
    assert '<html lang="bn">' in html
    assert "৳১,২৩,৪৫৬.৫০" in html
    assert '<link rel="canonical" href="https://shop.example/bn/p/rice">' in html
    assert '<link rel="alternate" hreflang="en" href="https://shop.example/en/p/rice">' in html
    assert '<link rel="alternate" hreflang="x-default" href="https://shop.example/bn/p/rice">' in html


def test_nothing_of_a_product_becomes_markup() -> None:
    html = html_of(at("/en/p/rice"), {"product": (200, PRODUCT)})
    assert "</script><b>" not in html
    assert told_by(html)['["product", "rice"]']["facts"]["title"]["en"] == "Rice </script><b>5 kg"


@pytest.mark.parametrize("status, shown", [(404, 404), (422, 404), (503, 503), (429, 503)])
def test_a_product_that_cannot_be_shown_is_not_indexed(status: int, shown: int) -> None:
    address = at("/en/p/rice")
    found = page(address, {"product": (status, None)}, Speech("en", WORDS), BASE)
    assert found.status == shown
    assert '<meta name="robots" content="noindex">' in html_of(address, {"product": (status, None)})


def test_a_category_asks_for_its_list_once_its_id_is_known() -> None:
    address = at("/bn/c/rice", sort="price_asc")
    assert [ask.name for ask in asks(address, {})] == ["categories"]
    then = asks(address, {"categories": (200, TREE)})
    assert [ask.target for ask in then] == ["/products?category=cat_2&sort=price_asc&limit=24"]


def test_its_list_is_told_to_the_scripts_by_the_name_they_ask_with() -> None:
    page_of_list = {"items": [CARD], "next_cursor": "on"}
    html = html_of(at("/bn/c/rice", sort="price_asc"), {"categories": (200, TREE), "list": (200, page_of_list)})
    told = told_by(html)['["products", {"category": "cat_2"}, {"sort": "price_asc"}]']
    assert told == {"pages": [page_of_list], "pageParams": [""]}
    assert 'href="/bn/c/rice?sort=price_asc&amp;cursor=on"' in html
    assert '<a href="/bn/p/rice">চাল</a>' in html
    assert "−৩৮%" in html


def test_a_prohibited_category_is_not_offered() -> None:
    html = html_of(at("/en/c/grocery"), {"categories": (200, TREE), "list": (200, {"items": [], "next_cursor": None})})
    assert "/en/c/rice" in html
    assert "/en/c/arms" not in html


def test_an_unknown_category_is_not_there() -> None:
    assert page(at("/en/c/no"), {"categories": (200, TREE)}, Speech("en", WORDS), BASE).status == 404


def test_what_a_list_is_narrowed_to_is_believed_only_where_it_makes_sense() -> None:
    query = {"min": "10", "max": "x", "rating": "9", "sort": "odd", "in_stock": "true", "attr.ram": "8", "attr.": "1"}
    assert sifting(query, searching=False) == {"min": 10, "in_stock": True, "attributes": {"ram": "8"}}
    assert listed(query, searching=False) == {
        "min_price": "1000",
        "in_stock": "true",
        "attr.ram": "8",
        "sort": "popular",
    }


def test_search_engines_are_kept_from_what_is_personal() -> None:
    assert "Disallow: /bn/checkout\n" in robots(BASE)
    assert '<meta name="robots" content="noindex">' in html_of(at("/bn/checkout"), {})


def test_a_sitemap_names_both_languages() -> None:
    assert sitemap(BASE, ["/p/rice"]).count("<url>") == 2
