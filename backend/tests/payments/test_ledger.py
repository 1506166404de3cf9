"""The ledger by itself: entries balance or do not exist, and any sequence of them sums to zero."""

from collections import Counter
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.contracts.fulfilment import CodRemitted, CodShortageSettled, RemittedParcel, ShipmentDelivered
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Invalid
from bdcommerce.kernel.money import Money
from bdcommerce.payments.domain import ledger, postings
from bdcommerce.payments.domain.ledger import Account, Entry, credit, debit, entry, reversal
from bdcommerce.payments.errors import NotBalanced
from bdcommerce.payments.events import About
from support.purchases import Bought, vendor_order

amounts = st.integers(min_value=0, max_value=10**9).map(Money)
PLAIN = About()


def balances(entries: list[Entry]) -> Counter[Account]:
    sums: Counter[Account] = Counter()
    for item in entries:
        for line in item.lines:
            sums[line.account] += line.credited
    return sums


def delivered(collected: Money) -> ShipmentDelivered:
    return ShipmentDelivered(
        shipment_id="shp_1",
        order_id="ord_1",
        vendor_order_id="vor_1",
        vendor_id="ven_1",
        courier="own",
        collected=collected,
        proof="otp",
        at=clock.now(),
    )


def remittance(parcel: RemittedParcel) -> CodRemitted:
    return CodRemitted(remittance_id="rem_1", courier="own", reference="R-1", parcels=[parcel], at=clock.now())


def parcel(arrived: Money, charge: Money, short: Money) -> RemittedParcel:
    return RemittedParcel(
        shipment_id="shp_1",
        vendor_order_id="vor_1",
        collected=arrived + charge + short,
        arrived=arrived,
        charge=charge,
        short=short,
    )


def shortage(amount: Money, how: str) -> CodShortageSettled:
    return CodShortageSettled(
        shortage_id="sht_1",
        courier="own",
        shipment_id="shp_1",
        vendor_order_id="vor_1",
        amount=amount,
        how="paid" if how == "paid" else "written_off",
        at=clock.now(),
    )


def release(goods: Money, operator_discount: Money) -> Entry | None:
    discount = min(goods, operator_discount).amount
    return postings.released("ord_1", vendor_order(Bought(unit_price=goods.amount), operator_discount=discount))


remitted = st.builds(parcel, amounts, amounts, amounts).map(lambda item: postings.remitted(remittance(item), item))
settled = st.builds(shortage, amounts, st.sampled_from(["paid", "written_off"])).map(postings.shortage_settled)
paid_out = st.builds(postings.payout_approved, st.just("bat_1"), st.just("pay_1"), st.just("ven_1"), amounts)
confirmed = st.builds(postings.payout_confirmed, st.just("bat_1"), st.just("pay_1"), amounts, amounts)
posted = st.one_of(
    amounts.map(delivered).map(postings.collected),
    remitted,
    settled,
    st.builds(release, amounts, amounts),
    paid_out,
    confirmed,
)


@given(st.lists(posted, max_size=30))
def test_any_sequence_of_postings_sums_to_zero(sequence: list[Entry | None]) -> None:
    assert sum(balances([item for item in sequence if item]).values()) == 0


@given(posted)
def test_an_entry_and_its_reversal_leave_nothing(item: Entry | None) -> None:
    if item:
        back = reversal(item, "payout_failed", item.reference)
        assert set(balances([item, back]).values()) == {0}
        assert back.reverses == item.id
        assert back.id != item.id


@given(st.lists(st.tuples(st.sampled_from(["debit", "credit"]), st.integers(-50, 50)), max_size=6))
def test_lines_that_differ_are_refused_and_lines_that_match_are_kept(drawn: list[tuple[str, int]]) -> None:
    sides = {"debit": debit, "credit": credit}
    lines = tuple(sides[side](ledger.MAIN_BANK, Money(amount)) for side, amount in drawn)
    signed = sum(amount if side == "credit" else -amount for side, amount in drawn)
    moving = [amount for _, amount in drawn if amount]
    if not moving:
        assert entry("cod_collected", "x", PLAIN, lines) is None
    elif signed == 0:
        made = entry("cod_collected", "x", PLAIN, lines)
        assert made is not None
        assert len(made.lines) == len(moving)
    else:
        with pytest.raises(NotBalanced):
            entry("cod_collected", "x", PLAIN, lines)


def test_an_entry_of_two_currencies_is_refused() -> None:
    lines = (debit(ledger.MAIN_BANK, Money(5, "BDT")), credit(ledger.CUSTOMER_FUNDS, Money(5, "USD")))
    with pytest.raises(NotBalanced, match="currencies"):
        Entry(kind="cod_collected", reference="x", lines=lines)


def test_a_line_of_nothing_is_refused() -> None:
    lines = (debit(ledger.MAIN_BANK, Money(0)), credit(ledger.CUSTOMER_FUNDS, Money(0)))
    with pytest.raises(NotBalanced, match="above zero"):
        Entry(kind="cod_collected", reference="x", lines=lines)


def test_an_entry_cannot_be_changed() -> None:
    made = postings.collected(delivered(Money(5)))
    with pytest.raises(FrozenInstanceError):
        made.reference = "y"  # type: ignore[misc, union-attr]


@pytest.mark.parametrize(
    "name",
    ["asset:bank:main", "asset:courier:own", "asset:provider:bkash", "liability:vendor:ven_1", "liability:vds"],
)
def test_accounts_of_the_chart_are_known(name: str) -> None:
    assert Account(name).name == name


@pytest.mark.parametrize(
    "name",
    ["", "asset", "asset:bank", "asset:bank:", "asset:courier:A b", "liability:vendor:x:y", "income:interest", "vat"],
)
def test_accounts_outside_the_chart_are_refused(name: str) -> None:
    with pytest.raises(Invalid):
        Account(name)


def test_the_courier_keeps_what_it_has_not_handed_over() -> None:
    short = parcel(Money(200000), Money(6500), Money(16000))
    entries = [
        postings.collected(delivered(short.collected)),
        postings.remitted(remittance(short), short),
        postings.shortage_settled(shortage(Money(6000), "written_off")),
    ]
    sums = balances([item for item in entries if item])
    assert sums[ledger.courier("own")] == -10000
    assert sums[ledger.CLAIMS] == -6000
    assert sums[ledger.COURIER_CHARGES] == -6500
    assert sums[ledger.MAIN_BANK] == -200000


def test_a_parcel_that_costs_nothing_at_the_door_posts_nothing() -> None:
    assert postings.collected(delivered(Money(0))) is None


def test_a_failed_payout_is_the_payout_turned_round_and_owes_the_vendor_again() -> None:
    sent = postings.payout_approved("bat_1", "pay_1", "ven_1", Money(5000))
    assert sent is not None
    back = postings.payout_failed(sent)
    assert (back.kind, back.reference, back.reverses) == ("payout_failed", "pay_1", sent.id)
    assert balances([back])[ledger.vendor("ven_1")] == 5000
