"""Finance of a month: statements are fetched and imported, differences decided, vendors and refunds paid, days closed.

Everything is done by the calls that staff have; what the outside pays and asks goes through the bank's own book.
"""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from aiohttp import ClientResponseError
from backend.benchmarks.month.bank import Bank
from backend.benchmarks.month.faults import Faults
from backend.benchmarks.month.world import World

from bdcommerce.demo.client import Refused
from bdcommerce.kernel import clock

ROOT = "/admin/settlements"
FEES = {"bkash": "1.5", "nagad": "1.4", "sslcommerz": "2.5"}
"""Per cent, as agreed."""
_PROVIDER_FILE = ("transaction", "invoice", "date", "amount", "charge", "net", "status")
_COURIER_FILE = ("consignment", "merchant_order_id", "collected", "charge", "paid")
_SMALL = 6_000
"""Poisha that nobody argues about."""
_LEAST_FLOAT, _MORE_FLOAT = 100_000, 200_000
"""Taka."""
_AGREES = "as agreed on the telephone"


class Finance:
    """Plays two people in finance."""

    def __init__(self, world: World, faults: Faults, couriers: Sequence[str], providers: Sequence[str]) -> None:
        self._world, self._faults, self._couriers, self._providers = world, faults, couriers, providers
        self._finance, self._approver = world.staff["finance"], world.staff["approver"]
        self.bank = Bank(world.chance)
        self.done: Counter[str] = Counter()
        self.waived: set[tuple[str, str]] = set()
        """What nobody asks a source for any more, by source and number."""
        self.kept: Counter[str] = Counter()
        """What sources have kept for their work, by their own statements, in poisha."""
        self._answers: list[str] = []
        self._given_back: list[dict[str, str]] = []
        """Lines of refunds, as they stand in statements."""
        self._twice: Counter[tuple[str, str]] = Counter()
        """Lines that stand twice in a statement that was paid once, by source and number."""

    async def begin(self) -> None:
        """How files are read, and which fees are agreed."""
        for name in self._providers:
            mapping = {
                "reference": "transaction", "other_reference": "invoice", "gross": "amount", "fee": "charge",
                "net": "net", "date": "date", "status": "status", "settled_words": ["Completed", "Refunded"],
            }  # fmt: skip
            await self._finance.put(f"{ROOT}/mappings/provider/{name}", mapping)
            await self._agree(f"gateway.fee_pct_{name}", FEES[name])
        for name in self._couriers:
            mapping = {
                "reference": "consignment", "other_reference": "merchant_order_id", "gross": "collected",
                "fee": "charge", "net": "paid",
            }  # fmt: skip
            await self._finance.put(f"{ROOT}/mappings/courier/{name}", mapping)

    async def _agree(self, key: str, value: str) -> None:
        change = {
            "key": key, "value": value, "effective_from": clock.today().isoformat(), "source": "merchant agreement",
            "reason": "what was agreed with the provider",
        }  # fmt: skip
        proposed = await self._world.staff["admin"].post("/admin/rule-changes", change)
        await self._approver.post(f"/admin/rule-changes/{proposed['id']}/approve", {"note": _AGREES})

    async def day(self, *, couriers: bool) -> None:
        """A day's work, in the morning."""
        await self._hear_bank()
        for name in self._providers:
            await self._settle_provider(name)
        if couriers:
            for name in self._couriers:
                await self._settle_courier(name)
        await self._look_into_payments()
        await self.decide()
        await self._pay_refunds()
        await self._fill_float()
        await self._pay_vendors()
        await self._find_out()

    async def _settle_provider(self, name: str) -> None:
        self._faults.before_statement(name, clock.today())
        statement = await self._world.line.post(f"/{name}/desk/statement")
        if statement["rows"]:
            self.bank.move(f"settlement of {name}", statement["statement"], poisha(statement["paid"]))
            charged = {row["transaction"]: poisha(row["charge"]) for row in statement["rows"]}
            self.kept["expense:gateway"] += sum(charged.values())
            self._given_back += [row for row in statement["rows"] if poisha(row["amount"]) < 0]
            standing = Counter(row["transaction"] for row in statement["rows"])
            self._twice += Counter({(name, number): times - 1 for number, times in standing.items() if times > 1})
            rows = [[row[column] for column in _PROVIDER_FILE] for row in statement["rows"]]
            await self._import("provider", name, statement["statement"], _PROVIDER_FILE, rows)

    async def _settle_courier(self, name: str) -> None:
        account = await self._world.line.get(f"/{name}/desk/account")
        self._faults.before_remittance(name, len(account["items"]), clock.today())
        statement = await self._world.line.post(f"/{name}/desk/statement")
        if statement["rows"]:
            paid = sum(poisha(row["paid"]) for row in statement["rows"])
            self.kept["expense:courier"] += sum(poisha(row["charge"]) for row in statement["rows"])
            self.bank.move(f"remittance of {name}", statement["statement"], paid)
            rows = [[row[column] for column in _COURIER_FILE] for row in statement["rows"]]
            await self._import("courier", name, statement["statement"], _COURIER_FILE, rows)

    async def _import(
        self, kind: str, source: str, reference: str, header: Sequence[str], rows: Sequence[Sequence[Any]]
    ) -> None:
        text = io.StringIO()
        csv.writer(text).writerows([header, *rows])
        query = f"kind={kind}&source={source}&reference={reference}&format=csv"
        await self._finance.upload(f"{ROOT}/statements?{query}", text.getvalue())
        self.done[f"statements of {kind}s"] += 1
        self.done[f"lines of {kind}s"] += len(rows)
        await self._world.theatre.settle()

    async def close_books(self, last_day: date) -> None:
        """For good: nothing is posted into that time any more."""
        await self._approver.post("/admin/ledger/periods", {"last_day": last_day.isoformat()})

    async def decide(self) -> None:
        """Every difference that waits for somebody."""
        for each in await self._finance.every(f"{ROOT}/differences"):
            if each["status"] == "proposed":
                await self._approver.post(f"{ROOT}/differences/{each['difference_id']}/approve")
            elif each["status"] == "refund_owed":
                await self._pay_back(each)
            else:
                await self._decide(each)
            await self._world.theatre.settle()

    async def _decide(self, difference: dict[str, Any]) -> None:
        reason, amount = difference["reason"], difference["amount"]["amount"]
        if reason == "duplicate":
            await self._end(difference, "dismiss")
        elif reason in ("unknown_reference", "missing_at_us"):
            await self._look_for(difference)
        elif reason == "missing_at_them":
            await self._wait(difference)
        elif 0 < amount <= _SMALL and difference["status"] == "open":
            await self._end(difference, "write_off")
        elif difference["status"] == "claimed":
            await self._collect(difference)
        elif amount > 0:
            await self._end(difference, "claim")
        else:
            await self._end(difference, "write_off")

    async def _end(self, difference: dict[str, Any], how: str, **more: str) -> None:
        body = {"how": how, "reason": _AGREES, **more}
        try:
            await self._finance.post(f"{ROOT}/differences/{difference['difference_id']}/resolve", body)
            self.done[f"{difference['reason']}: {how}"] += 1
            if how == "write_off":
                self.waived.add((difference["source"], difference["reference"]))
        except Refused as refused:
            self.done[f"{difference['reason']}: {how} not possible, {refused.code}"] += 1

    async def _look_for(self, difference: dict[str, Any]) -> None:
        """Whose is it? Of a line that stands twice the bank has seen the money once."""
        line = (difference["source"], difference["reference"])
        if self._twice[line]:
            self._twice[line] -= 1
            await self._end(difference, "dismiss")
        else:
            await self._ask(difference)

    async def _ask(self, difference: dict[str, Any]) -> None:
        """The provider is asked whether it is so; a courier's line is assigned as soon as the parcel is known."""
        path = f"{ROOT}/differences/{difference['difference_id']}"
        try:
            if difference["kind"] == "provider":
                await self._finance.post(f"{path}/ask")
            else:
                await self._finance.post(f"{path}/resolve", {"how": "assign", "reason": _AGREES})
            self.done[f"{difference['reason']}: found"] += 1
        except Refused as refused:
            self.done[f"{difference['reason']}: not found yet, {refused.code}"] += 1

    async def _wait(self, difference: dict[str, Any]) -> None:
        """For the next statement, but for what a courier answers for: that it pays when it is asked."""
        if difference["kind"] == "courier":
            account = await self._world.line.get(f"/{difference['source']}/desk/account")
            answered = [each for each in account["owed"] if _is_of(each, difference["item_id"])]
            if answered:
                await self._collect(difference | {"reference": answered[0]["consignment"]})
                return
        if difference["status"] == "open":
            until = (clock.today() + timedelta(days=3)).isoformat()
            await self._end(difference, "wait", until=until)

    async def _collect(self, difference: dict[str, Any]) -> None:
        """What was claimed is paid by whoever owes it; who does not think so is not argued with."""
        source, number = difference["source"], difference["reference"]
        try:
            paid = await self._world.line.post(f"/{source}/desk/owed/{number}")
        except ClientResponseError:
            await self._end(difference, "write_off")
            return
        self.bank.move(f"{source} makes good", number, poisha(paid["paid"]))
        await self._end(difference, "paid")

    async def _pay_back(self, difference: dict[str, Any]) -> None:
        number = difference["difference_id"]
        self.bank.move("refund", number, -difference["amount"]["amount"])
        await self._finance.post(f"{ROOT}/differences/{number}/refund-paid", {"reason": _AGREES})

    async def _pay_refunds(self) -> None:
        """What went through no provider goes back from the bank."""
        for each in await self._finance.every("/admin/refunds", status="owed"):
            self.bank.move("refund", each["refund_id"], -each["amount"]["amount"])
            await self._finance.post(f"/admin/refunds/{each['refund_id']}/paid")
            self.done["refunds from the bank"] += 1

    async def _look_into_payments(self) -> None:
        """Payments that a provider doubts are taken in after a look; refunds of which it said nothing, and which stand
        in its statement, were made.
        """
        for each in await self._finance.every("/admin/payments", status="refund_pending"):
            await self._find_refunds(await self._finance.get(f"/admin/payments/{each['order_id']}"))
        for each in await self._finance.every("/admin/payments", status="unknown"):
            payment = await self._finance.get(f"/admin/payments/{each['order_id']}")
            for attempt in payment["attempts"]:
                if attempt["code"] == "risk_level" and attempt["status"] == "unknown":
                    number = attempt["number"]
                    await self._finance.post(f"/admin/payments/{each['order_id']}/attempts/{number}/clear")
                    self.done["doubted payments taken in"] += 1

    async def _find_refunds(self, payment: dict[str, Any]) -> None:
        names = {attempt["reference"] for attempt in payment["attempts"]}
        for refund in payment["refunds"]:
            made = [
                row["transaction"]
                for row in self._given_back
                if row["invoice"] in names and poisha(row["amount"]) == -refund["amount"]["amount"]
            ]
            if refund["status"] == "sent" and made:
                path = f"/admin/payments/{payment['order_id']}/refunds/{refund['refund_id']}/settle"
                await self._finance.post(path, {"reference": made[-1]})
                self.done["refunds found in a statement"] += 1

    async def _fill_float(self) -> None:
        """Wallets are paid from an account with bKash, into which money goes from the bank."""
        till = self._world.parties.till
        if till.disbursement < _LEAST_FLOAT:
            self.bank.move("to bKash's account", f"FLOAT-{clock.today()}", -_MORE_FLOAT * 100)
            till.disbursement += _MORE_FLOAT
            told = {"amount": _MORE_FLOAT * 100, "reference": f"FLOAT-{clock.today()}"}
            await self._finance.post("/admin/payouts/float", told)

    async def _find_out(self) -> None:
        """Payouts to wallets of which nobody knows: by bKash's statement, which somebody reads."""
        arrived = {each.invoice: each.trx_id for each in self._world.parties.till.payouts.values()}
        for each in await self._finance.every("/admin/payouts/unknown"):
            path = f"/admin/payouts/{each['batch_id']}/payouts/{each['payout_id']}"
            try:
                if each["payout_id"] in arrived:
                    await self._finance.post(f"{path}/look", {"trx_id": arrived[each["payout_id"]]})
                else:
                    said = {"outcome": "not_paid", "evidence": "it does not stand in the statement of that day"}
                    await self._finance.post(f"{path}/resolution", said)
                    await self._approver.post(f"{path}/resolution/accept")
                self.done["unknown payouts found out"] += 1
            except Refused as refused:
                self.done[f"unknown payout: {refused.code}"] += 1

    async def _pay_vendors(self) -> None:
        """Whose turn it is; by file, by wallet, by hand."""
        try:
            drafted = await self._finance.post("/admin/payouts", {"only_due": True})
        except Refused as refused:
            if refused.code != "nothing_to_pay":
                raise
            return
        batch = drafted["batch"]
        path = f"/admin/payouts/{batch['batch_id']}"
        self._faults.before_payouts(sum(each["rail"] == "bkash" for each in batch["items"]), clock.today())
        await self._approver.post(f"{path}/approve")
        if any(each["rail"] in ("beftn", "npsb") for each in batch["items"]):
            self._answers.append(self.bank.take(await self._finance.get(f"{path}/bank-file")))
        if any(each["rail"] != "bkash" for each in batch["items"]):
            await self._finance.post(f"{path}/sent")
        for each in batch["items"]:
            self.done[f"payouts by {each['rail']}"] += 1
            if each["rail"] == "manual":
                self.bank.move("payout by hand", each["payout_id"], -each["amount"]["amount"])
                await self._finance.post(
                    f"{path}/payouts/{each['payout_id']}/paid", {"bank_charge": {"amount": 0, "currency": "BDT"}}
                )

    async def _hear_bank(self) -> None:
        """What the bank says of the files of yesterday, and of payouts that have come back since."""
        came_back = self.bank.sent_back()
        for answer in [*self._answers, *([came_back] if came_back else [])]:
            report = await self._finance.upload("/admin/payouts/answers", answer)
            for row in report["rows"]:
                self.done[f"bank: {row['outcome'] or row['problem']}"] += 1
        self._answers.clear()


def _is_of(owed: dict[str, Any], vendor_order_id: str) -> bool:
    """Whether a courier speaks of this parcel: what we called it, perhaps with the number of another round."""
    return str(owed["merchant_order_id"]).partition("-")[0] == vendor_order_id


def poisha(taka: object) -> int:
    """Taka as a party writes them, in poisha."""
    return round(float(str(taka)) * 100)
