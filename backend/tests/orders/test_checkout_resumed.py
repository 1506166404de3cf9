"""Checkouts whose neighbours or processes fail on the way, on PostgreSQL and with the real worker."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bdcommerce.contracts.inventory import HoldGone
from bdcommerce.contracts.orders import OrderCancelled, OrderConfirmed, OrderPlaced
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import BdError, Unavailable
from bdcommerce.orders.jobs import STALLED_AFTER, sweep_checkouts
from bdcommerce.orders.sagas import DEADLINE
from orders.market import Market
from support import tokens

AT = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
AWAY = Unavailable("inventory does not answer")
Act = Callable[..., Awaitable[None]]


class Fails:
    """Lets a method fail, before or after its effect, as often as it is told."""

    def __init__(self, act: Act, error: BdError, times: int, *, after: bool = False) -> None:
        self._act, self._error, self._times, self._after = act, error, times, after

    async def __call__(self, *arguments: Any) -> None:
        self._times -= 1
        if self._times < 0 or self._after:
            await self._act(*arguments)
        if self._times >= 0:
            raise self._error


async def form_of(market: Market) -> dict[str, Any]:
    cart_id = await market.cart(("panjabi", 2), as_=market.customer)
    return await market.order_form(cart_id, as_=market.customer)


async def cart_of(market: Market, form: dict[str, Any]) -> tuple[str, str | None]:
    cart = (await market.service.get(f"/carts/{form['cart_id']}", as_=market.customer)).json()
    return cart["status"], cart["order_id"]


@pytest.mark.parametrize("step", ["hold", "commit"])
@pytest.mark.parametrize("after", [False, True])
async def test_the_same_call_goes_on_where_a_neighbour_was_away(
    market: Market, monkeypatch: pytest.MonkeyPatch, step: str, *, after: bool
) -> None:
    form, key = await form_of(market), "checkout-0123456789"
    monkeypatch.setattr(market.inventory, step, Fails(getattr(market.inventory, step), AWAY, 1, after=after))
    away = await market.service.post("/checkout", form, as_=market.customer, key=key)
    assert (away.status_code, away.json()["code"]) == (503, "unavailable")
    assert (await cart_of(market, form))[0] != "open"
    again = await market.service.post("/checkout", form, as_=market.customer, key=key)
    assert (again.status_code, again.json()["order"]["status"]) == (201, "confirmed")
    assert market.inventory.on_hand[market.offers["panjabi"]] == 98
    assert len(await market.service.told(OrderPlaced)) == len(await market.service.told(OrderConfirmed)) == 1


async def test_the_worker_finishes_what_nobody_asks_for_again(market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    form = await form_of(market)
    monkeypatch.setattr(market.inventory, "commit", Fails(market.inventory.commit, AWAY, 1))
    assert (await market.service.post("/checkout", form, as_=market.customer)).status_code == 503
    with clock.frozen(clock.now() + timedelta(seconds=60)):
        await market.service.settle()
    (order,) = (await market.service.get("/orders", as_=market.customer)).json()["items"]
    assert order["status"] == "confirmed"
    assert await cart_of(market, form) == ("ordered", order["id"])


async def test_a_hold_that_is_gone_cancels_the_order_and_opens_the_cart(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = await form_of(market)
    with monkeypatch.context() as patched:
        patched.setattr(market.inventory, "commit", Fails(market.inventory.commit, HoldGone("sold"), 1))
        reply = await market.service.post("/checkout", form, as_=market.customer)
    assert (reply.status_code, reply.json()["code"]) == (409, "hold_gone")
    assert market.inventory.available(market.offers["panjabi"]) == 100
    assert await cart_of(market, form) == ("open", None)
    (failed,) = (await market.service.get("/orders", as_=market.customer)).json()["items"]
    assert (failed["status"], failed["total"]["amount"]) == ("cancelled", 0)
    assert (await market.service.get("/vendor/orders", as_=market.staff_of("a"))).json()["items"] == []
    assert len(await market.service.told(OrderCancelled)) == 1
    assert await market.service.told(OrderConfirmed) == []
    again = await market.service.post("/checkout", form, as_=market.customer)
    assert (again.status_code, again.json()["order"]["status"]) == (201, "confirmed")
    assert again.json()["order"]["id"] != failed["id"]


async def test_a_checkout_that_waits_beyond_its_deadline_is_undone_by_the_worker(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    with clock.frozen(AT):
        form = await form_of(market)
        with monkeypatch.context() as patched:
            patched.setattr(market.inventory, "commit", Fails(market.inventory.commit, AWAY, 1, after=True))
            assert (await market.service.post("/checkout", form, as_=market.customer)).status_code == 503
        assert market.inventory.on_hand[market.offers["panjabi"]] == 98
    with clock.frozen(AT + DEADLINE + timedelta(seconds=1)):
        await market.service.settle()
        assert market.inventory.available(market.offers["panjabi"]) == 100
        assert (await cart_of(market, form))[0] == "checking_out"
    with clock.frozen(AT + DEADLINE + STALLED_AFTER + timedelta(seconds=2)):
        await sweep_checkouts(market.service.deps)
        assert await cart_of(market, form) == ("open", None)
        assert await market.service.told(OrderConfirmed) == []


async def test_a_process_that_died_right_after_it_began_leaves_an_open_cart_in_the_end(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    with clock.frozen(AT):
        form = await form_of(market)
        with monkeypatch.context() as patched:
            patched.setattr("bdcommerce.infra.sagas.Sagas.run", Fails(_never, AWAY, 1))
            assert (await market.service.post("/checkout", form, as_=market.customer)).status_code == 503
    with clock.frozen(AT + STALLED_AFTER):
        await sweep_checkouts(market.service.deps)
        assert (await cart_of(market, form))[0] == "checking_out"
    with clock.frozen(AT + DEADLINE + timedelta(seconds=1)):
        await sweep_checkouts(market.service.deps)
        assert await cart_of(market, form) == ("open", None)
        assert (await market.service.get("/orders", as_=market.customer)).json()["items"] == []


async def test_units_are_given_back_even_if_inventory_was_away(market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    order = await market.buy(("panjabi", 2))
    monkeypatch.setattr(market.inventory, "give_back", Fails(market.inventory.give_back, AWAY, 1, after=True))
    reply = await market.service.post(f"/orders/{order['id']}/cancel", {"reason": "too slow"}, as_=market.customer)
    assert reply.status_code == 200
    await market.service.settle()
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        await market.service.settle()
    assert market.inventory.on_hand[market.offers["panjabi"]] == 100


async def test_a_guests_order_can_be_found_after_a_lost_reply(market: Market) -> None:
    cart_id, token = await market.guest_cart(("mug", 1))
    form = await market.order_form(cart_id, guest=token)
    form["phone_proof"] = market.accounts.prove("01999999999")
    order = (await market.service.post("/checkout", form, guest=token)).json()["order"]
    del form["phone_proof"]  # by now it may be too old
    again = await market.service.post("/checkout", form, guest=token)
    assert (again.status_code, again.json()["order"]["id"]) == (201, order["id"])
    stranger = await market.service.post("/checkout", form, as_=tokens.customer("usr_stranger"))
    assert stranger.status_code == 404


async def _never() -> None:
    raise AssertionError
