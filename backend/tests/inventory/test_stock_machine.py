"""Anything that can happen to stock, in any order: nothing is oversold, and everything adds up."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bdcommerce.inventory.domain import (
    AdjustStock,
    ApplyCount,
    CommitHold,
    CountStock,
    ExpireHold,
    GiveBack,
    Granted,
    Hold,
    JudgeBatches,
    PlaceHold,
    Position,
    ReceiveStock,
    ReleaseHold,
    Request,
    SendUnits,
    Shelf,
    Stock,
    TakeInUnits,
    Warehouse,
    fold,
    grant,
)
from bdcommerce.inventory.domain.goods import lots_in
from bdcommerce.inventory.events import (
    BatchBlocked,
    BatchUnblocked,
    Cargo,
    Counted,
    Movement,
    Shift,
    StockAdjusted,
    StockCounted,
    StockReceived,
    UnitsArrived,
    UnitsCommitted,
    UnitsGivenBack,
    UnitsSent,
    Wanted,
)
from bdcommerce.kernel import clock
from bdcommerce.kernel.address import Place
from inventory.test_stock_domain import NOW, merged

OFFERS = ("a", "b", "c")
PLACES = [
    Place(division="dhaka", district=each, upazila=f"{each}/x", lat=23 + n, lon=90) for n, each in enumerate("de")
]
WAREHOUSES = {
    each: Warehouse(each, "ven_a", each, where) for each, where in zip(("whs_a", "whs_x"), PLACES, strict=True)
}
TODAY = clock.dhaka_date(NOW)
DAYS = [TODAY, TODAY + timedelta(days=1), TODAY + timedelta(days=30)]

offers = st.sampled_from(OFFERS)
hold_ids = st.sampled_from([f"h{number}" for number in range(6)])
quantities = st.dictionaries(offers, st.integers(1, 3), min_size=1, max_size=2)
where, anywhere = st.sampled_from(["whs_a", "whs_x"]), st.sampled_from(["", "whs_a", "whs_x"])
batch_nos, any_batch = st.sampled_from(["", "L1", "L2"]), st.sampled_from([None, "", "L1", "L2"])
vendor, why = st.just("ven_a"), st.just("because")
causes = st.sampled_from(["correction", "damaged", "expired", "found"])
lines = st.lists(st.builds(Wanted, offers, st.integers(1, 4), any_batch), min_size=1, max_size=3)
requests = st.one_of(
    st.builds(PlaceHold, hold_ids, quantities, st.sampled_from([timedelta(seconds=5), timedelta(seconds=50)])),
    st.builds(CommitHold, hold_ids, st.just("ord_1"), st.sampled_from([None, *PLACES])),
    st.builds(ReleaseHold, hold_ids, why),
    st.builds(ExpireHold, hold_ids),
    st.builds(GiveBack, st.sampled_from(["k1", "k2", "k3", "k4"]), hold_ids, quantities, why),
    st.builds(CountStock, vendor, offers, st.integers(0, 5), why, anywhere, any_batch),
    st.builds(AdjustStock, vendor, offers, st.integers(-3, 3), why, causes, anywhere, any_batch),
    st.builds(
        ReceiveStock,
        vendor,
        offers,
        st.integers(1, 5),
        why,
        where,
        st.sampled_from(["L1", "L2"]),
        st.sampled_from(DAYS),
    ),
    st.builds(JudgeBatches, offers, st.sampled_from([TODAY - timedelta(days=1), *DAYS])),
    st.builds(SendUnits, st.just("trf_1"), vendor, where, lines),
)


class StockMachine(RuleBasedStateMachine):
    """Any batches in any order, with lorries on their way and people counting in between."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.seen = Shelf(warehouses=WAREHOUSES)
        self.movements: dict[str, list[Movement]] = {offer: [] for offer in OFFERS}
        self.lorries: list[list[Cargo]] = []
        self.counted: list[Counted] = []

    @initialize()
    def something_is_there(self) -> None:
        self.carry_out([CountStock("ven_a", offer, 2, "opening", where) for offer in OFFERS for where in WAREHOUSES])

    @rule(batch=st.lists(requests, min_size=1, max_size=8), seconds=st.integers(0, 20))
    def settle(self, batch: list[Request], seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        self.carry_out(batch)

    @precondition(lambda self: self.lorries)
    @rule(to=where, lost=st.integers(-1, 2))
    def a_lorry_arrives(self, to: str, lost: int) -> None:
        cargo = [replace(each, received=max(each.sent - lost, 0)) for each in self.lorries.pop()]
        granted = self.carry_out([TakeInUnits("trf_1", to, cargo)])
        assert granted.outcomes == [None]

    @rule(offer=offers, batch_no=batch_nos, off_by=st.integers(-2, 2))
    def somebody_counts(self, offer: str, batch_no: str, off_by: int) -> None:
        there = sum(lots_in(self.seen, offer, "whs_a", batch_no).values())
        self.counted = [each for each in self.counted if (each.offer_id, each.batch_no) != (offer, batch_no)]
        self.counted.append(Counted(offer, batch_no, there, max(there + off_by, 0)))

    @precondition(lambda self: self.counted)
    @rule()
    def the_count_is_approved(self) -> None:
        self.carry_out([ApplyCount("cnt_1", "ven_a", "whs_a", self.counted, "count")])
        self.counted = []

    def carry_out(self, batch: Sequence[Request]) -> Granted:
        before = self.seen
        granted = grant(before, batch, self.now)
        assert len(granted.outcomes) == len(batch)
        for offer, moved in granted.movements.items():
            self.movements[offer].extend(moved)
        self.lorries += loaded(granted)
        self.seen = merged(before, granted)
        return granted

    @invariant()
    def nothing_is_oversold(self) -> None:
        for stock in self.seen.stock.values():
            assert 0 <= stock.held <= stock.on_hand
            assert 0 <= stock.blocked <= stock.on_hand
            assert stock.available >= 0

    @invariant()
    def stock_is_what_lies_in_lots_and_what_its_movements_make_of_it(self) -> None:
        for offer, stock in self.seen.stock.items():
            lots = self.seen.lots_of(offer)
            assert all(units > 0 for units in lots.values())
            assert stock.on_hand == sum(lots.values())
            assert stock.blocked == sum(units for lot, units in lots.items() if lot.blocked)
            assert fold(Position(Stock(offer)), self.movements[offer]) == Position.of(stock, lots)

    @invariant()
    def no_unit_comes_from_nowhere_or_is_lost(self) -> None:
        for offer in OFFERS:
            flow = {kind: moved(self.movements[offer], kind) for kind in (
                StockReceived, StockCounted, StockAdjusted, UnitsCommitted, UnitsGivenBack, UnitsSent, UnitsArrived
            )}  # fmt: skip
            assert sum(flow.values()) == self.seen.of(offer).on_hand
            assert flow[UnitsCommitted] + flow[UnitsGivenBack] == -sold(self.seen.holds, offer)
            assert moved(self.movements[offer], BatchBlocked) == moved(self.movements[offer], BatchUnblocked) == 0

    @invariant()
    def held_units_are_those_of_the_holds(self) -> None:
        held: Counter[str] = Counter()
        for hold in self.seen.holds.values():
            if hold.status == "held":
                held.update(hold.quantities)
        assert {offer: stock.held for offer, stock in self.seen.stock.items() if stock.held} == dict(held)

    @invariant()
    def what_was_sold_was_picked_once_and_never_from_what_is_not_for_sale(self) -> None:
        for hold in self.seen.holds.values():
            assert all(0 <= back <= hold.quantities[offer] for offer, back in hold.given_back.items())
            if hold.picks:
                picked: Counter[str] = Counter()
                back: Counter[str] = Counter()
                for pick in hold.picks:
                    assert 0 <= pick.given_back <= pick.quantity
                    assert not pick.lot.blocked
                    assert (pick.lot.expires_on or date.max) > TODAY
                    picked[pick.offer_id] += pick.quantity
                    back[pick.offer_id] += pick.given_back
                assert picked == Counter(hold.quantities)
                assert +back == +Counter(hold.given_back)


def loaded(granted: Granted) -> list[list[Cargo]]:
    """What has left."""
    lots = [
        (offer, shift.lot, -shift.units)
        for offer, movements in granted.movements.items()
        for movement in movements
        if isinstance(movement, UnitsSent)
        for shift in movement.shifts
    ]
    return (
        [[Cargo(offer, lot.batch_no, lot.expires_on, lot.blocked, units) for offer, lot, units in lots]] if lots else []
    )


def moved(movements: Sequence[Movement], kind: type) -> int:
    """Units that came in, or went, by movements of a kind."""
    shifts: list[Shift] = []
    for each in movements:
        if isinstance(each, kind):
            shifts += getattr(each, "shifts")  # noqa: B009 - every kind that is asked about has them
    return sum(shift.units for shift in shifts)


def sold(holds: Mapping[str, Hold], offer: str) -> int:
    """Units of an offer that were sold and have not come back."""
    return sum(
        hold.quantities.get(offer, 0) - hold.given_back.get(offer, 0)
        for hold in holds.values()
        if hold.status == "committed"
    )


TestStockMachine = StockMachine.TestCase
TestStockMachine.settings = settings(deadline=None, max_examples=80, stateful_step_count=25)
