"""A year of a marketplace's books, written by COPY into the tables they live in: entries like those that payments
posts, day by day, and beside them the escrow, payments, settlements and payouts that they have to agree with.

The biggest of 200 vendors sells a sixth of everything. Triggers are passed over, as they are when a backup is restored:
that what was written balances is for the product to find out.
"""

import random
from collections import deque
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import accumulate
from typing import NamedTuple

import asyncpg

from bdcommerce.kernel import clock
from bdcommerce.payments.domain import ledger

DAYS = 365
VENDORS = 200
LINES_OF_AN_ORDER = 10.9
"""On average, with its part of the payouts, and those of the last days that go on in the next year."""
TO_THE_DOOR, TO_THE_BANK, TO_THE_VENDOR, PAYDAY = 2, 5, 9, 7
"""Days from the order until it is collected or captured, remitted or settled, released; and between payouts."""
_COD = 0.6
_COURIERS, _PROVIDERS = ("pathao", "redx", "steadfast"), ("bkash", "nagad", "sslcommerz")
_DELIVERY, _DELIVERY_VAT, _COURIER_FEE, _BANK_FEE = 6000, 783, 6500, 1000
_COLUMNS: dict[str, tuple[str, ...]] = {
    "journal_entry": ("id", "at", "kind", "reference", "currency", "line_count", "order_id", "vendor_order_id",
                      "batch_id"),
    "journal_line": ("entry_id", "number", "at", "account", "side", "amount", "currency", "vendor_order_id",
                     "batch_id"),
    "escrow": ("vendor_order_id", "vendor_id", "courier", "collected", "collected_at", "accounted", "released_at",
               "vendor_amount", "payout_due_on"),
    "payment_attempt": ("attempt_id", "order_id", "provider", "reference", "number", "provider_payment_id", "trx_id",
                        "captured"),
    "settlement_move": ("kind", "source", "item_id", "position", "number", "at", "what", "amount"),
    "payout_batch": ("batch_id", "status", "drafted_by", "drafted_at", "approved_by", "approved_at", "sent_at"),
    "payout": ("payout_id", "batch_id", "vendor_id", "amount", "due_on", "payee_sealed", "status", "bank_charge",
               "drafted_at", "settled_at", "rail", "wallet_key"),
}  # fmt: skip
Lines = Sequence[tuple[str, int]]
"""Account and poisha: above zero a credit, below a debit."""


class Sale(NamedTuple):
    """One vendor order."""

    id: str
    order_id: str
    vendor: int
    goods: int
    by: str
    """A courier, or (prepaid) a provider."""
    prepaid: bool

    @property
    def total(self) -> int:
        return self.goods + _DELIVERY

    @property
    def commission(self) -> int:
        return self.goods // 10

    @property
    def vat(self) -> int:
        return self.commission * 15 // 100

    @property
    def tax(self) -> int:
        return self.goods // 100

    @property
    def share(self) -> int:
        return self.goods - self.commission - self.vat - self.tax


