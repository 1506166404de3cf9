"""What whoever reads a courier's statement may ask of its cash, and say of it."""

import pytest

from bdcommerce.contracts.fulfilment import CodRemitted, CodShortageSettled, HandedOverCash
from bdcommerce.fulfilment.errors import AlreadyRemitted, AlreadySettled, NotCollected, UnknownShortage
from bdcommerce.kernel.errors import Invalid
from bdcommerce.kernel.money import Money
from fulfilment.courier_ground import Market
from support.harness import Harness
from support.parcels import Parcels


def handed(shipment_id: str, arrived: int, charge: int) -> HandedOverCash:
    return HandedOverCash(shipment_id=shipment_id, arrived=Money(arrived), charge=Money(charge))


async def test_a_parcel_is_known_by_the_couriers_number_and_by_ours(market: Market) -> None:
    await market.ready("steadfast")
    booking = await market.packed()
    number = (await market.again(booking))["booking"]["tracking_no"]
    face, names = market.service.face, [number, booking["vendor_order_id"], "nobody"]
    for collected in (None, 1500_00):
        found = await face.cash_of("steadfast", names)
        assert [each.reference for each in found] == sorted(names[:2])
        assert {each.shipment_id for each in found} == {booking["shipment_id"]}
        assert {each.collected and each.collected.amount > 0 for each in found} == {collected and True}
        if collected is None:
            await market.moves(booking, "delivered")
    assert await face.cash_of("pathao", names) == []
    assert [each.remitted_as for each in await face.cash_of("steadfast", [booking["shipment_id"]])] == [""]


async def test_cash_is_handed_over_once_for_a_reference(parcels: Parcels, fulfilment: Harness) -> None:
    parcel = await parcels.delivered(Money(100000))
    shipment_id, face = parcel["shipment_id"], fulfilment.face
    await face.hand_over("own_riders", "stm_1/0", [handed(shipment_id, 90000, 4000)], "usr_1")
    await face.hand_over("own_riders", "stm_1/0", [handed(shipment_id, 90000, 4000)], "usr_1")
    (told,) = await fulfilment.told(CodRemitted)
    assert (told.reference, told.parcels[0].short) == ("stm_1/0", Money(6000))
    (standing,) = await face.cash_of("own_riders", [shipment_id])
    assert (standing.remitted_as, standing.collected) == ("stm_1/0", Money(100000))
    with pytest.raises(AlreadyRemitted):
        await face.hand_over("own_riders", "stm_2/0", [handed(shipment_id, 90000, 4000)], "usr_1")
    with pytest.raises(NotCollected):
        await face.hand_over("own_riders", "stm_3/0", [handed("shp_none", 1, 0)], "usr_1")


async def test_what_is_short_is_settled_once(parcels: Parcels, fulfilment: Harness) -> None:
    parcel = await parcels.delivered(Money(100000))
    shipment_id, face = parcel["shipment_id"], fulfilment.face
    with pytest.raises(UnknownShortage):
        await face.settle_cash(shipment_id, "paid", "paid in cash", "usr_1")
    await face.hand_over("own_riders", "stm_1/0", [handed(shipment_id, 90000, 0)], "usr_1")
    for _ in range(2):
        await face.settle_cash(shipment_id, "written_off", "rider left", "usr_1")
    with pytest.raises(AlreadySettled):
        await face.settle_cash(shipment_id, "paid", "paid in cash", "usr_1")
    assert [each.amount for each in await fulfilment.told(CodShortageSettled)] == [Money(10000)]


async def test_more_names_than_are_looked_up_at_once_are_refused(fulfilment: Harness) -> None:
    with pytest.raises(Invalid):
        await fulfilment.face.cash_of("own_riders", ["x"] * 501)
