"""What a courier hands over, and what it still owes."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.contracts.fulfilment import CodRemitted
from bdcommerce.fulfilment.domain.cash import CodParcel, HandedOver, Shortage, remit, settle
from bdcommerce.fulfilment.errors import AlreadyRemitted, AlreadySettled, NotCollected
from bdcommerce.kernel.errors import Invalid
from bdcommerce.kernel.money import Money

NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)


def collected(shipment_id: str, amount: int, *, courier: str = "own_riders", remitted: bool = False) -> CodParcel:
    return CodParcel(
        shipment_id=shipment_id,
        vendor_order_id=f"vor_{shipment_id}",
        courier=courier,
        collected=Money(amount),
        remitted=remitted,
    )


def handed(shipment_id: str, arrived: int, charge: int) -> HandedOver:
    return HandedOver(shipment_id=shipment_id, arrived=Money(arrived), charge=Money(charge))


def remitted(handed_over: list[HandedOver], *parcels: CodParcel) -> CodRemitted:
    by_id = {parcel.shipment_id: parcel for parcel in parcels}
    return remit("own_riders", "S-1", handed_over, by_id, remittance_id="rem_1", at=NOW)


def test_what_neither_arrived_nor_was_charged_is_short() -> None:
    made = remitted(
        [handed("a", 216000, 6500), handed("b", 86545, 6500)], collected("a", 223855), collected("b", 93045)
    )
    assert [parcel.short for parcel in made.parcels] == [Money(1355), Money(0)]
    assert [parcel.vendor_order_id for parcel in made.parcels] == ["vor_a", "vor_b"]


@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**6), st.integers(1, 10**9)), min_size=1, max_size=9))
def test_arrived_charge_and_short_add_up_to_what_was_collected(parts: list[tuple[int, int, int]]) -> None:
    parcels = [collected(str(number), sum(part)) for number, part in enumerate(parts)]
    made = remitted([handed(str(number), *part[:2]) for number, part in enumerate(parts)], *parcels)
    for line, parcel in zip(made.parcels, parcels, strict=True):
        assert line.arrived + line.charge + line.short == line.collected == parcel.collected
        assert line.short.amount >= 0


@pytest.mark.parametrize(
    "handed_over, field",
    [
        ([handed("a", 100, 1)], "parcels[0].arrived"),
        ([handed("b", 1, 0), handed("a", 0, 101)], "parcels[1].arrived"),
        ([handed("a", -1, 0)], "parcels[0].arrived"),
        ([handed("a", 0, -1)], "parcels[0].charge"),
        ([handed("a", 1, 0), handed("a", 1, 0)], "parcels[1].shipment_id"),
        ([HandedOver(shipment_id="a", arrived=Money(1, "USD"), charge=Money(0))], "parcels[0].arrived"),
        ([], "parcels"),
    ],
)
def test_a_statement_that_cannot_be_true_is_refused(handed_over: list[HandedOver], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        remitted(handed_over, collected("a", 100), collected("b", 100))
    assert list(refused.value.data["fields"]) == [field]


def test_one_wrong_parcel_refuses_the_whole_remittance() -> None:
    with pytest.raises(NotCollected) as refused:
        remitted([handed("a", 1, 0), handed("nobody's", 1, 0)], collected("a", 100))
    assert refused.value.data["shipment_ids"] == ["nobody's"]


def test_cash_of_another_courier_is_refused() -> None:
    with pytest.raises(NotCollected):
        remitted([handed("a", 1, 0)], collected("a", 100, courier="somebody"))


def test_cash_is_handed_over_once() -> None:
    with pytest.raises(AlreadyRemitted):
        remitted([handed("a", 1, 0)], collected("a", 100, remitted=True))


def test_a_shortage_is_settled_once() -> None:
    shortage = Shortage(
        shortage_id="sht_1",
        courier="own_riders",
        shipment_id="a",
        vendor_order_id="vor_a",
        amount=Money(1355),
        settled=False,
    )
    assert settle(shortage, "paid", NOW).amount == Money(1355)
    settled = Shortage(
        shortage_id="sht_1",
        courier="own_riders",
        shipment_id="a",
        vendor_order_id="vor_a",
        amount=Money(1355),
        settled=True,
    )
    with pytest.raises(AlreadySettled):
        settle(settled, "written_off", NOW)
