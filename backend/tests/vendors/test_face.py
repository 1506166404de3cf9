"""The real face and its twin in memory answer alike, so that what others test with the twin holds."""

from collections.abc import AsyncIterator
from typing import Any, Protocol

import pytest

from bdcommerce.contracts.accounts import AccountsFace
from bdcommerce.contracts.vendors import CommissionQuestion, Membership, UnknownVendor, VendorsFace
from bdcommerce.kernel import clock, ids
from bdcommerce.vendors.bootstrap import SERVICE
from support.faces.accounts import FakeAccounts
from support.faces.vendors import FakeVendors
from support.harness import Harness, service_harness
from vendors.applying import approved, decider

RAHIM = "usr_rahim"
ELECTRONICS, PHONES = "cat_01m81gbfpafxq8q89zxjgmexg4", "cat_01m81gbfpafxq8q89zxjgmexg5"


class World(Protocol):
    """A face, and the little that these tests do to it."""

    face: VendorsFace

    async def vendor(self, owner: str) -> str: ...
    async def suspend(self, vendor_id: str) -> None: ...
    async def rate(self, percent: str, vendor_id: str, category_id: str) -> None: ...


class Real:
    def __init__(self, service: Harness) -> None:
        self.face: VendorsFace = service.face
        self._service = service

    async def vendor(self, owner: str) -> str:
        return await approved(self._service, owner)

    async def suspend(self, vendor_id: str) -> None:
        await self._service.post(f"/admin/vendors/{vendor_id}/suspend", {"reason": "a test"}, as_=decider())

    async def rate(self, percent: str, vendor_id: str, category_id: str) -> None:
        rates: dict[str, Any] = {"by_category": {category_id: percent}} if category_id else {"default_percent": percent}
        if not vendor_id:
            rates["default_percent"] = "10"
        path = f"/admin/vendors/{vendor_id}/commission" if vendor_id else "/admin/commission"
        body = {**rates, "effective_from": clock.today().isoformat()}
        reply = await self._service.put(path, body, as_=decider())
        assert reply.status_code == 200, reply.text


class Twin:
    def __init__(self) -> None:
        self._fake = FakeVendors()
        self.face: VendorsFace = self._fake

    async def vendor(self, owner: str) -> str:
        vendor_id = self._fake.vendor()
        self._fake.employ(owner, vendor_id)
        return vendor_id

    async def suspend(self, vendor_id: str) -> None:
        self._fake.set_status(vendor_id, "suspended")

    async def rate(self, percent: str, vendor_id: str, category_id: str) -> None:
        self._fake.set_commission(percent, vendor_id=vendor_id, category_id=category_id)


@pytest.fixture(params=["real", "twin"])
async def world(request: pytest.FixtureRequest) -> AsyncIterator[World]:
    if request.param == "twin":
        yield Twin()
        return
    postgres_url = request.getfixturevalue("postgres_url")
    async with service_harness(postgres_url, SERVICE, {AccountsFace: FakeAccounts()}) as service:
        yield Real(service)


async def percent(world: World, vendor_id: str, *path: str) -> int:
    (terms,) = await world.face.commission([CommissionQuestion(vendor_id=vendor_id, category_path=list(path))])
    assert terms.vendor_id == vendor_id
    return int(terms.percent)


async def test_cards_come_in_the_order_of_the_question(world: World) -> None:
    vendor_id = await world.vendor(RAHIM)

    first, second = await world.face.cards([vendor_id, vendor_id])

    assert first == second
    assert (first.vendor_id, first.status, first.dispatch.district) == (vendor_id, "active", "dhaka")
    assert first.dbid == "123456789"
    assert first.bin == "001745707-0402"
    assert "@" in first.contact_email


async def test_a_suspended_vendor_says_so(world: World) -> None:
    vendor_id = await world.vendor(RAHIM)
    await world.suspend(vendor_id)

    (card,) = await world.face.cards([vendor_id])

    assert card.status == "suspended"


async def test_nobody_knows_an_unknown_vendor(world: World) -> None:
    nobody = ids.new_id("ven")

    with pytest.raises(UnknownVendor):
        await world.face.cards([nobody])
    with pytest.raises(UnknownVendor):
        await world.face.pickup(nobody)
    with pytest.raises(UnknownVendor):
        await world.face.bank_account(nobody)
    with pytest.raises(UnknownVendor):
        await percent(world, nobody)
    with pytest.raises(UnknownVendor):
        await world.face.issuer(nobody)
    with pytest.raises(UnknownVendor):
        await world.face.tiers([nobody])


async def test_a_parcel_is_picked_up_and_a_payout_arrives_somewhere_real(world: World) -> None:
    vendor_id = await world.vendor(RAHIM)

    pickup, account = await world.face.pickup(vendor_id), await world.face.bank_account(vendor_id)

    assert (pickup.place.district, pickup.phone[:5]) == ("dhaka", "+8801")
    assert (account.routing_no, account.bank, account.branch) == (
        "225261732",
        "THE CITY BANK LIMITED",
        "GULSHAN AVENUE",
    )
    assert account.account_no.startswith("0")


async def test_an_invoice_names_who_issues_it(world: World) -> None:
    issuer = await world.face.issuer(await world.vendor(RAHIM))

    assert (issuer.bin, issuer.designation) == ("001745707-0402", "In charge of dispatch")
    assert all((issuer.name, issuer.address, issuer.officer))


async def test_a_vendor_is_trusted_as_everybody_until_somebody_says_otherwise(world: World) -> None:
    vendor_id = await world.vendor(RAHIM)

    assert await world.face.tiers([vendor_id, vendor_id]) == ["standard", "standard"]


async def test_an_owner_is_a_member_and_a_stranger_is_not(world: World) -> None:
    vendor_id = await world.vendor(RAHIM)

    assert await world.face.membership(RAHIM) == Membership(user_id=RAHIM, vendor_id=vendor_id, role="owner")
    assert await world.face.membership("usr_karim") is None


async def test_the_first_commission_is_ten_per_cent(world: World) -> None:
    assert await percent(world, await world.vendor(RAHIM), ELECTRONICS) == 10


@pytest.mark.parametrize(
    "whose, category, path, due",
    [
        ("operator", PHONES, (ELECTRONICS, PHONES), 4),
        ("operator", PHONES, (ELECTRONICS,), 10),
        ("operator", ELECTRONICS, (ELECTRONICS, PHONES), 4),
        ("vendor", "", (ELECTRONICS, PHONES), 4),
        ("vendor", PHONES, (PHONES,), 4),
        ("vendor", PHONES, (ELECTRONICS,), 10),
    ],
)
async def test_a_rate_holds_for_its_category_and_what_lies_below(
    world: World, whose: str, category: str, path: tuple[str, ...], due: int
) -> None:
    vendor_id = await world.vendor(RAHIM)

    await world.rate("4", vendor_id if whose == "vendor" else "", category)

    assert await percent(world, vendor_id, *path) == due


async def test_the_vendor_s_own_default_goes_before_the_operator_s_category(world: World) -> None:
    vendor_id = await world.vendor(RAHIM)
    await world.rate("4", "", PHONES)
    await world.rate("8", vendor_id, "")

    assert await percent(world, vendor_id, ELECTRONICS, PHONES) == 8
