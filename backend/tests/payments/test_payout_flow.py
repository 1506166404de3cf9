"""Payouts over HTTP and the ledger: never more than is owed, never twice, never by one person alone."""

import asyncio
import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bdcommerce.contracts.payments import PayoutFailed, PayoutPaid
from bdcommerce.kernel import clock
from bdcommerce.kernel.money import Money
from bdcommerce.payments.domain.postings import vendor_share
from support.faces.compliance import FakeCompliance
from support.faces.vendors import FakeVendors
from support.harness import Harness
from support.money import Books, anna, bela
from support.purchases import Bought, vendor_order

TAKE_ONE = {"reason": "came back", "quantity": 1}


@pytest.fixture
async def rahim(books: Books, vendors: FakeVendors) -> str:
    """A vendor who is owed the share of a sale of two units."""
    vendor_id = vendors.vendor("Rahim")
    await books.sell(vendor_order(Bought(unit_price=100000, quantity=2), vendor_id=vendor_id))
    return vendor_id


async def owed(books: Books, vendor_id: str) -> int:
    return (await books.balances()).get(f"liability:vendor:{vendor_id}", 0)


async def draft(payments: Harness, **body: Any) -> tuple[int, dict[str, Any]]:
    reply = await payments.post("/admin/payouts", body, as_=anna())
    return reply.status_code, reply.json()


