"""What must hold at the close of a month beside its accounts: nobody paid twice, nothing sold twice, nothing stuck."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

import asyncpg
from backend.benchmarks.month import outside
from backend.benchmarks.month.running import Played

from bdcommerce.cli.services import BY_NAME

_ENDED = ("cancelled", "returned", "lost")
Found = tuple[list[str], list[str]]
"""Facts, and what is wrong."""


async def proofs(played: Played) -> Found:
    """All of them."""
    facts, problems = list[str](), list[str]()
    connection = await asyncpg.connect(played.world.stage.url)
    try:
        for prove in (_books, _closes, _differences, _payouts):
            _add(facts, problems, await prove(played))
        for look in (_paid_once, _sold_once, _nothing_stuck):
            _add(facts, problems, await look(played, connection))
    finally:
        await connection.close()
    return facts, problems


def _add(facts: list[str], problems: list[str], found: Found) -> None:
    facts += found[0]
    problems += found[1]


async def _books(played: Played) -> Found:
    finance = played.world.staff["finance"]
    balance, verdict = await finance.get("/admin/ledger/trial-balance"), await finance.get("/admin/ledger/verify")
    total = balance["total"]["amount"]
    wrong = [f"the accounts make {total} poisha, not zero"] if total else []
    return [f"{verdict['entries']:,} journal entries, the sum of all accounts is zero"], [*wrong, *verdict["problems"]]


async def _closes(played: Played) -> Found:
    """Every day with every source was closed, and explained."""
    closes = await played.world.staff["finance"].every("/admin/settlements/closes")
    by_status = Counter(each["status"] for each in closes)
    wrong = [f"the close of {each['source']} of {each['day']}" for each in closes if each["status"] == "unexplained"]
    return [f"{len(closes):,} daily closes: " + ", ".join(f"{n:,} {what}" for what, n in by_status.items())], wrong


async def _differences(played: Played) -> Found:
    finance = played.world.staff["finance"]
    everything = await finance.every("/admin/settlements/differences", resolved="true")
    still = [each for each in everything if each["status"] != "resolved"]
    ends = Counter(f"{each['reason']} {each['how'] or each['status']}" for each in everything)
    told = ", ".join(f"{count} {what.replace('_', ' ')}" for what, count in sorted(ends.items()))
    over = played.world.theatre.at.date() > played.last
    wrong = [f"difference {each['difference_id']} ({each['reason']}) is open" for each in still] if over else []
    return [f"{len(everything)} differences, {len(still)} open: {told or 'none'}"], wrong


async def _payouts(played: Played) -> Found:
    """One by one: what we call paid has arrived, once; and nothing else has."""
    arrived = Counter[str]()
    for line in played.finance.bank.lines:
        if line.what in ("payout", "payout by hand"):
            arrived[line.reference] += 1
    for number in outside.wallets_paid(played.world.parties):
        arrived[number] += 1
    ours = await _our_payouts(played)
    wrong = [f"payout {number} arrived {times} times" for number, times in arrived.items() if times > 1]
    wrong += [f"payout {number} is paid here and nowhere else" for number in ours["paid"] - {*arrived}]
    wrong += [f"payout {number} has arrived and failed here" for number in ours["failed"] & {*arrived}]
    return [f"{len(ours['paid']):,} payouts paid, each of them once by the payers' own books"], wrong


async def _our_payouts(played: Played) -> dict[str, set[str]]:
    finance, found = played.world.staff["finance"], defaultdict[str, set[str]](set)
    for batch in await finance.every("/admin/payouts"):
        for each in (await finance.get(f"/admin/payouts/{batch['batch_id']}"))["items"]:
            found[each["status"]].add(each["payout_id"])
    return found


async def _paid_once(played: Played, connection: Any) -> Found:
    """By the outside's books no order has cost its customer more than it was worth, and what did not come, nothing."""
    attempts = await connection.fetch("SELECT order_id, reference FROM payments.payment_attempt")
    order_of = {row["reference"]: row["order_id"] for row in attempts}
    paid = defaultdict[str, int](int)
    for invoice, amount in outside.paid_by_invoice(played.world.parties).items():
        paid[order_of.get(invoice, invoice)] += amount
    wrong = [
        f"{invoice} was captured {times} times"
        for invoice, times in outside.captured_by_invoice(played.world.parties).items()
        if times > 1
    ]
    over = [order_id for order_id, amount in paid.items() if amount > await _price(played, order_id)]
    still = await _not_given_back(played, connection, paid)
    wrong += [f"{order_id} has cost more than its price" for order_id in over]
    return [f"{len(paid):,} orders paid at providers, none more than once"], [*wrong, *still]


