"""What the clients do: each line of the table is one of these, done again and again by so many people at once."""

import itertools
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import asyncpg
from backend.benchmarks.client import Connection, bearer, request
from backend.benchmarks.measuring import Exhausted
from backend.benchmarks.people import Basket, Purchase, address_of
from backend.benchmarks.search_eval.judged import judged

from bdcommerce.catalog.queries.listing import Wanted
from bdcommerce.catalog.schemas.shop import Sort
from bdcommerce.kernel import ids

Act = Callable[[Connection], Awaitable[str]]
"""One thing that is done over a connection; says `ok`, or what it was refused with."""
_UNSHARED = {"X-Guest-Token": "benchmark-of-what-is-not-kept"}
"""Whoever shows such a token is answered anew; it is not looked at for what everybody may read."""
_PAGES = 200
_SORTS: tuple[Sort, ...] = ("newest", "price_asc", "price_desc", "popular")
_PLACES = """
SELECT 'category' AS kind, category_id AS id FROM catalog.category WHERE parent_id <> ''
UNION ALL SELECT 'vendor', vendor_id FROM catalog.vendor ORDER BY id
"""
_SLUGS = "SELECT slug FROM catalog.product_page ORDER BY md5(slug) LIMIT $1"


@dataclass(frozen=True, slots=True)
class Sights:
    """What there is to look at in a marketplace."""

    lists: Sequence[Wanted]
    slugs: Sequence[str]
    words: Sequence[str]

    @property
    def paths(self) -> dict[str, list[str]]:
        """The calls for all of it."""
        return {
            "listing": [f"/products?{urlencode(_asked(each))}" for each in self.lists],
            "detail": [f"/products/{each}" for each in self.slugs],
            "search": [f"/search?{urlencode({'q': each})}" for each in self.words],
        }


async def sights(url: str) -> Sights:
    """Lists of categories and vendors in every order, some hundred products, what people search in three scripts."""
    connection = await asyncpg.connect(url)
    try:
        places = await connection.fetch(_PLACES)
        slugs = [row["slug"] for row in await connection.fetch(_SLUGS, _PAGES)]
    finally:
        await connection.close()
    shelves = [Wanted(**{row["kind"]: row["id"]}, sort=sort) for row in places for sort in _SORTS]
    whole = [Wanted(sort=sort) for sort in _SORTS]
    return Sights([*whole, *shelves][:: max(len(shelves) // _PAGES, 1)], slugs, [each.query for each in judged()])


def reading(paths: Sequence[str], *, kept: bool) -> Act:
    """Read these one after the other; answers that are `kept` at the door may be given."""
    headers = {} if kept else _UNSHARED
    return asking([request("GET", path, headers=headers) for path in paths])


def asking(requests: Sequence[bytes]) -> Act:
    """Send these one after the other."""
    left = itertools.cycle(requests)

    async def act(connection: Connection) -> str:
        return (await connection.ask(next(left))).code

    return act


def filling(baskets: Sequence[Basket]) -> Act:
    """As a guest: take a cart and put one thing in. Two calls."""
    wanted = itertools.cycle([offer.offer_id for basket in baskets for offer in basket.offers])
    take = request("POST", "/carts", {})

    async def act(connection: Connection) -> str:
        taken = await connection.ask(take)
        if taken.code != "ok":
            return taken.code
        cart = taken.json
        line = {"offer_id": next(wanted), "quantity": 1}
        headers = {"X-Guest-Token": cart["guest_token"]}
        return (await connection.ask(request("POST", f"/carts/{cart['id']}/lines", line, headers))).code

    return act


def buying(purchases: Iterator[Purchase]) -> Act:
    """Check out the next cart. Raises Exhausted after the last."""

    async def act(connection: Connection) -> str:
        purchase = next(purchases, None)
        if purchase is None:
            raise Exhausted
        return (await connection.ask(checkout_of(purchase))).code

    return act


def checkout_of(purchase: Purchase) -> bytes:
    """The call that orders what is in a cart."""
    body = {
        "cart_id": purchase.cart_id,
        "address": address_of(purchase.customer),
        "payment_method": "cod",
        "expected_total": purchase.total,
    }
    headers = bearer(purchase.customer.token) | {"Idempotency-Key": ids.new_id("key")}
    return request("POST", "/checkout", body, headers)


def _asked(wanted: Wanted) -> dict[str, str]:
    given = {"category": wanted.category, "vendor": wanted.vendor, "sort": wanted.sort}
    return {name: value for name, value in given.items() if value}
