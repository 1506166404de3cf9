"""Credit and debit notes: issued when goods come back or do not arrive, numbered without a gap, never too much."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bdcommerce.compliance.domain import notes
from bdcommerce.compliance.domain.invoices import Invoice, Party, goods_lines
from bdcommerce.compliance.domain.notes import Note
from bdcommerce.compliance.domain.sales import DisputeHeard, Facts, ReturnHeard
from bdcommerce.contracts.orders import OrderConfirmed, ReturnedLine, VendorOrderAmended, VendorOrderTerms
from bdcommerce.contracts.vendors import IssuerIdentity
from bdcommerce.kernel.money import Money
from compliance.hands import Hands
from compliance.heard import DAY, HOUR, NOON, delivered, given_back, lost, picked_up, proof
from compliance.test_disputes import decide, dispute, say
from compliance.test_invoices import buy, hand_over
from support.faces.orders import FakeOrders
from support.faces.vendors import FakeVendors
from support.harness import Harness
from support.purchases import Bought, confirmed, vendor_order, without_line
from support.tokens import customer, staff, vendor


def reader() -> str:
    return staff("invoices.read", "invoices.manage")


@pytest.fixture
def seller(vendors: FakeVendors) -> str:
    return vendors.vendor("Rahim Stores")


@pytest.fixture
def terms(seller: str) -> VendorOrderTerms:
    """1,150.00 twice, and 99.00: VAT of 15 per cent inside."""
    return vendor_order(Bought(unit_price=115000, quantity=2), Bought(unit_price=9900), vendor_id=seller)


@pytest.fixture
async def order(compliance: Harness, hands: Hands, orders: FakeOrders, terms: VendorOrderTerms) -> OrderConfirmed:
    """Its goods have left, so its invoice is there."""
    made = await buy(compliance, orders, terms)
    await hand_over(compliance, made, terms)
    return made


async def shown(compliance: Harness) -> list[dict[str, Any]]:
    reply = await compliance.get("/admin/tax-notes", as_=reader())
    assert reply.status_code == 200, reply.text
    items: list[dict[str, Any]] = reply.json()["items"]
    return sorted(items, key=lambda note: note["number"])


async def invoice_of(compliance: Harness) -> dict[str, Any]:
    (found,) = (await compliance.get("/admin/invoices", as_=reader())).json()["items"]
    made: dict[str, Any] = (await compliance.get(f"/admin/invoices/{found['id']}", as_=reader())).json()
    return made


async def test_goods_that_came_back_are_credited_with_their_vat(
    compliance: Harness, order: OrderConfirmed, terms: VendorOrderTerms
) -> None:
    back = given_back(order, terms, NOON + DAY)
    await compliance.publish(back, back)
    (note,) = await shown(compliance)
    assert (note["kind"], note["number"], note["reason"]) == ("credit", "M67-2627-0000001", "defective")
    assert (note["total"]["amount"], note["vat"]["amount"], note["price"]["amount"]) == (115000, 15000, 100000)
    assert note["invoice_number"] == (await invoice_of(compliance))["number"]
    assert note["recipient"]["name"] == ""
    (mine,) = (await compliance.get(f"/orders/{order.order_id}/tax-notes", as_=customer(order.customer_id))).json()
    path = f"/vendor/tax-notes/{note['id']}"
    assert mine == (await compliance.get(path, as_=vendor(terms.vendor_id))).json() == note


async def test_the_rest_is_credited_in_a_note_of_its_own_and_all_of_it_is_what_was_charged(
    compliance: Harness, order: OrderConfirmed, terms: VendorOrderTerms
) -> None:
    for number in (1, 2):
        await compliance.publish(given_back(order, terms, NOON + number * DAY, return_id=f"ret_{number}"))
    await compliance.publish(lost(order, terms, NOON + 3 * DAY))
    made = await shown(compliance)
    assert [note["number"][-1] for note in made] == ["1", "2", "3"]
    assert [note["total"]["amount"] for note in made] == [115000, 115000, 9900]
    invoice = await invoice_of(compliance)
    assert sum(note["vat"]["amount"] for note in made) == invoice["vat"]["amount"]


async def test_goods_that_never_arrived_are_credited_whole(
    compliance: Harness, order: OrderConfirmed, terms: VendorOrderTerms
) -> None:
    await compliance.publish(lost(order, terms, NOON + DAY))
    (note,) = await shown(compliance)
    assert (note["reason"], note["total"]["amount"]) == ("not_delivered", 239900)


async def test_fewer_goods_than_were_charged_are_credited(
    compliance: Harness, order: OrderConfirmed, terms: VendorOrderTerms
) -> None:
    fewer = without_line(terms, terms.lines[1].line_id)
    amended = VendorOrderAmended(order_id=order.order_id, terms=fewer, cancelled_lines=[], reason="", at=NOON + HOUR)
    await compliance.publish(amended)
    (note,) = await shown(compliance)
    assert (note["reason"], note["total"]["amount"]) == ("fewer_goods", 9900)


async def test_what_a_dispute_gives_back_is_credited(
    compliance: Harness, order: OrderConfirmed, terms: VendorOrderTerms
) -> None:
    await compliance.publish(delivered(order, terms, NOON + HOUR))
    opened = await dispute(compliance, order, terms)
    await say(compliance, opened, terms)
    decided = await decide(compliance, opened, "split", 23990)
    assert decided.status_code == 200, decided.text
    await compliance.settle()
    (note,) = await shown(compliance)
    assert (note["kind"], note["reason"], note["total"]["amount"]) == ("credit", "dispute", 23990)


async def test_above_a_threshold_of_vat_the_recipient_is_named(
    compliance: Harness, hands: Hands, orders: FakeOrders, seller: str
) -> None:
    dear = vendor_order(Bought(unit_price=4_000_000), vendor_id=seller)
    order = await buy(compliance, orders, dear)
    await hand_over(compliance, order, dear)
    await compliance.publish(given_back(order, dear, NOON + DAY))
    (note,) = await shown(compliance)
    assert note["vat"]["amount"] > 500_000
    assert note["recipient"]["name"]


async def test_a_plain_bill_has_no_notes(
    compliance: Harness, hands: Hands, orders: FakeOrders, vendors: FakeVendors
) -> None:
    small = vendor_order(Bought(unit_price=115000), vendor_id=vendors.vendor("Small Shop"))
    vendors.set_issuer(small.vendor_id, bin="")
    order = await buy(compliance, orders, small)
    await hand_over(compliance, order, small)
    await compliance.publish(given_back(order, small, NOON + DAY))
    assert await shown(compliance) == []


async def test_a_return_heard_before_its_invoice_waits_for_it(
    compliance: Harness, hands: Hands, orders: FakeOrders, terms: VendorOrderTerms
) -> None:
    order = await buy(compliance, orders, terms)
    await compliance.publish(picked_up(order, terms, NOON), given_back(order, terms, NOON + DAY))
    hands.at = NOON + 2 * DAY
    await compliance.settle()
    (note,) = await shown(compliance)
    assert note["total"]["amount"] == 115000


async def test_staff_credit_and_debit_never_more_than_there_is(
    compliance: Harness, order: OrderConfirmed, terms: VendorOrderTerms
) -> None:
    invoice = await invoice_of(compliance)
    path, line_id = f"/admin/invoices/{invoice['id']}/tax-notes", terms.lines[1].line_id

    async def by_hand(kind: str, total: int, line: str = line_id) -> Any:
        body = {"kind": kind, "lines": [{"line_id": line, "total": total}], "explanation": "a lower price was agreed"}
        return await compliance.post(path, body, as_=reader())

    assert (await by_hand("debit", 1)).json()["code"] == "note_too_large"
    assert (await by_hand("credit", 9901)).json()["code"] == "note_too_large"
    assert (await by_hand("credit", 1, "lin_none")).status_code == 422
    credited = await by_hand("credit", 4900)
    assert (credited.status_code, credited.json()["number"]) == (201, "M67-2627-0000001")
    debited = await by_hand("debit", 900)
    assert (debited.json()["number"], debited.json()["reason"]) == ("M68-2627-0000001", "credited_in_error")
    await compliance.publish(given_back(order, terms, NOON + DAY))
    await compliance.publish(lost(order, terms, NOON + 2 * DAY))
    made = await shown(compliance)
    charged = sum(note["total"]["amount"] * (1 if note["kind"] == "debit" else -1) for note in made)
    assert charged == -239900


async def test_notes_are_printed_for_vendor_staff_and_customer(
    compliance: Harness, order: OrderConfirmed, terms: VendorOrderTerms
) -> None:
    await compliance.publish(given_back(order, terms, NOON + DAY))
    (note,) = await shown(compliance)
    whose = {
        "/tax-notes": customer(order.customer_id),
        "/vendor/tax-notes": vendor(terms.vendor_id),
        "/admin/tax-notes": reader(),
    }
    for path, token in whose.items():
        paper = await compliance.get(f"{path}/{note['id']}/pdf?language=en", as_=token)
        assert (paper.status_code, paper.headers["content-type"]) == (200, "application/pdf"), paper.text
        assert paper.headers["content-disposition"] == 'attachment; filename="M67-2627-0000001.pdf"'
        assert paper.content.startswith(b"%PDF-")
    for path, token in (("/tax-notes", customer("usr_other")), ("/vendor/tax-notes", vendor("ven_other"))):
        assert (await compliance.get(f"{path}/{note['id']}/pdf", as_=token)).status_code == 404
    line = {"line_id": terms.lines[0].line_id, "total": 5000}
    body = {"kind": "debit", "lines": [line], "explanation": "credited too much"}
    debit = await compliance.post(f"/admin/invoices/{note['invoice_id']}/tax-notes", body, as_=reader())
    assert debit.status_code == 201, debit.text
    hidden = await compliance.get(f"/tax-notes/{debit.json()['id']}/pdf", as_=customer(order.customer_id))
    assert hidden.status_code == 404


async def test_notes_are_nobody_elses(compliance: Harness, order: OrderConfirmed, terms: VendorOrderTerms) -> None:
    await compliance.publish(given_back(order, terms, NOON + DAY))
    (note,) = await shown(compliance)
    stranger = customer("usr_stranger")
    assert (await compliance.get(f"/orders/{order.order_id}/tax-notes", as_=stranger)).status_code == 404
    assert (await compliance.get(f"/vendor/tax-notes/{note['id']}", as_=vendor("ven_other"))).status_code == 404
    assert (await compliance.get("/vendor/tax-notes", as_=vendor("ven_other"))).json()["items"] == []
    assert (await compliance.get("/admin/tax-notes", as_=staff("orders.read"))).status_code == 403


async def test_the_database_keeps_notes_as_they_are(
    compliance: Harness, order: OrderConfirmed, terms: VendorOrderTerms
) -> None:
    await compliance.publish(given_back(order, terms, NOON + DAY))
    for statement in ("UPDATE tax_note SET reason = 'other'", "DELETE FROM tax_note"):
        with pytest.raises(Exception, match=r"tax_note"):
            async with compliance.database.transaction() as tx:
                await tx.execute(text(statement))
    copied = (
        "INSERT INTO tax_note SELECT 'ntx_2' AS id, kind, issuer_id, fiscal_year, number, vendor_id, customer_id, "
        "order_id, order_number, vendor_order_id, invoice_id, invoice_number, reason, explanation, by, "
        "parties_sealed, seq + 2, net, vat, gross, issued_at, invoice_issued_at, lines FROM tax_note"
    )
    with pytest.raises(IntegrityError, match="gap"):
        async with compliance.database.transaction() as tx:
            await tx.execute(text(copied))


bought = st.builds(Bought, unit_price=st.integers(100, 500_000), quantity=st.integers(1, 7))


@given(st.lists(bought, min_size=1, max_size=4), st.data())
def test_notes_in_any_portions_take_off_exactly_what_was_charged(lines: list[Bought], data: st.DataObject) -> None:
    terms = vendor_order(*lines)
    invoice = _invoice(terms)
    facts = Facts(terms=terms, terms_at=NOON)
    issued: list[Note] = []
    for line in terms.lines:
        left = (line.list_price - line.vendor_discount).amount
        while left:
            goods = data.draw(st.integers(1, left)) if len(facts.returns) < 6 else left
            left -= goods
            units = ReturnedLine(line_id=line.line_id, quantity=1, goods=Money(goods), operator_discount=Money(0))
            heard = ReturnHeard(accepted=proof(_back(terms)), amount=goods, lines=(units,))
            facts = replace(facts, returns=(*facts.returns, heard))
            wanted = notes.with_notes_of_staff(notes.owed(invoice, facts), issued)
            found = notes.differences(invoice, notes.standing(invoice, issued), wanted)
            assert set(found) == {"credit"}
            issued.append(_note(invoice, found["credit"]))
    assert sum(note.gross for note in issued) == invoice.gross
    assert sum(note.vat for note in issued) == invoice.vat
    assert set(notes.standing(invoice, issued).values()) == {0}


@given(st.lists(bought, min_size=1, max_size=4), st.data())
def test_a_dispute_and_the_return_of_all_units_afterwards_take_off_everything_once(
    lines: list[Bought], data: st.DataObject
) -> None:
    goods = sum(line.unit_price * line.quantity for line in lines)
    terms = vendor_order(*lines, operator_discount=data.draw(st.integers(0, goods // 2)))
    invoice, refund = _invoice(terms), data.draw(st.integers(1, terms.total.amount))
    decided = DisputeHeard(dispute_id="dsp_1", decided=proof(_back(terms)), refund=refund)
    facts = Facts(terms=terms, terms_at=NOON, disputes=(decided,))
    reduced = notes.owed(invoice, facts)
    given_back_of_goods = min(refund, terms.goods.amount - terms.operator_discount.amount)
    taken_off = terms.goods.amount - sum(reduced.values())
    assert given_back_of_goods <= taken_off <= given_back_of_goods + terms.operator_discount.amount
    assert all(0 <= reduced[line.reference] <= line.gross for line in invoice.lines)
    assert notes.reason_of(facts) == "dispute"
    units = tuple(
        ReturnedLine(
            line_id=line.line_id, quantity=line.quantity, goods=line.list_price - line.vendor_discount,
            operator_discount=line.operator_discount,
        )
        for line in terms.lines
    )  # fmt: skip
    later = proof(given_back(confirmed(terms), terms, NOON + HOUR))
    all_back = replace(facts, returns=(ReturnHeard(accepted=later, amount=0, lines=units),))
    assert set(notes.owed(invoice, all_back).values()) == {0}


def _back(terms: VendorOrderTerms) -> Any:

    return given_back(confirmed(terms), terms, NOON)


def _invoice(terms: VendorOrderTerms) -> Invoice:
    issuer = IssuerIdentity(vendor_id="ven_a", name="A", bin="1", address="", officer="", designation="")
    return Invoice(
        id="inv_1", kind="vat", number="M63-2627-0000001", fiscal_year="2026-27", seq=1, issued_at=NOON,
        supplied_at=NOON, issuer=issuer, buyer=Party(name="B"), vendor_id="ven_a", customer_id="", order_id="ord_1",
        order_number="", vendor_order_id="vor_1", month=None, destination="", lines=goods_lines(terms.lines, "vat"),
        operator_discount=0,
    )  # fmt: skip


def _note(invoice: Invoice, lines: list[notes.NoteLine]) -> Note:
    return Note(
        id="ntx_1", kind="credit", number="", fiscal_year="2026-27", seq=1, issued_at=NOON, issuer=invoice.issuer,
        recipient=Party(name=""), vendor_id="", customer_id="", order_id="", order_number="", vendor_order_id="",
        invoice_id=invoice.id, invoice_number="", invoice_issued_at=NOON, reason="other", explanation="", by="",
        lines=tuple(lines),
    )  # fmt: skip
