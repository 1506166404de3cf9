"""How paying at the door is appraised: each point explained, nothing but the named signals, never milder for worse."""

from contextlib import suppress
from dataclasses import fields, replace
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.kernel.address import Address
from bdcommerce.kernel.errors import Invalid
from bdcommerce.kernel.money import Money
from bdcommerce.orders.domain.advances import advance_of, lawful, most_of, sum_of
from bdcommerce.orders.domain.confirmation import CodeLimits, Confirmation
from bdcommerce.orders.domain.risk.addresses import faults_of, trace_of
from bdcommerce.orders.domain.risk.appraisal import appraise
from bdcommerce.orders.domain.risk.outcomes import cause_of
from bdcommerce.orders.domain.risk.rules import KEYS, RiskRules
from bdcommerce.orders.domain.risk.words import FACTORS, reasons_for_customer
from bdcommerce.orders.errors import CodeSentJustNow, CodesUsedUp, TriesUsedUp
from bdcommerce.orders.events.risk import Signals
from orders.made import DHANMONDI, NOON, item, priced
from support.faces.compliance import SEEDED

SEEDS = RiskRules({key: Decimal(value) for key, value, _ in SEEDED if key in KEYS})
STRICTNESS = ("accept", "confirm", "advance", "refuse")
MONEY = st.integers(0, 10_000_000).map(Money)
FEW = st.integers(0, 12)
FAULTS = st.sets(st.sampled_from(["short", "no_house", "elsewhere", "gibberish"])).map(tuple)
SIGNALS = st.builds(
    Signals, delivered=FEW, refused=FEW, absent=FEW, returned=FEW, given_back=FEW, known=st.booleans(), total=MONEY,
    from_phone=FEW, from_device=FEW, to_address=FEW, address=FAULTS,
)  # fmt: skip
RULES = st.fixed_dictionaries({key: st.integers(0, 100).map(Decimal) for key in KEYS}).map(RiskRules)
WORSE = ("refused", "absent", "returned", "given_back", "from_phone", "from_device", "to_address")


@given(SIGNALS, RULES)
def test_the_points_add_up_to_the_score_and_each_is_explained(signals: Signals, rules: RiskRules) -> None:
    found = appraise(signals, rules)
    assert found.score == max(0, sum(each.points for each in found.factors))
    assert all(each.points and each.rule in KEYS and FACTORS[each.code].bn for each in found.factors)


@given(SIGNALS, RULES, st.sampled_from(WORSE), st.integers(1, 5))
def test_more_of_what_went_wrong_is_never_milder(signals: Signals, rules: RiskRules, what: str, more: int) -> None:
    before = appraise(signals, rules)
    after = appraise(replace(signals, **{what: getattr(signals, what) + more}), rules)
    assert after.score >= before.score
    assert STRICTNESS.index(after.decision) >= STRICTNESS.index(before.decision)


@given(SIGNALS, RULES, st.integers(1, 5))
def test_more_parcels_that_were_received_are_never_held_against_anybody(
    signals: Signals, rules: RiskRules, more: int
) -> None:
    better = replace(signals, delivered=signals.delivered + more)
    assert appraise(better, rules).score <= appraise(signals, rules).score


@given(SIGNALS, RULES)
def test_what_staff_have_listed_decides_alone(signals: Signals, rules: RiskRules) -> None:
    assert appraise(replace(signals, listed="allowed"), rules).decision == "accept"
    blocked = appraise(replace(signals, listed="blocked"), rules)
    assert blocked.decision == "refuse"
    assert FACTORS["phone_blocked"] not in reasons_for_customer(blocked)


def test_nothing_is_looked_at_but_parcels_orders_the_amount_and_whether_an_address_can_be_found() -> None:
    assert {each.name for each in fields(Signals)} == {
        "delivered", "refused", "absent", "returned", "given_back", "known", "total", "from_phone", "from_device",
        "to_address", "address", "listed",
    }  # fmt: skip


