"""Parcels that come back, come back broken, or never arrive; and what couriers pay for that. Over HTTP."""

import asyncio
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import text

from bdcommerce.contracts.fulfilment import ClaimSettled, ShipmentLost, ShipmentReturned
from bdcommerce.infra.projections import rebuild
from bdcommerce.kernel.money import Money
from support import tokens
from support.faces.compliance import FakeCompliance
from support.harness import Harness
from support.parcels import Parcels, Watch, rider


def office() -> str:
    return tokens.staff("shipments.manage", user_id="usr_support")


def bdt(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "BDT"}


def ours(parcels: Parcels, role: str = "owner") -> str:
    return tokens.vendor(parcels.vendor_id, role)


async def returning(parcels: Parcels) -> dict[str, Any]:
    parcel = await parcels.out()
    assert (await parcels.do(parcel, "refuse", {"reason": "wrong size"})).status_code == 200
    return parcel


async def code_for(parcels: Parcels, parcel: dict[str, Any]) -> str:
    path = f"/vendor/shipments/{parcel['shipment_id']}/return-code"
    reply = await parcels.service.post(path, as_=ours(parcels, "packer"))
    assert reply.status_code == 201, reply.text
    return str(reply.json()["code"])


async def photo_of(parcels: Parcels, parcel: dict[str, Any]) -> str:
    file = BytesIO()
    Image.new("RGB", (8, 8), "brown").save(file, "PNG")
    path = f"/vendor/shipments/{parcel['shipment_id']}/photos"
    reply = await parcels.service.post(path, content=file.getvalue(), as_=ours(parcels))
    return str(reply.json()["evidence_id"])


async def claim(parcels: Parcels, parcel: dict[str, Any], kind: str, *, by: str = "", **changed: Any) -> Any:
    body = {
        "shipment_id": parcel["shipment_id"],
        "kind": kind,
        "amount": bdt(90000),
        "description": "the courier should pay",
        **changed,
    }
    path = "/admin/claims" if by else "/vendor/claims"
    return await parcels.service.post(path, body, as_=by or ours(parcels))


async def decided(parcels: Parcels, made: Any, step: str, body: dict[str, Any]) -> Any:
    return await parcels.service.post(f"/admin/claims/{made.json()['claim_id']}/{step}", body, as_=office())


async def test_the_vendor_s_code_confirms_that_it_has_the_parcel_back(parcels: Parcels, fulfilment: Harness) -> None:
    parcel = await returning(parcels)
    await parcels.do(parcel, "at-hub", {"hub": "dhaka-tejgaon"})
    code = await code_for(parcels, parcel)

    reply = await parcels.do(parcel, "returned", {"code": code})

    assert (reply.status_code, reply.json()["status"]) == (200, "returned")
    assert len(await fulfilment.told(ShipmentReturned)) == 1
    seen = (await fulfilment.get(f"/vendor/shipments/{parcel['shipment_id']}", as_=ours(parcels))).json()
    assert seen["return_confirmed"] is True
    assert [step["what"] for step in seen["steps"]][-3:] == ["returning", "return_at_hub", "returned"]


async def test_a_wrong_return_code_counts_and_locks(parcels: Parcels, fulfilment: Harness, watch: Watch) -> None:
    parcel = await returning(parcels)
    code = await code_for(parcels, parcel)
    wrong = f"{(int(code) + 1) % 10_000:04d}"
    for left in (4, 3, 2, 1, 0):
        reply = await parcels.do(parcel, "returned", {"code": wrong})
        assert (reply.json()["code"], reply.json()["data"]["tries_left"]) == ("wrong_code", left)
    assert (await parcels.do(parcel, "returned", {"code": code})).json()["code"] == "code_locked"
    watch.advance(minutes=1)
    fresh = await code_for(parcels, parcel)
    assert (await parcels.do(parcel, "returned", {"code": fresh})).status_code == 200
    assert len(await fulfilment.told(ShipmentReturned)) == 1


