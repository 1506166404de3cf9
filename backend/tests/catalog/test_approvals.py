"""Edits of approved products wait for staff: which do, what they would change, and what becomes of them."""

from dataclasses import replace
from typing import Any

import pytest

from bdcommerce.catalog.domain.approvals import FIELDS, ApprovalPolicy, checked_policy, differences, merged, split
from bdcommerce.catalog.events import ProductSheet
from bdcommerce.contracts.catalog import ProductPublished, ProductWithdrawn
from bdcommerce.kernel.errors import Invalid
from bdcommerce.kernel.text import Localized
from catalog.making import sheet
from catalog.market import DECIDER, FACTS, STAFF, Market, ok, refused, taka
from catalog.pictures import small
from support import tokens

SILK = {"en": "Silk panjabi", "bn": "রেশমি পাঞ্জাবি"}


def retitled(before: ProductSheet, **more: Any) -> ProductSheet:
    return replace(before, facts=replace(before.facts, title=Localized("Silk"), **more))


def test_only_what_staff_want_to_see_waits() -> None:
    before = sheet()
    after = replace(retitled(before, model="PJ-43"), unit="pair")
    edit = split(before, after, {"facts.title", "facts.brand"})
    assert edit.fields == ["facts.title"]
    assert (edit.now.facts.title, edit.now.facts.model, edit.now.unit) == (before.facts.title, "PJ-43", "pair")
    assert edit.proposed == after
    assert split(before, after, {"facts.brand"}).now == after


def test_a_brand_is_its_name_and_its_id() -> None:
    before, after = sheet(), replace(sheet(), brand_id="brd_2")
    after = replace(after, variants=before.variants)
    assert differences(before, after) == ["facts.brand"]
    assert merged(before, after, ["facts.brand"]).brand_id == "brd_2"


def test_taking_every_field_of_another_sheet_is_that_sheet() -> None:
    one, other = sheet(), replace(retitled(sheet(), colour="Red"), unit="set", brand_id="brd_1", category_id="cat_2")
    assert merged(one, other, differences(one, other)) == other
    assert differences(one, one) == []


def test_a_policy_knows_the_fields_of_products() -> None:
    assert set(ApprovalPolicy().fields) <= set(FIELDS)
    doubled = ApprovalPolicy(fields=("facts.title", "facts.title"), edits_of=("new", "new"))
    assert checked_policy(doubled).fields == ("facts.title",)
    with pytest.raises(Invalid):
        checked_policy(ApprovalPolicy(fields=("facts.price",)))
    assert ApprovalPolicy().gated("trusted") == frozenset()


async def live(market: Market, **body: Any) -> tuple[str, Any, str]:
    """A published product of a vendor of the usual tier: the vendor's token, the product and its path."""
    vendor_id = await market.vendor()
    product, _ = await market.on_sale(vendor_id, await market.category(), **body)
    return tokens.vendor(vendor_id), product, f"/vendor/products/{product['id']}"


async def test_customers_see_the_approved_version_until_staff_have_decided(market: Market) -> None:
    as_, product, path = await live(market)
    body = {"version": product["version"], "facts": {"title": SILK, "model": "PJ-43"}}
    changed = ok(await market.harness.patch(path, body, as_=as_))
    assert (changed["facts"]["title"], changed["facts"]["model"]) == (FACTS["title"], "PJ-43")
    assert changed["waiting"]["fields"] == ["facts.title"]
    page = await market.page(product["slug"])
    assert (page["facts"]["title"], page["facts"]["model"]) == (FACTS["title"], "PJ-43")
    read = ok(await market.harness.get(path, as_=as_))
    assert (read["waiting"], read["version"]) == (changed["waiting"], changed["version"])
    (summary,) = ok(await market.harness.get("/vendor/products", as_=as_))["items"]
    assert summary["waiting"]

    approval_id = changed["waiting"]["approval_id"]
    (waiting,) = ok(await market.harness.get("/admin/approvals", as_=DECIDER))["items"]
    assert (waiting["id"], waiting["kind"], waiting["fields"]) == (approval_id, "edit", ["facts.title"])
    whole = ok(await market.harness.get(f"/admin/approvals/{approval_id}", as_=DECIDER))
    assert whole["changes"] == [{"field": "facts.title", "before": FACTS["title"], "after": SILK}]
    assert ok(await market.harness.get(f"/vendor/approvals/{approval_id}", as_=as_)) == whole

    decide = f"/admin/approvals/{approval_id}/approve"
    stale = {"version": whole["product_version"] - 1}
    refused(await market.harness.post(decide, stale, as_=DECIDER), 409, "stale")
    approved = ok(await market.harness.post(decide, {"version": whole["product_version"]}, as_=DECIDER))
    assert (approved["facts"]["title"], approved["waiting"]) == (SILK, None)
    assert (await market.page(product["slug"]))["facts"]["title"] == SILK
    again = {"version": approved["version"]}
    refused(await market.harness.post(decide, again, as_=DECIDER), 409, "already_decided")
    (decided,) = ok(await market.harness.get("/admin/approvals", params={"status": "approved"}, as_=DECIDER))["items"]
    assert decided["decided_at"]