@pytest.mark.parametrize(
    "signals, decision",
    [
        (Signals(), "accept"),
        (Signals(known=True, refused=1), "accept"),
        (Signals(refused=2), "confirm"),
        (Signals(known=True, refused=3), "advance"),
        (Signals(known=True, refused=3, delivered=7), "confirm"),
        (Signals(known=True, refused=5), "refuse"),
        (Signals(total=Money(1_500_000), address=("short",)), "confirm"),
    ],
)
def test_first_choices_decide_as_their_operator_would(signals: Signals, decision: str) -> None:
    assert appraise(signals, SEEDS).decision == decision


def test_a_threshold_of_nothing_is_never_reached() -> None:
    off = SEEDS.supposing({"cod.refuse_from": Decimal(0), "cod.advance_from": Decimal(0)})
    assert appraise(Signals(refused=50), off).decision == "confirm"
    with pytest.raises(Invalid):
        SEEDS.supposing({"vat.standard": Decimal(1)})


def at(line1: str, area: str = "", landmark: str = "") -> Address:
    return Address(
        recipient_name="Rahima", phone="+8801712345678", line1=line1, area=area, landmark=landmark, place=DHANMONDI
    )


HERE, ELSEWHERE = ["Dhaka", "ঢাকা", "Dhanmondi"], ["Cumilla", "Comilla", "কুমিল্লা", "Mymensingh", "Cox's Bazar"]


@pytest.mark.parametrize(
    "address",
    [
        at("House 7, Road 5", "Dhanmondi"),
        at("বাড়ি ৭, রোড ৫", "ধানমন্ডি"),
        at("Vill: Rampur, Post: Kaliakair"),
        at("গ্রাম: রামপুর, ডাকঘর: কালিয়াকৈর"),
        at("12/3 Mymensingh Road, Banglamotor"),
        at("Uttar Para Jame Masjid er pashe"),
        at("Flat 4B, House 9, Road 27"),
        at("Comilla Store, House 2", "Dhanmondi"),
    ],
)
def test_addresses_as_people_write_them_are_fine(address: Address) -> None:
    assert faults_of(address, ELSEWHERE, HERE) == ()


@pytest.mark.parametrize(
    "address, fault",
    [
        (at("Dhaka"), "short"),
        (at("ঢাকা"), "short"),
        (at("near the big old tree somewhere"), "no_house"),
        (at("বড় গাছের কাছে নদীর ধারে"), "no_house"),
        (at("House 3, Kandirpar, Comilla"), "elsewhere"),
        (at("বাড়ি ৩, কান্দিরপাড়, কুমিল্লা"), "elsewhere"),
        (at("asdfgh 12 house"), "gibberish"),
        (at("House 12 sdkfjhgkj"), "gibberish"),
        (at("house house house house 1"), "gibberish"),
        (at("aaaaaaa 12 road"), "gibberish"),
        (at("কখগঘচছজঝটঠ রোড"), "gibberish"),
    ],
)
def test_addresses_that_no_rider_could_find_are_noticed(address: Address, fault: str) -> None:
    assert fault in faults_of(address, ELSEWHERE, HERE)


@given(st.text(max_size=60), st.text(max_size=30))
def test_any_text_can_be_looked_at(line1: str, area: str) -> None:
    assert set(faults_of(at(line1, area), ELSEWHERE, HERE)) <= {"short", "no_house", "elsewhere", "gibberish"}


def test_one_address_is_one_however_it_is_spaced() -> None:
    assert trace_of(at("House 7,  Road-5", "Dhanmondi")) == trace_of(at("house 7 road 5", "DHANMONDI"))
    assert trace_of(at("বাড়ি ৭")) == trace_of(at("বাড়ি 7"))
    assert trace_of(at("House 7")) != trace_of(at("House 8"))


