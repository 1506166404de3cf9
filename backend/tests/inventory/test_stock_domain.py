"""How stock moves, without a database."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bdcommerce.contracts.inventory import HoldGone, OutOfStock, StockHeld, StockLine, UnknownHold
from bdcommerce.inventory.domain import (
    AdjustStock,
    CommitHold,
    CountStock,
    ExpireHold,
    GiveBack,
    Granted,
    Hold,
    PlaceHold,
    ReleaseHold,
    Request,
    Shelf,
    Stock,
    Warehouse,
    grant,
    summed,
)
from bdcommerce.inventory.errors import BelowHeld, HoldDiffers, NotGivenBack, UnknownStock
from bdcommerce.inventory.events import Lot
from bdcommerce.kernel.errors import BdError, Invalid

NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
TTL = timedelta(minutes=15)
LATER = NOW + TTL
WAREHOUSES = {"whs_a": Warehouse("whs_a", "ven_a", "Main"), "whs_b": Warehouse("whs_b", "ven_b", "Main")}


OWN = Lot("whs_a")


def shelf(holds: dict[str, Hold] | None = None, **on_hand: int) -> Shelf:
    stock = {offer: Stock(offer, "ven_a", units, 0, 1) for offer, units in on_hand.items()}
    lots = {offer: {OWN: units} if units else {} for offer, units in on_hand.items()}
    return Shelf(stock, holds or {}, {}, lots, WAREHOUSES)


def after(before: Shelf, *requests: Request, now: datetime = NOW) -> Shelf:
    """The shelf once the requests were granted; a refused one raises."""
    granted = grant(before, requests, now)
    for outcome in granted.outcomes:
        if isinstance(outcome, BdError):
            raise outcome
    return merged(before, granted)


def merged(before: Shelf, granted: Granted) -> Shelf:
    return Shelf(
        {**before.stock, **granted.stock},
        {**before.holds, **granted.holds},
        {**before.given, **granted.given},
        {**before.lots, **granted.lots},
        before.warehouses,
    )


def place(hold_id: str = "h1", **quantities: int) -> PlaceHold:
    return PlaceHold(hold_id, quantities, TTL)


def units(seen: Shelf, offer: str = "a") -> tuple[int, int]:
    return seen.stock[offer].on_hand, seen.stock[offer].held


def test_a_hold_sets_units_aside_until_it_ends() -> None:
    granted = grant(shelf(a=5), [place(a=3)], NOW)
    assert granted.outcomes == [StockHeld(hold_id="h1", expires_at=NOW + TTL)]
    assert granted.stock["a"] == Stock("a", "ven_a", 5, 3, 2)


def test_one_missing_line_refuses_the_whole_hold() -> None:
    granted = grant(shelf(a=5, b=1), [place(a=3, b=2, c=1)], NOW)
    (refusal,) = granted.outcomes
    assert isinstance(refusal, OutOfStock)
    assert refusal.data["shortages"] == {"b": 1, "c": 0}
    assert not granted.stock
    assert not granted.holds


def test_a_batch_is_granted_in_order_of_arrival() -> None:
    granted = grant(shelf(a=5), [place("h1", a=3), place("h2", a=3), place("h3", a=2)], NOW)
    assert [isinstance(outcome, StockHeld) for outcome in granted.outcomes] == [True, False, True]
    assert granted.stock["a"].available == 0
    assert sorted(granted.holds) == ["h1", "h3"]


def test_the_same_hold_twice_in_a_batch_holds_once() -> None:
    granted = grant(shelf(a=5), [place(a=3), place(a=3)], NOW)
    assert granted.outcomes[0] == granted.outcomes[1]
    assert granted.stock["a"].held == 3


def test_a_hold_again_with_other_units_is_refused() -> None:
    with pytest.raises(HoldDiffers):
        after(shelf(a=5), place(a=3), place(a=2))


def test_a_commit_sells_what_was_held() -> None:
    assert units(after(shelf(a=5), place(a=3), CommitHold("h1"))) == (2, 0)


def test_a_second_commit_sells_nothing_more() -> None:
    assert units(after(shelf(a=5), place(a=3), CommitHold("h1"), CommitHold("h1"))) == (2, 0)


def test_an_unknown_hold_cannot_be_committed() -> None:
    with pytest.raises(UnknownHold):
        after(shelf(a=5), CommitHold("h1"))


def test_a_released_hold_frees_its_units_once() -> None:
    seen = after(shelf(a=5), place(a=3), ReleaseHold("h1", "changed mind"), ReleaseHold("h1", "again"))
    assert units(seen) == (5, 0)
    assert seen.holds["h1"].reason == "changed mind"


def test_a_released_hold_can_neither_be_committed_nor_held_again() -> None:
    released = after(shelf(a=5), place(a=3), ReleaseHold("h1", "cancelled"))
    for request in (CommitHold("h1"), place(a=3)):
        with pytest.raises(HoldGone):
            after(released, request)


def test_a_release_that_comes_before_its_hold_refuses_it() -> None:
    with pytest.raises(HoldGone):
        after(shelf(a=5), ReleaseHold("h1", "cancelled"), place(a=3))


def test_releasing_a_committed_hold_brings_back_what_is_not_back_yet() -> None:
    sold = after(shelf(a=5), place(a=3), CommitHold("h1"), GiveBack("k1", "h1", {"a": 1}, "line cancelled"))
    assert units(sold) == (3, 0)
    assert units(after(sold, ReleaseHold("h1", "order failed"))) == (5, 0)


def test_a_hold_ends_at_its_time_and_not_before() -> None:
    held = after(shelf(a=5), place(a=3))
    assert units(after(held, ExpireHold("h1"), now=LATER - timedelta(microseconds=1))) == (5, 3)
    ended = after(held, ExpireHold("h1"), now=LATER)
    assert units(ended) == (5, 0)
    assert ended.holds["h1"].status == "expired"


def test_a_committed_hold_does_not_end() -> None:
    sold = after(shelf(a=5), place(a=3), CommitHold("h1"))
    assert units(after(sold, ExpireHold("h1"), now=LATER)) == (2, 0)


def test_an_overdue_hold_that_nobody_ended_yet_is_committed() -> None:
    assert units(after(after(shelf(a=5), place(a=3)), CommitHold("h1"), now=LATER)) == (2, 0)


def test_an_expired_hold_is_taken_anew_by_a_commit_while_its_units_are_there() -> None:
    ended = after(after(shelf(a=5), place(a=3)), ExpireHold("h1"), now=LATER)
    assert units(after(ended, CommitHold("h1"), now=LATER)) == (2, 0)


def test_an_expired_hold_is_gone_once_its_units_are_sold_to_somebody_else() -> None:
    ended = after(after(shelf(a=5), place(a=3)), ExpireHold("h1"), place("h2", a=4), now=LATER)
    with pytest.raises(HoldGone):
        after(ended, CommitHold("h1"), now=LATER)


def test_an_expired_hold_begins_anew_when_it_is_asked_for_again() -> None:
    ended = after(after(shelf(a=5), place(a=3)), ExpireHold("h1"), now=LATER)
    again = after(ended, place(a=3), now=LATER)
    assert units(again) == (5, 3)
    assert again.holds["h1"].expires_at == LATER + TTL


def test_units_given_back_twice_under_one_key_come_back_once() -> None:
    sold = after(shelf(a=5, b=5), place(a=3, b=1), CommitHold("h1"))
    back = GiveBack("k1", "h1", {"a": 2}, "returned")
    assert units(after(sold, back, back)) == (4, 0)


@pytest.mark.parametrize("quantities", [{"a": 4}, {"b": 1}])
def test_no_more_comes_back_than_was_sold(quantities: dict[str, int]) -> None:
    sold = after(shelf(a=5, b=5), place(a=3), CommitHold("h1"))
    with pytest.raises(NotGivenBack):
        after(sold, GiveBack("k1", "h1", quantities, "returned"))


def test_nothing_comes_back_from_a_hold_that_was_not_sold() -> None:
    with pytest.raises(NotGivenBack):
        after(shelf(a=5), place(a=3), GiveBack("k1", "h1", {"a": 1}, "returned"))


def test_a_key_belongs_to_one_hold() -> None:
    sold = after(shelf(a=5), place("h1", a=1), place("h2", a=1), CommitHold("h1"), CommitHold("h2"))
    with pytest.raises(NotGivenBack):
        after(sold, GiveBack("k", "h1", {"a": 1}, "returned"), GiveBack("k", "h2", {"a": 1}, "returned"))


def test_a_count_below_what_is_held_is_refused() -> None:
    held = after(shelf(a=5), place(a=3))
    with pytest.raises(BelowHeld) as refused:
        after(held, CountStock("ven_a", "a", 2, "stock-take"))
    assert refused.value.data["held"] == 3
    assert units(after(held, CountStock("ven_a", "a", 3, "stock-take"))) == (3, 3)


def test_units_that_are_held_cannot_be_taken_away() -> None:
    held = after(shelf(a=5), place(a=3))
    with pytest.raises(BelowHeld):
        after(held, AdjustStock("ven_a", "a", -3, "damaged"))
    assert units(after(held, AdjustStock("ven_a", "a", -2, "damaged"))) == (3, 3)


@pytest.mark.parametrize("vendor, offer", [("ven_b", "a"), ("ven_a", "never counted")])
def test_only_counted_stock_of_ones_own_can_be_adjusted(vendor: str, offer: str) -> None:
    with pytest.raises(UnknownStock):
        after(shelf(a=5), AdjustStock(vendor, offer, 1, "found"))


def test_an_adjustment_by_nothing_is_refused() -> None:
    with pytest.raises(Invalid):
        after(shelf(a=5), AdjustStock("ven_a", "a", 0, "nothing"))


def test_lines_of_one_offer_are_added_up() -> None:
    lines = [
        StockLine(offer_id="a", quantity=1),
        StockLine(offer_id="b", quantity=1),
        StockLine(offer_id="a", quantity=2),
    ]
    assert summed(lines) == {"a": 3, "b": 1}


@pytest.mark.parametrize("lines", [[], [StockLine(offer_id="a", quantity=0)]])
def test_a_hold_of_nothing_is_refused(lines: list[StockLine]) -> None:
    with pytest.raises(Invalid):
        summed(lines)


OFFERS = ("a", "b", "c")
HOLDS = tuple(f"h{number}" for number in range(6))
offers = st.sampled_from(OFFERS)
hold_ids = st.sampled_from(HOLDS)
quantities = st.dictionaries(offers, st.integers(1, 4), min_size=1)
requests = st.one_of(
    st.builds(PlaceHold, hold_ids, quantities, st.sampled_from([timedelta(seconds=5), timedelta(seconds=50)])),
    st.builds(CommitHold, hold_ids),
    st.builds(ReleaseHold, hold_ids, st.just("given up")),
    st.builds(ExpireHold, hold_ids),
    st.builds(GiveBack, st.sampled_from(["k1", "k2", "k3"]), hold_ids, quantities, st.just("returned")),
    st.builds(CountStock, st.just("ven_a"), offers, st.integers(0, 9), st.just("stock-take")),
    st.builds(AdjustStock, st.just("ven_a"), offers, st.integers(-3, 3), st.just("adjusted")),
)


@settings(deadline=None)
@given(st.integers(0, 30), st.lists(st.tuples(st.integers(0, 12), st.integers(1, 5)), max_size=40))
def test_a_batch_of_holds_takes_what_is_there_and_not_a_unit_more(on_hand: int, wanted: list[tuple[int, int]]) -> None:
    batch = [place(f"h{number}", a=quantity) for number, quantity in wanted]
    granted = grant(shelf(a=on_hand), batch, NOW)
    taken = sum(hold.quantities["a"] for hold in granted.holds.values())
    assert taken <= on_hand
    for request, outcome in zip(batch, granted.outcomes, strict=True):
        if isinstance(outcome, OutOfStock):
            assert request.quantities["a"] > outcome.data["shortages"]["a"]


@settings(deadline=None)
@given(st.integers(0, 30), st.lists(requests, max_size=20))
def test_a_batch_does_what_its_requests_do_one_by_one(on_hand: int, batch: list[Request]) -> None:
    together = merged(shelf(a=on_hand), grant(shelf(a=on_hand), batch, NOW))
    alone = shelf(a=on_hand)
    for request in batch:
        alone = merged(alone, grant(alone, [request], NOW))
    assert together == alone
