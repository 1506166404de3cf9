"""A flash sale: thousands of buyers within a minute, a few hundred units. `make flash-sale`, or
`python -m backend.benchmarks.flash_sale`; fails when anything that must hold does not.

Every buyer is a customer of their own over a connection of their own: looks at the page, takes a cart, puts one unit
in, asks what it costs, orders. Whoever is refused has got an answer and goes. Afterwards orders, stock, promotion,
books and events are held against what the buyers were told.
"""

import argparse
import asyncio
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import asyncpg
import uvloop
from backend.benchmarks import events, marketplace, people
from backend.benchmarks.client import Answer, Connection, Customers, Hung, bearer, request
from backend.benchmarks.marketplace import Filled, Running
from backend.benchmarks.measuring import percentile
from backend.benchmarks.people import Customer, address_of
from backend.benchmarks.table import machine
from rich.console import Console
from rich.table import Table

from bdcommerce.contracts.accounts import AccountsFace
from bdcommerce.contracts.catalog import OfferTerms
from bdcommerce.contracts.inventory import InventoryFace
from bdcommerce.contracts.payments import PaymentsFace
from bdcommerce.demo.client import Api, Visit, until
from bdcommerce.demo.people import ADMIN, PASSWORD
from bdcommerce.kernel import clock, ids

_PRODUCTS = 200
_CRASHED = 500
_BUSY = 503
_AFTERWARDS = """
SELECT (SELECT count(*) FROM orders.order_view WHERE confirmed) AS confirmed,
       (SELECT count(DISTINCT customer_id) FROM orders.order_view WHERE confirmed) AS customers,
       (SELECT array_agg(order_id) FROM orders.order_view WHERE confirmed) AS order_ids,
       (SELECT count(*) FROM orders.saga WHERE status IN ('running', 'stuck')) AS unfinished,
       (SELECT on_hand FROM inventory.stock WHERE offer_id = $1) AS on_hand,
       (SELECT held FROM inventory.stock WHERE offer_id = $1) AS held,
       (SELECT coalesce(sum(on_hand), 0) FROM inventory.lot WHERE offer_id = $1) AS in_lots,
       (SELECT count(*) FROM payments.event_log WHERE type = 'payments.EscrowOpened') AS escrows,
       (SELECT count(*) FROM bus.lane WHERE dead_at IS NOT NULL) AS dead
"""


@dataclass(frozen=True, slots=True)
class Sale:
    """What is sold, to how many, within how long."""

    buyers: int
    units: int
    seconds: float


@dataclass(frozen=True, slots=True)
class OnSale:
    """The one thing, at its price."""

    offer: OfferTerms
    promotion_id: str


@dataclass(slots=True)
class Rush:
    """What came of it."""

    took: dict[str, list[float]] = field(default_factory=dict)
    """Seconds of every answer, by call."""
    ends: Counter[str] = field(default_factory=Counter)
    """How it ended for the buyers: `sold`, or the call and the code of the refusal."""
    order_ids: list[str] = field(default_factory=list)
    unanswered: int = 0
    crashed: int = 0
    """Answers of 5xx that do not just say to come again."""
    seconds: float = 0.0

    @property
    def answers(self) -> list[float]:
        return [each for took in self.took.values() for each in took]


class Refused(Exception):
    """A buyer has got an answer, and it was no."""


async def main(sale: Sale, console: Console) -> bool:
    """Hold the sale and print what came of it; whether everything holds."""
    async with marketplace.ground() as ground, marketplace.founded(ground) as market:
        console.print("[dim]… opening a shop, and an account for every buyer[/]")
        await marketplace.grow(market, _PRODUCTS)
        await market.assembly.find(AccountsFace).ensure_staff(ADMIN.email, ADMIN.what, PASSWORD, list(ADMIN.roles))
        async with marketplace.serving(market) as running, Visit(running.url) as api:
            on_sale = await announced(market, await api.signed_in(ADMIN.email, PASSWORD, "admin"), sale)
            crowd = await people.customers(market.assembly, sale.buyers)
            await events.heard_out(market.url)
            console.print(f"[dim]… {sale.buyers:,} buyers within {sale.seconds:.0f} seconds[/]")
            rush = await held(running, on_sale, crowd, sale)
            late = await events.heard_out(market.url)
            problems = await verified(market, on_sale, rush, sale)
            used = (await _promotion(api, on_sale))["used"]
        problems += [f"the promotion counts {used} units"] if used != sale.units else []
    console.print(_answers(rush))
    console.print(_ends(rush, sale))
    console.print(f"Everybody had heard everything {late:.1f} s after the last answer. {machine()}", highlight=False)
    for problem in problems:
        console.print(f"[red]{problem}[/]")
    if not problems:
        console.print("Orders, stock, lots, promotion, escrow, ledger and what the buyers were told agree.")
    return not problems


