"""Staff change a placed order: what happens to its money, its stock, its customer and its timeline."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bdcommerce.contracts import orders as contract
from bdcommerce.contracts.inventory import HoldGone
from bdcommerce.kernel import clock
from bdcommerce.kernel.money import Money
from orders.market import ADDRESS, Market
from orders.test_checkout_resumed import AWAY, Fails
from orders.test_orders_api import act, part_of
from orders.test_promotions_api import bdt, running
from support import tokens

STAFF = ("orders.read", "orders.manage")
AT = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)


def staff() -> str:
    return tokens.staff(*STAFF)


def lines_of(market: Market, order: Any) -> dict[str, str]:
    """Line ids by the name of the offer."""
    names = {offer_id: name for name, offer_id in market.offers.items()}
    return {names[line["offer_id"]]: line["id"] for part in order["vendor_orders"] for line in part["lines"]}


async def edit(market: Market, order: Any, **changes: Any) -> Any:
    body = {"reason": "asked for by phone", **changes}
    return await market.service.post(f"/admin/orders/{order['id']}/edits", body, as_=staff())


async def edited(market: Market, order: Any, **changes: Any) -> Any:
    reply = await edit(market, order, **changes)
    assert reply.status_code == 201, reply.text
    return reply.json()


async def read(market: Market, order: Any) -> Any:
    return (await market.service.get(f"/orders/{order['id']}", as_=market.customer)).json()


async def answer(market: Market, order: Any, edit_id: str, word: str) -> Any:
    return await market.service.post(f"/orders/{order['id']}/edits/{edit_id}/{word}", as_=market.customer)


async def waiting(market: Market, units: int = 5) -> tuple[Any, Any]:
    """An order of one panjabi, of which the customer would get more."""
    order = await market.buy(("panjabi", 1))
    line = lines_of(market, order)["panjabi"]
    return order, await edited(market, order, lines=[{"line_id": line, "quantity": units}])


async def test_fewer_units_are_a_matter_of_staff_alone(market: Market) -> None:
    order = await market.buy(("panjabi", 3), ("sari", 1))
    line = lines_of(market, order)["panjabi"]
    outcome = await edited(market, order, lines=[{"line_id": line, "quantity": 1}])
    assert (outcome["status"], outcome["was"]["amount"] - outcome["total"]["amount"]) == ("applied", 250000)
    await market.service.settle()
    assert market.inventory.on_hand[market.offers["panjabi"]] == 99
    assert (await read(market, order))["total"] == outcome["total"]
    (amended,) = await market.service.told(contract.VendorOrderAmended)
    assert (amended.terms.total, amended.reason, amended.cancelled_lines) == (Money(131000), "asked for by phone", [])
    events = (await market.service.get(f"/orders/{order['id']}/events", as_=market.customer)).json()["items"]
    assert (events[-1]["kind"], events[-1]["by"], events[-1]["label"]["en"]) == (
        "edited",
        "staff",
        "The order was changed",
    )
    assert [(each["kind"], each["title"]["en"], each["was"], each["now"]) for each in events[-1]["changes"]] == [
        ("quantity", "panjabi", 3, 1)
    ]


async def test_a_preview_changes_nothing(market: Market) -> None:
    order = await market.buy(("panjabi", 1))
    line = lines_of(market, order)["panjabi"]
    outcome = await edited(market, order, lines=[{"line_id": line, "quantity": 4}], preview=True)
    assert (outcome["status"], outcome["total"]["amount"]) == ("preview", 506000)
    assert await read(market, order) == order
    assert market.inventory.available(market.offers["panjabi"]) == 99


async def test_what_costs_more_waits_until_the_customer_says_yes(market: Market) -> None:
    order, outcome = await waiting(market)
    assert (outcome["status"], outcome["total"]["amount"]) == ("awaiting_confirmation", 631000)
    shown = await read(market, order)
    assert (shown["total"]["amount"], shown["edit"]["status"]) == (131000, "awaiting_confirmation")
    assert shown["edit"]["vendor_orders"][0]["total"]["amount"] == 631000
    assert (
        market.inventory.available(market.offers["panjabi"]),
        market.inventory.on_hand[market.offers["panjabi"]],
    ) == (
        95,
        99,
    )
    (asked,) = await market.service.told(contract.OrderEditProposed)
    assert (asked.was, asked.total, asked.customer_id) == (Money(131000), Money(631000), market.customer_id)
    assert await market.service.told(contract.VendorOrderAmended) == []
    await act(market, "a", part_of(order), "accept")
    packing = await market.service.post(f"/vendor/orders/{part_of(order)}/pack", as_=market.staff_of("a"))
    assert (packing.status_code, packing.json()["code"]) == (409, "edit_pending")
    another = await edit(market, order, lines=[{"line_id": lines_of(market, order)["panjabi"], "quantity": 2}])
    assert (another.status_code, another.json()["code"]) == (409, "edit_pending")
    said = await answer(market, order, outcome["id"], "confirm")
    assert said.status_code == 200, said.text
    assert (said.json()["total"]["amount"], said.json()["edit"]) == (631000, None)
    assert market.inventory.on_hand[market.offers["panjabi"]] == 95
    (amended,) = await market.service.told(contract.VendorOrderAmended)
    assert amended.terms.total == Money(631000)
    again = await answer(market, order, outcome["id"], "confirm")
    assert (again.status_code, again.json()["code"]) == (404, "unknown_edit")
    await act(market, "a", part_of(order), "pack", "dispatch")
    (ready,) = await market.service.told(contract.VendorOrderReadyToShip)
    assert ready.cod_amount == Money(631000)


async def test_added_units_go_back_with_the_others_when_the_order_is_cancelled(market: Market) -> None:
    order, outcome = await waiting(market)
    await answer(market, order, outcome["id"], "confirm")
    await market.service.post(f"/orders/{order['id']}/cancel", {"code": "too_slow"}, as_=market.customer)
    await market.service.settle()
    assert market.inventory.on_hand[market.offers["panjabi"]] == 100


@pytest.mark.parametrize("how", ["decline", "withdraw", "expire", "cancel"])
async def test_what_comes_to_nothing_leaves_the_order_and_the_stock_as_they_were(market: Market, how: str) -> None:
    with clock.frozen(AT):
        market.compliance.set_rule("order.edit_confirm_hours", 6)
        market.compliance.set_rule("order.accept_hours", 100)
        order, outcome = await waiting(market)
        path = f"/admin/orders/{order['id']}/edits/{outcome['id']}/withdraw"
        if how == "decline":
            assert (await answer(market, order, outcome["id"], "decline")).status_code == 200
        elif how == "withdraw":
            assert (await market.service.post(path, as_=staff())).status_code == 200
        elif how == "cancel":
            await market.service.post(f"/orders/{order['id']}/cancel", {"code": "too_slow"}, as_=market.customer)
    with clock.frozen(AT + timedelta(hours=6, seconds=1)):
        await market.service.settle()
        shown = await read(market, order)
        assert (shown["edit"], shown["total"]["amount"]) == (None, 0 if how == "cancel" else 131000)
        assert market.inventory.available(market.offers["panjabi"]) == (100 if how == "cancel" else 99)
        late = await answer(market, order, outcome["id"], "confirm")
        assert (late.status_code, late.json()["code"]) == (404, "unknown_edit")
        events = (await market.service.get(f"/orders/{order['id']}/events", as_=market.customer)).json()["items"]
        (dropped,) = [event for event in events if event["kind"] == "edit_dropped"]
        why = {"decline": "declined", "withdraw": "withdrawn", "expire": "expired", "cancel": "overtaken"}[how]
        assert (dropped["code"], bool(dropped["why"]["bn"])) == (why, True)


async def test_only_the_customer_of_the_order_says_yes(market: Market) -> None:
    order, outcome = await waiting(market)
    for word in ("confirm", "decline"):
        path = f"/orders/{order['id']}/edits/{outcome['id']}/{word}"
        stranger = await market.service.post(path, as_=tokens.customer("usr_stranger"))
        assert (stranger.status_code, stranger.json()["code"]) == (404, "unknown_order")
    assert (await answer(market, order, "edt_none", "confirm")).json()["code"] == "unknown_edit"


async def test_a_line_is_added_at_todays_price_with_todays_rules(market: Market) -> None:
    market.sell("cap", "a", 20000)
    order = await market.buy(("panjabi", 2))
    market.catalog.reprice(market.offers["panjabi"], Money(999999))
    market.catalog.reprice(market.offers["cap"], Money(15000))
    market.vendors.set_commission(20, vendor_id=market.vendor_ids["a"])
    line = lines_of(market, order)["panjabi"]
    outcome = await edited(
        market,
        order,
        lines=[{"line_id": line, "quantity": 1}],
        add=[{"offer_id": market.offers["cap"], "quantity": 2}],
    )
    assert (outcome["status"], outcome["total"]["amount"]) == ("applied", 125000 + 30000 + 6000)
    (amended,) = await market.service.told(contract.VendorOrderAmended)
    assert amended.terms.commission == Money(12500 + 6000)
    await market.service.settle()
    assert [market.inventory.on_hand[market.offers[name]] for name in ("panjabi", "cap")] == [99, 98]


async def test_stock_that_is_not_there_refuses_the_edit_and_leaves_no_trace(market: Market) -> None:
    market.sell("rare", "a", 100, stock=3)
    order = await market.buy(("rare", 2))
    line = lines_of(market, order)["rare"]
    reply = await edit(market, order, lines=[{"line_id": line, "quantity": 4}])
    assert (reply.status_code, reply.json()["code"]) == (409, "out_of_stock")
    assert (await read(market, order))["edit"] is None
    assert market.inventory.available(market.offers["rare"]) == 1


async def test_an_edit_that_makes_no_sense_is_refused_by_name(market: Market) -> None:
    order = await market.buy(("panjabi", 1))
    refused: list[tuple[dict[str, Any], int, str]] = [
        ({"lines": [{"line_id": "lin_none", "quantity": 1}]}, 422, "invalid"),
        ({"add": [{"offer_id": market.offers["sari"], "quantity": 1}]}, 422, "invalid"),
        ({"add": [{"offer_id": "off_none", "quantity": 1}]}, 404, "unknown_offer"),
        ({"fees": [{"vendor_order_id": "vor_none", "fee": {"amount": 1}}]}, 404, "unknown_order"),
        ({"fees": [{"vendor_order_id": part_of(order), "fee": {"amount": -1}}]}, 422, "invalid"),
        ({}, 422, "invalid"),
        ({"address": {**ADDRESS, "upazila_id": "atlantis"}}, 422, "invalid"),
    ]
    for changes, status, code in refused:
        reply = await edit(market, order, **changes)
        assert (reply.status_code, reply.json()["code"]) == (status, code), (changes, reply.text)


async def test_a_packed_parcel_is_not_changed_any_more(market: Market) -> None:
    order = await market.buy(("panjabi", 2))
    await act(market, "a", part_of(order), "accept", "pack")
    reply = await edit(market, order, lines=[{"line_id": lines_of(market, order)["panjabi"], "quantity": 1}])
    assert (reply.status_code, reply.json()["code"]) == (409, "wrong_state")


async def test_cash_has_a_limit_after_an_edit_too(market: Market) -> None:
    market.compliance.set_rule("cod.max_order", 200000)
    order = await market.buy(("panjabi", 1))
    reply = await edit(market, order, lines=[{"line_id": lines_of(market, order)["panjabi"], "quantity": 2}])
    assert (reply.status_code, reply.json()["code"]) == (409, "cod_limit_exceeded")


async def test_another_address_is_quoted_anew_and_found_by_its_phone(market: Market) -> None:
    order = await market.buy(("mug", 1))
    far = ADDRESS | {"upazila_id": "cumilla/chandina", "phone": "01999999999", "line1": "Village Road"}
    outcome = await edited(market, order, address=far, delivery_note="Call before coming", name="Rahim")
    assert (outcome["status"], {each["kind"] for each in outcome["changes"]}) == ("applied", {"address", "contact"})
    shown = await read(market, order)
    assert shown["recipient"]["address"]["line1"] == "Village Road"
    assert (shown["recipient"]["delivery_note"], shown["recipient"]["name"]) == ("Call before coming", "Rahim")
    assert (await market.service.face.recipient(part_of(order))).address.phone == "+8801999999999"

    async def found(phone: str) -> int:
        reply = await market.service.post("/admin/orders/search", {"phone": phone}, as_=staff())
        return len(reply.json()["items"])

    assert (await found("01999999999"), await found("01712345678")) == (1, 0)
    near = await market.buy(("panjabi", 1))
    dearer = await edited(market, near, address=far)
    assert (dearer["status"], dearer["total"]["amount"] - dearer["was"]["amount"]) == ("awaiting_confirmation", 6000)
    assert (await read(market, near))["recipient"]["address"]["line1"] == ADDRESS["line1"]
    await answer(market, near, dearer["id"], "confirm")
    assert (await read(market, near))["recipient"]["address"]["line1"] == "Village Road"
    await act(market, "a", part_of(near), "accept", "pack", "dispatch")
    (ready,) = await market.service.told(contract.VendorOrderReadyToShip)
    assert (ready.place.upazila, ready.cod_amount) == ("cumilla/chandina", Money(137000))


async def test_a_waived_fee_is_charged_no_more(market: Market) -> None:
    order = await market.buy(("panjabi", 1))
    outcome = await edited(market, order, fees=[{"vendor_order_id": part_of(order), "fee": {"amount": 0}}])
    assert outcome["total"]["amount"] == 125000
    (amended,) = await market.service.told(contract.VendorOrderAmended)
    assert (amended.terms.delivery, amended.terms.delivery_vat) == (Money(0), Money(0))


async def test_promotions_count_what_an_edited_order_has_of_them(market: Market) -> None:
    made = await running(market, conditions={"min_goods": bdt(200000)})
    order = await market.buy(("panjabi", 2))
    promotion = f"/admin/promotions/{made['id']}"
    line = lines_of(market, order)["panjabi"]

    async def counted() -> tuple[int, int]:
        shown = (await market.service.get(promotion, as_=tokens.staff("promotions.manage"))).json()
        return shown["used"], shown["spent"]["amount"]

    assert await counted() == (1, 25000)
    await market.service.post(f"{promotion}/pause", as_=tokens.staff("promotions.manage"))
    more = await edited(market, order, lines=[{"line_id": line, "quantity": 3}])
    assert await counted() == (1, 25000)
    await answer(market, order, more["id"], "confirm")
    assert await counted() == (1, 37500)
    less = await edited(market, order, lines=[{"line_id": line, "quantity": 1}])
    assert (less["total"]["amount"], await counted()) == (131000, (0, 0))


@pytest.mark.parametrize("step", ["hold", "commit"])
@pytest.mark.parametrize("after", [False, True])
async def test_an_edit_goes_on_where_a_neighbour_was_away(
    market: Market, monkeypatch: pytest.MonkeyPatch, step: str, *, after: bool
) -> None:
    order = await market.buy(("panjabi", 2), ("sari", 1))
    lines = lines_of(market, order)
    changes = {"lines": [{"line_id": lines["panjabi"], "quantity": 1}, {"line_id": lines["sari"], "quantity": 2}]}
    monkeypatch.setattr(market.inventory, step, Fails(getattr(market.inventory, step), AWAY, 1, after=after))
    away = await edit(market, order, **changes)
    assert (away.status_code, away.json()["code"]) == (503, "unavailable")
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        await market.service.settle()
    assert [market.inventory.on_hand[market.offers[name]] for name in ("panjabi", "sari")] == [99, 98]
    assert (await read(market, order))["total"]["amount"] == 125000 + 2 * 89900 + 12000


async def test_a_hold_that_is_gone_undoes_what_the_customer_agreed_to(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    order, outcome = await waiting(market)
    with monkeypatch.context() as patched:
        patched.setattr(market.inventory, "commit", Fails(market.inventory.commit, HoldGone("sold"), 1))
        reply = await answer(market, order, outcome["id"], "confirm")
    assert (reply.status_code, reply.json()["code"]) == (409, "hold_gone")
    await market.service.settle()
    shown = await read(market, order)
    assert (shown["edit"], shown["total"]["amount"]) == (None, 131000)
    assert market.inventory.available(market.offers["panjabi"]) == 99


async def test_of_edits_at_once_one_at_least_is_carried_out_and_the_stock_fits(market: Market) -> None:
    order = await market.buy(("panjabi", 5))
    line = lines_of(market, order)["panjabi"]
    replies = await asyncio.gather(
        *(edit(market, order, lines=[{"line_id": line, "quantity": units}]) for units in (1, 2, 3, 4))
    )
    await agrees_with_stock(market, order, replies)


async def test_an_edit_that_comes_after_one_that_made_it_less_may_wait_for_the_customer(market: Market) -> None:
    order = await market.buy(("panjabi", 5))
    line = lines_of(market, order)["panjabi"]
    replies = [await edit(market, order, lines=[{"line_id": line, "quantity": units}]) for units in (1, 4, 2)]
    assert [reply.json().get("status") for reply in replies[:2]] == ["applied", "awaiting_confirmation"]
    assert replies[2].json()["code"] == "edit_pending"
    await agrees_with_stock(market, order, replies)


async def agrees_with_stock(market: Market, order: Any, replies: Sequence[Any]) -> None:
    """Who did not get through was told why, and what is not in the order is in the shop."""
    assert "applied" in [reply.json().get("status") for reply in replies if reply.status_code == 201]
    refused = [reply for reply in replies if reply.status_code != 201]
    assert {(reply.status_code, reply.json()["code"]) for reply in refused} <= {
        (409, "order_moved"), (409, "edit_pending"),
    }  # fmt: skip
    await market.service.settle()
    (live,) = (await read(market, order))["vendor_orders"][0]["lines"]
    assert market.inventory.on_hand[market.offers["panjabi"]] == 100 - live["quantity"]


async def test_a_rebuild_gives_identical_rows_after_edits(market: Market) -> None:
    from bdcommerce.infra import projections
    from bdcommerce.orders.projections import ORDERS
    from orders.test_replay import snapshot

    order, outcome = await waiting(market)
    await answer(market, order, outcome["id"], "confirm")
    other, pending = await waiting(market)
    assert pending["status"] == "awaiting_confirmation"
    before = await snapshot(market)
    assert [count async for count in projections.rebuild(market.service.database, ORDERS)]
    assert await snapshot(market) == before
    assert (await answer(market, other, pending["id"], "decline")).status_code == 200


@pytest.mark.parametrize("rule", ["cod.open_customer", "cod.open_area"])
async def test_an_edit_that_adds_cash_is_held_against_the_ceilings_and_one_that_takes_some_off_is_not(
    market: Market, rule: str
) -> None:
    first, second = await market.buy(("panjabi", 1)), await market.buy(("panjabi", 1))
    market.compliance.set_rule(rule, 300000)
    line = lines_of(market, second)["panjabi"]
    refused = await edit(market, second, lines=[{"line_id": line, "quantity": 2}])
    assert (refused.status_code, refused.json()["code"]) == (409, "cod_exposure_exceeded"), refused.text
    market.compliance.set_rule(rule, 386999)
    refused = await edit(market, second, lines=[{"line_id": line, "quantity": 2}])
    assert refused.json()["code"] == "cod_exposure_exceeded"
    market.compliance.set_rule(rule, 387000)
    offered = await edited(market, second, lines=[{"line_id": line, "quantity": 2}])
    assert offered["status"] == "awaiting_confirmation"
    market.compliance.set_rule(rule, 100)
    fewer = await edited(market, first, fees=[{"vendor_order_id": part_of(first), "fee": {"amount": 0}}])
    assert fewer["status"] == "applied"