@dataclass
class Year:
    """The books as they are being written: what was said since it was last taken, table by table."""

    lines: int
    begins: date
    vendor_ids: Sequence[str]
    said: dict[str, list[str]] = field(default_factory=lambda: {table: [] for table in _COLUMNS})
    entries: int = 0
    written: int = 0
    at: str = ""
    owed: list[int] = field(default_factory=lambda: [0] * VENDORS)

    def days(self) -> Iterator[None]:
        """Write it, day by day."""
        dice = random.Random(7)  # noqa: S311 - the same books every time
        of_vendors = list(accumulate(1 / (rank + 1) for rank in range(VENDORS)))
        a_day = int(self.lines / (DAYS * LINES_OF_AN_ORDER)) + 1
        sold: deque[list[Sale]] = deque(maxlen=TO_THE_VENDOR + 1)
        for day in range(DAYS):
            morning = datetime.combine(self.begins + timedelta(days=day), datetime.min.time(), clock.DHAKA)
            self.at = morning.replace(hour=10).isoformat()
            sold.append([self._sale(day, number, dice, of_vendors) for number in range(a_day)])
            for age, step in (
                (TO_THE_DOOR, self._taken),
                (TO_THE_BANK, self._arrived),
                (TO_THE_VENDOR, self._released),
            ):
                for sale in sold[-1 - age] if len(sold) > age else ():
                    step(sale)
            for sale in sold[0] if len(sold) > TO_THE_VENDOR else ():
                self._escrow(sale, day, day)
            if day % PAYDAY == PAYDAY - 1:
                self._pay_out(day)
            yield
        for age in range(TO_THE_VENDOR):
            for sale in sold[-1 - age]:
                self._escrow(sale, DAYS - 1, None, age)

    def _sale(self, day: int, number: int, dice: random.Random, weights: list[float]) -> Sale:
        vendor = dice.choices(range(VENDORS), cum_weights=weights)[0]
        prepaid = dice.random() >= _COD
        by = dice.choice(_PROVIDERS if prepaid else _COURIERS)
        key = f"{day:04}{number:022}"
        return Sale(f"vor_{key}", f"ord_{key}", vendor, dice.randrange(20_000, 500_000, 100), by, prepaid)

    def _post(self, kind: str, reference: str, lines: Lines, sale: Sale | None = None, batch: str = "") -> None:
        self.entries += 1
        self.written += len(lines)
        entry, at, of = f"jnl_{self.entries:026}", self.at, sale.id if sale else ""
        order = sale.order_id if sale else ""
        self.said["journal_entry"].append(f"{entry},{at},{kind},{reference},BDT,{len(lines)},{order},{of},{batch}\n")
        self.said["journal_line"] += [
            f"{entry},{number},{at},{account},{'credit' if amount > 0 else 'debit'},{abs(amount)},BDT,{of},{batch}\n"
            for number, (account, amount) in enumerate(lines)
        ]

    def _taken(self, sale: Sale) -> None:
        funds = (ledger.CUSTOMER_FUNDS.name, sale.total)
        if not sale.prepaid:
            self._post(
                "cod_collected", f"shp_{sale.id[4:]}", ((ledger.courier(sale.by).name, -sale.total), funds), sale
            )
            return
        attempt = f"att_{sale.id[4:]}"
        self._post("prepaid_captured", attempt, ((ledger.provider(sale.by).name, -sale.total), funds), sale)
        key = sale.id[4:]
        self.said["payment_attempt"].append(
            f"{attempt},{sale.order_id},{sale.by},R{key},1,P{key},T{key},{sale.total}\n"
        )

    def _arrived(self, sale: Sale) -> None:
        if not sale.prepaid:
            lines = (
                (ledger.MAIN_BANK.name, _COURIER_FEE - sale.total), (ledger.COURIER_CHARGES.name, -_COURIER_FEE),
                (ledger.courier(sale.by).name, sale.total),
            )  # fmt: skip
            self._post("cod_remitted", f"shp_{sale.id[4:]}", lines, sale)
            return
        fee = sale.total * 18 // 1000
        lines = (
            (ledger.MAIN_BANK.name, fee - sale.total), (ledger.GATEWAY_CHARGES.name, -fee),
            (ledger.provider(sale.by).name, sale.total),
        )  # fmt: skip
        self._post("provider_settled", f"sln_{sale.id[4:]}", lines, sale)
        self.said["settlement_move"].append(
            f"provider,{sale.by},att_{sale.id[4:]},{self.entries},0,{self.at},settled,{-sale.total}\n"
        )

    def _released(self, sale: Sale) -> None:
        self.owed[sale.vendor] += sale.share
        lines = (
            (ledger.CUSTOMER_FUNDS.name, -sale.total), (self._account(sale.vendor), sale.share),
            (ledger.COMMISSION.name, sale.commission), (ledger.VAT.name, sale.vat + _DELIVERY_VAT),
            (ledger.TDS.name, sale.tax), (ledger.DELIVERY.name, _DELIVERY - _DELIVERY_VAT),
        )  # fmt: skip
        self._post("released", sale.id, lines, sale)

    def _pay_out(self, day: int) -> None:
        batch, transit = f"bat_{day:026}", ledger.PAYOUT_IN_TRANSIT.name
        self.said["payout_batch"].append(f"{batch},settled,usr_a,{self.at},usr_b,{self.at},{self.at}\n")
        for vendor, amount in enumerate(self.owed):
            if amount <= 0:
                continue
            payout, account = f"pay_{day:04}{vendor:022}", self._account(vendor)
            self._post("payout", payout, ((account, -amount), (transit, amount)), batch=batch)
            paid = ((transit, -amount), (ledger.PAYOUT_CHARGES.name, -_BANK_FEE),
                    (ledger.MAIN_BANK.name, amount + _BANK_FEE))  # fmt: skip
            self._post("payout_confirmed", payout, paid, batch=batch)
            of = self.vendor_ids[vendor]
            self.said["payout"].append(
                f"{payout},{batch},{of},{amount},{self.at[:10]},sealed,paid,{_BANK_FEE},{self.at},{self.at},beftn,\n"
            )
            self.owed[vendor] = 0

    def _escrow(self, sale: Sale, today: int, released: int | None, age: int = TO_THE_VENDOR) -> None:
        taken, arrived = age >= TO_THE_DOOR, age >= TO_THE_BANK
        collected, accounted = sale.total if taken else 0, sale.total if arrived or (taken and sale.prepaid) else 0
        courier = "" if sale.prepaid or not taken else sale.by
        end = f"{self.at},{sale.share},{self.begins + timedelta(days=today + 10)}" if released is not None else ",,"
        self.said["escrow"].append(
            f"{sale.id},{self.vendor_ids[sale.vendor]},{courier},{collected},{self.at},{accounted},{end}\n"
        )

    def _account(self, vendor: int) -> str:
        return f"{ledger.VENDORS}{self.vendor_ids[vendor]}"


async def write(url: str, year: Year) -> None:
    """All of it, a month at a time; then statistics as a database has them that was not filled a moment ago."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("SET session_replication_role TO replica")
        for number, _ in enumerate(year.days(), 1):
            if number % 30 == 0:
                await _flush(connection, year)
        await _flush(connection, year)
        for table in _COLUMNS:
            await connection.execute(f"VACUUM ANALYZE payments.{table}")
    finally:
        await connection.close()


async def _flush(connection: "asyncpg.Connection[asyncpg.Record]", year: Year) -> None:
    for table, columns in _COLUMNS.items():
        rows, year.said[table] = year.said[table], []

        async def source(rows: list[str] = rows) -> AsyncIterator[bytes]:
            for begin in range(0, len(rows), 5_000):
                yield "".join(rows[begin : begin + 5_000]).encode()

        empty = ["wallet_key"] if table == "payout" else None
        await connection.copy_to_table(
            table, schema_name="payments", columns=list(columns), source=source(), format="csv", force_not_null=empty
        )