@given(st.lists(st.integers(1, 5_000_000), min_size=1, max_size=5), st.integers(0, 100), st.booleans())
def test_an_advance_is_divided_to_the_poisha_and_never_more_than_what_is_owed(
    prices: list[int], percent: int, delivery: Any
) -> None:
    parts = priced([item(f"l{at}", f"ven_{at}", each) for at, each in enumerate(prices)]).vendor_orders
    total = sum(part.sums.total.amount for part in parts)
    advances = advance_of(parts, Decimal(percent), delivery=delivery)
    assert all(0 <= each.amount.amount <= part.sums.total.amount for each, part in zip(advances, parts, strict=True))
    least = max(total * percent // 100, 6000 * len(parts) if delivery else 0)
    assert least <= sum_of(advances).amount <= max(least + 1, 0)


PARCELS = st.lists(
    st.lists(st.tuples(st.integers(1, 2_000_000), st.booleans()), min_size=1, max_size=3), min_size=1, max_size=3
)


@given(PARCELS, st.integers(0, 100))
def test_of_a_parcel_that_is_not_ready_never_more_than_the_percentage_is_paid_in_advance(
    parcels: list[list[tuple[int, bool]]], percent: int
) -> None:
    goods = [
        replace(item(f"l{vendor}{at}", f"ven_{vendor}", each), ready_to_ship=ready)
        for vendor, parcel in enumerate(parcels)
        for at, (each, ready) in enumerate(parcel)
    ]
    parts = priced(goods).vendor_orders
    asked = lawful(parts, Decimal(percent))
    asked_by_risk = advance_of(parts, Decimal(50), delivery=True, not_ready=Decimal(percent))
    assert (asked == ()) == (percent == 100 or all(part.ready_to_ship for part in parts))
    for part, advance in zip(parts, asked or asked_by_risk, strict=True):
        price = sum(line.to_pay.amount for line in part.lines)
        ready = all(line.ready_to_ship for line in part.lines)
        assert advance.amount <= most_of(part, Decimal(percent))
        assert ready or percent == 100 or advance.amount.amount * 100 <= price * percent


@pytest.mark.parametrize(
    "code, reason, cause",
    [
        ("refused", "", "refused"),
        ("nobody_home", "customer refused", "absent"),
        ("wrong_address", "refused", ""),
        ("", "Customer refused to take it", "refused"),
        ("other", "phone switched off", "absent"),
        ("", "truck broke down", ""),
    ],
)
def test_why_a_parcel_went_back_is_read_from_its_code_or_its_couriers_words(code: str, reason: str, cause: str) -> None:
    assert cause_of(code, reason) == cause


LIMITS = st.builds(
    CodeLimits, sends=st.integers(1, 4), per_phone=st.integers(1, 6), pause=st.just(timedelta(minutes=1)),
    tries=st.integers(1, 4),
)  # fmt: skip


@given(LIMITS, st.integers(0, 6), st.lists(st.tuples(st.booleans(), st.integers(0, 90)), max_size=40))
def test_however_somebody_asks_and_guesses_codes_stay_as_rare_as_the_rules_say(
    limits: CodeLimits, to_phone: int, acts: list[tuple[bool, int]]
) -> None:
    codes, now, wrong, sent_at = Confirmation(order_id="ord_1", to_phone=to_phone), NOON, 0, list[datetime]()
    for asks, seconds in acts:
        now += timedelta(seconds=seconds)
        with suppress(CodesUsedUp, CodeSentJustNow, TriesUsedUp):
            if asks:
                codes = codes.issued(f"digest-{codes.sent}", limits, now)
                sent_at.append(now)
            else:
                codes.ensure_open(limits)
                assert not codes.answered_by("a guess")
                codes, wrong = codes.once_more_missed(), wrong + 1
    assert len(sent_at) == codes.sent <= min(limits.sends, max(limits.per_phone - to_phone, 0))
    assert wrong <= (codes.sent + 1) * limits.tries
    assert all(later - sooner >= limits.pause for sooner, later in pairwise(sent_at))