async def test_a_refused_edit_leaves_everything_as_it_was(market: Market) -> None:
    as_, product, path = await live(market)
    body = {"version": product["version"], "facts": {"title": SILK}}
    changed = ok(await market.harness.patch(path, body, as_=as_))
    decide = f"/admin/approvals/{changed['waiting']['approval_id']}/refuse"
    said = {"version": changed["version"], "reason": "it is cotton"}
    assert ok(await market.harness.post(decide, said, as_=DECIDER))["waiting"] is None
    (mine,) = ok(await market.harness.get("/vendor/approvals", as_=as_))["items"]
    assert (mine["status"], mine["reason"]) == ("refused", "it is cotton")
    assert (await market.page(product["slug"]))["facts"]["title"] == FACTS["title"]


async def test_the_vendor_goes_on_from_what_waits_and_can_take_it_back(market: Market) -> None:
    as_, product, path = await live(market)
    first = ok(await market.harness.patch(path, {"version": product["version"], "facts": {"title": SILK}}, as_=as_))
    body = {"version": first["version"], "facts": {"country_of_origin": "IN", "colour": "Red"}}
    second = ok(await market.harness.patch(path, body, as_=as_))
    assert second["waiting"] == first["waiting"] | {"fields": ["facts.title", "facts.country_of_origin"]}
    assert (await market.page(product["slug"]))["facts"]["colour"] == "Red"
    back = {"version": second["version"], "facts": {"title": FACTS["title"]}}
    third = ok(await market.harness.patch(path, back, as_=as_))
    assert third["waiting"]["fields"] == ["facts.country_of_origin"]
    withdraw = f"/vendor/approvals/{third['waiting']['approval_id']}/withdraw"
    assert ok(await market.harness.post(withdraw, as_=as_))["waiting"] is None
    refused(await market.harness.post(withdraw, as_=as_), 409, "already_decided")
    read = ok(await market.harness.get(path, as_=as_))
    assert (read["facts"]["country_of_origin"], read["facts"]["colour"]) == ("BD", "Red")


async def test_taking_the_last_waiting_change_back_by_an_edit_ends_the_waiting(market: Market) -> None:
    as_, product, path = await live(market)
    first = ok(await market.harness.patch(path, {"version": product["version"], "facts": {"title": SILK}}, as_=as_))
    back = {"version": first["version"], "facts": {"title": FACTS["title"]}}
    assert ok(await market.harness.patch(path, back, as_=as_))["waiting"] is None
    assert ok(await market.harness.get("/admin/approvals", as_=DECIDER))["items"] == []


async def test_what_does_not_stand_alone_waits_whole(market: Market) -> None:
    as_, product, path = await live(market)
    phones = await market.category("Phones")
    await market.attribute(phones, "ram", type="number", unit="GB", required=True)
    body = {"version": product["version"], "category_id": phones}
    refused(await market.harness.patch(path, body, as_=as_), 422, "not_publishable")
    changed = ok(await market.harness.patch(path, body | {"attributes": {"ram": 8}}, as_=as_))
    assert changed["waiting"]["fields"] == ["category_id", "attributes"]
    assert changed["attributes"] == {}
    decide = f"/admin/approvals/{changed['waiting']['approval_id']}/approve"
    approved = ok(await market.harness.post(decide, {"version": changed["version"]}, as_=DECIDER))
    assert (approved["category_id"], approved["attributes"]) == (phones, {"ram": "8"})
    assert [each["id"] for each in await market.list(category=phones)] == [product["id"]]


async def test_prices_stock_and_trusted_vendors_do_not_wait(market: Market) -> None:
    vendor_id, category_id = await market.vendor(), await market.category()
    product, offer = await market.on_sale(vendor_id, category_id)
    as_ = tokens.vendor(vendor_id)
    ok(await market.harness.patch(f"/vendor/offers/{offer['id']}", {"version": 1, "price": taka(1)}, as_=as_))
    await market.trust(vendor_id)
    body = {"version": product["version"], "facts": {"title": SILK}}
    changed = ok(await market.harness.patch(f"/vendor/products/{product['id']}", body, as_=as_))
    assert (changed["facts"]["title"], changed["waiting"]) == (SILK, None)
    await market.trust(vendor_id, "new")
    again = {"version": changed["version"], "facts": {"title": FACTS["title"]}}
    assert ok(await market.harness.patch(f"/vendor/products/{product['id']}", again, as_=as_))["waiting"]


