"""Payouts to bKash wallets over real HTTP: asked once, and what is not known is never asked again."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from bdcommerce.contracts.payments import PayoutFailed, PayoutPaid
from bdcommerce.infra import telemetry
from bdcommerce.infra.projections import rebuild
from bdcommerce.kernel import clock
from bdcommerce.kernel.money import Money
from bdcommerce.payments.jobs import measure_payouts, send_payouts
from bdcommerce.payments.projections import METHODS, PAYOUTS
from bdcommerce.simulators.bkash.b2c import NO_WALLET
from payments.paydesk import WALLET, PayDesk, at_the_desk
from support.money import anna, bela

TAKA = 100
NOON = datetime(2026, 11, 22, 6, tzinfo=UTC)


@pytest.fixture
async def desk(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[PayDesk]:
    async with at_the_desk(postgres_url, monkeypatch) as opened:
        yield opened


async def test_an_approved_payout_reaches_the_wallet_by_itself(desk: PayDesk) -> None:
    vendor_id = await desk.vendor()
    batch = await desk.paid_out()
    (item,) = batch["items"]
    (sent,) = desk.bkash.payouts.values()
    assert (batch["status"], item["status"], item["rail"], item["reference"]) == (
        "settled", "paid", "bkash", sent.trx_id,
    )  # fmt: skip
    assert (sent.receiver, sent.invoice, int(sent.amount * TAKA)) == (
        WALLET, item["payout_id"], item["amount"]["amount"],
    )  # fmt: skip
    sums, fee = await desk.books.balances(), int(sent.fee * TAKA)
    assert (sums["asset:bank:bkash_b2c"], sums["expense:payout"]) == (item["amount"]["amount"] + fee, -fee)
    assert (sums[f"liability:vendor:{vendor_id}"], sums["liability:payout_in_transit"]) == (0, 0)
    (told,) = await desk.service.told(PayoutPaid)
    assert (told.rail, told.reference, told.vendor_id) == ("bkash", sent.trx_id, vendor_id)


async def test_four_processes_at_once_pay_once(desk: PayDesk) -> None:
    for name in "ABC":
        await desk.vendor(name, wallet=f"0171100000{ord(name) % 10}")
    batch = await desk.approved()
    desk.bkash.faults.arm("slow_b2c", 3, "0.1")
    await asyncio.gather(*(send_payouts(desk.service.deps) for _ in range(4)))
    assert len(desk.bkash.payouts) == 3
    assert {item["status"] for item in (await desk.batch(batch["batch_id"]))["items"]} == {"paid"}
    await desk.books.balances()


@pytest.mark.parametrize("fault", ["slow_b2c", "mute_b2c", "lost_b2c", "down"])
async def test_a_payout_whose_answer_is_lost_is_unknown_and_is_not_sent_again(desk: PayDesk, fault: str) -> None:
    vendor_id = await desk.vendor()
    batch = await desk.approved()
    await desk.service.deps.disbursers["bkash"].check()
    desk.bkash.faults.arm(fault, 1, "0.8")
    for _ in range(4):
        await desk.run()
    (item,) = (await desk.batch(batch["batch_id"]))["items"]
    assert item["status"] == "unknown"
    assert len(desk.bkash.payouts) == (0 if fault in {"lost_b2c", "down"} else 1)
    assert await desk.owed(vendor_id) == 0
    with clock.frozen(clock.now() + timedelta(days=3)):
        await desk.run()
        assert len(await desk.unknown()) == 1
    assert (await desk.service.post("/admin/payouts", {"vendor_ids": [vendor_id]}, as_=anna())).status_code == 409


async def test_a_payout_that_stays_unknown_is_counted_and_then_called_late(desk: PayDesk) -> None:
    await desk.vendor()
    await desk.approved()
    face = desk.service.face
    assert (await face.unknown_payouts()).count == 0
    desk.bkash.faults.arm("lost_b2c", 1)
    await desk.run()
    (lost,) = await desk.unknown()
    counted = await face.unknown_payouts()
    assert (counted.count, counted.late, counted.amount.amount) == (1, 0, lost["amount"]["amount"])
    with clock.frozen(clock.now() + timedelta(seconds=counted.late_after_seconds + 60)):
        assert (await face.unknown_payouts()).late == 1
        await measure_payouts(desk.service.deps)
    assert b"bdc_payouts_unknown 1.0" in telemetry.render()
    assert b"bdc_payouts_unknown_late 1.0" in telemetry.render()


async def test_who_dies_between_asking_and_hearing_leaves_it_unknown(desk: PayDesk) -> None:
    await desk.vendor()
    batch = await desk.approved()
    desk.bkash.faults.arm("slow_b2c", 1, "0.3")
    dying = asyncio.create_task(send_payouts(desk.service.deps))
    while not desk.bkash.payouts:
        await asyncio.sleep(0.01)
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)
    await desk.run()
    (item,) = (await desk.batch(batch["batch_id"]))["items"]
    assert item["status"] == "sent"
    with clock.frozen(clock.now() + timedelta(minutes=5)):
        await desk.run()
    (lost,) = await desk.unknown()
    assert (lost["code"], lost["reference"], lost["payout_id"]) == ("no_word", None, item["payout_id"])
    await desk.run()
    assert len(desk.bkash.payouts) == 1


async def test_a_transaction_found_in_the_statement_settles_it_when_bkash_says_so_too(desk: PayDesk) -> None:
    vendor_id = await desk.vendor()
    desk.bkash.faults.arm("mute_b2c")
    (item,) = (await desk.paid_out())["items"]
    assert (await desk.refused(desk.path(item, "/look"), {}))[1] == "nobody_to_ask"
    assert (await desk.refused(desk.path(item, "/look"), {"trx_id": "NOSUCHTRX1"}))[1] == "evidence_differs"
    (sent,) = desk.bkash.payouts.values()
    seen = await desk.ok(desk.path(item, "/look"), {"trx_id": sent.trx_id})
    assert (seen["payout"]["status"], seen["payout"]["reference"]) == ("paid", sent.trx_id)
    assert [each["operation"] for each in seen["exchanges"]].count("b2c") == 1
    assert WALLET not in str(seen)
    assert [each["kind"].lower() for each in seen["timeline"]][-1] == "payoutconfirmed"
    assert await desk.owed(vendor_id) == 0


async def test_one_transaction_settles_one_payout(desk: PayDesk) -> None:
    await desk.vendor("A")
    await desk.paid_out()
    (sent,) = desk.bkash.payouts.values()
    vendor_id = await desk.vendor("B")
    desk.bkash.faults.arm("lost_b2c")
    (item,) = (await desk.paid_out(vendor_id))["items"]
    assert (await desk.refused(desk.path(item, "/look"), {"trx_id": sent.trx_id}))[1] == "evidence_differs"
    said = {"outcome": "paid", "evidence": "statement, line 1", "reference": sent.trx_id}
    await desk.ok(desk.path(item, "/resolution"), said)
    refused = await desk.refused(desk.path(item, "/resolution/accept"), as_=bela())
    assert refused == (409, "transaction_taken")
    assert len(await desk.unknown()) == 1


async def test_evidence_needs_a_second_person_and_time(desk: PayDesk) -> None:
    vendor_id = await desk.vendor()
    desk.bkash.faults.arm("lost_b2c")
    (item,) = (await desk.paid_out())["items"]
    said = {"outcome": "not_paid", "evidence": "not in the statement of that day"}
    assert await desk.refused(desk.path(item, "/resolution"), said) == (409, "too_early_to_say")
    with clock.frozen(clock.now() + timedelta(hours=25)):
        await desk.ok(desk.path(item, "/resolution"), said)
        assert await desk.refused(desk.path(item, "/resolution/accept"), as_=anna()) == (403, "same_person")
        await desk.ok(desk.path(item, "/resolution/refuse"), as_=bela())
        assert await desk.refused(desk.path(item, "/resolution/accept"), as_=bela()) == (409, "wrong_payout_status")
        await desk.ok(desk.path(item, "/resolution"), said)
        assert (await desk.unknown())[0]["proposal"]["by"] == "usr_anna"
        done = await desk.ok(desk.path(item, "/resolution/accept"), as_=bela())
        assert done["payout"]["status"] == "failed"
        assert await desk.owed(vendor_id) == item["amount"]["amount"]
        assert len(await desk.service.told(PayoutFailed)) == 1
        (again,) = (await desk.paid_out())["items"]
    assert (again["status"], len(desk.bkash.payouts)) == ("paid", 1)


async def test_what_bkash_has_not_completed_is_searched_for_until_it_has(desk: PayDesk) -> None:
    await desk.vendor()
    desk.bkash.faults.arm("b2c_pending", 1, "2")
    batch = await desk.paid_out()
    assert batch["items"][0]["status"] == "unknown"
    for _ in range(3):
        await desk.run()
    (item,) = (await desk.batch(batch["batch_id"]))["items"]
    assert (item["status"], len(desk.bkash.payouts)) == ("paid", 1)
    assert (await desk.books.balances())["expense:payout"] < 0


async def test_a_payout_that_bkash_reverses_is_owed_again(desk: PayDesk) -> None:
    vendor_id = await desk.vendor()
    desk.bkash.faults.arm("b2c_pending", 1, "1")
    desk.bkash.faults.arm("b2c_reversed")
    batch = await desk.paid_out()
    await desk.run()
    (item,) = (await desk.batch(batch["batch_id"]))["items"]
    assert (item["status"], item["reason"]) == ("failed", "Reversed")
    assert await desk.owed(vendor_id) == item["amount"]["amount"]


@pytest.mark.parametrize("fault", ["poor", "unauthorized", "error"])
async def test_what_was_certainly_not_sent_is_sent_later(desk: PayDesk, fault: str) -> None:
    await desk.vendor()
    desk.bkash.faults.arm(fault, 2 if fault == "unauthorized" else 1, "2043")
    batch = await desk.paid_out()
    (item,) = batch["items"]
    assert (item["status"], len(desk.bkash.payouts)) == ("approved", 0)
    with clock.frozen(clock.now() + timedelta(minutes=61)):
        await desk.run()
    (item,) = (await desk.batch(batch["batch_id"]))["items"]
    assert (item["status"], len(desk.bkash.payouts)) == ("paid", 1)


async def test_a_token_that_holds_no_more_is_replaced_once(desk: PayDesk) -> None:
    await desk.vendor()
    desk.bkash.faults.arm("tokens_expire")
    assert (await desk.paid_out())["items"][0]["status"] == "paid"
    assert len(desk.bkash.payouts) == 1


async def test_a_wallet_that_does_not_exist_fails_and_the_vendor_is_told(desk: PayDesk) -> None:
    vendor_id = await desk.vendor(wallet=NO_WALLET)
    (item,) = (await desk.paid_out())["items"]
    assert (item["status"], item["reason"]) == ("failed", "2057")
    assert await desk.owed(vendor_id) == item["amount"]["amount"]
    (told,) = await desk.service.told(PayoutFailed)
    assert (told.vendor_id, told.amount) == (vendor_id, Money(item["amount"]["amount"]))


async def test_an_answer_about_another_amount_is_not_believed(desk: PayDesk) -> None:
    await desk.vendor()
    desk.bkash.faults.arm("wrong_amount", 1, "1.00")
    (item,) = (await desk.paid_out())["items"]
    assert item["status"] == "unknown"
    (sent,) = desk.bkash.payouts.values()
    await desk.ok(desk.path(item, "/look"), {"trx_id": sent.trx_id})
    assert (await desk.batch(item["batch_id"]))["items"][0]["status"] == "paid"


async def test_nobody_marks_by_hand_what_bkash_decides(desk: PayDesk) -> None:
    await desk.vendor()
    batch = await desk.approved()
    (item,) = batch["items"]
    assert await desk.refused(f"/admin/payouts/{batch['batch_id']}/sent") == (409, "wrong_payout_status")
    desk.bkash.faults.arm("slow_b2c", 1, "0.3")
    sending = asyncio.create_task(send_payouts(desk.service.deps))
    while not desk.bkash.payouts:
        await asyncio.sleep(0.01)
    paid = {"bank_charge": {"amount": 0}}
    assert await desk.refused(desk.path(item, "/paid"), paid) == (409, "sent_by_itself")
    assert await desk.refused(desk.path(item, "/failed"), {"reason": "not there"}) == (409, "sent_by_itself")
    await sending


async def test_what_waits_for_bkash_can_be_given_up_and_is_not_sent_any_more(desk: PayDesk) -> None:
    vendor_id = await desk.vendor()
    desk.bkash.faults.arm("poor")
    (item,) = (await desk.paid_out())["items"]
    await desk.ok(desk.path(item, "/failed"), {"reason": "paid by bank instead"})
    await desk.run()
    assert (len(desk.bkash.payouts), await desk.owed(vendor_id)) == (0, item["amount"]["amount"])


async def test_what_is_put_into_the_disbursement_account_is_booked_once(desk: PayDesk) -> None:
    await desk.vendor()
    moved = {"amount": 5_000_000, "reference": "FT-1"}
    await desk.ok("/admin/payouts/float", moved)
    assert await desk.refused("/admin/payouts/float", moved) == (409, "already_posted")
    (item,) = (await desk.paid_out())["items"]
    found = await desk.get("/admin/payouts/float")
    fee = -(await desk.books.balances())["expense:payout"]
    assert found["ledger"]["amount"] == 5_000_000 - item["amount"]["amount"] - fee
    assert (found["trouble"], [each["name"] for each in found["accounts"]]) == (
        "", ["Organization Collection Account", "Organization Disbursement Account"],
    )  # fmt: skip
    await desk.ok("/admin/payouts/float", {"amount": -1000, "reference": "FT-2"})
    desk.bkash.faults.arm("down")
    assert (await desk.get("/admin/payouts/float"))["trouble"] == "no_answer"


async def test_a_batch_of_all_rails_is_sent_by_each(desk: PayDesk) -> None:
    await desk.vendor("Wallet")
    await desk.vendor("Bank", wallet="")
    by_hand = await desk.vendor("Hand", wallet="")
    await desk.choose(by_hand, rail="manual")
    batch = await desk.paid_out()
    assert (batch["status"], sorted(item["status"] for item in batch["items"])) == (
        "approved", ["approved", "approved", "paid"],
    )  # fmt: skip
    bank_file = await desk.service.get(f"/admin/payouts/{batch['batch_id']}/bank-file", as_=anna())
    assert bank_file.text.count("pay_") == 2, "one row, with the payout also in its purpose"
    await desk.ok(f"/admin/payouts/{batch['batch_id']}/sent")
    for item in batch["items"]:
        if item["rail"] != "bkash":
            await desk.ok(desk.path(item, "/paid"), {"bank_charge": {"amount": 500}})
    assert (await desk.batch(batch["batch_id"]))["status"] == "settled"
    assert (await desk.books.balances())["liability:payout_in_transit"] == 0


async def test_a_payout_to_a_wallet_above_the_days_limit_is_split(desk: PayDesk) -> None:
    with clock.frozen(NOON):
        vendor_id = await desk.vendor(sold=140_000 * TAKA)
        total = await desk.owed(vendor_id)
    paid = []
    for day in range(4):
        with clock.frozen(NOON + timedelta(days=day)):
            desk.bkash.token_calls.clear()
            reply = await desk.service.post("/admin/payouts", {"vendor_ids": [vendor_id]}, as_=anna())
            if reply.status_code == 409:
                break
            batch = reply.json()["batch"]
            await desk.ok(f"/admin/payouts/{batch['batch_id']}/approve", as_=bela())
            await desk.run()
            paid.append(batch["total"]["amount"])
            same_day = await desk.service.post("/admin/payouts", {"vendor_ids": [vendor_id]}, as_=anna())
            assert same_day.status_code == 409
    assert paid[:-1] == [50_000 * TAKA] * (len(paid) - 1)
    assert sum(paid) == total
    assert all(each.amount <= 50_000 for each in desk.bkash.payouts.values())


async def test_two_vendors_with_one_wallet_share_its_limits(desk: PayDesk) -> None:
    with clock.frozen(NOON):
        one, other, third = [await desk.vendor(name, sold=40_000 * TAKA) for name in "ABC"]
        first, second = await desk.books.draft(one), await desk.books.draft(other)
        assert first["total"]["amount"] + second["total"]["amount"] == 50_000 * TAKA
        refused = await desk.service.post("/admin/payouts", {"vendor_ids": [third]}, as_=anna())
        assert (refused.status_code, refused.json()["data"]["left_out"]) == (409, {third: "wallet_limit"})


async def test_what_does_not_fit_into_its_day_any_more_waits_for_the_next(desk: PayDesk) -> None:
    with clock.frozen(NOON):
        for name in "AB":
            await desk.vendor(name, sold=20_000 * TAKA)
        batch = await desk.approved()
        desk.compliance.set_rule("mfs.b2p_day", 30_000)
        await desk.run()
        assert len(desk.bkash.payouts) == 1
        waiting = next(each for each in (await desk.batch(batch["batch_id"]))["items"] if each["status"] == "approved")
        assert (await desk.detail(waiting))["code"] == "wallet_day_limit"
    with clock.frozen(NOON + timedelta(hours=11)):
        await desk.run()
        assert len(desk.bkash.payouts) == 1
    with clock.frozen(NOON + timedelta(hours=13)):
        await desk.run()
    assert len(desk.bkash.payouts) == 2


async def test_what_a_wallet_may_not_take_any_more_is_owed_again(desk: PayDesk) -> None:
    vendor_id = await desk.vendor(sold=20_000 * TAKA)
    batch = await desk.approved()
    desk.compliance.set_rule("mfs.b2p_month", 10_000)
    await desk.run()
    (item,) = (await desk.batch(batch["batch_id"]))["items"]
    assert (item["status"], item["reason"], len(desk.bkash.payouts)) == ("failed", "wallet_limit", 0)
    assert await desk.owed(vendor_id) == item["amount"]["amount"]


async def test_when_the_law_lets_nothing_wait_all_of_it_goes_by_bank(desk: PayDesk) -> None:
    with clock.frozen(NOON):
        vendor_id = await desk.vendor(sold=140_000 * TAKA)
    with clock.frozen(NOON + timedelta(days=9)):
        batch = await desk.books.draft(vendor_id)
        assert batch["items"][0]["rail"] == "beftn"
        assert batch["total"]["amount"] == await desk.owed(vendor_id)


async def test_no_number_of_a_wallet_is_kept_in_the_clear(desk: PayDesk) -> None:
    await desk.vendor()
    await desk.paid_out()
    async with desk.service.database.transaction() as tx:
        kept = await tx.scalar(text("SELECT string_agg(data::text, '') FROM event_log"))
        for table in ("payout", "payout_method", "exchange"):
            kept += await tx.scalar(text(f"SELECT string_agg({table}::text, '') FROM {table}"))
    assert WALLET[1:] not in kept


async def test_what_is_read_of_payouts_and_methods_is_what_their_events_say(desk: PayDesk) -> None:
    await desk.vendor("Paid")
    desk.bkash.faults.arm("mute_b2c")
    (item,) = (await desk.paid_out())["items"]
    await desk.ok(desk.path(item, "/resolution"), {"outcome": "paid", "evidence": "statement, line 1"})
    desk.bkash.faults.arm("poor")
    await desk.vendor("Waits", wallet="01711000007")
    bank = await desk.vendor("Bank", wallet="")
    await desk.paid_out()
    await desk.ok("/vendor/payout-method", {"rail": "npsb"}, as_=desk.owner(bank))
    for projection in (PAYOUTS, METHODS):
        for table in projection.tables:
            before = await _rows(desk, table)
            assert [done async for done in rebuild(desk.service.database, projection)]
            assert await _rows(desk, table) == before
            assert before


async def _rows(desk: PayDesk, table: str) -> list[str]:
    async with desk.service.database.transaction() as tx:
        return [row["row"] for row in await tx.rows(text(f"SELECT {table}::text AS row FROM {table} ORDER BY 1"))]
