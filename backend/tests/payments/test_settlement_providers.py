"""What providers say they have settled is posted, matched, and explained."""

import asyncio

import pytest

from payments.settling import HEADER, ROOT, Settling, file_of, outcomes, row
from support.faces.compliance import FakeCompliance
from support.harness import Harness
from support.money import Books, anna, bela


@pytest.fixture
def settling(payments: Harness) -> Settling:
    return Settling(payments)


async def test_a_settled_payment_and_a_refund_leave_nothing_with_the_provider(settling: Settling, books: Books) -> None:
    order_id, attempt_id = await settling.attempt(1000, trx="TRX1")
    await settling.refund(order_id, attempt_id, 300, "RTRX1")
    statement = await settling.statement(row("trx1", 1000, 18.5), row("RTRX1", -300))
    assert outcomes(statement) == {"settled": 2}
    assert statement["net"] == {"amount": 68150, "currency": "BDT"}
    balances = await books.balances()
    assert balances["asset:bank:main"] == -68150
    assert balances["expense:gateway"] == -1850
    assert balances["asset:provider:bkash"] == 0
    assert await settling.differences() == []


async def test_the_same_file_and_the_same_line_count_once(settling: Settling, books: Books) -> None:
    await settling.attempt(1000, trx="TRX1")
    first = await settling.statement(row("TRX1", 1000, 10))
    again = await settling.statement(row("TRX1", 1000, 10))
    assert again["statement_id"] == first["statement_id"]
    before = await books.balances()
    longer = await settling.statement(row("TRX1", 1000, 10), row("Total", 1000, 10, status="Completed"))
    assert (longer["lines"], longer["known"], longer["skipped"]) == (0, 1, 1)
    assert await books.balances() == before


async def test_a_reference_that_is_settled_twice_is_a_duplicate_and_posted_once(
    settling: Settling, books: Books
) -> None:
    await settling.attempt(1000, trx="TRX1")
    await settling.statement(row("TRX1", 1000, 10))
    statement = await settling.statement(row("TRX1", 1000, 12))
    assert outcomes(statement) == {"duplicate": 1}
    assert (await books.balances())["expense:gateway"] == -1000
    (difference,) = await settling.differences()
    assert (difference["reason"], difference["amount"]["amount"]) == ("duplicate", 100000)
    refused = await settling.resolve(difference["difference_id"], "write_off")
    assert (refused.status_code, refused.json()["code"]) == (409, "resolution_not_possible")
    assert (await settling.resolve(difference["difference_id"], "dismiss")).status_code == 200
    assert await settling.differences() == []
    over = await settling.resolve(difference["difference_id"], "dismiss")
    assert (over.status_code, over.json()["code"]) == (409, "wrong_difference_status")


async def test_too_little_stays_with_the_provider_until_a_later_line_brings_it(
    settling: Settling, books: Books
) -> None:
    await settling.attempt(1000, trx="TRX1")
    statement = await settling.statement(row("TRX1", 900, 10))
    assert outcomes(statement) == {"amount": 1}
    (difference,) = await settling.differences()
    assert (difference["reason"], difference["amount"]["amount"]) == ("amount", 10000)
    assert (await books.balances())["asset:provider:bkash"] == -10000
    assert (await settling.resolve(difference["difference_id"], "claim")).json()["difference"]["status"] == "claimed"
    await settling.statement(row("TRX1", 100))
    assert await settling.differences() == []
    (ended,) = await settling.differences(resolved=True)
    assert (ended["how"], ended["resolved_by"]) == ("settled_by_statement", "system")
    assert (await books.balances())["asset:provider:bkash"] == 0


