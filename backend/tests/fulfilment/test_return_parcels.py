"""Parcels of returns: goods fetched at the customer's for the vendor, and what is sent for them; over HTTP."""

from dataclasses import asdict, replace
from typing import Any

from bdcommerce.contracts.fulfilment import ReturnParcelMoved, ShipmentBooked, ShipmentDelivered, ShipmentMoved
from bdcommerce.contracts.orders import ReturnEnded, ReturnParcelWanted
from bdcommerce.kernel import clock
from bdcommerce.kernel.money import Money
from support import tokens
from support.harness import Harness
from support.parcels import Parcels

PLANNER = tokens.staff("delivery.manage")


async def bought(parcels: Parcels) -> ReturnParcelWanted:
    """A return of something that was delivered."""
    sold = await parcels.delivered(Money(0))
    return ReturnParcelWanted(
        return_id="ret_1", leg="pickup", order_id=sold["order_id"], vendor_order_id=sold["vendor_order_id"],
        vendor_id=parcels.vendor_id, number="BD-261122-000001", weight_grams=400, at=clock.now(),
    )  # fmt: skip


async def of_return(parcels: Parcels, leg: str) -> dict[str, Any]:
    (found,) = [each for each in await parcels.listed() if each["leg"] == leg]
    return found


async def told(fulfilment: Harness) -> list[tuple[str, str]]:
    return [(each.leg, each.status) for each in await fulfilment.told(ReturnParcelMoved)]


async def test_goods_are_fetched_at_the_customers_and_brought_to_the_vendor_for_its_code(
    parcels: Parcels, fulfilment: Harness
) -> None:
    wanted = await bought(parcels)
    sold = (len(await fulfilment.told(ShipmentBooked)), len(await fulfilment.told(ShipmentMoved)))
    await fulfilment.publish(wanted, wanted)
    parcel = await of_return(parcels, "pickup")
    delivered = (await parcels.listed(status="delivered"))[0]
    assert parcel["status"] == "booked"
    assert parcel["contacts"]["recipient"]["recipient_name"] != parcel["contacts"]["pickup"]["recipient_name"]
    assert delivered["vendor_order_id"] == parcel["vendor_order_id"]
    for step in ("pick-up", "out-for-delivery"):
        assert (await parcels.do(parcel, step)).status_code == 200
    await fulfilment.settle()
    assert (await parcels.deliver(parcel, parcels.code())).status_code == 200
    assert await told(fulfilment) == [
        ("pickup", "booked"), ("pickup", "picked_up"), ("pickup", "out_for_delivery"), ("pickup", "delivered"),
    ]  # fmt: skip
    assert (len(await fulfilment.told(ShipmentBooked)), len(await fulfilment.told(ShipmentMoved))) == sold
    assert len(await fulfilment.told(ShipmentDelivered)) == 1


async def test_a_replacement_is_brought_to_the_customer_and_collects_nothing(
    parcels: Parcels, fulfilment: Harness
) -> None:
    wanted = await bought(parcels)
    await fulfilment.publish(replace(wanted, leg="replacement"))
    parcel = await of_return(parcels, "replacement")
    assert parcel["cod"]["amount"] == 0
    view = await fulfilment.get(f"/vendor/shipments/{parcel['shipment_id']}", as_=tokens.vendor(parcels.vendor_id))
    assert (view.json()["leg"], view.json()["return_id"]) == ("replacement", "ret_1")
    assert await told(fulfilment) == [("replacement", "booked")]


async def test_where_nobody_fetches_that_is_said_and_nothing_is_booked(parcels: Parcels, fulfilment: Harness) -> None:
    wanted = await bought(parcels)
    rule = {"enabled": True, "fetches": False}
    set_ = await fulfilment.put("/admin/couriers/own_riders", rule, as_=PLANNER)
    assert (set_.status_code, set_.json()["fetches"]) == (200, False), set_.text
    await fulfilment.publish(wanted)
    (said,) = await fulfilment.told(ReturnParcelMoved)
    assert (said.status, said.shipment_id) == ("cancelled", "")
    assert len(await parcels.listed()) == 1


async def test_what_nobody_waits_for_is_not_fetched(parcels: Parcels, fulfilment: Harness) -> None:
    wanted = await bought(parcels)
    await fulfilment.publish(wanted)
    of = {name: value for name, value in asdict(wanted).items() if name not in ("leg", "weight_grams")}
    await fulfilment.publish(ReturnEnded(**of, outcome="withdrawn"))
    assert (await of_return(parcels, "pickup"))["status"] == "cancelled"
    assert await told(fulfilment) == [("pickup", "booked"), ("pickup", "cancelled")]