async def test_a_return_code_is_the_vendor_s_alone(parcels: Parcels, fulfilment: Harness) -> None:
    parcel = await returning(parcels)
    path = f"/vendor/shipments/{parcel['shipment_id']}/return-code"

    assert (await fulfilment.post(path, as_=tokens.vendor("ven_other"))).json()["code"] == "unknown_shipment"
    assert (await fulfilment.post(path, as_=rider())).status_code == 403
    code = await code_for(parcels, parcel)
    too_soon = await fulfilment.post(path, as_=ours(parcels))
    assert (too_soon.status_code, too_soon.json()["code"]) == (429, "code_just_sent")
    async with fulfilment.database.transaction() as tx:
        stored = str(await tx.rows(text("SELECT data FROM event_log")))
    assert f"'{code}'" not in stored


async def test_a_parcel_that_does_not_come_back_has_no_return_code(parcels: Parcels, fulfilment: Harness) -> None:
    parcel = await parcels.out()

    reply = await fulfilment.post(f"/vendor/shipments/{parcel['shipment_id']}/return-code", as_=ours(parcels))

    assert (reply.status_code, reply.json()["code"]) == (409, "not_possible_now")


async def test_where_the_rule_wants_it_nothing_goes_back_without_a_code(
    parcels: Parcels, compliance: FakeCompliance
) -> None:
    compliance.set_rule("delivery.return_code_required", 1)
    parcel = await returning(parcels)

    for body in (None, {"code": ""}):
        reply = await parcels.do(parcel, "returned", body)
        assert (reply.status_code, reply.json()["code"]) == (409, "return_code_needed")
    assert (await parcels.do(parcel, "returned", {"code": await code_for(parcels, parcel)})).status_code == 200


async def test_the_vendor_says_how_it_came_back_once(parcels: Parcels, fulfilment: Harness) -> None:
    parcel = await returning(parcels)
    path, body = f"/vendor/shipments/{parcel['shipment_id']}/return-check", {"condition": "damaged", "note": "torn"}
    assert (await fulfilment.post(path, body, as_=ours(parcels))).json()["code"] == "not_possible_now"
    await parcels.do(parcel, "returned")

    reply = await fulfilment.post(path, body, as_=ours(parcels))

    assert (reply.status_code, reply.json()["return_condition"]) == (200, "damaged")
    assert (reply.json()["steps"][-1]["what"], reply.json()["steps"][-1]["note"]) == ("return_checked", "torn")
    again = await fulfilment.post(path, body, as_=ours(parcels))
    assert (again.status_code, again.json()["code"]) == (409, "already_checked")
    assert (await fulfilment.post(path, body, as_=tokens.vendor("ven_other"))).status_code == 404


async def test_a_lost_parcel_is_told_and_moves_no_more(parcels: Parcels, fulfilment: Harness) -> None:
    parcel = await parcels.out()
    path, body = f"/admin/tracking/{parcel['shipment_id']}/lost", {"reason": "stolen from the van"}
    assert (await fulfilment.post(path, body, as_=rider())).status_code == 403

    reply = await fulfilment.post(path, body, as_=office())

    assert (reply.status_code, reply.json()["status"], reply.json()["reason"]) == (200, "lost", "stolen from the van")
    (told,) = await fulfilment.told(ShipmentLost)
    assert (told.shipment_id, told.courier, told.vendor_id) == (parcel["shipment_id"], "own_riders", parcels.vendor_id)
    assert (await parcels.deliver(parcel, parcels.code())).json()["code"] == "not_possible_now"
    assert (await fulfilment.post(path, body, as_=office())).json()["code"] == "not_possible_now"


async def test_a_claim_for_damage_from_the_photo_to_the_money(parcels: Parcels, fulfilment: Harness) -> None:
    parcel = await returning(parcels)
    await parcels.do(parcel, "returned")
    photo = await photo_of(parcels, parcel)
    made = await claim(parcels, parcel, "damaged", evidence_ids=[photo])
    assert (made.status_code, made.json()["status"], made.json()["opened_by"]) == (201, "open", "vendor")
    assert made.json()["evidence_ids"] == [photo]

    answered = await decided(parcels, made, "answer", {"offered": bdt(40000), "note": "half of it"})
    settled = await decided(parcels, made, "settle", {"amount": bdt(60000), "reason": "met in the middle"})

    assert (answered.json()["status"], answered.json()["offered"]) == ("answered", bdt(40000))
    assert (settled.json()["status"], settled.json()["settled"]) == ("settled", bdt(60000))
    (told,) = await fulfilment.told(ClaimSettled)
    assert (told.claim_id, told.amount, told.courier) == (made.json()["claim_id"], Money(60000), "own_riders")
    assert await fulfilment.told(ShipmentLost) == []
    shown = await fulfilment.get(f"/vendor/claims/{told.claim_id}", as_=ours(parcels))
    assert (shown.json()["answer"], shown.json()["reason"]) == ("half of it", "met in the middle")


