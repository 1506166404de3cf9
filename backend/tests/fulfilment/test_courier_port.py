"""What every courier promises, our own riders too: the port itself, those outside over real HTTP against simulators."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio

from bdcommerce.fulfilment.adapters.couriers.configured import configured
from bdcommerce.fulfilment.errors import HookRefused, HookUnreadable, PickupPointWaits
from bdcommerce.fulfilment.ports.couriers import Courier, CourierJob, Hook, PickupPoint, PriceAsk
from bdcommerce.fulfilment.ports.parcels import Contacts
from bdcommerce.infra.settings import Settings
from bdcommerce.kernel.address import Address, Place
from bdcommerce.kernel.ids import new_id
from bdcommerce.kernel.money import Money
from fulfilment.courier_ground import THEIRS, Ground, ground
from notifications.gateways import Recorded

pytestmark = pytest.mark.asyncio(loop_scope="module")

DHANMONDI = Place(division="dhaka", district="dhaka", upazila="dhaka/dhanmondi", city_key="dhaka")
CUSTOMER = Address(recipient_name="Rahima Khatun", phone="+8801712345678", line1="House 7, Road 5", place=DHANMONDI)
SHOP = replace(CUSTOMER, recipient_name="Rahim Stores", phone="+8801711000001")
CONTACTS = Contacts(recipient=CUSTOMER, language="bn", pickup=SHOP, note="call first")
NOBODYS = {"pathao": "DD000000ZZZZZZ", "steadfast": "999999999", "redx": "99X000ZZ0000", "own_riders": "OR2222222222"}
NAMES = ("own_riders", "pathao", "steadfast", "redx")


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def country() -> AsyncIterator[Ground]:
    async with ground() as made:
        yield made


@pytest_asyncio.fixture(loop_scope="module", params=NAMES)
async def courier(request: pytest.FixtureRequest, country: Ground, monkeypatch: pytest.MonkeyPatch) -> Courier:
    monkeypatch.setenv("BDC_SIMULATORS_URL", country.url)
    return configured(Settings(), Recorded())[request.param]


async def job(courier: Courier, country: Ground, cod: int = 125000) -> CourierJob:
    """A parcel to Dhanmondi, fetched where the courier knows the way."""
    areas = {each.level: each.their_id for each in THEIRS.get(courier.name, [])}
    point = PickupPoint(key="ven_1-1", contacts=CONTACTS, areas=areas)
    pickup = ""
    if courier.can.pickup_points:
        try:
            pickup = await courier.pickup_point(point)
        except PickupPointWaits:
            await country.approve_stores()
            pickup = await courier.pickup_point(point)
    return CourierJob(
        reference=new_id("vor"), number="BD-261122-000001", contacts=CONTACTS, weight_grams=500, cod=Money(cod),
        areas=areas, pickup_point=pickup,
    )  # fmt: skip


async def test_it_is_called_as_its_account_in_the_books_and_takes_our_credentials(courier: Courier) -> None:
    assert courier.name in NAMES
    await courier.check()


async def test_a_parcel_is_booked_found_and_tracked_under_our_reference(courier: Courier, country: Ground) -> None:
    wanted = await job(courier, country)
    if courier.can.looks_up:
        assert await courier.find(wanted.reference) is None
    receipt = await courier.book(wanted)
    assert receipt.tracking_no
    if courier.can.local:
        assert await courier.book(wanted) == receipt
        return
    if courier.can.looks_up:
        found = await courier.find(wanted.reference)
        assert found is not None
        assert found.tracking_no in ("", receipt.tracking_no), "some say that they have it and not its number"
    news = await courier.track(receipt.tracking_no, wanted.reference)
    assert news is not None
    assert news.tracking_no in ("", receipt.tracking_no)
    if courier.can.refuses_twice:
        assert (await courier.book(wanted)).tracking_no in ("", receipt.tracking_no)
    there = [each["reference"] for each in await country.parcels(courier.name)]
    assert there.count(wanted.reference) == 1


async def test_a_parcel_it_never_had_is_unknown_to_it(courier: Courier) -> None:
    assert await courier.track(NOBODYS[courier.name], "vor_none") is None


async def test_what_can_be_called_off_is_called_off_once_or_more(courier: Courier, country: Ground) -> None:
    if courier.can.cancels:
        receipt = await courier.book(await job(courier, country))
        await courier.cancel(receipt.tracking_no, "the vendor cannot deliver")


async def test_a_price_is_in_whole_poisha_and_never_below_nothing(courier: Courier, country: Ground) -> None:
    if courier.can.prices:
        there = await job(courier, country)
        asked = PriceAsk(
            origin=there.areas, destination=there.areas, pickup_point=there.pickup_point, weight_grams=500,
            cod=Money(125000),
        )  # fmt: skip
        price = await courier.price(asked)
        assert (price.delivery.amount >= 0, price.cod_charge.amount >= 0) == (True, True)
        heavier = await courier.price(replace(asked, weight_grams=3000))
        assert heavier.delivery >= price.delivery


async def test_its_areas_are_of_the_levels_for_which_it_wants_ids(courier: Courier) -> None:
    assert {each.level for each in await courier.areas()} == set(courier.can.levels)


FORGED = {"authorization": "Bearer nobody", "x-pathao-signature": "nobody"}
HOOKS = (
    Hook(headers={}, query={}, body=b""),
    Hook(headers={}, query={}, body=b"\xff\xfe"),
    Hook(headers=FORGED, query={"token": "nobody"}, body=b"{}"),
)


@pytest.mark.parametrize("hook", HOOKS)
async def test_what_proves_nothing_is_not_heard(courier: Courier, hook: Hook) -> None:
    with pytest.raises((HookRefused, HookUnreadable)):
        courier.hear(hook)
    assert 200 <= courier.answer().status < 300
    assert courier.answer("nothing of ours").status >= 400
