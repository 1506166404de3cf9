"""One suite for all outside couriers, over real HTTP: whoever is added to it must pass it."""

import pytest
from sqlalchemy import text

from bdcommerce.contracts.fulfilment import ShipmentBooked, ShipmentDelivered
from bdcommerce.contracts.orders import VendorOrderCancelled
from bdcommerce.fulfilment.jobs import ask_couriers
from bdcommerce.kernel import clock
from bdcommerce.kernel.money import Money
from fulfilment.courier_ground import DELIVERED, OUT, PICKED, Market

pytestmark = pytest.mark.parametrize("courier", ["pathao", "steadfast", "redx"])


async def test_a_packed_parcel_is_booked_in_whole_taka_and_brought(market: Market, courier: str) -> None:
    await market.ready(courier)
    booking = await market.packed(cod=Money(125050))
    assert (booking["status"], booking["courier"], booking["problem"]) == ("booked", courier, None)
    (theirs,) = await market.ground.parcels(courier)
    assert (theirs["number"], theirs["reference"]) == (booking["tracking_no"], booking["vendor_order_id"])
    assert (theirs["cod"], await market.status(booking)) == (1251, "booked")
    await market.moves(booking, PICKED[courier], OUT[courier], DELIVERED[courier])
    assert await market.status(booking) == "delivered"
    (told,) = await market.service.told(ShipmentDelivered)
    assert (told.courier, told.collected, told.proof, told.partial) == (courier, Money(125100), "courier", False)
    assert len(await market.service.told(ShipmentBooked)) == 1
    await nothing_personal_is_kept(market, booking["reference"])


async def nothing_personal_is_kept(market: Market, reference: str) -> None:
    """Of all that was said there is a record, and in it no secret, no phone and no name."""
    async with market.service.database.transaction() as tx:
        tables = ("exchange", "booking", "courier_news", "event_log", "saga")
        rows = [str(row) for table in tables for row in await tx.rows(text(f"SELECT to_jsonb(t) FROM {table} t"))]
    everything = " ".join(rows)
    assert everything.count(reference) > 2
    for secret in ("1712345678", "1711000001", "Rahima", "Road 5", "play-"):
        assert secret not in everything, everything[max(0, everything.index(secret) - 300) :][:400]


async def test_a_lost_answer_books_once_and_is_known_again(market: Market, courier: str) -> None:
    await market.ready(courier)
    if courier != "steadfast":
        await market.ground.fault(courier, "lost_hook")
    await market.ground.fault(courier, "lost_answer")
    booking = await market.packed()
    assert len(await market.ground.parcels(courier)) == 1
    if courier == "steadfast":
        market.parcels.watch.advance(minutes=5)
        await market.quiet()
    else:
        assert booking["status"] == "unanswered"
        (theirs,) = await market.ground.parcels(courier)
        market.parcels.watch.advance(minutes=1)
        await market.ground.move(courier, theirs["number"], PICKED[courier])
        await market.quiet()
    now = (await market.again(booking))["booking"]
    assert now["status"] == "booked"
    assert len(await market.ground.parcels(courier)) == 1


async def test_an_answer_that_comes_too_late_books_once(
    market: Market, courier: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await market.ready(courier)
    for name in market.service.deps.couriers:
        line = getattr(market.service.deps.couriers[name], "_line", None)
        if line:
            monkeypatch.setattr(line._outside, "_timeout", 0.15)
    await market.ground.fault(courier, "slow", value="0.3")
    booking = await market.packed()
    market.parcels.watch.advance(minutes=5)
    await market.quiet()
    assert (await market.again(booking))["booking"]["status"] == "booked"
    assert len(await market.ground.parcels(courier)) == 1


async def test_a_courier_that_does_not_take_us_is_waited_for(market: Market, courier: str) -> None:
    await market.ready(courier)
    known = await market.packed()
    assert known["status"] == "booked"
    assert (await market.post(f"/admin/couriers/{courier}/check"))["works"]
    refusing = "expired_token" if courier == "pathao" else "unauthorised"
    await market.ground.fault(courier, refusing, times=2)
    bad = await market.post(f"/admin/couriers/{courier}/check")
    assert (bad["works"], bad["problem"]) == (False, f"{courier} does not take our credentials")
    await market.ground.fault(courier, refusing, times=4)
    booking = await market.packed()
    assert (booking["status"], booking["problem"] is not None) == ("asking", True)
    for _ in range(6):
        market.parcels.watch.advance(hours=1)
        await market.quiet()
    now = (await market.again(booking))["booking"]
    assert (now["status"], now["problem"]) == ("booked", None)
    assert len(await market.ground.parcels(courier)) == 2


async def test_webhooks_forged_missed_twice_and_in_the_wrong_order_end_at_the_last_word(
    market: Market, courier: str
) -> None:
    await market.ready(courier)
    booking = await market.packed()
    await market.ground.fault(courier, "bad_signature")
    await market.moves(booking, PICKED[courier])
    assert market.ground.door.answers[-1].json()["code"] == "courier_hook_refused"
    assert await market.status(booking) == "booked", "what proves nothing changes nothing"
    market.parcels.watch.advance(hours=3)
    await ask_couriers(market.service.deps)
    await market.quiet()
    assert await market.status(booking) in {"picked_up", "at_hub"}, "what is missed is asked for"
    await market.ground.fault(courier, "duplicate_hook", times=3)
    await market.ground.fault(courier, "late_hook", value="0.1")
    await market.moves(booking, OUT[courier], DELIVERED[courier])
    assert await market.status(booking) == "delivered"
    assert len(await market.service.told(ShipmentDelivered)) == 1
    assert "contradiction" not in [news["outcome"] for news in (await market.again(booking))["news"]]


async def test_what_is_cancelled_is_called_off_or_left_to_people(market: Market, courier: str) -> None:
    await market.ready(courier)
    booking = await market.packed()
    event = VendorOrderCancelled(
        order_id="ord_1",
        vendor_order_id=booking["vendor_order_id"],
        vendor_id=booking["vendor_id"],
        reason="cannot deliver",
        by="vendor",
        at=clock.now(),
    )
    await market.service.publish(event)
    await market.quiet()
    now = (await market.again(booking))["booking"]
    (theirs,) = await market.ground.parcels(courier)
    if courier == "redx":
        assert (now["status"], theirs["word"]) == ("ended", "cancelled")
    else:
        assert (now["status"], now["problem"]["code"]) == ("calling_off", "courier_cannot")


async def test_a_courier_that_is_away_is_asked_again(market: Market, courier: str) -> None:
    await market.ready(courier)
    await market.ground.fault(courier, "down", times=2)
    booking = await market.packed()
    assert await market.status(booking) == "planned"
    await market.later()
    assert (await market.again(booking))["booking"]["status"] == "booked"
    assert len(await market.ground.parcels(courier)) == 1