async def test_a_waiting_picture_is_not_forgotten(market: Market) -> None:
    as_, product, path = await live(market)
    policy = {"version": 0, "fields": ["facts.images"]}
    ok(await market.harness.patch("/admin/approval-policy", policy, as_=DECIDER))
    picture = ok(await market.harness.post("/vendor/media", as_=as_, content=small()))
    body = {"version": product["version"], "facts": {"images": [{"media_id": picture["id"]}]}}
    changed = ok(await market.harness.patch(path, body, as_=as_))
    async with market.harness.deps.works() as work:
        (kept,) = await work.media.of([picture["id"]])
    assert kept.unused_since is None
    decide = f"/admin/approvals/{changed['waiting']['approval_id']}/refuse"
    ok(await market.harness.post(decide, {"version": changed["version"], "reason": "blurred"}, as_=DECIDER))
    async with market.harness.deps.works() as work:
        (kept,) = await work.media.of([picture["id"]])
    assert kept.unused_since is not None


async def test_first_publications_wait_where_staff_want_it(market: Market) -> None:
    vendor_id, category_id = await market.vendor(), await market.category()
    read = await market.harness.get("/admin/approval-policy", as_=DECIDER)
    assert (read.json()["version"], read.json()["first_of"], read.headers["etag"]) == (0, [], '"0"')
    policy = {"first_of": ["new", "standard"]}
    changed = ok(await market.harness.patch("/admin/approval-policy", policy, as_=DECIDER, headers={"If-Match": '"0"'}))
    assert (changed["version"], changed["first_of"]) == (1, ["new", "standard"])
    refused(await market.harness.patch("/admin/approval-policy", {"version": 0}, as_=DECIDER), 409, "stale")
    wrong = {"version": 1, "fields": ["facts.price"]}
    assert "fields" in refused(await market.harness.patch("/admin/approval-policy", wrong, as_=DECIDER), 422, "invalid")

    as_ = tokens.vendor(vendor_id)
    product = await market.draft(vendor_id, category_id, facts={"model": ""})
    await market.offer(vendor_id, product["variants"][0]["id"])
    path = f"/vendor/products/{product['id']}"
    refused(await market.harness.post(f"{path}/publish", as_=as_), 422, "not_publishable")
    ok(await market.harness.patch(path, {"version": 1, "facts": {"model": "A"}}, as_=as_))
    waiting = await market.publish(vendor_id, product["id"])
    assert (waiting["status"], waiting["slug"]) == ("in_review", None)
    refused(await market.harness.post(f"{path}/publish", as_=as_), 409, "wrong_status")
    assert await market.list() == []
    approval_id = waiting["waiting"]["approval_id"]
    (queued,) = ok(await market.harness.get("/admin/approvals", as_=DECIDER))["items"]
    assert (queued["id"], queued["kind"]) == (approval_id, "publication")
    shown = ok(await market.harness.get(f"/admin/products/{product['id']}", as_=DECIDER))
    assert (shown["vendor_id"], shown["product"]["status"]) == (vendor_id, "in_review")

    no = {"version": waiting["version"], "reason": "which model?"}
    sent_back = ok(await market.harness.post(f"/admin/approvals/{approval_id}/refuse", no, as_=DECIDER))
    assert (sent_back["status"], sent_back["reason"], sent_back["waiting"]) == ("draft", "which model?", None)
    again = await market.publish(vendor_id, product["id"])
    edited = ok(await market.harness.patch(path, {"version": again["version"], "facts": {"model": "B"}}, as_=as_))
    assert edited["status"] == "in_review"
    decide = f"/admin/approvals/{again['waiting']['approval_id']}/approve"
    refused(await market.harness.post(decide, {"version": again["version"]}, as_=DECIDER), 409, "stale")
    published = ok(await market.harness.post(decide, {"version": edited["version"]}, as_=DECIDER))
    assert (published["status"], published["slug"]) == ("published", "cotton-panjabi")
    assert await market.harness.told(ProductPublished)
    ok(await market.harness.post(f"{path}/unpublish", as_=as_))
    assert (await market.publish(vendor_id, product["id"]))["status"] == "published"