async def announced(market: Filled, admin: Api, sale: Sale) -> OnSale:
    """There are so many units at half the price, one each; the shop shows it."""
    (offer,) = await people.offers(market.assembly, market.url, 1)
    await people.restock(market.assembly, [offer], sale.units)
    now = clock.now()
    terms = {
        "name": {"en": "Flash sale", "bn": "ফ্ল্যাশ সেল"},
        "level": "catalogue",
        "benefit": {"kind": "fixed_price", "price": {"amount": offer.price.amount // 2, "currency": "BDT"}},
        "scope": {"offer_ids": [offer.offer_id]},
        "limits": {"total": sale.units, "per_customer": 1},
        "starts_at": (now - timedelta(minutes=1)).isoformat(),
        "ends_at": (now + timedelta(hours=1)).isoformat(),
    }
    promotion = await admin.post("/admin/promotions", terms)
    await admin.post(f"/admin/promotions/{promotion['id']}/start")

    async def shown() -> bool:
        page = await admin.get(f"/products/{offer.slug}")
        return any(
            each["id"] == offer.offer_id and each["promotion"]
            for variant in page["variants"]
            for each in variant["offers"]
        )

    await until(shown, "the promotional price on the product's page")
    return OnSale(offer, promotion["id"])


async def held(running: Running, on_sale: OnSale, crowd: Sequence[Customer], sale: Sale) -> Rush:
    """Let them come, one after the other, at moments that nobody has arranged."""
    rush, chance, started = Rush(), random.Random(sale.buyers), time.perf_counter()  # noqa: S311 - nothing secret
    await asyncio.gather(*(_arrive(running, on_sale, each, chance.uniform(0, sale.seconds), rush) for each in crowd))
    rush.seconds = time.perf_counter() - started
    return rush


async def _arrive(running: Running, on_sale: OnSale, customer: Customer, after: float, rush: Rush) -> None:
    await asyncio.sleep(after)
    try:
        async with Customers(running.url, 1) as (connection,):
            rush.order_ids.append(await _buy(Buyer(connection, customer, rush), on_sale))
        rush.ends["sold"] += 1
    except Refused as refused:
        rush.ends[str(refused)] += 1
    except (Hung, OSError):
        rush.unanswered += 1


@dataclass(frozen=True, slots=True)
class Buyer:
    """Somebody who wants it."""

    connection: Connection
    customer: Customer
    rush: Rush

    async def ask(self, what: str, method: str, path: str, body: object = None, **headers: str) -> Any:
        """A call; its answer, if it was a good one. Raises Refused, Hung."""
        started = time.perf_counter()
        answer: Answer = await self.connection.ask(request(method, path, body, headers))
        self.rush.took.setdefault(what, []).append(time.perf_counter() - started)
        self.rush.crashed += answer.status >= _CRASHED and answer.status != _BUSY
        if answer.code != "ok":
            raise Refused(f"{what}: {_why(answer)}")
        return answer.json


async def _buy(buyer: Buyer, on_sale: OnSale) -> str:
    """From the page to the order; its id."""
    mine, where = bearer(buyer.customer.token), address_of(buyer.customer)
    await buyer.ask("product page", "GET", f"/products/{on_sale.offer.slug}")
    cart = (await buyer.ask("cart", "POST", "/carts", {}, **mine))["id"]
    line = {"offer_id": on_sale.offer.offer_id, "quantity": 1}
    await buyer.ask("line", "POST", f"/carts/{cart}/lines", line, **mine)
    quote = await buyer.ask("quote", "POST", f"/carts/{cart}/quote", {"address": where}, **mine)
    body = {"cart_id": cart, "address": where, "payment_method": "cod", "expected_total": quote["total"]}
    key = {"Idempotency-Key": ids.new_id("key")}
    placed = await buyer.ask("checkout", "POST", "/checkout", body, **mine, **key)
    return str(placed["order"]["id"])


def _why(answer: Answer) -> str:
    """The code of a refusal, with the reason that a line cannot be bought for."""
    reasons = answer.json.get("reasons")
    return " ".join([answer.code, *sorted(map(str, reasons.values() if isinstance(reasons, dict) else []))])


async def verified(market: Filled, on_sale: OnSale, rush: Rush, sale: Sale) -> list[str]:
    """What does not hold, a sentence each."""
    connection = await asyncpg.connect(market.url)
    try:
        found = await connection.fetchrow(_AFTERWARDS, on_sale.offer.offer_id)
    finally:
        await connection.close()
    assert found is not None  # noqa: S101 - a row of counts always comes
    stock = await market.assembly.find(InventoryFace).audit_stock()
    books = await market.assembly.find(PaymentsFace).verify_ledger()
    answered = sum(rush.ends.values())
    must = {
        f"{rush.unanswered} buyers were not answered": rush.unanswered == 0,
        f"{answered} of {sale.buyers} buyers know how it ended for them": answered == sale.buyers,
        f"{rush.crashed} answers were failures of the server": rush.crashed == 0,
        f"{rush.ends['sold']} buyers were told that they have it": rush.ends["sold"] == sale.units,
        f"{found['confirmed']} orders are confirmed": found["confirmed"] == sale.units,
        f"they belong to {found['customers']} customers": found["customers"] == sale.units,
        "other orders are confirmed than buyers were told of": sorted(found["order_ids"]) == sorted(rush.order_ids),
        f"{found['on_hand']} units are left, {found['held']} held": found["on_hand"] == found["held"] == 0,
        f"{found['in_lots']} units lie in lots": found["in_lots"] == 0,
        f"{found['escrows']} escrows were opened": found["escrows"] == sale.units,
        f"{found['unfinished']} checkouts are unfinished": found["unfinished"] == 0,
        f"{found['dead']} events could not be handled": found["dead"] == 0,
        f"stock is not what its movements say: {stock.differing}": stock.agrees,
        f"the books do not hold: {books.problems}": books.holds,
    }
    return [sentence for sentence, holds in must.items() if not holds]


async def _promotion(api: Api, on_sale: OnSale) -> Any:
    admin = await api.signed_in(ADMIN.email, PASSWORD, "admin")
    return await admin.get(f"/admin/promotions/{on_sale.promotion_id}")


def _answers(rush: Rush) -> Table:
    table = Table("Answers", "how many", "p50 ms", "p95 ms", "p99 ms", "max ms")
    for column in table.columns[1:]:
        column.justify = "right"
    for what, took in {**rush.took, "all": rush.answers}.items():
        times = [percentile(took, each) * 1000 for each in (50, 95, 99, 100)]
        table.add_row(what, f"{len(took):,}", *(f"{each:,.1f}" for each in times))
    return table


def _ends(rush: Rush, sale: Sale) -> Table:
    table = Table(f"{sale.buyers:,} buyers, {sale.units} units", "buyers")
    table.columns[1].justify = "right"
    for end, count in sorted(rush.ends.items(), key=lambda each: (each[0] != "sold", -each[1])):
        table.add_row(end, f"{count:,}")
    table.add_row("unanswered", str(rush.unanswered))
    return table


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--buyers", type=int, default=5_000, help="who want it, a customer each")
    options.add_argument("--units", type=int, default=500, help="how many there are")
    options.add_argument("--seconds", type=float, default=60, help="within which they come")
    given = options.parse_args()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        holds = runner.run(main(Sale(given.buyers, given.units, given.seconds), Console(width=100)))
    sys.exit(0 if holds else 1)
