"""What providers settle: everything once, less their fee, with the errors that real statements have."""

from datetime import timedelta
from decimal import Decimal

import pytest

from bdcommerce.kernel import clock
from bdcommerce.simulators.couriers.parcels import SETTLING as COURIERS
from bdcommerce.simulators.couriers.parcels import SHORT, Parcel, Shelf
from bdcommerce.simulators.faults import Faults
from bdcommerce.simulators.settling import SETTLING, Account, Moved


class Provider:
    """Money that moved, and the account it moved on; two per cent are kept."""

    def __init__(self) -> None:
        self.moved: list[Moved] = []
        self.faults = Faults(SETTLING)
        self.account = Account("T", Decimal(2), self.faults, lambda: self.moved)

    def move(self, number: str, taka: int) -> None:
        at = clock.now() - timedelta(hours=1)
        self.moved.append(Moved(number=number, invoice=f"I{number}", amount=Decimal(taka), at=at))


@pytest.fixture
def provider() -> Provider:
    return Provider()


def test_everything_is_settled_once_and_a_refund_costs_nothing(provider: Provider) -> None:
    provider.move("A", 1000)
    provider.move("B", -300)
    assert provider.account.standing()["held"] == "700.00"
    statement = provider.account.settle()
    rows = [(row["transaction"], row["amount"], row["charge"], row["net"]) for row in statement["rows"]]
    assert rows == [("A", "1000.00", "20.00", "980.00"), ("B", "-300.00", "0.00", "-300.00")]
    assert (statement["statement"], statement["paid"]) == ("T00001", "680.00")
    assert provider.account.standing() == {"held": "0.00", "items": [], "owed": []}
    assert provider.account.settle()["rows"] == []


def test_a_line_that_stands_twice_is_paid_once_and_one_that_is_missing_comes_later(provider: Provider) -> None:
    provider.move("A", 100)
    provider.move("B", 200)
    provider.faults.arm("line_missing")
    assert [row["transaction"] for row in provider.account.settle()["rows"]] == ["B"]
    provider.faults.arm("line_twice")
    statement = provider.account.settle()
    assert ([row["transaction"] for row in statement["rows"]], statement["paid"]) == (["A", "A"], "98.00")


@pytest.mark.parametrize("fault, net", [("wrong_fee", "955.00"), ("short_settlement", "955.00")])
def test_what_is_paid_too_little_is_owed_until_somebody_asks(provider: Provider, fault: str, net: str) -> None:
    provider.move("A", 1000)
    provider.faults.arm(fault, value="25")
    assert provider.account.settle()["rows"][0]["net"] == net
    assert provider.account.standing()["owed"] == [{"transaction": "A", "amount": "25.00"}]
    assert provider.account.make_good("A") == Decimal(25)
    assert provider.account.make_good("A") is None


def test_a_courier_owes_what_it_remits_too_little_but_never_more_than_it_has() -> None:
    shelf, faults = Shelf(), Faults(COURIERS)
    for number, collected in (("1", 500), ("2", 100), ("3", 0)):
        parcel = Parcel(number=number, reference=f"R{number}", cod=collected, fee=60, asked={}, word="delivered")
        parcel.collected = collected
        shelf.keep(parcel)
    faults.arm(SHORT, times=2, value="70")
    assert [each["amount"] for each in shelf.account()["items"]] == [500, 100]
    rows = {row["consignment"]: (row["charge"], row["paid"]) for row in shelf.settle(faults)["rows"]}
    assert rows == {"1": (65.0, 365.0), "2": (61.0, 0.0), "3": (60.0, -60.0)}
    assert {each["consignment"]: each["amount"] for each in shelf.account()["owed"]} == {"1": 70.0, "2": 39.0}
