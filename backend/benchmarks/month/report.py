"""The close of a month: every account with what moved on it, and who outside says the same.

Nothing is taken on trust: what the books say is held against what providers, couriers, bKash's payout account and the
bank say themselves, item by item. A difference that has a reason stands in the report with it; one without fails it.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

import asyncpg
from backend.benchmarks.month import outside
from backend.benchmarks.month.bank import CHARGE
from backend.benchmarks.month.finance import poisha
from backend.benchmarks.month.outside import Held
from backend.benchmarks.month.proving import proofs
from backend.benchmarks.month.running import Played
from rich.console import Console
from rich.table import Table

from bdcommerce.kernel import clock
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import grouped
from bdcommerce.payments.domain.settlement.closing import NOT_DUE, OVERDUE

_IN_TRANSIT = ("approved", "sending", "sent", "unknown")


@dataclass(slots=True)
class Account:
    """An account of the ledger. In poisha, credit counts as positive."""

    name: str
    moved: Counter[str] = field(default_factory=Counter)
    """By kind of entry."""
    counterpart: str = ""
    """Who says the same."""
    outside: int | None = None
    """What they say, counted as the ledger counts; None: nobody outside knows."""
    notes: list[str] = field(default_factory=list)
    """Differences, each with its reason."""

    @property
    def closing(self) -> int:
        """What is on it; it was opened empty."""
        return sum(self.moved.values())


@dataclass(slots=True)
class Close:
    """What was found."""

    title: str
    accounts: dict[str, Account]
    problems: list[str]
    facts: list[str]

    @property
    def holds(self) -> bool:
        """Every account is explained and nothing is wrong."""
        return not self.problems

    def show(self, console: Console | None = None) -> None:
        """Print it."""
        console = console or Console(highlight=False, emoji=False, width=150)
        console.print(self._table())
        for fact in self.facts:
            console.print(f"  {fact}")
        for problem in self.problems:
            console.print(f"  [red]NOT EXPLAINED[/] {problem}")
        console.print(f"  {'every account is explained' if self.holds else f'{len(self.problems)} unexplained'}")

    def _table(self) -> Table:
        table = Table(title=f"{self.title} (taka; credit +, debit −)", title_justify="left")
        table.add_column("account")
        table.add_column("opening", justify="right")
        table.add_column("moved by")
        for heading in ("taka", "closing", "says the other side"):
            table.add_column(heading, justify="right")
        table.add_column("who, and why it differs")
        for account in sorted(self.accounts.values(), key=lambda each: each.name):
            moved = sorted(account.moved.items())
            kinds = "\n".join(kind for kind, _ in moved)
            amounts = "\n".join(shown(amount) for _, amount in moved)
            said = "" if account.outside is None else shown(account.outside)
            why = "\n".join([account.counterpart, *account.notes])
            table.add_row(account.name, "0.00", kinds, amounts, shown(account.closing), said, why)
        table.add_section()
        total = sum(account.closing for account in self.accounts.values())
        table.add_row("sum", "", "", "", shown(total), "", "")
        return table


def shown(amount: int) -> str:
    """Poisha as taka."""
    return grouped(Money(amount))


async def close(played: Played, title: str) -> Close:
    """Look at everything now, at the beginning of a day."""
    found = _Closing(played)
    await found.read()
    await found.explain()
    problems = [*found.problems]
    facts, more = await proofs(played)
    return Close(title, found.accounts, [*problems, *more], facts)


class _Closing:
    """Goes through the accounts."""

    def __init__(self, played: Played) -> None:
        self._played, self._finance = played, played.world.staff["finance"]
        self.accounts: dict[str, Account] = {}
        self.problems: list[str] = []
        self._by_part: Counter[str] = Counter()
        self._payouts: dict[str, dict[str, Any]] = {}

    async def read(self) -> None:
        """Every journal entry, and every payout."""
        for entry in await self._finance.every("/admin/ledger/entries"):
            for line in entry["lines"]:
                amount = line["amount"]["amount"] * (1 if line["side"] == "credit" else -1)
                account = self.accounts.setdefault(line["account"], Account(line["account"]))
                account.moved[entry["kind"]] += amount
                if line["account"] == "liability:customer_funds":
                    self._by_part[line["vendor_order_id"]] += amount
        for batch in await self._finance.every("/admin/payouts"):
            whole = await self._finance.get(f"/admin/payouts/{batch['batch_id']}")
            self._payouts |= {each["payout_id"]: each for each in whole["items"]}

    async def explain(self) -> None:
        """Each account by whoever knows."""
        self._bank()
        self._float()
        for name in self._played.wish.providers:
            theirs = await outside.provider_holds(self._played, name)
            await self._source("provider", name, theirs, await self._reasons_of_provider(name))
        for name in self._played.wish.couriers:
            theirs = await outside.courier_holds(self._played, name)
            await self._source("courier", name, theirs, await self._reasons_of_courier())
        await self._escrow()
        await self._refunds()
        await self._vendors()
        self._in_transit()
        self._kept()
        self._own()

    def _settle(self, name: str, counterpart: str, said: int, notes: list[str], differs: int = 0) -> None:
        """What somebody says of an account; `differs` has been explained by the notes."""
        account = self.accounts.setdefault(name, Account(name))
        account.counterpart, account.outside, account.notes = counterpart, said, notes
        if account.closing != said + differs:
            off = shown(account.closing - said - differs)
            self.problems.append(f"{name}: {shown(account.closing)} here, {shown(said)} there: {off} without a reason")

    def _travelling(self, rails: tuple[str, ...]) -> dict[str, dict[str, Any]]:
        return {
            number: each
            for number, each in self._payouts.items()
            if each["status"] in _IN_TRANSIT and each["rail"] in rails
        }

    def _bank(self) -> None:
        unheard = self._travelling(("beftn", "npsb"))
        paid = {line.reference: line.amount for line in self._played.finance.bank.lines if line.what == "payout"}
        early = {number: paid[number] for number in unheard if number in paid}
        notes = [f"{number} is paid there, and we are not told yet" for number in early]
        self._settle(
            "asset:bank:main", "the bank's statement", -self._played.finance.bank.balance, notes, sum(early.values())
        )

    def _float(self) -> None:
        parties = self._played.world.parties
        costs, unheard = outside.wallet_costs(parties), self._travelling(("bkash",))
        early = {number: -costs[number] for number in unheard if number in costs}
        notes = [f"{number} is paid there, and we are asking" for number in early]
        there = -poisha(parties.till.disbursement)
        self._settle("asset:bank:bkash_b2c", "bKash's payout account", there, notes, sum(early.values()))

    async def _source(self, kind: str, name: str, theirs: list[Held], reasons: dict[str, str]) -> None:
        """Item by item: ours as the day's close has them, theirs as they say."""
        ours, deciding = await self._ours(kind, name)
        there = defaultdict[str, int](int)
        for each in theirs:
            key = each.number.casefold() if kind == "provider" else each.reference
            there[key] += each.amount
        invoices = {each.number.casefold(): each.reference for each in theirs}
        notes, differs = list[str](), 0
        for key in sorted({*ours, *there}):
            off = ours.get(key, 0) - there.get(key, 0)
            why = deciding.get(key) or reasons.get(key) or reasons.get(invoices.get(key, ""), "")
            differs -= off
            if off and why:
                notes.append(f"{key}: {shown(off)}, {why}")
            elif off:
                here, said = shown(ours.get(key, 0)), shown(there.get(key, 0))
                self.problems.append(f"{name}, {key}: {here} here, {said} there")
        self._settle(f"asset:{kind}:{name}", f"{name}'s own books", -sum(there.values()), notes, differs)

    async def _ours(self, kind: str, name: str) -> tuple[dict[str, int], dict[str, str]]:
        """What is open by the day's close; and where a difference waits for somebody, which."""
        day = (clock.today().toordinal() - 1, kind, name)
        body = {"kind": kind, "source": name, "day": type(clock.today()).fromordinal(day[0]).isoformat()}
        closed = await self._finance.post("/admin/settlements/closes", body)
        if closed["close"]["status"] == "unexplained":
            self.problems.append(f"the close of {name} does not explain its account")
        found, deciding = defaultdict[str, int](int), dict[str, str]()
        for item in closed["items"]:
            key = item["reference"].casefold() if kind == "provider" else outside.vendor_order(item["reference"])
            found[key] += item["amount"]["amount"]
            if item["why"] not in (NOT_DUE, OVERDUE):
                deciding[key] = f"a difference ({item['why']}) that waits for a decision"
        return found, deciding | await self._kept_too_much(name)

    async def _kept_too_much(self, name: str) -> dict[str, str]:
        """Charges nobody has decided about yet: here they are spent, there they may be asked for."""
        waiting = await self._finance.every("/admin/settlements/differences", source=name)
        return {
            each["reference"].casefold(): "a difference (fee) that waits for a decision"
            for each in waiting
            if each["reason"] == "fee"
        }

    async def _reasons_of_provider(self, name: str) -> dict[str, str]:
        """Attempts and refunds that are not decided here, by how they are called."""
        rows = await self._rows(
            """
            SELECT reference FROM payments.payment_attempt WHERE provider = $1 AND trx_id IS NULL
            """,
            name,
        )
        refunds = await self._rows(
            """
            SELECT attempt.reference FROM payments.payment_refund AS refund JOIN payments.payment_attempt AS attempt
              USING (order_id) WHERE attempt.provider = $1 AND refund.done_at IS NULL
            """,
            name,
        )
        asked = {row["reference"]: "it has the money, and we are asking" for row in rows}
        return asked | {row["reference"]: "it has paid back, and we have not heard of it" for row in refunds}

    async def _reasons_of_courier(self) -> dict[str, str]:
        """Parcels of which a courier knows more than we do yet."""
        rows = await self._rows("SELECT vendor_order_id, status FROM fulfilment.shipment_view")
        found = {
            row["vendor_order_id"]: f"here it is {row['status']}: the news is on its way"
            for row in rows
            if row["status"] not in ("delivered", "partially_delivered", "returned", "lost", "cancelled")
        }
        told = await self._rows(
            """
            SELECT DISTINCT booking.vendor_order_id FROM fulfilment.courier_news AS news JOIN fulfilment.booking
              ON booking.tracking_no = news.tracking_no OR booking.reference = news.reference
            WHERE news.outcome = 'mismatch'
            """
        )
        return found | {row["vendor_order_id"]: "it said another amount at the door" for row in told}

    async def _rows(self, query: str, *arguments: object) -> list[Any]:
        connection = await asyncpg.connect(self._played.world.stage.url)
        try:
            return list(await connection.fetch(query, *arguments))
        finally:
            await connection.close()

    async def _escrow(self) -> None:
        """By open vendor orders, each with what keeps its money there."""
        held, reasons = 0, Counter[str]()
        for part, amount in self._by_part.items():
            if not amount:
                continue
            view = await self._finance.get(f"/admin/escrows/{part}")
            if not view["held_by"]:
                self.problems.append(f"{part} holds {shown(amount)} and nothing keeps it there")
            reasons[view["held_by"][0] if view["held_by"] else "nothing"] += 1
            held += amount
        notes = [f"{count} wait: {why}" for why, count in reasons.most_common()]
        self._settle("liability:customer_funds", "open vendor orders", held, notes)

    async def _refunds(self) -> None:
        owed = sum(each["amount"]["amount"] for each in await self._finance.every("/admin/refunds", status="owed"))
        differences = await self._finance.every("/admin/settlements/differences")
        owed += sum(each["amount"]["amount"] for each in differences if each["status"] == "refund_owed")
        rows = await self._rows("SELECT amount FROM payments.payment_refund WHERE done_at IS NULL")
        owed += sum(row["amount"] for row in rows)
        notes = [f"{len(rows)} on their way through providers"] if rows else []
        self._settle("liability:refund_payable", "refunds on their way", owed, notes)

    async def _vendors(self) -> None:
        """By the statement that each vendor reads."""
        for shop in self._played.shops:
            statement = await shop.owner.get("/vendor/statements", **{"from": self._played.wish.first.isoformat()})
            name = f"liability:vendor:{shop.vendor_id}"
            if name in self.accounts:
                said = statement["closing"]["amount"]
                self._settle(name, f"its own statement, paid by {shop.rail}", said, [])

    def _in_transit(self) -> None:
        travelling = [each for each in self._payouts.values() if each["status"] in _IN_TRANSIT]
        waiting = sum(each["amount"]["amount"] for each in travelling)
        notes = [f"{len(travelling)} payouts"] if travelling else []
        self._settle("liability:payout_in_transit", "payouts without an answer", waiting, notes)

    def _kept(self) -> None:
        """What sources kept for their work, by their own statements."""
        kept = {**self._played.finance.kept, "expense:payout": self._payout_charges()}
        for name, kinds in _BY_STATEMENT.items():
            account = self.accounts.setdefault(name, Account(name))
            booked, said = -sum(account.moved[kind] for kind in kinds), kept.get(name, 0)
            account.counterpart, account.outside = "the charges on their statements", -said
            account.notes = [f"{kind}: decided" for kind in account.moved if kind not in kinds]
            if booked != said:
                self.problems.append(f"{name}: {shown(booked)} booked of statements that charge {shown(said)}")

    def _payout_charges(self) -> int:
        """Of payouts that we have heard of: the bank's, and bKash's."""
        parties, bank = self._played.world.parties, self._played.finance.bank
        heard = {number for number, each in self._payouts.items() if each["status"] in ("paid", "returned")}
        by_file = sum(CHARGE for line in bank.lines if line.what == "payout" and line.reference in heard)
        paid, costs = outside.wallets_paid(parties), outside.wallet_costs(parties)
        return by_file + sum(costs[number] - amount for number, amount in paid.items() if number in heard)

    def _own(self) -> None:
        for account in self.accounts.values():
            if not account.counterpart:
                account.counterpart = "the operator's own: taken at release, or decided"


_BY_STATEMENT = {
    "expense:gateway": ("provider_settled", "settlement_reversed"),
    "expense:payout": ("payout_confirmed", "payout_returned"),
    "expense:courier": ("cod_remitted", "courier_charged", "courier_unmatched", "settlement_reversed"),
}