async def test_a_settled_claim_for_a_loss_makes_the_parcel_lost(parcels: Parcels, fulfilment: Harness) -> None:
    parcel = await parcels.out()
    made = await claim(parcels, parcel, "lost")

    settled = await decided(parcels, made, "settle", {"amount": bdt(90000), "reason": "never seen again"})

    assert settled.status_code == 200, settled.text
    assert await parcels.status(parcel) == "lost"
    assert len(await fulfilment.told(ShipmentLost)) == len(await fulfilment.told(ClaimSettled)) == 1


async def test_a_claim_for_a_parcel_that_turned_up_can_only_be_refused(parcels: Parcels, fulfilment: Harness) -> None:
    parcel = await parcels.out()
    made = await claim(parcels, parcel, "lost")
    await parcels.deliver(parcel, parcels.code())

    settled = await decided(parcels, made, "settle", {"amount": bdt(1), "reason": "agreed"})
    assert (settled.status_code, settled.json()["code"]) == (409, "not_possible_now")
    refused = await decided(parcels, made, "refuse", {"reason": "it was delivered"})

    assert (refused.json()["status"], refused.json()["settled"]) == ("refused", bdt(0))
    (told,) = await fulfilment.told(ClaimSettled)
    assert told.amount == Money(0)
    assert await fulfilment.told(ShipmentLost) == []


async def test_a_lost_parcel_can_still_be_claimed(parcels: Parcels, fulfilment: Harness) -> None:
    parcel = await parcels.out()
    await fulfilment.post(f"/admin/tracking/{parcel['shipment_id']}/lost", {"reason": "stolen"}, as_=office())

    made = await claim(parcels, parcel, "lost", by=office())
    await decided(parcels, made, "settle", {"amount": bdt(90000), "reason": "insured"})

    assert made.json()["opened_by"] == "staff"
    assert len(await fulfilment.told(ShipmentLost)) == 1


async def test_a_parcel_has_one_open_claim(parcels: Parcels) -> None:
    parcel = await parcels.out()

    replies = await asyncio.gather(*(claim(parcels, parcel, "lost") for _ in range(4)))

    assert sorted(reply.status_code for reply in replies) == [201, 409, 409, 409]
    made = next(reply for reply in replies if reply.status_code == 201)
    path = f"/vendor/claims/{made.json()['claim_id']}/withdraw"
    gone = await parcels.service.post(path, {"reason": "found it"}, as_=ours(parcels))
    assert gone.json()["status"] == "withdrawn"
    assert (await decided(parcels, made, "settle", {"amount": bdt(1), "reason": "late"})).json()[
        "code"
    ] == "claim_closed"
    assert (await claim(parcels, parcel, "lost")).status_code == 201


async def test_a_claim_is_withdrawn_by_its_opener(parcels: Parcels, fulfilment: Harness) -> None:
    by_vendor = await claim(parcels, await parcels.out(), "lost")
    by_staff = await claim(parcels, await parcels.out(), "lost", by=office())
    body = {"reason": "a mistake"}

    for made, path, who in (
        (by_vendor, "/admin/claims", office()),
        (by_staff, "/vendor/claims", ours(parcels)),
        (by_vendor, "/vendor/claims", tokens.vendor("ven_other")),
    ):
        reply = await fulfilment.post(f"{path}/{made.json()['claim_id']}/withdraw", body, as_=who)
        assert (reply.status_code, reply.json()["code"]) == (404, "unknown_claim")
    assert (await decided(parcels, by_staff, "withdraw", body)).json()["status"] == "withdrawn"


