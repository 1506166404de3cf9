"""Zones, fees, hours and holidays as staff and vendors set them over HTTP, and the quotes that follow."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bdcommerce.contracts.fulfilment import AreaNotServed, DeliveryQuestion, DeliveryQuote
from bdcommerce.kernel import clock
from bdcommerce.kernel.address import Place
from bdcommerce.kernel.money import Money
from support import tokens
from support.faces.accounts import PLACES
from support.faces.compliance import FakeCompliance
from support.faces.fulfilment import FakeFulfilment
from support.harness import Harness
from support.parcels import Watch

DHANMONDI, SAVAR = PLACES["dhaka/dhanmondi"], PLACES["dhaka/savar"]
CHANDINA, PANCHLAISH = PLACES["cumilla/chandina"], PLACES["chattogram/panchlaish"]
ZONES, HOURS = "/admin/delivery/zones", "/vendor/dispatch-hours"


def bdt(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "BDT"}


def planner() -> str:
    return tokens.staff("delivery.manage", user_id="usr_planner")


def pair(level: str, key: str = "", origin: tuple[str, str] = ("anywhere", "")) -> dict[str, Any]:
    return {"origin": {"level": origin[0], "key": origin[1]}, "destination": {"level": level, "key": key}}


def fees(*steps: tuple[int, int], since: date | None = None) -> dict[str, Any]:
    return {
        "effective_from": (since or clock.today()).isoformat(),
        "steps": [{"up_to_grams": grams, "fee": bdt(fee)} for grams, fee in steps],
        "extra_per_kg": bdt(2000),
    }


def zone(code: str, *pairs: dict[str, Any], **changed: Any) -> dict[str, Any]:
    return {
        "code": code,
        "name": {"en": code.title(), "bn": "এলাকা"},
        "transit_min": 3,
        "transit_max": 6,
        "rest_days": [5],
        "coverage": list(pairs),
        "fees": fees((1000, 15000), (5000, 25000)),
        **changed,
    }


def changed(body: dict[str, Any], **news: Any) -> dict[str, Any]:
    """What PUT takes: the zone without its code and fees."""
    return {key: value for key, value in {**body, **news}.items() if key not in {"code", "fees"}}


async def quote(
    fulfilment: Harness, destination: Place, *, origin: Place = DHANMONDI, grams: int = 400, vendor_id: str = "ven_1"
) -> DeliveryQuote:
    question = DeliveryQuestion(vendor_id=vendor_id, origin=origin, destination=destination, weight_grams=grams)
    (answer,) = await fulfilment.face.quote([question])
    assert isinstance(answer, DeliveryQuote)
    return answer


async def added(fulfilment: Harness, body: dict[str, Any]) -> dict[str, Any]:
    reply = await fulfilment.post(ZONES, body, as_=planner())
    assert reply.status_code == 201, reply.text
    made: dict[str, Any] = reply.json()
    return made


async def test_quotes_begin_with_the_fees_of_the_rule_book(fulfilment: Harness, compliance: FakeCompliance) -> None:
    questions = [
        DeliveryQuestion(vendor_id="ven_1", origin=DHANMONDI, destination=PLACES["dhaka/gulshan"], weight_grams=400),
        DeliveryQuestion(vendor_id="ven_2", origin=SAVAR, destination=DHANMONDI, weight_grams=40_000),
    ]
    near, far = quotes = await fulfilment.face.quote(questions)
    twins = await FakeFulfilment().quote(questions)

    assert [(one.vendor_id, one.zone, one.fee) for one in quotes] == [
        (one.vendor_id, one.zone, one.fee) for one in twins
    ]
    assert (near.zone, near.fee, far.zone, far.fee) == ("same_city", Money(6000), "other", Money(12000))
    compliance.set_rule("delivery.fee_other", 13000)
    assert (await quote(fulfilment, CHANDINA)).fee == Money(13000)


async def test_a_promise_names_its_days_and_the_next_cut_off(fulfilment: Harness, watch: Watch) -> None:
    near = await quote(fulfilment, PLACES["dhaka/gulshan"])  # Sunday noon in Dhaka

    assert (near.promised_from, near.promised_by) == (date(2026, 11, 24), date(2026, 11, 25))
    assert near.order_before == datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
    watch.advance(hours=2)
    later = await quote(fulfilment, PLACES["dhaka/gulshan"])
    assert (later.promised_from, later.promised_by) == (date(2026, 11, 25), date(2026, 11, 26))
    assert later.order_before == datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


async def test_a_zone_that_staff_add_holds_at_once_where_it_is_more_specific(fulfilment: Harness) -> None:
    assert (await quote(fulfilment, CHANDINA)).zone == "other"

    made = await added(fulfilment, zone("cumilla", pair("district", "cumilla")))

    assert (made["code"], made["fees"][0]["steps"][0]["fee"]) == ("cumilla", bdt(15000))
    there = await quote(fulfilment, CHANDINA, grams=1001)
    assert (there.zone, there.fee) == ("cumilla", Money(25000))
    assert (await quote(fulfilment, CHANDINA, grams=7000)).fee == Money(29000)
    assert (await quote(fulfilment, PANCHLAISH)).zone == "other"


async def test_fees_change_from_a_day_on(fulfilment: Harness, watch: Watch) -> None:
    await added(fulfilment, zone("cumilla", pair("district", "cumilla")))
    tomorrow = clock.today() + timedelta(days=1)

    reply = await fulfilment.post(f"{ZONES}/cumilla/fees", fees((1000, 18000), since=tomorrow), as_=planner())

    assert [one["effective_from"] for one in reply.json()["fees"]] == ["2026-11-23", "2026-11-22"]
    assert (await quote(fulfilment, CHANDINA)).fee == Money(15000)
    watch.advance(hours=12)  # midnight in Dhaka
    assert (await quote(fulfilment, CHANDINA)).fee == Money(18000)


async def test_of_two_tables_for_one_day_the_later_one_holds(fulfilment: Harness) -> None:
    for fee in (7000, 8000):
        await fulfilment.post(f"{ZONES}/same_city/fees", fees((1000, fee)), as_=planner())

    assert (await quote(fulfilment, PLACES["dhaka/gulshan"])).fee == Money(8000)


async def test_where_nothing_is_delivered_quotes_are_refused_with_the_reason(fulfilment: Harness) -> None:
    refusal = {"en": "the road is under water", "bn": "রাস্তা পানির নিচে"}
    body = zone("flood", pair("district", "cumilla"), refusal=refusal, fees=None)
    await added(fulfilment, body)

    with pytest.raises(AreaNotServed, match="under water"):
        await quote(fulfilment, CHANDINA)

    reply = await fulfilment.put(f"{ZONES}/flood", changed(body, coverage=[]), as_=planner())
    assert reply.json()["coverage"] == []
    assert (await quote(fulfilment, CHANDINA)).zone == "other"


async def test_zones_are_listed_page_by_page(fulfilment: Harness) -> None:
    await added(fulfilment, zone("cumilla", pair("district", "cumilla"), pair("upazila", "dhaka/savar")))

    first = (await fulfilment.get(ZONES, as_=planner(), params={"limit": "2"})).json()
    rest = (await fulfilment.get(ZONES, as_=planner(), params={"cursor": first["next_cursor"]})).json()

    assert [one["code"] for one in first["items"] + rest["items"]] == ["cumilla", "other", "same_city"]
    assert [one["destination"]["level"] for one in first["items"][0]["coverage"]] == ["district", "upazila"]
    assert rest["items"][0]["fee_rule"] == "delivery.fee_same_city"


@pytest.mark.parametrize(
    "body, status, code",
    [
        (zone("other"), 409, "zone_exists"),
        (zone("z2", pair("anywhere")), 409, "pair_taken"),
        (zone("z2", pair("district", "cumilla"), pair("district", "cumilla")), 422, "invalid"),
        (zone("z2", pair("upazila", "cumilla/nowhere")), 422, "invalid"),
        (zone("z2", pair("district")), 422, "invalid"),
        (zone("z2", fees=None), 422, "invalid"),
        (zone("z2", transit_min=7), 422, "invalid"),
        (zone("z2", rest_days=[1, 2, 3, 4, 5, 6, 7]), 422, "invalid"),
        (zone("z2", rest_days=[8]), 422, "invalid"),
        (zone("Z 2"), 422, "invalid"),
    ],
)
async def test_a_zone_that_makes_no_sense_is_refused(
    fulfilment: Harness, body: dict[str, Any], status: int, code: str
) -> None:
    reply = await fulfilment.post(ZONES, body, as_=planner())

    assert (reply.status_code, reply.json()["code"]) == (status, code), reply.text
    assert (await quote(fulfilment, CHANDINA)).zone == "other"


async def test_some_zone_always_covers_what_no_other_does(fulfilment: Harness) -> None:
    body = changed(zone("other", pair("district", "cumilla")))

    reply = await fulfilment.put(f"{ZONES}/other", body, as_=planner())

    assert (reply.status_code, reply.json()["code"]) == (409, "catch_all_needed")


async def test_a_changed_zone_keeps_its_fees(fulfilment: Harness) -> None:
    body = changed(zone("other", pair("anywhere")), transit_min=0, transit_max=0, rest_days=[])

    reply = await fulfilment.put(f"{ZONES}/other", body, as_=planner())

    assert (reply.status_code, reply.json()["fee_rule"]) == (200, "delivery.fee_other")
    there = await quote(fulfilment, CHANDINA)
    assert (there.fee, there.promised_from, there.promised_by) == (Money(12000), date(2026, 11, 23), date(2026, 11, 23))


async def test_an_unknown_zone_is_not_found(fulfilment: Harness) -> None:
    for method, path, body in (
        ("PUT", f"{ZONES}/nowhere", changed(zone("nowhere"))),
        ("POST", f"{ZONES}/nowhere/fees", fees((1, 1))),
    ):
        reply = await fulfilment.call(method, path, body, as_=planner())
        assert (reply.status_code, reply.json()["code"]) == (404, "unknown_zone")


async def test_fees_of_yesterday_are_refused(fulfilment: Harness) -> None:
    body = fees((1000, 1), since=clock.today() - timedelta(days=1))

    reply = await fulfilment.post(f"{ZONES}/other/fees", body, as_=planner())

    assert (reply.status_code, reply.json()["errors"][0]["field"]) == (422, "effective_from")


async def test_a_vendor_sets_its_own_hours_and_gives_them_up_again(fulfilment: Harness) -> None:
    body = {"cut_off": "18:30", "rest_days": [], "handling_days": 0}
    assert (await fulfilment.get(HOURS, as_=tokens.vendor("ven_1"))).json() == {
        "cut_off": "14:00",
        "rest_days": [5],
        "handling_days": 1,
        "own": False,
    }

    reply = await fulfilment.put(HOURS, body, as_=tokens.vendor("ven_1"))

    assert (reply.status_code, reply.json()) == (200, {**body, "own": True})
    mine, other = await quote(fulfilment, CHANDINA), await quote(fulfilment, CHANDINA, vendor_id="ven_2")
    assert mine.order_before == datetime(2026, 11, 22, 12, 30, tzinfo=UTC)
    assert (mine.promised_from, other.promised_from) == (date(2026, 11, 24), date(2026, 11, 25))
    assert (await fulfilment.delete(HOURS, as_=tokens.vendor("ven_1"))).status_code == 204
    assert (await quote(fulfilment, CHANDINA)).promised_from == date(2026, 11, 25)


async def test_handling_takes_no_longer_than_the_law_allows(fulfilment: Harness) -> None:
    body = {"cut_off": "10:00", "rest_days": [5], "handling_days": 3}

    reply = await fulfilment.put(HOURS, body, as_=tokens.vendor("ven_1"))

    assert (reply.status_code, reply.json()["errors"][0]["field"]) == (422, "handling_days")


@pytest.mark.parametrize("cut_off", ["24:00", "9:00", "12:60", "noon", "১২:০০"])
async def test_a_cut_off_that_no_clock_shows_is_refused(fulfilment: Harness, cut_off: str) -> None:
    body = {"cut_off": cut_off, "rest_days": [], "handling_days": 0}

    assert (await fulfilment.put(HOURS, body, as_=tokens.vendor("ven_1"))).status_code in {400, 422}


async def test_the_operator_sets_the_hours_of_everybody_else(fulfilment: Harness) -> None:
    body = {"cut_off": "11:00", "rest_days": [5, 6], "handling_days": 2}

    reply = await fulfilment.put("/admin/delivery/hours", body, as_=planner())

    assert reply.json() == {**body, "own": True}
    assert (await fulfilment.get("/admin/delivery/hours", as_=planner())).json()["cut_off"] == "11:00"
    assert (await fulfilment.get(HOURS, as_=tokens.vendor("ven_1"))).json() == {**body, "own": False}
    # noon is past the cut-off: counts as of Monday, two days of handling, two on the road, of which none is a Friday
    assert (await quote(fulfilment, CHANDINA)).promised_from == date(2026, 11, 28)


async def test_staff_put_a_holiday_right_and_quotes_follow(fulfilment: Harness) -> None:
    path, name = "/admin/delivery/holidays", {"en": "General election", "bn": "সাধারণ নির্বাচন"}
    before = (await quote(fulfilment, CHANDINA)).promised_from

    reply = await fulfilment.put(f"{path}/2026-11-23", {"closed": True, "name": name}, as_=planner())

    assert (reply.status_code, reply.json()["source"]) == (200, "staff")
    assert before == date(2026, 11, 25)
    assert (await quote(fulfilment, CHANDINA)).promised_from == date(2026, 11, 26)
    listed = (await fulfilment.get(path, as_=planner(), params={"year": "2026"})).json()["items"]
    assert {"day": "2026-11-23", "name": name, "closed": True, "source": "staff"} in listed
    assert next(one["day"] for one in listed if one["source"] == "calendar") == "2026-02-04"
    assert (await fulfilment.delete(f"{path}/2026-11-23", as_=planner())).status_code == 204
    assert (await quote(fulfilment, CHANDINA)).promised_from == before
    again = await fulfilment.delete(f"{path}/2026-11-23", as_=planner())
    assert (again.status_code, again.json()["code"]) == (404, "unknown_holiday")


@pytest.mark.parametrize("day", ["2026-02-30", "2026-13-01", "0000-00-00"])
async def test_a_day_that_no_calendar_has_is_refused(fulfilment: Harness, day: str) -> None:
    body = {"closed": True, "name": {"en": "Nothing"}}

    assert (await fulfilment.put(f"/admin/delivery/holidays/{day}", body, as_=planner())).status_code == 422


async def test_a_preview_says_why(fulfilment: Harness) -> None:
    await added(fulfilment, zone("cumilla", pair("district", "cumilla", ("city", "dhaka"))))
    body = {
        "origin_upazila_id": "dhaka/dhanmondi",
        "destination_upazila_id": "cumilla/chandina",
        "weight_grams": 5200,
        "ordered_at": "2026-12-13T12:00:00+06:00",
    }

    shown = (await fulfilment.post("/admin/delivery/preview", body, as_=planner())).json()

    assert shown == {
        "zone": "cumilla",
        "covered_by": pair("district", "cumilla", ("city", "dhaka")),
        "fee": bdt(27000),
        "fees_from": "2026-11-22",
        "order_before": "2026-12-13T08:00:00Z",
        "handed_over": "2026-12-14",
        # 15th, Victory Day on the 16th, 17th, a Friday on the 18th, 19th, 20th, 21st, 22nd
        "promised_from": "2026-12-19",
        "promised_by": "2026-12-22",
        "limited_by_law": False,
        "holidays": [{"day": "2026-12-16", "name": {"en": "Victory Day", "bn": "বিজয় দিবস"}}],
    }


@pytest.mark.parametrize(
    "news, field",
    [
        ({"ordered_at": "2027-11-22T12:00:00+06:00"}, "ordered_at"),
        ({"ordered_at": "2026-11-22T12:00:00"}, "ordered_at"),
        ({"origin_upazila_id": "dhaka/nowhere"}, "origin_upazila_id"),
        ({"weight_grams": 0}, "weight_grams"),
    ],
)
async def test_a_preview_of_nowhere_or_never_is_refused(fulfilment: Harness, news: dict[str, Any], field: str) -> None:
    body = {
        "origin_upazila_id": "dhaka/dhanmondi",
        "destination_upazila_id": "cumilla/chandina",
        "weight_grams": 1,
        **news,
    }

    reply = await fulfilment.post("/admin/delivery/preview", body, as_=planner())

    assert (reply.status_code, reply.json()["errors"][0]["field"]) == (422, field)


@pytest.mark.parametrize(
    "method, path, body",
    [
        ("GET", ZONES, None),
        ("POST", ZONES, zone("z")),
        ("PUT", f"{ZONES}/other", changed(zone("z"))),
        ("POST", f"{ZONES}/other/fees", fees((1, 1), since=date(2026, 1, 1))),
        ("POST", "/admin/delivery/preview", {}),
        ("GET", "/admin/delivery/hours", None),
        ("PUT", "/admin/delivery/hours", {}),
        ("GET", "/admin/delivery/holidays", None),
        ("PUT", "/admin/delivery/holidays/2026-01-01", {}),
        ("DELETE", "/admin/delivery/holidays/2026-01-01", None),
    ],
)
async def test_deliveries_are_planned_by_those_who_may(fulfilment: Harness, method: str, path: str, body: Any) -> None:
    assert (await fulfilment.call(method, path, body)).status_code == 401
    assert (await fulfilment.call(method, path, body, as_=tokens.staff("shipments.deliver"))).status_code == 403
    assert (await fulfilment.call(method, path, body, as_=tokens.vendor("ven_1"))).status_code == 403


async def test_hours_are_set_by_those_who_run_the_shop(fulfilment: Harness) -> None:
    body = {"cut_off": "11:00", "rest_days": [], "handling_days": 0}

    assert (await fulfilment.put(HOURS, body, as_=tokens.vendor("ven_1", "packer"))).status_code == 403
    assert (await fulfilment.put(HOURS, body, as_=tokens.customer())).status_code == 403