async def test_a_write_off_above_the_limit_takes_two_people(settling: Settling, books: Books) -> None:
    await settling.attempt(2000, trx="TRX1")
    await settling.statement(row("TRX1", 1000))
    (difference,) = await settling.differences()
    difference_id = difference["difference_id"]
    proposed = (await settling.resolve(difference_id, "write_off")).json()
    assert (proposed["difference"]["status"], proposed["may_end_by"]) == ("proposed", [])
    alone = await settling.payments.post(f"{ROOT}/differences/{difference_id}/approve", as_=anna())
    assert (alone.status_code, alone.json()["code"]) == (403, "same_person")
    assert (await settling.second(difference_id, "turn-down", {"reason": "ask them first"})).status_code == 200
    assert (await settling.second(difference_id)).json()["code"] == "wrong_difference_status"
    assert (await settling.resolve(difference_id, "write_off")).json()["difference"]["status"] == "proposed"
    done = (await settling.second(difference_id)).json()
    assert (done["difference"]["status"], done["difference"]["resolved_by"]) == ("resolved", "usr_bela")
    assert [(step["what"], step["by"]) for step in done["history"]] == [
        ("DifferenceFound", ""), ("DifferenceProposed", "usr_anna"), ("DifferenceTurnedDown", "usr_bela"),
        ("DifferenceProposed", "usr_anna"), ("DifferenceResolved", "usr_bela"),
    ]  # fmt: skip
    balances = await books.balances()
    assert (balances["expense:claims"], balances["asset:provider:bkash"]) == (-100000, 0)


async def test_a_small_write_off_is_one_persons(settling: Settling, books: Books) -> None:
    await settling.attempt(1000, trx="TRX1")
    await settling.statement(row("TRX1", 600))
    (difference,) = await settling.differences()
    assert (await settling.resolve(difference["difference_id"], "write_off")).json()["difference"]["how"] == "write_off"
    assert (await books.balances())["expense:claims"] == -40000


async def test_money_for_nothing_is_named_and_goes_back_to_the_customer(settling: Settling, books: Books) -> None:
    statement = await settling.statement(row("NOBODY", 400, 4))
    assert outcomes(statement) == {"unknown": 1}
    (difference,) = await settling.differences()
    assert (difference["reason"], difference["amount"]["amount"]) == ("unknown_reference", -40000)
    assert (await books.balances())["asset:provider:bkash"] == 40000
    difference_id = difference["difference_id"]
    owed = (await settling.resolve(difference_id, "refund_customer")).json()["difference"]
    assert (owed["status"], owed["amount"]["amount"]) == ("refund_owed", 40000)
    assert (await books.balances())["liability:refund_payable"] == 40000
    path = f"{ROOT}/differences/{difference_id}/refund-paid"
    assert (await settling.payments.post(path, {"reason": "by bank, slip 7"}, as_=anna())).status_code == 200
    assert (await settling.payments.post(path, {"reason": "by bank, slip 7"}, as_=anna())).status_code == 409
    balances = await books.balances()
    assert (balances["liability:refund_payable"], balances["asset:provider:bkash"]) == (0, 0)
    assert balances["asset:bank:main"] == 400


async def test_a_line_that_was_wrong_is_taken_back(settling: Settling, books: Books) -> None:
    await settling.statement(row("NOBODY", 400, 4))
    (difference,) = await settling.differences()
    assert (await settling.resolve(difference["difference_id"], "dismiss")).status_code == 200
    assert not any((await books.balances()).values())


async def test_staff_say_what_a_line_settles(settling: Settling, books: Books) -> None:
    order_id, _ = await settling.attempt(1000, trx="TRX1")
    await settling.statement(row("MISTYPED", 990))
    (difference,) = await settling.differences()
    nothing = await settling.resolve(difference["difference_id"], "assign", reference="TRX9")
    assert (nothing.status_code, nothing.json()["code"]) == (404, "nothing_open")
    assert (await settling.resolve(difference["difference_id"], "assign", reference=order_id)).status_code == 200
    (left,) = await settling.differences()
    assert (left["reason"], left["amount"]["amount"]) == ("amount", 1000)
    assert (await settling.resolve(left["difference_id"], "paid")).status_code == 200
    balances = await books.balances()
    assert (balances["asset:provider:bkash"], balances["asset:bank:main"]) == (0, -100000)


