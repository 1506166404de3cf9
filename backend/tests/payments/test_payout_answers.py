"""The bank's file of what became of payouts: read with care, applied payout by payout, and again without effect."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.kernel.money import Money
from bdcommerce.payments.domain import answers, rails
from bdcommerce.payments.domain.answers import Answer
from bdcommerce.payments.domain.payouts import Payout, PayoutStatus
from payments.paydesk import PayDesk, at_the_desk
from support.money import anna

PAYOUT_ID = "pay_01m82mp3q5emha73acs3gt5p15"
ROW = {"payout_id": PAYOUT_ID, "status": "Paid"}


@pytest.fixture
async def desk(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[PayDesk]:
    async with at_the_desk(postgres_url, monkeypatch) as opened:
        yield opened


def read(**cells: str) -> Answer | str:
    return answers.read(ROW | cells)


def test_a_payout_is_found_among_other_words() -> None:
    found = read(payout_id=f"BEFTN CR/PAYOUT {PAYOUT_ID.upper()}/22-11", amount="2,020.50", charge="11.5")
    assert found == Answer(
        payout_id=PAYOUT_ID, said="paid", amount=Money(202050), charge=Money(1150), reference="",
        reason="the bank did not say why",
    )  # fmt: skip


@pytest.mark.parametrize(
    "status, reason, meant",
    [
        ("SETTLED", "", ("paid", "the bank did not say why")),
        ("returned", "", ("failed", "the bank did not say why")),
        ("R03", "", ("failed", "R03 no account")),
        ("Returned", "R02", ("failed", "R02")),
        ("rejected", "name differs", ("failed", "name differs")),
    ],
)
def test_what_banks_say_is_understood(status: str, reason: str, meant: tuple[str, str]) -> None:
    found = read(status=status, reason=reason)
    assert isinstance(found, Answer)
    assert (found.said, found.reason) == meant


@pytest.mark.parametrize(
    "cells, problem",
    [
        ({"payout_id": "bat_1"}, "no_payout"),
        ({"status": "pending"}, "unknown_status"),
        ({"status": ""}, "unknown_status"),
        ({"status": "paid", "reason": "R03"}, "unknown_status"),
        ({"amount": "-5"}, "bad_amount"),
        ({"amount": "1.005"}, "bad_amount"),
        ({"charge": "NaN"}, "bad_amount"),
        ({"charge": "9" * 40}, "bad_amount"),
    ],
)
def test_what_is_not_understood_is_said_and_not_guessed(cells: dict[str, str], problem: str) -> None:
    assert read(**cells) == problem


@given(st.dictionaries(st.sampled_from(answers.COLUMNS), st.text(max_size=40)))
def test_no_row_breaks_the_reader(row: dict[str, str]) -> None:
    found = answers.read(row)
    assert isinstance(found, str | Answer)


@given(
    st.sampled_from(["draft", "approved", "sent", "unknown", "paid", "failed", "returned", "discarded"]),
    st.sampled_from(["paid", "failed"]),
    st.sampled_from(rails.RAILS),
)
def test_a_row_moves_only_what_a_person_may_move(status: PayoutStatus, said: Any, rail: Any) -> None:
    payout = Payout(payout_id=PAYOUT_ID, vendor_id="ven_1", amount=Money(5), rail=rail, status=status)
    answer = Answer(payout_id=PAYOUT_ID, said=said, amount=None, charge=Money(0), reference="", reason="r")
    effect = answers.judge(payout, answer)
    if effect in {"paid", "failed"}:
        assert (status, rail != "bkash") == ("sent", True)
    if effect == "returned":
        assert (status, said, rail != "bkash") == ("paid", "failed", True)
    if effect == "look":
        assert (status, rail) == ("unknown", "bkash")


async def take_in(desk: PayDesk, table: str, query: str = "") -> list[tuple[str | None, str | None]]:
    reply = await desk.service.call(
        "POST",
        f"/admin/payouts/answers{query}",
        content=table.encode(),
        headers={"content-type": "text/csv"},
        as_=anna(),
    )
    assert reply.status_code == 200, reply.text
    return [(row["outcome"], row["problem"]) for row in reply.json()["rows"]]


async def test_a_file_settles_every_payout_it_names_and_the_same_file_again_changes_nothing(desk: PayDesk) -> None:
    for name in "ABC":
        await desk.vendor(name, wallet="")
    batch = await desk.approved()
    await desk.ok(f"/admin/payouts/{batch['batch_id']}/sent")
    one, two, three = batch["items"]
    taka = f"{one['amount']['amount'] / 100:.2f}"
    table = (
        "payout_id,status,amount,charge,reference,reason\n"
        f"Payout {one['payout_id']},Settled,{taka},10.00,FT-1,\n"
        f"{two['payout_id']},Returned,,,,R03\n"
        f"{three['payout_id']},Settled,1.00,,,\n"
        "somebody else,Settled,,,,\n"
    )
    first = [("paid", None), ("failed", None), (None, "amount_differs"), (None, "no_payout")]
    assert await take_in(desk, table, "?dry_run=true") == first
    assert {item["status"] for item in (await desk.batch(batch["batch_id"]))["items"]} == {"sent"}
    assert await take_in(desk, table) == first
    assert await take_in(desk, table) == [("unchanged", None), ("unchanged", None), *first[2:]]
    found = {item["payout_id"]: item for item in (await desk.batch(batch["batch_id"]))["items"]}
    assert (found[one["payout_id"]]["reference"], found[two["payout_id"]]["reason"]) == ("FT-1", "R03")
    assert (await desk.books.balances())["expense:payout"] == -1000
    assert await desk.owed(two["vendor_id"]) == two["amount"]["amount"]
    later = f"Narration,State\n{one['payout_id']},returned\n{two['payout_id']},paid\n"
    columns = "?columns=payout_id:Narration,status:State"
    assert await take_in(desk, later, columns) == [("returned", None), (None, "contradicts")]
    assert await desk.owed(one["vendor_id"]) == one["amount"]["amount"]


async def test_what_bkash_paid_is_asked_about_by_the_transaction_of_its_statement(desk: PayDesk) -> None:
    await desk.vendor()
    desk.bkash.faults.arm("mute_b2c")
    (item,) = (await desk.paid_out())["items"]
    (sent,) = desk.bkash.payouts.values()
    table = f"payout_id,status,reference\n{item['payout_id']},Completed,NOSUCHTRX1\n"
    assert await take_in(desk, table) == [(None, "evidence_differs")]
    assert await take_in(desk, table.replace("NOSUCHTRX1", sent.trx_id)) == [("look", None)]
    assert (await desk.batch(item["batch_id"]))["items"][0]["status"] == "paid"
    assert await take_in(desk, table.replace("Completed", "Failed")) == [(None, "sent_by_itself")]


@pytest.mark.parametrize("table, query", [("", ""), ("a,a\n1,2\n", ""), ("payout_id\n", "?columns=what:That")])
async def test_a_file_that_is_none_is_refused(desk: PayDesk, table: str, query: str) -> None:
    reply = await desk.service.call(
        "POST",
        f"/admin/payouts/answers{query}",
        content=table.encode(),
        headers={"content-type": "text/csv"},
        as_=anna(),
    )
    assert reply.status_code in {400, 422}
