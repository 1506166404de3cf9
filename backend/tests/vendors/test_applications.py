"""From an application to a vendor that sells, over HTTP on PostgreSQL."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import text

from bdcommerce.contracts.vendors import Membership, UnknownVendor, VendorApproved, VendorReinstated, VendorSuspended
from bdcommerce.infra import projections
from bdcommerce.kernel import ids
from bdcommerce.kernel.text import Localized
from bdcommerce.vendors.projections import VENDORS
from support.harness import Harness
from support.tokens import customer, staff, vendor
from vendors.applying import application, applied, approved, decider, with_legal

RAHIM = "usr_rahim"


async def test_an_application_waits_for_a_decision(service: Harness) -> None:
    reply = await service.post("/vendor-applications", application(), as_=customer(RAHIM))

    assert reply.status_code == 201, reply.text
    assert reply.json()["status"] == "submitted"
    mine = await service.get("/vendor-applications/mine", as_=customer(RAHIM))
    assert mine.json() == reply.json()
    assert await service.told(VendorApproved) == []


async def test_approval_lets_them_sell_makes_them_owner_and_is_told(service: Harness) -> None:
    vendor_id = await applied(service, RAHIM)
    assert await service.face.membership(RAHIM) is None

    reply = await service.post(f"/admin/vendors/{vendor_id}/approve", as_=decider())

    assert reply.status_code == 200, reply.text
    assert (reply.json()["status"], reply.json()["status_by"]) == ("active", "usr_staff")
    assert await service.face.membership(RAHIM) == Membership(user_id=RAHIM, vendor_id=vendor_id, role="owner")
    [told] = await service.told(VendorApproved)
    name = Localized("Rahim Stores 1", "রহিম স্টোর্স")
    assert (told.vendor_id, told.name, told.slug) == (vendor_id, name, "rahim-stores-1")
    assert told.submitted_at is not None
    assert told.at is not None
    assert told.submitted_at <= told.at
    mine = await service.get("/vendor-applications/mine", as_=customer(RAHIM))
    assert mine.json()["status"] == "approved"


async def test_a_refusal_says_why_and_leaves_room_for_another_attempt(service: Harness) -> None:
    vendor_id = await applied(service, RAHIM)

    refused = await service.post(
        f"/admin/vendors/{vendor_id}/refuse", {"reason": "The licence is not legible."}, as_=decider()
    )
    mine = await service.get("/vendor-applications/mine", as_=customer(RAHIM))

    assert refused.status_code == 200
    assert (mine.json()["status"], mine.json()["reason"]) == ("refused", "The licence is not legible.")
    assert await applied(service, RAHIM) != vendor_id


async def test_one_application_waits_at_a_time(service: Harness) -> None:
    await applied(service, RAHIM)

    second = await service.post("/vendor-applications", application(2), as_=customer(RAHIM))

    assert (second.status_code, second.json()["code"]) == (409, "already_applied")


async def test_who_works_for_a_vendor_does_not_apply_for_another(service: Harness) -> None:
    await approved(service, RAHIM)

    second = await service.post("/vendor-applications", application(2), as_=customer(RAHIM))

    assert (second.status_code, second.json()["code"]) == (409, "already_vendor_staff")


@pytest.mark.parametrize("number", ["tin", "nid"])
async def test_one_tin_and_one_national_id_is_one_vendor(service: Harness, number: str) -> None:
    await approved(service, RAHIM)
    same = application(1)["legal"][number]

    twin = await service.post("/vendor-applications", with_legal(2, **{number: same}), as_=customer("usr_twin"))

    assert (twin.status_code, twin.json()["code"]) == (409, "identity_taken")
    assert twin.json()["data"] == {"field": number}


async def test_two_companies_without_a_national_id_are_two_vendors(service: Harness) -> None:
    for number in (1, 2):
        body = with_legal(number, nid="", rjsc_no=f"C-12345{number}/2020")
        reply = await service.post("/vendor-applications", body, as_=customer(f"usr_{number}"))
        assert reply.status_code == 201, reply.text


async def test_the_same_tin_at_the_same_moment_is_one_application(service: Harness) -> None:
    replies = await asyncio.gather(
        *(service.post("/vendor-applications", application(), as_=customer(f"usr_{who}")) for who in range(5))
    )

    assert sorted(reply.status_code for reply in replies) == [201, 409, 409, 409, 409]


async def test_vendors_of_one_name_get_paths_of_their_own(service: Harness) -> None:
    paths = []
    for number in (1, 2, 3):
        body = application(number) | {"name": {"en": "Nabila's Boutique"}}
        reply = await service.post("/vendor-applications", body, as_=customer(f"usr_{number}"))
        done = await service.post(f"/admin/vendors/{reply.json()['vendor_id']}/approve", as_=decider())
        paths.append(done.json()["slug"])

    assert paths == ["nabila-s-boutique", "nabila-s-boutique-2", "nabila-s-boutique-3"]


async def test_nobody_decides_on_their_own_application(service: Harness) -> None:
    vendor_id = await applied(service, "usr_staff")

    for step, body in (("approve", None), ("refuse", {"reason": "of course not"})):
        reply = await service.post(f"/admin/vendors/{vendor_id}/{step}", body, as_=decider())
        assert (reply.status_code, reply.json()["code"]) == (403, "own_application")


async def test_two_decisions_at_the_same_moment_are_one(service: Harness) -> None:
    vendor_id = await applied(service, RAHIM)

    replies = await asyncio.gather(
        service.post(f"/admin/vendors/{vendor_id}/approve", as_=decider()),
        service.post(f"/admin/vendors/{vendor_id}/refuse", {"reason": "no, they may not"}, as_=decider()),
        service.post(f"/admin/vendors/{vendor_id}/approve", as_=decider()),
    )

    assert sorted(reply.status_code for reply in replies) == [200, 409, 409]
    assert len(await service.told(VendorApproved)) == (1 if replies[1].status_code == 409 else 0)


async def test_a_suspension_and_its_end_are_told_and_shown(service: Harness) -> None:
    vendor_id = await approved(service, RAHIM)

    stopped = await service.post(f"/admin/vendors/{vendor_id}/suspend", {"reason": "false proof"}, as_=decider())
    assert (stopped.json()["status"], stopped.json()["reason"]) == ("suspended", "false proof")
    assert (await service.face.cards([vendor_id]))[0].status == "suspended"

    again = await service.post(f"/admin/vendors/{vendor_id}/reinstate", as_=decider())
    assert (again.json()["status"], again.json()["reason"]) == ("active", "")
    assert await service.told(VendorSuspended) == [VendorSuspended(vendor_id=vendor_id, reason="false proof")]
    assert await service.told(VendorReinstated) == [VendorReinstated(vendor_id=vendor_id)]


async def test_a_step_from_the_wrong_state_is_a_conflict(service: Harness) -> None:
    vendor_id = await applied(service, RAHIM)

    for step, body in (("suspend", {"reason": "false proof"}), ("reinstate", None)):
        reply = await service.post(f"/admin/vendors/{vendor_id}/{step}", body, as_=decider())
        assert (reply.status_code, reply.json()["code"]) == (409, "wrong_vendor_state")


@pytest.mark.parametrize(
    "changed, field",
    [
        ({"agreement_accepted": False}, "agreement_accepted"),
        ({"name": {"en": "!!"}}, "name.en"),
        ({"contact": {"email": "rahim@example.com", "phone": "01212345678"}}, "contact.phone"),
        ({"contact": {"email": "rahim", "phone": "01712345678"}}, "contact.email"),
        (
            {"bank_account": {"account_name": "Rahim", "account_no": "123456", "routing_no": "225261733"}},
            "bank_account.routing_no",
        ),
        ({"legal": with_legal(tin="1")["legal"]}, "legal.tin"),
        ({"legal": with_legal(bin="1")["legal"]}, "legal.bin"),
        ({"legal": with_legal(trade_licence_expires="2020-06-30")["legal"]}, "legal.trade_licence_expires"),
        (
            {"dispatch_address": application()["dispatch_address"] | {"upazila_id": "nowhere"}},
            "dispatch_address.upazila_id",
        ),
        ({"dispatch_address": application()["dispatch_address"] | {"phone": "1"}}, "dispatch_address.phone"),
    ],
)
async def test_what_is_wrong_with_an_application_is_named(
    service: Harness, changed: dict[str, Any], field: str
) -> None:
    reply = await service.post("/vendor-applications", application(**changed), as_=customer(RAHIM))

    assert reply.status_code in {400, 422}, reply.text
    assert [problem["field"] for problem in reply.json()["errors"]] == [field]
    assert (await service.get("/vendor-applications/mine", as_=customer(RAHIM))).status_code == 404


async def test_no_number_of_a_person_or_an_account_is_in_an_event_or_readable_in_a_table(service: Harness) -> None:
    await approved(service, RAHIM)
    body = application()
    secrets = [
        body["legal"]["tin"],
        body["legal"]["nid"],
        body["bank_account"]["account_no"],
        "1712345678",
        "1812345678",
        "rahim@example.com",
        "House 7",
        "Abdur",
    ]

    async with service.database.transaction() as tx:
        tables = [
            row["name"]
            for row in await tx.rows(text("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'vendors'"))
        ]
        stored = "".join([str(await tx.rows(text(f"SELECT to_jsonb(t) FROM {name} t"))) for name in tables])

    assert "ApplicationSubmitted" in stored
    assert [secret for secret in secrets if secret in stored] == []


async def test_staff_see_masked_numbers_only(service: Harness) -> None:
    vendor_id = await applied(service, RAHIM)

    reply = await service.get(f"/admin/vendors/{vendor_id}", as_=decider())
    shown = reply.json()

    assert (shown["tin"], shown["nid"]) == ("••••0001", "••••0001")
    assert shown["bank_account"]["account_no"] == "••••8901"
    assert shown["contact_phone"] == "+88017*****678"
    assert (shown["bank_account"]["bank"], shown["bank_account"]["branch"]) == (
        "THE CITY BANK LIMITED",
        "GULSHAN AVENUE",
    )
    assert "0012345678901" not in reply.text


async def test_customers_see_the_statutory_identity_of_who_sells(service: Harness) -> None:
    await approved(service, RAHIM)

    reply = await service.get("/vendors/rahim-stores-1")

    assert reply.status_code == 200
    assert reply.json()["statutory"] == {
        "trade_licence_no": "TRAD/DNCC/012345/2026",
        "bin": "001745707-0402",
        "dbid": "123456789",
        "dbid_application_tracking_no": "",
        "contact_email": "rahim@example.com",
    }
    assert reply.json()["dispatch"]["district"] == "dhaka"
    assert "phone" not in reply.text
    assert "House" not in reply.text


@pytest.mark.parametrize("slug", ["nobody", "rahim-stores-1", "রহিম"])
async def test_who_does_not_sell_has_no_page(service: Harness, slug: str) -> None:
    await applied(service, RAHIM)

    assert (await service.get(f"/vendors/{slug}")).status_code == 404


async def test_the_list_goes_from_the_newest_to_the_oldest_page_by_page(service: Harness) -> None:
    everyone = [await applied(service, number=number) for number in range(1, 6)]
    await service.post(f"/admin/vendors/{everyone[2]}/approve", as_=decider())

    found: list[str] = []
    cursor = ""
    while True:
        page = (await service.get(f"/admin/vendors?limit=2&cursor={cursor}", as_=decider())).json()
        found += [row["id"] for row in page["items"]]
        cursor = page["next_cursor"]
        if not cursor:
            break
    active = (await service.get("/admin/vendors?status=active", as_=decider())).json()["items"]

    assert found == everyone[::-1]
    assert [(row["id"], row["slug"]) for row in active] == [(everyone[2], "rahim-stores-3")]


@pytest.mark.parametrize("query", ["status=rich", "limit=0", "cursor=x", "cursor=WyIAIl0"])
async def test_a_list_that_makes_no_sense_is_bad_input(service: Harness, query: str) -> None:
    assert (await service.get(f"/admin/vendors?{query}", as_=decider())).status_code in {400, 422}


@pytest.mark.parametrize(
    "vendor_id", ["ven_nobody", "ven_01m81gbfpafxq8q89zxjgmexg4", "usr_01m81gbfpafxq8q89zxjgmexg4"]
)
async def test_an_unknown_vendor_is_not_found(service: Harness, vendor_id: str) -> None:
    reason = {"reason": "whatever it is"}
    replies = [
        await service.get(f"/admin/vendors/{vendor_id}", as_=decider()),
        await service.post(f"/admin/vendors/{vendor_id}/approve", as_=decider()),
        await service.post(f"/admin/vendors/{vendor_id}/suspend", reason, as_=decider()),
    ]

    assert [reply.status_code for reply in replies] == [404, 404, 404]
    with pytest.raises(UnknownVendor):
        await service.face.cards([vendor_id])


@pytest.mark.parametrize(
    "method, path",
    [
        ("GET", "/admin/vendors"),
        ("GET", "/admin/vendors/{id}"),
        ("POST", "/admin/vendors/{id}/approve"),
        ("POST", "/admin/vendors/{id}/refuse"),
        ("POST", "/admin/vendors/{id}/suspend"),
        ("POST", "/admin/vendors/{id}/reinstate"),
        ("PUT", "/admin/vendors/{id}/commission"),
        ("PUT", "/admin/commission"),
        ("GET", "/admin/commission"),
    ],
)
async def test_only_staff_who_may_approve_vendors_decide(service: Harness, method: str, path: str) -> None:
    path = path.format(id=ids.new_id("ven"))
    body: dict[str, Any] | None = None if method == "GET" else {}

    assert (await service.call(method, path, body)).status_code == 401
    for token in (customer(RAHIM), vendor("ven_1"), staff("orders.read")):
        assert (await service.call(method, path, body, as_=token)).status_code == 403


async def test_only_a_customer_applies(service: Harness) -> None:
    for token, status in (("", 401), (vendor("ven_1"), 403), (decider(), 403)):
        assert (await service.post("/vendor-applications", application(), as_=token)).status_code == status
        assert (await service.get("/vendor-applications/mine", as_=token)).status_code == status


async def test_an_application_of_somebody_else_is_not_mine(service: Harness) -> None:
    await applied(service, RAHIM)

    reply = await service.get("/vendor-applications/mine", as_=customer("usr_karim"))

    assert (reply.status_code, reply.json()["code"]) == (404, "unknown_application")


async def test_a_repeated_application_with_the_same_key_is_the_same(service: Harness) -> None:
    first = await service.post("/vendor-applications", application(), as_=customer(RAHIM), key="application-0001")
    again = await service.post("/vendor-applications", application(), as_=customer(RAHIM), key="application-0001")

    assert (again.status_code, again.json()) == (201, first.json())


async def test_the_read_tables_come_out_the_same_from_the_log(service: Harness) -> None:
    vendor_id = await approved(service, RAHIM)
    await service.post(f"/admin/vendors/{vendor_id}/suspend", {"reason": "false proof"}, as_=decider())
    await applied(service, "usr_karim", number=2)

    async def tables() -> list[Any]:
        async with service.database.transaction() as tx:
            return [
                [dict(row) for row in await tx.rows(text(f"SELECT * FROM {name} ORDER BY 1"))]
                for name in VENDORS.tables
            ]

    before = await tables()
    async for _ in projections.rebuild(service.database, VENDORS):
        pass

    assert await tables() == before
    assert len(before[0]) == 2


async def test_constraints_speak_by_name_also_after_a_rebuild(service: Harness) -> None:
    vendor_id = await approved(service, RAHIM)
    async for _ in projections.rebuild(service.database, VENDORS):
        pass

    async with service.database.transaction() as tx:
        names = {row["conname"] for row in await tx.rows(text("SELECT conname FROM pg_constraint WHERE contype = 'u'"))}

    assert {"vendor_slug_key", "staff_user_id_key"} <= names
    assert (await service.face.cards([vendor_id]))[0].slug == "rahim-stores-1"
