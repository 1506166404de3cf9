"""Whose payment it is: customers and guests reach their own, nobody else's; wallets likewise."""

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from bdcommerce.contracts.orders import OrderCancelled
from bdcommerce.infra.outside import NotReached
from bdcommerce.infra.projections import rebuild
from bdcommerce.kernel import clock
from bdcommerce.kernel.ids import new_id
from bdcommerce.payments.adapters.bkash.client import Bkash
from bdcommerce.payments.projections import PREPAID
from payments.till import Till
from support import tokens

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_customer_sees_and_pays_their_own_and_nobody_elses(till: Till) -> None:
    order = await till.order()
    path, attempts = f"/payments/{order.order_id}", f"/payments/{order.order_id}/attempts"
    for who in ("", tokens.customer(new_id("usr"))):
        assert (await till.service.get(path, as_=who)).status_code == 404
        assert (await till.service.post(attempts, {"method": "bkash"}, as_=who)).status_code == 404
    reply = await till.service.post(attempts, {"method": "bkash"}, as_=till.customer)
    page = reply.json()["next_action"]["redirect_url"]
    seen = (await till.service.get(path, as_=till.customer)).json()
    assert (seen["status"], seen["next_action"]["redirect_url"]) == ("redirected", page)


async def test_a_guest_reaches_it_by_their_token(till: Till) -> None:
    token = "a-guest-token-of-some-length"
    order = await till.order()
    guests = replace(
        order,
        order_id=new_id("ord"),
        number="BD-261122-999999",
        customer_id="",
        guest_hash=hashlib.sha256(token.encode()).hexdigest(),
        parts=[replace(each, vendor_order_id=new_id("vor")) for each in order.parts],
    )
    await till.service.face.open(guests)
    path = f"/payments/{guests.order_id}"
    assert (await till.service.get(path, guest=token)).status_code == 200
    assert (await till.service.get(path, guest=token + "x")).status_code == 404
    assert (await till.service.get(path, as_=till.customer)).status_code == 404


async def test_nothing_is_paid_for_after_the_window_or_twice(till: Till) -> None:
    order = await till.order()
    await till.come_back(await till.play(await till.begin(order)))
    path = f"/payments/{order.order_id}/attempts"
    paid = await till.service.post(path, {"method": "bkash"}, as_=till.customer)
    assert (paid.status_code, paid.json()["code"]) == (409, "payment_closed")
    late = await till.order(minutes=0)
    reply = await till.service.post(f"/payments/{late.order_id}/attempts", {"method": "bkash"}, as_=till.customer)
    assert (reply.status_code, reply.json()["code"]) == (409, "payment_closed")


async def test_staff_see_what_happened_and_what_was_said(till: Till) -> None:
    order = await till.order()
    await till.come_back(await till.play(await till.begin(order)))
    found = (await till.service.get(f"/admin/payments/{order.order_id}", as_=till.staff)).json()
    assert [each["kind"] for each in found["timeline"]] == [
        "PaymentOpened", "AttemptStarted", "AttemptRedirected", "AttemptCaptured",
    ]  # fmt: skip
    assert [each["operation"] for each in found["exchanges"]] == ["execute", "create"]
    assert found["attempts"][0]["trx_id"]
    listed = (await till.service.get("/admin/payments?status=captured", as_=till.staff)).json()["items"]
    assert listed[0]["order_id"] == order.order_id
    assert {each["status"] for each in listed} == {"captured"}


async def test_staff_may_ask_the_provider_now(till: Till) -> None:
    order = await till.order()
    await till.play(await till.begin(order))
    reply = await till.service.post(f"/admin/payments/{order.order_id}/look", as_=till.staff)
    assert (reply.status_code, reply.json()["status"]) == (200, "captured")


async def test_an_unknown_payment_is_not_found(till: Till) -> None:
    assert (await till.service.get("/hooks/bkash?paymentID=TR1&status=success")).status_code == 404
    assert (await till.post_back({"tran_id": "nobody"})).status_code == 404
    assert (await till.service.get("/admin/payments/ord_1", as_=till.staff)).status_code == 404


async def saved(till: Till) -> str:
    """A wallet that the customer has saved; its id."""
    asked = (await till.service.post("/me/wallets", {"provider": "bkash"}, as_=till.customer)).json()
    reply = await till.come_back(await till.play(asked["next_action"]["redirect_url"]))
    assert reply.headers["location"].endswith("?wallet=saved")
    return str(asked["wallet"]["id"])


async def test_a_saved_wallet_pays_with_the_pin_alone(till: Till) -> None:
    wallet_id = await saved(till)
    (wallet,) = (await till.service.get("/me/wallets", as_=till.customer)).json()
    assert (wallet["id"], wallet["number"]) == (wallet_id, "+88017*****575")
    order = await till.order()
    started = await till.service.face.start(order.order_id, "bkash", wallet_id)
    await till.come_back(await till.play(started.redirect_url, otp=""))
    assert await till.told_paid() == [order.order_id]


