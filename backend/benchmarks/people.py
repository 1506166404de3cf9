"""Customers who are signed in and what they are about to buy, made in this process, so that only buying is measured."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import asyncpg

from bdcommerce.accounts import handlers as accounts
from bdcommerce.accounts.domain.devices import Origin
from bdcommerce.cli.assembly import Assembly
from bdcommerce.contracts.accounts import AddressInput
from bdcommerce.contracts.catalog import CatalogFace, OfferTerms
from bdcommerce.demo.inside import deps_of
from bdcommerce.inventory import handlers as inventory
from bdcommerce.inventory.domain import CountStock
from bdcommerce.kernel import ids
from bdcommerce.orders.domain.carts import Cart, CartLine, Shopper
from bdcommerce.orders.handlers import carts, quoting

ADDRESS = {
    "recipient_name": "Rahima Khatun",
    "phone": "01711000111",
    "line1": "Flat 4B, House 9, Road 27",
    "upazila_id": "dhaka/dhanmondi",
}
"""Somewhere in Dhaka; where one of many customers lives, says `address_of`."""
_PLENTY = 1_000_000
_AT_ONCE = 100
_FIRST_PHONE = 8801800000000
_SAMPLE = 4_000
# Two of them stay below what has to be confirmed before it is sent, and some pairs below what one customer may owe.
_OFFERS = """
SELECT offer_id FROM catalog.offer WHERE active AND available > 0 AND price < 500000 ORDER BY md5(offer_id) LIMIT $1
"""
_phones = itertools.count(_FIRST_PHONE)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Customer:
    """Somebody who is signed in to the shop."""

    user_id: str
    token: str
    phone: str


@dataclass(frozen=True, slots=True)
class Basket:
    """What somebody wants, and what it costs delivered."""

    offers: tuple[OfferTerms, ...]
    total: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Purchase:
    """A cart that is full, and whose it is."""

    customer: Customer
    cart_id: str
    total: dict[str, Any]


async def customers(market: Assembly, count: int) -> list[Customer]:
    """So many people with an account and an access token, which is good for ten minutes."""
    deps, made = deps_of(market, "accounts"), list[Customer]()
    for _ in batches(range(count)):
        async with deps.works() as work:
            for _ in range(min(_AT_ONCE, count - len(made))):
                number = f"+{next(_phones)}"
                person = await accounts.register_phone(work, number, "en")
                issued = await accounts.sign_in(work, deps.tokens, person, "shop", membership=None, origin=Origin())
                made.append(Customer(person.id, issued.access_token, number))
    return made


def address_of(customer: Customer) -> dict[str, str]:
    """Nobody shares a phone or a door: many orders of one would have to be confirmed."""
    return ADDRESS | {"phone": customer.phone, "line1": f"Flat 4B, House {customer.phone[-6:]}, Road 27"}


async def offers(market: Assembly, url: str, count: int) -> list[OfferTerms]:
    """Up to so many offers that can be bought, of all vendors, in an order that says nothing."""
    connection = await asyncpg.connect(url)
    try:
        found = [row["offer_id"] for row in await connection.fetch(_OFFERS, count)]
    finally:
        await connection.close()
    catalog: CatalogFace = market.find(CatalogFace)
    terms = [each for batch in batches(found) for each in await catalog.offers(list(batch))]
    return [each for each in terms if each.sellable and each.promotion is None]


async def baskets(market: Assembly, url: str, count: int) -> list[Basket]:
    """So many times two things of two vendors, of which there are plenty."""
    known = await offers(market, url, _SAMPLE)
    by_vendor = {vendor: list(of) for vendor, of in itertools.groupby(sorted(known, key=_vendor), key=_vendor)}
    mixed = [each for row in itertools.zip_longest(*by_vendor.values()) for each in row if each]
    pairs = [(one, two) for one, two in zip(mixed[::2], mixed[1::2], strict=False) if one.vendor_id != two.vendor_id]
    pairs = pairs[:count]
    await restock(market, [each for pair in pairs for each in pair], _PLENTY)
    return [Basket(pair, await _total(market, pair)) for pair in pairs]


async def hot(market: Assembly, url: str, crowd: Sequence[Customer], units: int) -> list[Purchase]:
    """A cart with the same thing in it for each of them, and so many units of that thing."""
    (offer,) = await offers(market, url, 1)
    await restock(market, [offer], units)
    return await purchases(market, crowd, [Basket((offer,), await _total(market, [offer]))], len(crowd))


async def restock(market: Assembly, terms: Sequence[OfferTerms], units: int) -> None:
    """There are so many units of each of these."""
    deps = deps_of(market, "inventory")
    for batch in batches(terms):
        async with deps.works() as work:
            counts = [CountStock(each.vendor_id, each.offer_id, units, "for a benchmark") for each in batch]
            await inventory.settle(work, counts)
    await market.worker().settle()


async def purchases(
    market: Assembly, people: Sequence[Customer], wanted: Sequence[Basket], count: int
) -> list[Purchase]:
    """So many carts with a basket each, ready to be checked out."""
    deps, made = deps_of(market, "orders"), list[Purchase]()
    filled = zip(itertools.cycle(people), itertools.cycle(wanted), range(count), strict=False)
    for batch in batches(filled):
        async with deps.works() as work:
            for person, basket, _ in batch:
                cart, _ = await carts.open_cart(work, person.user_id)
                for offer in basket.offers:
                    await carts.add_line(
                        work, cart.cart_id, Shopper(customer_id=person.user_id), offer=offer, quantity=1, limit=99
                    )
                made.append(Purchase(person, cart.cart_id, basket.total))
    return made


def batches(things: Iterable[T]) -> Iterator[list[T]]:
    """A hundred at a time."""
    left = iter(things)
    while batch := list(itertools.islice(left, _AT_ONCE)):
        yield batch


async def _total(market: Assembly, pair: Sequence[OfferTerms]) -> dict[str, Any]:
    deps = deps_of(market, "orders")
    lines = tuple(
        CartLine(line_id=ids.new_id("cln"), offer_id=each.offer_id, quantity=1, price_seen=each.price) for each in pair
    )
    cart = Cart(cart_id=ids.new_id("crt"), customer_id="usr_x", guest_hash="", lines=lines)
    address = await quoting.address_for(deps, "usr_x", address=AddressInput(**ADDRESS), address_id=None)
    priced = await quoting.price_cart(deps, cart, address.place, customer_id="usr_x")
    return {"amount": priced.priced.total.amount, "currency": "BDT"}


def _vendor(offer: OfferTerms) -> str:
    return offer.vendor_id