async def test_a_claim_that_comes_too_late_or_out_of_nowhere_is_refused(parcels: Parcels, watch: Watch) -> None:
    parcel = await parcels.delivered()
    assert (await claim(parcels, parcel, "lost")).json()["code"] == "not_possible_now"
    assert (await claim(parcels, {"shipment_id": "shp_nowhere"}, "lost")).json()["code"] == "unknown_shipment"
    assert (await claim(parcels, parcel, "damaged", evidence_ids=["evd_nowhere"])).json()["code"] == "unknown_evidence"
    assert (await claim(parcels, parcel, "damaged", amount=bdt(0))).status_code == 422
    foreign = await claim(parcels, parcel, "damaged", by="")
    assert foreign.status_code == 201
    watch.advance(days=31)
    late = await claim(parcels, await _delivered_long_ago(parcels, watch), "damaged")
    assert (late.status_code, late.json()["code"]) == (409, "too_late_to_claim")


async def _delivered_long_ago(parcels: Parcels, watch: Watch) -> dict[str, Any]:
    parcel = await parcels.delivered()
    watch.advance(days=31)
    return parcel


async def test_nobody_claims_or_sees_claims_of_others(parcels: Parcels, fulfilment: Harness) -> None:
    parcel = await parcels.out()
    body = {"shipment_id": parcel["shipment_id"], "kind": "lost", "amount": bdt(1), "description": "mine, I say"}
    other = tokens.vendor("ven_other")
    assert (await fulfilment.post("/vendor/claims", body, as_=other)).json()["code"] == "unknown_shipment"
    made = await claim(parcels, parcel, "lost")
    assert (await fulfilment.get(f"/vendor/claims/{made.json()['claim_id']}", as_=other)).status_code == 404
    assert (await fulfilment.get("/vendor/claims", as_=other)).json()["items"] == []
    assert (await fulfilment.post("/vendor/claims", body, as_=ours(parcels, "packer"))).status_code == 403
    for path in ("/admin/claims", f"/admin/claims/{made.json()['claim_id']}"):
        assert (await fulfilment.get(path, as_=ours(parcels))).status_code == 403
        assert (await fulfilment.get(path, as_=rider())).status_code == 403


@pytest.mark.parametrize("path", ["/admin/claims", "/vendor/claims"])
async def test_claims_are_listed_by_status_and_page(parcels: Parcels, fulfilment: Harness, path: str) -> None:
    made = [(await claim(parcels, await parcels.out(), "lost")).json()["claim_id"] for _ in range(3)]
    await fulfilment.post(f"/admin/claims/{made[1]}/refuse", {"reason": "no proof"}, as_=office())
    who = office() if "admin" in path else ours(parcels)

    async def listed(**params: str) -> dict[str, Any]:
        body: dict[str, Any] = (await fulfilment.get(path, as_=who, params=params)).json()
        return body

    newest = sorted(made, reverse=True)
    assert [one["claim_id"] for one in (await listed())["items"]] == newest
    assert [one["claim_id"] for one in (await listed(status="refused"))["items"]] == [made[1]]
    first = await listed(limit="2")
    rest = await listed(cursor=first["next_cursor"])
    assert [one["claim_id"] for one in first["items"] + rest["items"]] == newest
    if "admin" in path:
        assert (await listed(vendor_id="ven_other"))["items"] == []


async def test_claims_can_be_rebuilt(parcels: Parcels, fulfilment: Harness) -> None:
    made = await claim(parcels, await parcels.out(), "lost")
    await decided(parcels, made, "answer", {"offered": bdt(0), "note": "not our fault"})
    before = (await fulfilment.get(f"/admin/claims/{made.json()['claim_id']}", as_=office())).json()
    async with fulfilment.database.transaction() as tx:
        await tx.execute(text("UPDATE claim_view SET status = 'refused', answer = 'spoiled'"))

    async for _ in rebuild(fulfilment.database, fulfilment.service.projections[1]):
        pass

    assert (await fulfilment.get(f"/admin/claims/{made.json()['claim_id']}", as_=office())).json() == before