async def test_a_vendor_takes_back_a_product_that_waits(market: Market) -> None:
    vendor_id, category_id = await market.vendor(), await market.category()
    ok(await market.harness.patch("/admin/approval-policy", {"version": 0, "first_of": ["standard"]}, as_=DECIDER))
    product = await market.draft(vendor_id, category_id)
    await market.offer(vendor_id, product["variants"][0]["id"])
    waiting = await market.publish(vendor_id, product["id"])
    path = f"/vendor/approvals/{waiting['waiting']['approval_id']}"
    stranger = tokens.vendor(await market.vendor("Karim Traders"))
    refused(await market.harness.post(f"{path}/withdraw", as_=stranger), 404, "unknown_approval")
    refused(await market.harness.get(path, as_=stranger), 404, "unknown_approval")
    assert ok(await market.harness.get("/vendor/approvals", as_=stranger))["items"] == []
    as_ = tokens.vendor(vendor_id)
    assert ok(await market.harness.post(f"{path}/withdraw", as_=as_))["status"] == "draft"
    assert ok(await market.harness.get(path, as_=as_))["status"] == "withdrawn"


async def test_staff_take_a_product_down_and_reinstate_it(market: Market) -> None:
    as_, product, path = await live(market)
    admin = f"/admin/products/{product['id']}"
    down = ok(await market.harness.post(f"{admin}/take-down", {"reason": "a fake"}, as_=DECIDER))
    assert (down["status"], down["reason"]) == ("taken_down", "a fake")
    assert await market.list() == []
    refused(await market.harness.get(f"/products/{product['slug']}"), 404, "unknown_product")
    gone = ProductWithdrawn(product_id=product["id"], slug=product["slug"], reason="staff")
    assert await market.harness.told(ProductWithdrawn) == [gone]
    refused(await market.harness.post(f"{path}/publish", as_=as_), 409, "wrong_status")
    refused(await market.harness.post(f"{admin}/take-down", {"reason": "again"}, as_=DECIDER), 409, "wrong_status")
    query = {"status": "taken_down"}
    (listed,) = ok(await market.harness.get("/admin/products", params=query, as_=DECIDER))["items"]
    assert (listed["id"], listed["reason"]) == (product["id"], "a fake")
    back = ok(await market.harness.post(f"{admin}/reinstate", {"reason": "it is real"}, as_=DECIDER))
    assert (back["status"], back["reason"]) == ("published", "")
    assert len(await market.list()) == 1
    assert len(await market.harness.told(ProductPublished)) == 2

    ok(await market.harness.post(f"{admin}/take-down", {"reason": "unsafe"}, as_=DECIDER))
    read = ok(await market.harness.get(path, as_=as_))
    ok(await market.harness.patch(path, {"version": read["version"], "facts": {"material": ""}}, as_=as_))
    back = ok(await market.harness.post(f"{admin}/reinstate", {"reason": "we were wrong"}, as_=DECIDER))
    assert back["status"] == "unpublished"  # it lacks a fact now
    refused(await market.harness.post(f"{path}/publish", as_=as_), 422, "not_publishable")


async def test_staff_find_products_by_vendor_and_status(market: Market) -> None:
    vendor_id, category_id = await market.vendor(), await market.category()
    draft = await market.draft(vendor_id, category_id)
    product, _ = await market.on_sale(vendor_id, category_id)

    async def found(**query: Any) -> list[str]:
        items = ok(await market.harness.get("/admin/products", params=query, as_=DECIDER))["items"]
        return [each["id"] for each in items]

    assert await found() == [product["id"]]
    assert await found(vendor_id=vendor_id) == [product["id"], draft["id"]]
    assert await found(vendor_id=vendor_id, status="draft") == [draft["id"]]
    refused(await market.harness.get("/admin/products/prd_nothing", as_=DECIDER), 404, "unknown_product")
    refused(await market.harness.get("/admin/approvals/apr_nothing", as_=DECIDER), 404, "unknown_approval")
    say = {"version": 1, "reason": "no"}
    refused(await market.harness.post("/admin/approvals/apr_nothing/refuse", say, as_=DECIDER), 404, "unknown_approval")


@pytest.mark.parametrize(
    "method, path",
    [
        ("GET", "/admin/approvals"),
        ("GET", "/admin/approvals/apr_1"),
        ("POST", "/admin/approvals/apr_1/approve"),
        ("POST", "/admin/approvals/apr_1/refuse"),
        ("GET", "/admin/approval-policy"),
        ("PATCH", "/admin/approval-policy"),
        ("GET", "/admin/products"),
        ("GET", "/admin/products/prd_1"),
        ("POST", "/admin/products/prd_1/take-down"),
        ("POST", "/admin/products/prd_1/reinstate"),
    ],
)
async def test_only_staff_with_the_permission_decide(market: Market, method: str, path: str) -> None:
    body: Any = None if method == "GET" else {}
    assert (await market.harness.call(method, path, body)).status_code == 401
    for wrong in (tokens.customer(), tokens.vendor("ven_1"), STAFF):
        assert (await market.harness.call(method, path, body, as_=wrong)).status_code == 403
