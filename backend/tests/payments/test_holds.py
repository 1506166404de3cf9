"""What is kept back from a vendor is not paid out: holds of staff, and money in dispute."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.contracts.fulfilment import ShipmentLost
from bdcommerce.kernel import clock
from bdcommerce.kernel.money import Money
from bdcommerce.payments.domain.cycles import Standing, next_on, why_not_due
from bdcommerce.payments.domain.holds import Held
from bdcommerce.payments.domain.postings import vendor_share
from support.faces.compliance import FakeCompliance
from support.faces.vendors import FakeVendors
from support.harness import Harness
from support.money import Books, anna, bela, claimed, completed, decided, delivered, disputed, remitted
from support.purchases import Bought, confirmed, vendor_order

NOON = datetime(2026, 11, 22, 6, tzinfo=UTC)
TODAY = date(2026, 11, 22)
WHY = {"reason": "papers under review"}


async def sold(books: Books, vendors: FakeVendors, name: str = "Rahim", unit_price: int = 100000) -> str:
    vendor_id = vendors.vendor(name)
    await books.sell(vendor_order(Bought(unit_price=unit_price), vendor_id=vendor_id))
    return vendor_id


async def place(payments: Harness, vendor_id: str, **body: object) -> str:
    reply = await payments.post(f"/admin/vendors/{vendor_id}/payout-holds", WHY | body, as_=anna())
    assert reply.status_code == 201, reply.text
    return str(reply.json()["hold_id"])


async def drafted(payments: Harness, vendor_id: str) -> tuple[int, str]:
    """What a batch would pay a vendor, or why it does not."""
    reply = await payments.post("/admin/payouts", {"vendor_ids": [vendor_id]}, as_=anna())
    if reply.status_code == 409:
        return 0, str(reply.json()["data"]["left_out"][vendor_id])
    batch = reply.json()["batch"]
    await payments.post(f"/admin/payouts/{batch['batch_id']}/discard", as_=anna())
    return int(batch["total"]["amount"]), ""


async def test_a_hold_keeps_its_amount_back_until_it_is_lifted(
    payments: Harness, books: Books, vendors: FakeVendors
) -> None:
    rahim = await sold(books, vendors)
    whole, _ = await drafted(payments, rahim)
    hold_id = await place(payments, rahim, amount=20000)
    assert await drafted(payments, rahim) == (whole - 20000, "")
    lifted = await payments.post(f"/admin/payout-holds/{hold_id}/lift", WHY, as_=bela())
    assert (lifted.json()["lifted_by"], lifted.json()["amount"]["amount"]) == ("usr_bela", 20000)
    assert await drafted(payments, rahim) == (whole, "")
    again = await payments.post(f"/admin/payout-holds/{hold_id}/lift", WHY, as_=bela())
    assert (again.status_code, again.json()["code"]) == (409, "hold_lifted")


async def test_a_hold_without_an_amount_keeps_everything_back(
    payments: Harness, books: Books, vendors: FakeVendors
) -> None:
    rahim = await sold(books, vendors)
    await place(payments, rahim)
    assert await drafted(payments, rahim) == (0, "on_hold")


async def test_a_hold_with_a_last_day_ends_by_itself(payments: Harness, books: Books, vendors: FakeVendors) -> None:
    with clock.frozen(NOON):
        rahim = await sold(books, vendors)
        await place(payments, rahim, until="2026-11-23")
    with clock.frozen(NOON + timedelta(days=1)):
        assert await drafted(payments, rahim) == (0, "on_hold")
    with clock.frozen(NOON + timedelta(days=2)):
        assert (await drafted(payments, rahim))[0] > 0


async def test_a_hold_that_is_over_before_it_begins_is_refused(payments: Harness, vendors: FakeVendors) -> None:
    with clock.frozen(NOON):
        body = WHY | {"until": "2026-11-21"}
        reply = await payments.post(f"/admin/vendors/{vendors.vendor()}/payout-holds", body, as_=anna())
    assert (reply.status_code, reply.json()["errors"][0]["field"]) == (422, "until")


async def test_only_a_vendor_that_is_there_can_be_held(payments: Harness) -> None:
    reply = await payments.post("/admin/vendors/ven_none/payout-holds", WHY, as_=anna())
    assert (reply.status_code, reply.json()["code"]) == (404, "unknown_vendor")
    reply = await payments.post("/admin/payout-holds/phd_none/lift", WHY, as_=anna())
    assert (reply.status_code, reply.json()["code"]) == (404, "unknown_hold")


async def test_a_batch_drafted_before_a_hold_cannot_be_approved(
    payments: Harness, books: Books, vendors: FakeVendors
) -> None:
    rahim = await sold(books, vendors)
    batch = await books.draft(rahim)
    await place(payments, rahim, amount=1)
    reply = await payments.post(f"/admin/payouts/{batch['batch_id']}/approve", as_=bela())
    assert (reply.status_code, reply.json()["code"]) == (409, "payout_on_hold")


async def test_holds_of_a_vendor_are_listed_the_newest_first(payments: Harness, vendors: FakeVendors) -> None:
    rahim = vendors.vendor("Rahim")
    made = [await place(payments, rahim, amount=n) for n in (1, 2, 3)]
    await place(payments, vendors.vendor("Karim"))
    path = f"/admin/vendors/{rahim}/payout-holds"
    first = (await payments.get(f"{path}?limit=2", as_=anna())).json()
    rest = (await payments.get(f"{path}?limit=2&cursor={first['next_cursor']}", as_=anna())).json()
    assert [each["hold_id"] for each in first["items"] + rest["items"]] == made[::-1]
    assert rest["next_cursor"] is None


async def test_money_in_dispute_is_not_released(payments: Harness, books: Books, vendors: FakeVendors) -> None:
    terms = vendor_order(Bought(unit_price=100000), vendor_id=vendors.vendor())
    order = confirmed(terms)
    await books.hear(order, disputed(terms), delivered(order, terms), remitted(terms), completed(order, terms))
    escrow = (await payments.get(f"/admin/escrows/{terms.vendor_order_id}", as_=anna())).json()
    assert (escrow["status"], escrow["held_by"]) == ("open", ["disputed"])
    await books.hear(decided(terms))
    assert (await books.balances())[f"liability:vendor:{terms.vendor_id}"] == vendor_share(terms).amount


async def test_a_dispute_after_the_release_keeps_that_money_back(
    payments: Harness, books: Books, vendors: FakeVendors
) -> None:
    rahim = await sold(books, vendors, unit_price=50000)
    other, _ = await drafted(payments, rahim)
    terms = vendor_order(Bought(unit_price=100000), vendor_id=rahim)
    await books.sell(terms)
    await books.hear(disputed(terms))
    assert await drafted(payments, rahim) == (other, "")
    await books.hear(decided(terms))
    assert await drafted(payments, rahim) == (other + vendor_share(terms).amount, "")


async def test_a_decision_heard_before_its_dispute_leaves_nothing_behind(
    payments: Harness, books: Books, vendors: FakeVendors
) -> None:
    terms = vendor_order(Bought(unit_price=100000), vendor_id=vendors.vendor())
    order = confirmed(terms)
    await books.hear(order, decided(terms), disputed(terms))
    await books.hear(delivered(order, terms), remitted(terms), completed(order, terms))
    assert (await drafted(payments, terms.vendor_id))[0] == vendor_share(terms).amount


async def test_a_lost_parcel_is_claimed_from_its_courier(payments: Harness, books: Books, vendors: FakeVendors) -> None:
    terms = vendor_order(Bought(unit_price=100000), vendor_id=vendors.vendor())
    order = confirmed(terms)
    lost = ShipmentLost(
        shipment_id="shp_1",
        order_id=order.order_id,
        vendor_order_id=terms.vendor_order_id,
        vendor_id=terms.vendor_id,
        courier="own",
        at=clock.now(),
    )
    await books.hear(order, lost, claimed(terms, 80000), claimed(terms, 0))
    balances = await books.balances()
    assert (balances["asset:courier:own"], balances["expense:claims"]) == (-80000, 80000)
    [parcel] = (await payments.get("/admin/cod", as_=anna())).json()["parcels"]
    assert (parcel["claimed"]["amount"], parcel["outstanding"]["amount"]) == (80000, 80000)


# --- payout cycles


def standing(**facts: object) -> Standing:
    usual: dict[str, object] = {
        "vendor_id": "ven_1", "tier": "standard", "owed": Money(50000), "held": Held(amount=Money(0)),
        "due_on": TODAY + timedelta(days=9), "since": TODAY - timedelta(days=3), "in_open_payout": False,
    }  # fmt: skip
    return Standing(**(usual | facts))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "facts, expected",
    [
        ({}, None),
        ({"since": TODAY - timedelta(days=2)}, "not_yet"),
        ({"since": TODAY, "due_on": TODAY + timedelta(days=1)}, None),
        ({"since": TODAY, "due_on": TODAY + timedelta(days=2)}, "not_yet"),
        ({"in_open_payout": True}, "in_open_payout"),
        ({"held": Held(amount=Money(50000))}, "on_hold"),
        ({"held": Held(amount=Money(0), everything=True)}, "on_hold"),
        ({"held": Held(amount=Money(45001))}, "below_minimum"),
        ({"owed": Money(100), "due_on": TODAY}, None),
        ({"due_on": None}, None),
    ],
)
def test_who_is_paid_today(facts: dict[str, object], expected: str | None) -> None:
    assert why_not_due(standing(**facts), cycle_days=3, minimum=Money(5000), today=TODAY) == expected


@given(cycle=st.integers(0, 60), days=st.integers(1, 40), waited=st.integers(0, 60))
def test_no_cycle_goes_beyond_the_law(cycle: int, days: int, waited: int) -> None:
    due_on = TODAY + timedelta(days=days)
    facts = standing(due_on=due_on, since=TODAY - timedelta(days=waited))
    assert next_on(facts, cycle) < due_on
    assert why_not_due(facts, cycle_days=cycle, minimum=Money(10**9), today=due_on - timedelta(days=1)) is None


async def test_a_trusted_vendor_is_paid_before_a_new_one(
    payments: Harness, books: Books, vendors: FakeVendors, compliance: FakeCompliance
) -> None:
    for tier, days in (("new", 7), ("standard", 3), ("trusted", 1)):
        compliance.set_rule(f"payout.cycle_days_{tier}", days)
    with clock.frozen(NOON):
        new, trusted = await sold(books, vendors, "Rahim"), await sold(books, vendors, "Karim")
        vendors.set_tier(new, "new")
        vendors.set_tier(trusted, "trusted")
    with clock.frozen(NOON + timedelta(days=1)):
        listed = (await payments.get("/admin/payouts/due", as_=anna())).json()["items"]
        assert {each["vendor_id"]: each["not_due"] for each in listed} == {new: "not_yet", trusted: None}
        assert {each["vendor_id"]: each["next_on"] for each in listed} == {new: "2026-11-29", trusted: "2026-11-23"}
        batch = await books.draft(only_due=True)
        assert [each["vendor_id"] for each in batch["items"]] == [trusted]
        listed = (await payments.get("/admin/payouts/due", as_=anna())).json()["items"]
        assert {each["vendor_id"]: each["not_due"] for each in listed} == {new: "not_yet", trusted: "in_open_payout"}
    with clock.frozen(NOON + timedelta(days=7)):
        assert [each["vendor_id"] for each in (await books.draft(only_due=True))["items"]] == [new]
