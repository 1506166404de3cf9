"""How far the operator trusts a vendor, and whose name its invoices bear. On PostgreSQL, over HTTP."""

import pytest
from sqlalchemy import text

from bdcommerce.contracts.vendors import IssuerIdentity, VendorTierChanged
from bdcommerce.infra.projections import rebuild
from support.harness import Harness
from support.tokens import customer, staff, vendor
from vendors.applying import application, applied, approved, decider

RAHIM = "usr_rahim"
LIMITED = {
    "registered_name": "Rahim Stores Limited",
    "address": "House 7, Road 4, Dhanmondi, Dhaka 1205",
    "officer": "Salma Akter",
    "designation": "Accounts officer",
}


async def test_a_vendor_begins_as_standard_and_is_moved_with_a_reason(service: Harness) -> None:
    vendor_id = await approved(service)
    assert await service.face.tiers([vendor_id]) == ["standard"]

    body = {"tier": "trusted", "reason": "two years without a complaint"}
    reply = await service.put(f"/admin/vendors/{vendor_id}/tier", body, as_=decider())

    assert (reply.status_code, reply.json()["tier"]) == (200, "trusted")
    assert await service.told(VendorTierChanged) == [VendorTierChanged(vendor_id=vendor_id, tier="trusted")]
    assert await service.face.tiers([vendor_id]) == ["trusted"]
    (card,) = await service.face.cards([vendor_id])
    assert card.tier == "trusted"
    listed = (await service.get("/admin/vendors", as_=decider())).json()["items"]
    assert [row["tier"] for row in listed] == ["trusted"]


async def test_the_tier_it_has_already_is_told_to_nobody(service: Harness) -> None:
    vendor_id = await approved(service)

    body = {"tier": "standard", "reason": "nothing new"}
    reply = await service.put(f"/admin/vendors/{vendor_id}/tier", body, as_=decider())

    assert reply.status_code == 200
    assert await service.told(VendorTierChanged) == []


async def test_an_applicant_has_no_tier_to_change(service: Harness) -> None:
    vendor_id = await applied(service)

    body = {"tier": "new", "reason": "too early"}
    reply = await service.put(f"/admin/vendors/{vendor_id}/tier", body, as_=decider())

    assert (reply.status_code, reply.json()["code"]) == (409, "wrong_vendor_state")


@pytest.mark.parametrize(
    "body", [{"tier": "best", "reason": "why not"}, {"tier": "new"}, {"tier": "new", "reason": ""}]
)
async def test_a_tier_that_does_not_exist_or_without_a_reason_is_refused(
    service: Harness, body: dict[str, str]
) -> None:
    vendor_id = await approved(service)

    assert (await service.put(f"/admin/vendors/{vendor_id}/tier", body, as_=decider())).status_code in {400, 422}


async def test_tiers_are_for_those_who_decide_on_vendors(service: Harness) -> None:
    vendor_id = await approved(service)
    path, body = f"/admin/vendors/{vendor_id}/tier", {"tier": "trusted", "reason": "I like them"}

    assert (await service.put(path, body, as_=vendor(vendor_id))).status_code == 403
    assert (await service.put(path, body, as_=staff("orders.read"))).status_code == 403


async def test_tiers_survive_a_rebuild(service: Harness) -> None:
    vendor_id = await approved(service)
    await service.put(f"/admin/vendors/{vendor_id}/tier", {"tier": "new", "reason": "late parcels"}, as_=decider())
    async with service.database.transaction() as tx:
        await tx.execute(text("UPDATE vendor SET tier = 'trusted'"))

    async for _ in rebuild(service.database, service.service.projections[0]):
        pass

    assert await service.face.tiers([vendor_id]) == ["new"]


async def test_invoices_name_the_shop_until_an_issuer_is_named(service: Harness) -> None:
    vendor_id = await approved(service)

    issuer: IssuerIdentity = await service.face.issuer(vendor_id)

    assert (issuer.name, issuer.officer, issuer.bin) == ("Rahim Stores 1", "Abdur Rahim", "001745707-0402")
    assert issuer.address.startswith("House 7, Road 4, Dhanmondi, Dhaka, 1205")


async def test_an_issuer_comes_with_the_application(service: Harness) -> None:
    body = application(issuer=LIMITED)
    reply = await service.post("/vendor-applications", body, as_=customer(RAHIM))

    issuer = await service.face.issuer(reply.json()["vendor_id"])

    assert issuer == IssuerIdentity(
        vendor_id=reply.json()["vendor_id"],
        name=LIMITED["registered_name"],
        bin="001745707-0402",
        address=LIMITED["address"],
        officer=LIMITED["officer"],
        designation=LIMITED["designation"],
    )


async def test_an_owner_names_the_issuer_and_it_is_not_readable_in_the_database(service: Harness) -> None:
    vendor_id = await approved(service, RAHIM)

    reply = await service.patch("/vendor/profile", {"issuer": LIMITED}, as_=vendor(vendor_id))

    assert reply.status_code == 200, reply.text
    assert reply.json()["issuer"] == {**LIMITED, "bin": "001745707-0402"}
    detail = (await service.get(f"/admin/vendors/{vendor_id}", as_=decider())).json()
    assert detail["issuer"]["officer"] == "Salma Akter"
    async with service.database.transaction() as tx:
        rows = [
            await tx.rows(text(f"SELECT to_jsonb(t) AS row FROM {name} t")) for name in ("sealed_record", "event_log")
        ]
    assert "Salma" not in str(rows)


async def test_a_manager_does_not_name_the_issuer(service: Harness) -> None:
    vendor_id = await approved(service, RAHIM)

    reply = await service.patch("/vendor/profile", {"issuer": LIMITED}, as_=vendor(vendor_id, "manager"))

    assert (reply.status_code, reply.json()["code"]) == (403, "owners_only")


async def test_blanks_name_nobody(service: Harness) -> None:
    vendor_id = await approved(service, RAHIM)

    reply = await service.patch("/vendor/profile", {"issuer": LIMITED | {"officer": "    "}}, as_=vendor(vendor_id))

    assert (reply.status_code, reply.json()["errors"][0]["field"]) == (422, "issuer.officer")