async def settle(payments: Harness, item: dict[str, Any], how: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    path = f"/admin/payouts/{item['batch_id']}/payouts/{item['payout_id']}/{how}"
    reply = await payments.post(path, body, as_=anna())
    return reply.status_code, reply.json()


async def test_whoever_drafted_may_not_approve(payments: Harness, books: Books, rahim: str) -> None:
    batch = await books.draft()
    reply = await payments.post(f"/admin/payouts/{batch['batch_id']}/approve", as_=anna())
    assert (reply.status_code, reply.json()["code"]) == (403, "same_person")
    approved = await payments.post(f"/admin/payouts/{batch['batch_id']}/approve", as_=bela())
    assert (approved.json()["status"], approved.json()["approved_by"]) == ("approved", "usr_bela")


async def test_the_database_too_wants_two_people(payments: Harness, books: Books, rahim: str) -> None:
    batch = await books.draft()
    same = text("UPDATE payout_batch SET status = 'approved', approved_by = drafted_by WHERE batch_id = :id")
    with pytest.raises(IntegrityError, match="four_eyes"):
        async with payments.database.transaction() as tx:
            await tx.execute(same, {"id": batch["batch_id"]})


async def test_a_batch_pays_everybody_who_is_owed_something(books: Books, vendors: FakeVendors, rahim: str) -> None:
    karim = vendors.vendor("Karim")
    await books.sell(vendor_order(Bought(unit_price=50000), vendor_id=karim))
    batch = await books.pay(bank_charge=1000)
    assert {item["vendor_id"] for item in batch["items"]} == {rahim, karim}
    sums = await books.balances()
    assert (sums["liability:payout_in_transit"], sums["expense:payout"]) == (0, -2000)


async def test_the_draft_says_who_is_left_out_and_why(
    payments: Harness, books: Books, vendors: FakeVendors, compliance: FakeCompliance, rahim: str
) -> None:
    compliance.set_rule("payout.minimum", 50000)
    names = ("no_bank_account", "bad_bank_account", "in_open_payout", "nothing_owed", "below_minimum")
    by_reason = {name: vendors.vendor(name) for name in names}
    for reason, vendor_id in by_reason.items():
        if reason != "nothing_owed":
            price = 20000 if reason == "below_minimum" else 100000
            await books.sell(vendor_order(Bought(unit_price=price), vendor_id=vendor_id))
    vendors.set_bank_account(by_reason["no_bank_account"], None)
    vendors.set_bank_account(by_reason["bad_bank_account"], "12345")
    await books.draft(by_reason["in_open_payout"])
    status, made = await draft(payments, vendor_ids=[rahim, *by_reason.values()])
    assert status == 201
    assert made["left_out"] == {vendor_id: reason for reason, vendor_id in by_reason.items()}
    assert [item["vendor_id"] for item in made["batch"]["items"]] == [rahim]


async def test_a_draft_of_nobody_is_refused(payments: Harness, vendors: FakeVendors) -> None:
    idle = vendors.vendor("Idle")
    assert (await draft(payments))[0] == 409
    status, problem = await draft(payments, vendor_ids=[idle])
    assert (status, problem["code"], problem["data"]) == (409, "nothing_to_pay", {"left_out": {idle: "nothing_owed"}})


async def test_two_drafts_at_the_same_moment_pay_a_vendor_once(payments: Harness, rahim: str) -> None:
    replies = await asyncio.gather(*(draft(payments, vendor_ids=[rahim]) for _ in range(6)))
    assert sorted(status for status, _ in replies) == [201, 409, 409, 409, 409, 409]
    refused = [problem for status, problem in replies if status == 409]
    assert all(problem["data"]["left_out"] == {rahim: "in_open_payout"} for problem in refused)


async def test_the_database_refuses_a_vendor_in_two_open_payouts(payments: Harness, books: Books, rahim: str) -> None:
    await books.draft()
    again = text("""
        INSERT INTO payout (payout_id, batch_id, vendor_id, amount, due_on, payee_sealed, status, drafted_at)
        SELECT payout_id || 'x', batch_id, vendor_id, amount, due_on, payee_sealed, 'unknown', drafted_at FROM payout
    """)
    with pytest.raises(IntegrityError, match="one_open_per_vendor"):
        async with payments.database.transaction() as tx:
            await tx.execute(again)


async def test_two_approvals_at_the_same_moment_post_once(payments: Harness, books: Books, rahim: str) -> None:
    batch = await books.draft()
    path = f"/admin/payouts/{batch['batch_id']}/approve"
    replies = await asyncio.gather(*(payments.post(path, as_=bela()) for _ in range(4)))
    assert sorted(reply.status_code for reply in replies) == [200, 409, 409, 409]
    assert {reply.json()["code"] for reply in replies if reply.status_code == 409} == {"wrong_payout_status"}
    sums = await books.balances()
    assert (sums[f"liability:vendor:{rahim}"], sums["liability:payout_in_transit"]) == (0, batch["total"]["amount"])


async def test_a_refund_after_the_draft_makes_the_approval_refuse(
    payments: Harness, books: Books, vendors: FakeVendors
) -> None:
    vendor_id = vendors.vendor("Rahim")
    terms = vendor_order(Bought(unit_price=100000, quantity=2), vendor_id=vendor_id)
    await books.sell(terms)
    batch = await books.draft()
    asked = TAKE_ONE | {"vendor_order_id": terms.vendor_order_id, "line_id": terms.lines[0].line_id}
    assert (await payments.post("/admin/refunds", asked, as_=anna())).status_code == 201
    refused = await payments.post(f"/admin/payouts/{batch['batch_id']}/approve", as_=bela())
    assert (refused.status_code, refused.json()["code"]) == (409, "payout_exceeds_balance")
    assert (await payments.post(f"/admin/payouts/{batch['batch_id']}/discard", as_=anna())).status_code == 200
    smaller = await books.draft()
    assert smaller["total"]["amount"] == vendor_share(terms).amount / 2 == await owed(books, vendor_id)


async def test_a_refund_after_the_payout_is_netted_in_the_next_one(
    payments: Harness, books: Books, vendors: FakeVendors
) -> None:
    vendor_id = vendors.vendor("Rahim")
    terms = vendor_order(Bought(unit_price=100000, quantity=2), vendor_id=vendor_id)
    await books.sell(terms)
    await books.pay(vendor_id)
    asked = TAKE_ONE | {"vendor_order_id": terms.vendor_order_id, "line_id": terms.lines[0].line_id}
    await payments.post("/admin/refunds", asked, as_=anna())
    debt = await owed(books, vendor_id)
    assert debt == -vendor_share(terms).amount / 2
    assert (await draft(payments))[0] == 409
    await books.sell(again := vendor_order(Bought(unit_price=300000), vendor_id=vendor_id))
    batch = await books.pay(vendor_id)
    assert batch["total"]["amount"] == vendor_share(again).amount + debt
    assert await owed(books, vendor_id) == 0


async def test_a_failed_payout_is_owed_again_and_can_be_paid_later(payments: Harness, books: Books, rahim: str) -> None:
    batch = await books.draft()
    await books.approve_and_send(batch["batch_id"])
    status, after = await settle(payments, batch["items"][0], "failed", {"reason": "R03 no account"})
    assert (status, after["status"], after["items"][0]["status"]) == (200, "settled", "failed")
    assert await owed(books, rahim) == batch["total"]["amount"]
    (told,) = await payments.told(PayoutFailed)
    assert (told.vendor_id, told.reason, told.amount) == (rahim, "R03 no account", Money(batch["total"]["amount"]))
    assert (await settle(payments, batch["items"][0], "paid", {"bank_charge": {"amount": 0}}))[0] == 409
    await books.pay(rahim)
    assert len(await payments.told(PayoutPaid)) == 1


async def test_a_payout_says_until_when_what_it_settles_was_released(
    payments: Harness, books: Books, rahim: str
) -> None:
    then = clock.now() + timedelta(hours=1)
    with clock.frozen(then):
        batch = await books.draft()
    await books.approve_and_send(batch["batch_id"])
    await settle(payments, batch["items"][0], "paid", {"bank_charge": {"amount": 0}})
    (told,) = await payments.told(PayoutPaid)
    assert told.released_until == then


async def test_a_payout_is_paid_once_however_often_it_is_said(payments: Harness, books: Books, rahim: str) -> None:
    batch = await books.draft()
    await books.approve_and_send(batch["batch_id"])
    (item,) = batch["items"]
    paid = [settle(payments, item, "paid", {"bank_charge": {"amount": 1500}}) for _ in range(3)]
    failed = [settle(payments, item, "failed", {"reason": "R02 closed"}) for _ in range(3)]
    replies = await asyncio.gather(*paid, *failed)
    assert sorted(status for status, _ in replies) == [200, 409, 409, 409, 409, 409]
    assert {reply["code"] for status, reply in replies if status == 409} == {"wrong_payout_status"}
    await books.balances()
    assert len(await payments.told(PayoutPaid)) + len(await payments.told(PayoutFailed)) == 1


async def test_the_payouts_of_a_batch_can_be_settled_at_the_same_moment(
    payments: Harness, books: Books, vendors: FakeVendors
) -> None:
    for name in "ABCD":
        await books.sell(vendor_order(Bought(unit_price=100000), vendor_id=vendors.vendor(name)))
    batch = await books.draft()
    await books.approve_and_send(batch["batch_id"])
    paid = {"bank_charge": {"amount": 1000}}
    replies = await asyncio.gather(*(settle(payments, item, "paid", paid) for item in batch["items"]))
    assert [status for status, _ in replies] == [200] * 4
    settled = (await payments.get(f"/admin/payouts/{batch['batch_id']}", as_=anna())).json()
    assert settled["status"] == "settled"
    assert (await books.balances())["expense:payout"] == -4000


@pytest.mark.parametrize("charge", [-1, 10**30, 1.5, None])
async def test_a_bank_charge_that_makes_no_sense_is_refused(payments: Harness, charge: object) -> None:
    item = {"batch_id": "bat_1", "payout_id": "pay_1"}
    status, problem = await settle(payments, item, "paid", {"bank_charge": {"amount": charge}})
    assert status in {400, 422}
    assert "bank_charge" in str(problem["errors"])


async def test_a_batch_goes_one_way_only(payments: Harness, books: Books, rahim: str) -> None:
    batch = await books.draft()
    path = f"/admin/payouts/{batch['batch_id']}"
    assert (await payments.post(f"{path}/sent", as_=anna())).json()["code"] == "wrong_payout_status"
    assert (await payments.get(f"{path}/bank-file", as_=anna())).status_code == 409
    discarded = await payments.post(f"{path}/discard", as_=anna())
    assert discarded.json()["status"] == "discarded"
    for step in ("approve", "sent", "discard"):
        assert (await payments.post(f"{path}/{step}", as_=bela())).status_code == 409
    assert (await books.draft(rahim))["batch_id"] != batch["batch_id"]


async def test_a_batch_or_payout_that_does_not_exist_is_not_found(payments: Harness, books: Books, rahim: str) -> None:
    for step in ("approve", "sent", "discard"):
        assert (await payments.post(f"/admin/payouts/bat_none/{step}", as_=bela())).status_code == 404
    for path in ("/admin/payouts/bat_none", "/admin/payouts/bat_none/bank-file"):
        assert (await payments.get(path, as_=anna())).status_code == 404
    batch = await books.draft()
    await books.approve_and_send(batch["batch_id"])
    none = {"batch_id": batch["batch_id"], "payout_id": "pay_none"}
    assert (await settle(payments, none, "failed", {"reason": "unknown"}))[1]["code"] == "unknown_payout"


async def test_the_bank_file_holds_the_batch_and_the_database_no_account_number(
    payments: Harness, books: Books, vendors: FakeVendors, rahim: str
) -> None:
    vendors.set_bank_account(rahim, "0012345678901")
    batch = await books.draft()
    await payments.post(f"/admin/payouts/{batch['batch_id']}/approve", as_=bela())
    reply = await payments.get(f"/admin/payouts/{batch['batch_id']}/bank-file", as_=anna())
    assert reply.headers["content-type"] == "text/csv; charset=utf-8"
    assert (reply.headers["cache-control"], batch["batch_id"] in reply.headers["content-disposition"]) == (
        "no-store",
        True,
    )
    (row,) = list(csv.DictReader(io.StringIO(reply.text)))
    (item,) = batch["items"]
    assert (row["payout_id"], row["account_no"], row["beneficiary_name"]) == (
        item["payout_id"],
        "0012345678901",
        "Rahim",
    )
    assert row["amount"] == f"{item['amount']['amount'] / 100:.2f}"
    async with payments.database.transaction() as tx:
        stored = await tx.scalar(text("SELECT string_agg(data::text, '') FROM event_log"))
        stored += await tx.scalar(text("SELECT string_agg(payout::text, '') FROM payout"))
    assert "0012345678901" not in stored


async def test_only_what_was_released_by_a_day_is_paid(payments: Harness, books: Books, vendors: FakeVendors) -> None:
    vendor_id = vendors.vendor("Rahim")
    monday = datetime(2026, 11, 23, 12, tzinfo=UTC)
    early, late = (vendor_order(Bought(unit_price=price), vendor_id=vendor_id) for price in (100000, 700000))
    for day, terms in ((0, early), (1, late)):
        with clock.frozen(monday + timedelta(days=day)):
            await books.sell(terms)
    status, made = await draft(payments, up_to="2026-11-23")
    assert (status, made["batch"]["total"]["amount"]) == (201, vendor_share(early).amount)
    assert made["batch"]["items"][0]["due_on"] == "2026-12-03"


async def test_a_draft_does_not_pay_by_a_day_what_was_taken_back_since(
    payments: Harness, books: Books, vendors: FakeVendors
) -> None:
    vendor_id = vendors.vendor("Rahim")
    terms = vendor_order(Bought(unit_price=100000, quantity=2), vendor_id=vendor_id)
    with clock.frozen(datetime(2026, 11, 23, 12, tzinfo=UTC)):
        await books.sell(terms)
    asked = TAKE_ONE | {"vendor_order_id": terms.vendor_order_id, "line_id": terms.lines[0].line_id}
    with clock.frozen(datetime(2026, 11, 25, 12, tzinfo=UTC)):
        await payments.post("/admin/refunds", asked, as_=anna())
    _, made = await draft(payments, up_to="2026-11-23")
    assert made["batch"]["total"]["amount"] == vendor_share(terms).amount / 2


async def test_batches_are_listed_with_the_newest_first(payments: Harness, books: Books, vendors: FakeVendors) -> None:
    made = []
    for name in ("A", "B", "C"):
        vendor_id = vendors.vendor(name)
        await books.sell(vendor_order(Bought(unit_price=100000), vendor_id=vendor_id))
        made.append((await books.draft(vendor_id))["batch_id"])
    first = (await payments.get("/admin/payouts?limit=2", as_=anna())).json()
    rest = (await payments.get(f"/admin/payouts?limit=2&cursor={first['next_cursor']}", as_=anna())).json()
    assert [item["batch_id"] for item in first["items"] + rest["items"]] == made[::-1]
    assert (rest["next_cursor"], rest["items"][0]["payouts"]) == (None, 1)


STEPS = ("sell", "refund", "draft", "approve", "sent", "paid", "failed", "discard")


@given(st.lists(st.sampled_from(STEPS), max_size=14))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_no_sequence_of_steps_pays_out_more_than_was_released(
    payments: Harness, books: Books, vendors: FakeVendors, steps: list[str]
) -> None:
    vendor_id = vendors.vendor("Rahim")
    sold: list[Any] = []
    batch: dict[str, Any] | None = None
    released = returned = paid = 0
    for step in steps:
        if step == "sell":
            sold.append(vendor_order(Bought(unit_price=99999), vendor_id=vendor_id))
            await books.sell(sold[-1])
            released += vendor_share(sold[-1]).amount
        elif step == "refund" and sold:
            terms = sold.pop()
            asked = TAKE_ONE | {"vendor_order_id": terms.vendor_order_id, "line_id": terms.lines[0].line_id}
            assert (await payments.post("/admin/refunds", asked, as_=anna())).status_code == 201
            returned += vendor_share(terms).amount
        elif step == "draft":
            status, made = await draft(payments, vendor_ids=[vendor_id])
            batch = made["batch"] if status == 201 else batch
        elif step in {"approve", "sent", "discard"} and batch:
            before = await owed(books, vendor_id)
            reply = await payments.post(f"/admin/payouts/{batch['batch_id']}/{step}", as_=bela())
            if step == "approve" and reply.status_code == 200:
                assert batch["total"]["amount"] <= before
        elif batch:
            body = {"bank_charge": {"amount": 0}} if step == "paid" else {"reason": "R02 closed"}
            status, _ = await settle(payments, batch["items"][0], step, body)
            paid += batch["total"]["amount"] if (status, step) == (200, "paid") else 0
        assert paid <= released
    sums = await books.balances()
    assert sums.get(f"liability:vendor:{vendor_id}", 0) <= released - returned - paid