async def _price(played: Played, order_id: str) -> int:
    """What an order cost when it was placed; more while a second payment is on its way back."""
    parts = [part for part in played.bought.parts.values() if part.order_id == order_id]
    known = sum(part.total for part in parts)
    over = played.world.theatre.at.date() > played.last
    return known if over or not parts else known * 3


async def _not_given_back(played: Played, connection: Any, paid: dict[str, int]) -> list[str]:
    """Orders of which nothing came and that a provider has been paid for, when the month is over."""
    if played.world.theatre.at.date() <= played.last:
        return []
    rows = await connection.fetch("SELECT order_id, status FROM orders.vendor_order_view")
    ended = defaultdict[str, list[bool]](list)
    for row in rows:
        ended[row["order_id"]].append(row["status"] in _ENDED)
    from_bank = {
        each["order_id"] for each in await played.world.staff["finance"].every("/admin/refunds")
    }  # what was given back from the bank stands in its statement, not in a provider's
    gone = [order_id for order_id, parts in ended.items() if all(parts) and order_id not in from_bank]
    return [f"{order_id} was not given back" for order_id in gone if paid.get(order_id)]


async def _sold_once(played: Played, connection: Any) -> Found:
    """What there was is what is left and what is out."""
    rows = await connection.fetch("SELECT offer_id, on_hand, held FROM inventory.stock")
    left = {row["offer_id"]: row["on_hand"] for row in rows}
    scarce = [ware for shop in played.shops for ware in shop.wares if ware.units < 100]  # noqa: PLR2004 - few
    gone = sum(left[ware.offer_id] == 0 for ware in scarce)
    wrong = [f"{offer_id} has {units} units" for offer_id, units in left.items() if units < 0]
    sold = Counter[str]()
    for row in await connection.fetch(_OUT):
        sold[row["offer_id"]] += row["units"]
    wrong += [
        f"{ware.offer_id}: of {ware.units} are {left[ware.offer_id]} left and {sold[ware.offer_id]} sold"
        for ware in _wares(played)
        if left[ware.offer_id] + sold[ware.offer_id] > ware.units
    ]
    return [
        f"{sum(sold.values()):,} units sold, {gone} of {len(scarce)} scarce things sold out, none sold twice"
    ], wrong


def _wares(played: Played) -> Sequence[Any]:
    return [ware for shop in played.shops for ware in shop.wares]


async def _nothing_stuck(played: Played, connection: Any) -> Found:
    """No event was given up, no process hangs."""
    sagas = " UNION ALL ".join(f"SELECT id FROM {name}.saga WHERE status = 'stuck'" for name in BY_NAME)  # noqa: S608 - names of ours
    stuck = [f"process {row['id']} is stuck" for row in await connection.fetch(sagas)]
    return [f"{played.world.post.delivered:,} events heard, none given up"], [*stuck, *played.world.post.dead]


_OUT = """
WITH out AS (
    SELECT line ->> 'id' AS line_id, line ->> 'offer_id' AS offer_id, (line ->> 'quantity')::int AS units
    FROM orders.vendor_order_view AS part, jsonb_array_elements(part.view -> 'lines') AS line
    WHERE part.status IN ('handed_over', 'in_transit', 'delivered', 'completed') AND NOT (line ->> 'cancelled')::boolean
), back AS (
    SELECT line ->> 'line_id' AS line_id, sum((line ->> 'as_described')::int) AS units
    FROM orders.return_view AS given, jsonb_array_elements(given.view -> 'lines') AS line GROUP BY 1
)
SELECT offer_id, sum(out.units - coalesce(back.units, 0))::int AS units
FROM out LEFT JOIN back USING (line_id) GROUP BY 1
"""
"""Units that customers have or are about to have."""