async def test_a_wallet_is_its_customers_and_its_secret_is_sealed(till: Till) -> None:
    wallet_id = await saved(till)
    (agreement,) = till.desk.agreements
    stranger = tokens.customer(new_id("usr"))
    assert (await till.service.get("/me/wallets", as_=stranger)).json() == []
    assert (await till.service.delete(f"/me/wallets/{wallet_id}", as_=stranger)).status_code == 404
    async with till.service.database.transaction() as tx:
        for table in ("saved_wallet", "exchange", "event_log", "provider_token"):
            assert agreement not in str(await tx.rows(text(f"SELECT * FROM {table}")))
        for table in ("exchange", "event_log", "provider_token"):
            kept = str(await tx.rows(text(f"SELECT * FROM {table}")))
            assert not any(token in kept for token in till.desk.tokens)
            assert "1770618575" not in kept


async def test_a_forgotten_wallet_is_forgotten_at_bkash_too(till: Till) -> None:
    wallet_id = await saved(till)
    assert (await till.service.delete(f"/me/wallets/{wallet_id}", as_=till.customer)).status_code == 204
    assert list(till.desk.agreements.values()) == ["Cancelled"]
    assert (await till.service.get("/me/wallets", as_=till.customer)).json() == []
    order = await till.order()
    attempt = {"method": "bkash", "wallet_id": wallet_id}
    reply = await till.service.post(f"/payments/{order.order_id}/attempts", attempt, as_=till.customer)
    assert (reply.status_code, reply.json()["code"]) == (404, "unknown_wallet")


async def test_a_customer_who_does_not_agree_saves_no_wallet(till: Till) -> None:
    asked = (await till.service.post("/me/wallets", {"provider": "bkash"}, as_=till.customer)).json()
    reply = await till.come_back(await till.play(asked["next_action"]["redirect_url"], "cancel"))
    assert reply.headers["location"].endswith("?wallet=refused")


async def test_several_processes_share_one_token(till: Till) -> None:
    first = till.service.deps.providers["bkash"]
    others = [Bkash(first._settings, till.service.database, till.service.deps.sealer) for _ in range(3)]
    for provider in (first, *others):
        await provider.check()
    assert [each.operation for each in await till.exchanges("")].count("grant") == 1


async def test_asking_for_a_token_that_nobody_heard_does_not_count(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    provider = till.service.deps.providers["bkash"]
    with monkeypatch.context() as patch:
        patch.setattr(provider._outside, "_base", "http://127.0.0.1:9")
        for _ in range(3):
            with pytest.raises(NotReached):
                await provider.check()
    await provider.check()


async def test_a_token_is_refreshed_before_it_ends(till: Till) -> None:
    provider = till.service.deps.providers["bkash"]
    await provider.check()
    with clock.frozen(clock.now() + timedelta(minutes=53)):
        await provider.check()
    assert [each.operation for each in await till.exchanges("")] == ["grant", "check", "refresh", "check"]


async def test_refunds_go_back_by_the_older_call_too(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    provider = till.service.deps.providers["bkash"]
    monkeypatch.setattr(provider, "_settings", provider._settings.model_copy(update={"refund_api": "v1"}))
    order = await till.order()
    await till.come_back(await till.play(await till.begin(order)))
    await till.service.publish(OrderCancelled(order_id=order.order_id, reason="cancelled"))
    await till.sweep()
    assert (await till.payment(order)).status == "refunded"
    await till.check_books()


async def test_what_is_read_of_payments_is_what_their_events_say(till: Till) -> None:
    order = await till.order(60000, 40000)
    await till.come_back(await till.play(await till.begin(order)))
    await till.service.publish(OrderCancelled(order_id=order.order_id, reason="cancelled"))
    await till.sweep()

    async def rows() -> list[str]:
        async with till.service.database.transaction() as tx:
            of_it = {"order_id": order.order_id}
            wanted = (
                text(f"SELECT * FROM {table} WHERE order_id = :order_id ORDER BY 1, 2") for table in PREPAID.tables
            )
            return [str(await tx.rows(each, of_it)) for each in wanted]

    before = await rows()
    assert all(each != "[]" for each in before)
    assert [done async for done in rebuild(till.service.database, PREPAID)][-1] > 0
    assert await rows() == before


async def test_a_wrong_setting_is_said_and_stops_the_channel(till: Till) -> None:
    till.arm("bkash", "error", "2001")
    order = await till.order()
    standing = await till.service.face.start(order.order_id, "bkash")
    assert (standing.status, standing.redirect_url) == ("failed", None)