async def test_a_payment_we_knew_no_money_of_is_settled_once_it_is_captured(settling: Settling, books: Books) -> None:
    order_id, attempt_id = await settling.attempt(700)
    statement = await settling.statement(row("TRX5", 700, 7, invoice=f"{order_id[-12:]}01"))
    assert outcomes(statement) == {"missing_at_us": 1}
    (difference,) = await settling.differences()
    wait = await settling.resolve(difference["difference_id"], "wait", until="2020-01-01")
    assert wait.status_code == 422
    assert (await settling.resolve(difference["difference_id"], "wait", until="2999-01-01")).status_code == 200
    await settling.capture(order_id, attempt_id, 700, "TRX5")
    assert (await settling.resolve(difference["difference_id"], "assign")).status_code == 200
    assert await settling.differences() == []
    assert (await books.balances())["asset:provider:bkash"] == 0


async def test_a_line_without_a_known_reference_is_matched_by_amount_and_day(settling: Settling, books: Books) -> None:
    await settling.attempt(1234, trx="TRX1")
    await settling.attempt(555, trx="TRX2")
    await settling.attempt(555, trx="TRX3")
    statement = await settling.statement(row("", 1234), row("B7", 555))
    assert outcomes(statement) == {"settled": 1, "unknown": 1}
    assert (await books.balances())["asset:provider:bkash"] == -55500


async def test_a_fee_above_what_was_agreed_is_a_difference_that_can_be_claimed(
    settling: Settling, books: Books, compliance: FakeCompliance
) -> None:
    compliance.set_rule("gateway.fee_pct_bkash", "1.5")
    await settling.attempt(1000, trx="TRX1")
    await settling.attempt(1000, trx="TRX2")
    await settling.statement(row("TRX1", 1000, 16), row("TRX2", 1000, 20))
    (difference,) = await settling.differences()
    assert (difference["reason"], difference["amount"]["amount"]) == ("fee", 500)
    assert (await settling.resolve(difference["difference_id"], "claim")).status_code == 200
    balances = await books.balances()
    assert (balances["asset:provider:bkash"], balances["expense:gateway"]) == (-500, -3100)
    assert (await settling.resolve(difference["difference_id"], "paid")).status_code == 200
    assert (await books.balances())["asset:provider:bkash"] == 0


async def test_what_was_kept_beyond_the_stated_fee_stays_with_the_provider(settling: Settling, books: Books) -> None:
    await settling.attempt(1000, trx="TRX1")
    await settling.statement(row("TRX1", 1000, 10, net=970))
    (difference,) = await settling.differences()
    assert (difference["reason"], difference["amount"]["amount"]) == ("fee", 2000)
    assert (await books.balances())["asset:provider:bkash"] == -2000
    assert (await settling.resolve(difference["difference_id"], "write_off")).status_code == 200
    assert (await books.balances())["expense:gateway"] == -3000


async def test_a_preview_keeps_nothing_and_says_what_would_be(settling: Settling, books: Books) -> None:
    await settling.attempt(1000, trx="TRX1")
    rows = [row("TRX1", 1000, 10), row("NOBODY", 5), row("TRX1", 1000, 10, status="Failed"), row("X", 1)]
    rows[3][3] = "lots"
    content = file_of(HEADER, *rows)
    shown = (await settling.send("preview", content)).json()
    assert (shown["saved"], shown["mapping"]["reference"], shown["mapping"]["fee"]) == (False, "trxID", "Charge")
    await settling.map()
    shown = (await settling.send("preview", content)).json()
    assert (shown["saved"], shown["lines"], shown["skipped"]) == (True, 2, 1)
    assert [(bad["row"], bad["column"]) for bad in shown["unread"]] == [(5, "Amount")]
    assert {each["outcome"]: each["lines"] for each in shown["outcomes"]} == {"held": 1, "settled": 1}
    refused = await settling.send("statements", content)
    assert (refused.status_code, "row 5: Amount is not an amount" in refused.text) == (422, True)
    assert (await books.balances())["asset:provider:bkash"] == -100000
    assert (await settling.payments.get(f"{ROOT}/statements", as_=anna())).json()["items"] == []


async def test_a_file_of_a_source_nobody_described_is_refused(settling: Settling) -> None:
    reply = await settling.send("statements", file_of(HEADER, row("T", 1)), source="nagad")
    assert (reply.status_code, reply.json()["code"]) == (404, "no_mapping")
    await settling.map()
    other = await settling.send("statements", file_of(("a", "b"), ["1", "2"]))
    assert (other.status_code, "has no column 'trxID'" in other.text) == (422, True)


