"""What a vendor's own people do: staff, profile, bank account. On PostgreSQL, over HTTP."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import text

from bdcommerce.contracts.vendors import BankAccount
from bdcommerce.infra.security import Unreadable
from bdcommerce.kernel.address import Address
from bdcommerce.vendors.adapters.banks import Banco
from bdcommerce.vendors.queries import vendors as queries
from support.faces.accounts import PLACES, FakeAccounts
from support.harness import Harness
from support.tokens import customer, staff, vendor
from vendors.applying import application, approved, decider

RAHIM = "usr_rahim"
OTHER_ACCOUNT = {"account_name": "Rahim & Sons", "account_no": "9988776655", "routing_no": "085260728"}
OTHER_ADDRESS = application()["dispatch_address"] | {"line1": "Mill gate 2", "upazila_id": "gazipur/kaliakair"}


@pytest.fixture
async def vendor_id(service: Harness) -> str:
    return await approved(service, RAHIM)


async def employ(service: Harness, vendor_id: str, login: str, role: str = "packer") -> dict[str, Any]:
    reply = await service.post("/vendor/staff", {"login": login, "role": role}, as_=vendor(vendor_id))
    assert reply.status_code == 201, reply.text
    added: dict[str, Any] = reply.json()
    return added


async def test_somebody_with_an_account_is_given_a_role(
    service: Harness, accounts: FakeAccounts, vendor_id: str
) -> None:
    karim = accounts.person(number="01911111111", name="Karim")

    added = await employ(service, vendor_id, "01911111111", "manager")

    assert (added["user_id"], added["name"], added["role"]) == (karim, "Karim", "manager")
    member = await service.face.membership(karim)
    assert (member.vendor_id, member.role) == (vendor_id, "manager")


async def test_staff_are_listed_with_their_names_and_an_erased_person_without(
    service: Harness, accounts: FakeAccounts, vendor_id: str
) -> None:
    accounts.person(email="karim@example.com", name="Karim")
    await employ(service, vendor_id, "karim@example.com")

    first = (await service.get("/vendor/staff?limit=1", as_=vendor(vendor_id))).json()
    second = (await service.get(f"/vendor/staff?cursor={first['next_cursor']}", as_=vendor(vendor_id))).json()

    assert [(row["user_id"], row["name"], row["role"]) for row in first["items"]] == [(RAHIM, "", "owner")]
    assert [(row["name"], row["role"]) for row in second["items"]] == [("Karim", "packer")]
    assert second["next_cursor"] is None


async def test_a_stranger_s_login_employs_nobody(service: Harness, vendor_id: str) -> None:
    reply = await service.post("/vendor/staff", {"login": "01911111111", "role": "packer"}, as_=vendor(vendor_id))

    assert reply.status_code == 404


async def test_a_person_works_for_one_vendor(service: Harness, accounts: FakeAccounts, vendor_id: str) -> None:
    other = await approved(service, number=2)
    accounts.person(number="01911111111")
    await employ(service, other, "01911111111")

    reply = await service.post("/vendor/staff", {"login": "01911111111", "role": "owner"}, as_=vendor(vendor_id))

    assert (reply.status_code, reply.json()["code"]) == (409, "already_vendor_staff")


async def test_a_person_hired_by_two_vendors_at_the_same_moment_works_for_one(
    service: Harness, accounts: FakeAccounts, vendor_id: str
) -> None:
    employers = [vendor_id, *[await approved(service, number=number) for number in (2, 3, 4)]]
    accounts.person(number="01911111111")
    body = {"login": "01911111111", "role": "packer"}

    replies = await asyncio.gather(
        *(service.post("/vendor/staff", body, as_=vendor(employer)) for employer in employers)
    )

    assert sorted(reply.status_code for reply in replies) == [201, 409, 409, 409]


async def test_a_former_employee_may_work_elsewhere(service: Harness, accounts: FakeAccounts, vendor_id: str) -> None:
    karim = accounts.person(number="01911111111")
    added = await employ(service, vendor_id, "01911111111")
    other = await approved(service, number=2)

    gone = await service.delete(f"/vendor/staff/{added['id']}", as_=vendor(vendor_id))
    await employ(service, other, "01911111111")

    assert gone.status_code == 204
    assert (await service.face.membership(karim)).vendor_id == other


async def test_the_last_owner_cannot_leave(service: Harness, vendor_id: str) -> None:
    (owner,) = (await service.get("/vendor/staff", as_=vendor(vendor_id))).json()["items"]

    reply = await service.delete(f"/vendor/staff/{owner['id']}", as_=vendor(vendor_id))

    assert (reply.status_code, reply.json()["code"]) == (409, "last_owner")


async def test_of_two_owners_who_remove_each_other_one_stays(
    service: Harness, accounts: FakeAccounts, vendor_id: str
) -> None:
    accounts.person(number="01911111111")
    await employ(service, vendor_id, "01911111111", "owner")
    owners = (await service.get("/vendor/staff", as_=vendor(vendor_id))).json()["items"]

    replies = await asyncio.gather(
        *(service.delete(f"/vendor/staff/{owner['id']}", as_=vendor(vendor_id)) for owner in owners)
    )

    assert sorted(reply.status_code for reply in replies) == [204, 409]


async def test_staff_of_another_vendor_are_out_of_reach(
    service: Harness, accounts: FakeAccounts, vendor_id: str
) -> None:
    other = await approved(service, number=2)
    accounts.person(number="01911111111")
    added = await employ(service, other, "01911111111")

    reply = await service.delete(f"/vendor/staff/{added['id']}", as_=vendor(vendor_id))

    assert (reply.status_code, reply.json()["code"]) == (404, "unknown_vendor_staff")


async def test_the_profile_shows_the_pick_up_address_and_a_masked_account(service: Harness, vendor_id: str) -> None:
    reply = await service.get("/vendor/profile", as_=vendor(vendor_id, "manager"))

    profile = reply.json()
    assert profile["dispatch_address"]["line1"] == "House 7, Road 4"
    assert profile["bank_account"]["account_no"] == "••••8901"
    assert profile["bank_account"]["previous_account_no"] == ""
    assert "0012345678901" not in reply.text


async def test_parcels_are_picked_up_at_the_new_address(service: Harness, vendor_id: str) -> None:
    reply = await service.patch(
        "/vendor/profile", {"dispatch_address": OTHER_ADDRESS}, as_=vendor(vendor_id, "manager")
    )

    assert reply.status_code == 200, reply.text
    place = PLACES["gazipur/kaliakair"]
    (card,) = await service.face.cards([vendor_id])
    assert card.dispatch == place
    assert await service.face.pickup(vendor_id) == Address(
        recipient_name="Abdur Rahim",
        phone="+8801812345678",
        line1="Mill gate 2",
        place=place,
        postcode="1205",
    )


async def test_an_owner_changes_the_account_and_the_one_before_is_remembered(service: Harness, vendor_id: str) -> None:
    reply = await service.patch(
        "/vendor/profile", {"bank_account": OTHER_ACCOUNT}, as_=vendor(vendor_id, user_id=RAHIM)
    )

    account = reply.json()["bank_account"]
    assert (account["account_no"], account["previous_account_no"]) == ("••••6655", "••••8901")
    assert account["changed_by"] == RAHIM
    assert await service.face.bank_account(vendor_id) == BankAccount(
        vendor_id=vendor_id,
        account_name="Rahim & Sons",
        account_no="9988776655",
        routing_no="085260728",
        bank="DHAKA BANK LIMITED",
        branch="BONOSREE",
    )


async def test_another_account_is_told_to_nobody(service: Harness, vendor_id: str) -> None:
    async def public() -> int:
        async with service.database.transaction() as tx:
            told = "SELECT count(*) FROM event_log WHERE public AND type LIKE 'vendors.%'"
            return int(await tx.scalar(text(told)))

    before = await public()
    await service.patch("/vendor/profile", {"bank_account": OTHER_ACCOUNT}, as_=vendor(vendor_id))

    assert await public() == before


async def test_a_manager_does_not_decide_where_the_money_goes(service: Harness, vendor_id: str) -> None:
    both = {"bank_account": OTHER_ACCOUNT, "dispatch_address": OTHER_ADDRESS}

    reply = await service.patch("/vendor/profile", both, as_=vendor(vendor_id, "manager"))

    assert (reply.status_code, reply.json()["code"]) == (403, "owners_only")
    assert (await service.face.pickup(vendor_id)).line1 == "House 7, Road 4"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"bank_account": OTHER_ACCOUNT | {"routing_no": "010260000"}},
        {"bank_account": OTHER_ACCOUNT | {"account_no": "12345"}},
        {"dispatch_address": OTHER_ADDRESS | {"upazila_id": "nowhere"}},
        {"slug": "mine"},
    ],
)
async def test_a_change_that_makes_no_sense_is_bad_input(
    service: Harness, vendor_id: str, body: dict[str, Any]
) -> None:
    reply = await service.patch("/vendor/profile", body, as_=vendor(vendor_id))

    assert reply.status_code in {400, 422}


async def test_a_sealed_account_does_not_open_in_another_vendor_s_row(service: Harness, vendor_id: str) -> None:
    other = await approved(service, number=2)

    async with service.database.transaction() as tx:
        copied = f"(SELECT bank_account FROM sealed_record WHERE vendor_id = '{other}')"
        await tx.execute(text(f"UPDATE sealed_record SET bank_account = {copied} WHERE vendor_id = '{vendor_id}'"))

    with pytest.raises(Unreadable):
        await queries.bank_account(service.deps.reads, service.deps.vault, Banco(), vendor_id)


@pytest.mark.parametrize(
    "method, path, roles",
    [
        ("GET", "/vendor/staff", {"owner", "manager"}),
        ("POST", "/vendor/staff", {"owner"}),
        ("DELETE", "/vendor/staff/vst_01m81gbfpafxq8q89zxjgmexg4", {"owner"}),
        ("GET", "/vendor/profile", {"owner", "manager"}),
        ("PATCH", "/vendor/profile", {"owner", "manager"}),
    ],
)
async def test_each_call_is_for_the_roles_it_is_for(
    service: Harness, vendor_id: str, method: str, path: str, roles: set[str]
) -> None:
    body: dict[str, Any] | None = {} if method in {"POST", "PATCH"} else None
    allowed = {
        role
        for role in ("owner", "manager", "packer")
        if (await service.call(method, path, body, as_=vendor(vendor_id, role))).status_code != 403
    }
    others = ("", customer(RAHIM), decider(), staff())
    strangers = [(await service.call(method, path, body, as_=token)).status_code for token in others]

    assert allowed == roles
    assert strangers == [401, 403, 403, 403]