async def test_only_who_may_approve_agrees(settling: Settling) -> None:
    reply = await settling.payments.get(f"{ROOT}/differences/dif_none", as_=bela())
    assert reply.status_code == 404


async def test_two_send_the_same_file_at_once_and_it_counts_once(settling: Settling, books: Books) -> None:
    await settling.attempt(1000, trx="TRX1")
    await settling.map()
    content = file_of(HEADER, row("TRX1", 1000, 10))
    replies = await asyncio.gather(*(settling.send("statements", content) for _ in range(4)))
    assert len({reply.json()["statement_id"] for reply in replies}) == 1
    await settling.payments.settle()
    balances = await books.balances()
    assert (balances["asset:provider:bkash"], balances["asset:bank:main"]) == (0, -99000)


async def test_two_files_with_one_line_at_once_settle_it_once(settling: Settling, books: Books) -> None:
    for trx in ("TRX1", "TRX2", "TRX3"):
        await settling.attempt(1000, trx=trx)
    await settling.map()
    files = [file_of(HEADER, row("TRX1", 1000), row(other, 1000)) for other in ("TRX2", "TRX3")]
    await asyncio.gather(*(settling.send("statements", content) for content in files))
    await settling.payments.settle()
    assert (await books.balances())["asset:provider:bkash"] == 0
    assert await settling.differences() == []


async def test_two_decide_at_once_and_one_of_them_does(settling: Settling, books: Books) -> None:
    await settling.attempt(1000, trx="TRX1")
    await settling.statement(row("TRX1", 900))
    (difference,) = await settling.differences()
    decided = [settling.resolve(difference["difference_id"], how) for how in ("write_off", "paid", "write_off")]
    replies = await asyncio.gather(*decided)
    assert sorted(reply.status_code for reply in replies) == [200, 409, 409]
    assert (await books.balances())["asset:provider:bkash"] == 0


async def test_a_statement_of_many_lines_is_matched_turn_by_turn(settling: Settling, books: Books) -> None:
    for number in range(3):
        await settling.attempt(10, trx=f"T{number}")
    statement = await settling.statement(*(row(f"T{number}", 10, 1) for number in range(205)))
    assert outcomes(statement) == {"settled": 3, "unknown": 202}
    assert (await books.balances())["asset:bank:main"] == -205 * 900
    page = await settling.payments.get(f"{ROOT}/statements/{statement['statement_id']}/lines?limit=100", as_=anna())
    assert [line["row"] for line in page.json()["items"]] == [*range(2, 102)]
    cursor = page.json()["next_cursor"]
    after = f"{ROOT}/statements/{statement['statement_id']}/lines?limit=100&cursor={cursor}"
    assert (await settling.payments.get(after, as_=anna())).json()["items"][0]["row"] == 102
    listed = await settling.payments.get(f"{ROOT}/differences?format=csv&limit=5", as_=anna())
    assert len(listed.text.splitlines()) == 6


async def test_lists_show_one_source_if_wanted(settling: Settling) -> None:
    await settling.statement(row("NOBODY", 5))
    await settling.statement(row("NOBODY", 5), source="nagad")
    for what in ("statements", "differences"):
        found = await settling.payments.get(f"{ROOT}/{what}?kind=provider&source=nagad", as_=anna())
        assert [each["source"] for each in found.json()["items"]] == ["nagad"]
    mappings = (await settling.payments.get(f"{ROOT}/mappings", as_=anna())).json()
    assert [each["source"] for each in mappings] == ["bkash", "nagad"]


async def test_a_file_that_is_too_long_or_no_table_is_refused(settling: Settling) -> None:
    await settling.map()
    long = file_of(HEADER, ["x" * 10_000_001])
    assert (await settling.send("statements", long)).status_code in {413, 422}
    assert (await settling.send("statements", b"\x00\x01", format_="xlsx")).status_code == 422
    empty = await settling.send("statements", file_of(HEADER, row("T", 1, status="Failed")))
    assert (empty.status_code, "no line" in empty.text) == (422, True)
