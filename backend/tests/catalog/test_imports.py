import csv
import io
from pathlib import Path
from typing import Any

import httpx
import pytest

from bdcommerce.contracts.catalog import OfferChanged
from bdcommerce.contracts.compliance import StaffActed
from catalog.market import FACTS, Market, ok, refused, taka
from support import tokens

APPAREL = (Path(__file__).parent / "data" / "shopify-apparel.csv").read_bytes()
DOLLARS = {"currency": "USD", "rate": "122.5", "dispatch": "3 days", "dispatch_bn": "৩ দিন"}


def sheet(*rows: dict[str, Any]) -> bytes:
    header = ["Handle", "Title", "Option1 Name", "Option1 Value", "Variant SKU", "Variant Price"]
    header += ["Variant Compare At Price", "Variant Inventory Qty", "Image Src", "Body (HTML)"]
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, header)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def shirt(price: int = 500, **cells: Any) -> dict[str, Any]:
    return {"Handle": "shirt", "Title": "Shirt", "Variant SKU": "S-1", "Variant Price": price} | cells


async def send(market: Market, vendor_id: str, data: bytes, category_id: str, **options: str) -> httpx.Response:
    return await market.harness.post(
        "/vendor/imports",
        as_=tokens.vendor(vendor_id),
        content=data,
        params={"category_id": category_id, **options},
        headers={"Content-Type": "text/csv"},
    )


def results(report: Any) -> list[tuple[int, str]]:
    return [(each["row"], each["result"]) for each in report["rows"]]


async def test_the_real_file_arrives_as_drafts_with_offers_and_suggested_stock(market: Market) -> None:
    vendor_id, category_id = await market.vendor(), await market.category()
    report = ok(await send(market, vendor_id, APPAREL, category_id, **DOLLARS))
    assert report["totals"] == {"created": 22}
    assert [each["row"] for each in report["rows"]] == list(range(2, 24))
    as_ = tokens.vendor(vendor_id)
    products = ok(await market.harness.get("/vendor/products", params={"limit": 100}, as_=as_))["items"]
    assert (len(products), {each["status"] for each in products}) == (20, {"draft"})
    offers = ok(await market.harness.get("/vendor/offers", params={"limit": 100}, as_=as_))["items"]
    assert len(offers) == 22
    jackets = {each["sku"]: each["price"] for each in offers if "jacket" in each["sku"]}
    assert jackets["zipped-jacket"] == {"amount": 796250, "currency": "BDT"}  # 65 dollars
    suggested = {each["offer_id"]: each["quantity"] for each in report["rows"]}
    assert suggested == {each["id"]: 1 for each in offers}

    path = f"/vendor/products/{report['rows'][0]['product_id']}/checklist"
    checks = ok(await market.harness.get(path, as_=as_))["checks"]
    missing = {each["field"].removeprefix("facts.") for each in checks if not each["ok"]}
    assert missing == {
        "measurement", "colour", "material", "model", "country_of_origin", "health_hazard_warning", "return_terms",
        "warranty",
    }  # fmt: skip
    stored = ok(await market.harness.get(f"/vendor/imports/{report['id']}", as_=as_))
    assert stored == report
    (acted,) = [each for each in await market.harness.told(StaffActed) if each.action.endswith("/vendor/imports")]
    assert acted.vendor_id == vendor_id


async def test_the_same_file_again_changes_nothing(market: Market) -> None:
    vendor_id, category_id = await market.vendor(), await market.category()
    first = ok(await send(market, vendor_id, APPAREL, category_id, **DOLLARS))
    told = len(await market.harness.told(OfferChanged))
    again = ok(await send(market, vendor_id, APPAREL, category_id, **DOLLARS))
    assert again["totals"] == {"skipped": 22}
    assert [each["offer_id"] for each in again["rows"]] == [each["offer_id"] for each in first["rows"]]
    assert [each["quantity"] for each in again["rows"]] == [1] * 22
    assert len(await market.harness.told(OfferChanged)) == told
    dearer = ok(await send(market, vendor_id, APPAREL, category_id, **DOLLARS | {"rate": "130"}))
    assert dearer["totals"] == {"updated": 22}
    assert [each["offer_id"] for each in dearer["rows"]] == [each["offer_id"] for each in first["rows"]]


async def test_what_the_vendor_has_added_survives_a_changed_file(market: Market) -> None:
    vendor_id, category_id = await market.vendor(), await market.category()
    first = ok(await send(market, vendor_id, sheet(shirt()), category_id))
    product_id, offer_id = first["rows"][0]["product_id"], first["rows"][0]["offer_id"]
    as_, path = tokens.vendor(vendor_id), f"/vendor/products/{product_id}"
    facts = FACTS | {"title": {"en": "Shirt", "bn": "শার্ট"}}
    ok(await market.harness.patch(path, {"version": 1, "facts": facts}, as_=as_))
    await market.publish(vendor_id, product_id)
    await market.trust(vendor_id)
    changed = sheet(shirt(450, Title="Linen shirt"))
    report = ok(await send(market, vendor_id, changed, category_id))
    assert results(report) == [(2, "updated")]
    product = ok(await market.harness.get(path, as_=as_))
    assert product["facts"]["title"] == {"en": "Linen shirt", "bn": "শার্ট"}
    assert (product["facts"]["material"], product["status"]) == ("Cotton", "published")
    (card,) = await market.list()
    assert (card["price"], card["title"]["en"]) == (taka(450), "Linen shirt")
    assert report["rows"][0]["offer_id"] == offer_id


async def test_a_printed_price_and_its_offer_move_together(market: Market) -> None:
    vendor_id, category_id = await market.vendor(), await market.category()
    for price, mrp in ((500, 550), (300, 320), (600, 700)):
        data = sheet(shirt(price) | {"Variant Compare At Price": mrp})
        report = ok(await send(market, vendor_id, data, category_id, compare_at_is_mrp="true"))
        assert report["rows"][0]["result"] in {"created", "updated"}, report
    too_dear = sheet(shirt(800) | {"Variant Compare At Price": 700})
    (row,) = ok(await send(market, vendor_id, too_dear, category_id, compare_at_is_mrp="true"))["rows"]
    assert row["result"] == "refused"
    assert "CR-07" in row["reason"]


async def test_a_product_comes_in_whole_or_not_at_all(market: Market) -> None:
    vendor_id, category_id = await market.vendor(), await market.category()
    mine = await market.draft(vendor_id, category_id)
    await market.offer(vendor_id, mine["variants"][0]["id"], sku="S-2")
    rows = [shirt() | {"Option1 Name": "Size", "Option1 Value": "S"}]
    rows.append({"Handle": "shirt", "Option1 Value": "M", "Variant SKU": "S-2", "Variant Price": 500})
    rows.append({"Handle": "cap", "Title": "Cap", "Variant SKU": "C-1", "Variant Price": 100})
    report = ok(await send(market, vendor_id, sheet(*rows), category_id))
    assert results(report) == [(2, "refused"), (3, "refused"), (4, "created")]
    assert "S-2" in report["rows"][1]["reason"]
    as_ = tokens.vendor(vendor_id)
    offers = ok(await market.harness.get("/vendor/offers", as_=as_))["items"]
    assert {each["sku"] for each in offers} == {"S-2", "C-1"}
    assert len(ok(await market.harness.get("/vendor/products", as_=as_))["items"]) == 2


async def test_refused_rows_stand_in_the_report_beside_the_others(market: Market) -> None:
    vendor_id, category_id = await market.vendor(), await market.category()
    rows = [shirt(), {"Handle": "card", "Title": "Card", "Variant Price": "many"}, {"Title": "Nameless"}]
    report = ok(await send(market, vendor_id, sheet(*rows), category_id))
    assert results(report) == [(2, "created"), (3, "refused"), (4, "refused")]
    assert (report["rows"][1]["field"], report["rows"][2]["field"]) == ("Variant Price", "Handle")
    assert report["totals"] == {"created": 1, "refused": 2}


async def test_a_rehearsal_says_the_same_and_keeps_nothing(market: Market) -> None:
    vendor_id, category_id = await market.vendor(), await market.category()
    report = ok(await send(market, vendor_id, APPAREL, category_id, **DOLLARS, dry_run="true"))
    assert (report["id"], report["totals"]) == (None, {"created": 22})
    assert {each["product_id"] + each["offer_id"] for each in report["rows"]} == {""}
    as_ = tokens.vendor(vendor_id)
    assert ok(await market.harness.get("/vendor/products", as_=as_))["items"] == []
    assert ok(await market.harness.get("/vendor/offers", as_=as_))["items"] == []
    assert await market.harness.told(OfferChanged) == []


async def test_a_form_may_carry_the_file(market: Market) -> None:
    vendor_id, category_id = await market.vendor(), await market.category()
    as_, params = tokens.vendor(vendor_id), {"category_id": category_id}
    files = {"file": ("products.csv", sheet(shirt()), "text/csv")}
    report = ok(await market.harness.post("/vendor/imports", as_=as_, params=params, files=files))
    assert results(report) == [(2, "created")]
    reply = await market.harness.post("/vendor/imports", as_=as_, params=params, files={"other": ("a", b"b")})
    assert "file" in refused(reply, 422, "unreadable_file")


async def test_a_broken_file_brings_in_nothing(market: Market) -> None:
    vendor_id, category_id = await market.vendor(), await market.category()
    broken = sheet(shirt()) + b'cap,"Cap'
    fields = refused(await send(market, vendor_id, broken, category_id), 422, "unreadable_file")
    assert "CSV" in fields["file"]
    assert ok(await market.harness.get("/vendor/products", as_=tokens.vendor(vendor_id)))["items"] == []
    reply = await send(market, vendor_id, b"x" * 5_000_001, category_id)
    assert "longer" in refused(reply, 422, "unreadable_file")["file"]


@pytest.mark.parametrize(
    "options, field",
    [
        ({"currency": "USD"}, "rate"),
        ({"rate": "2"}, "rate"),
        ({"currency": "USD", "rate": "0"}, "rate"),
        ({"currency": "USD", "rate": "1.23456"}, "rate"),
        ({"currency": "USD", "rate": "-1"}, "rate"),
        ({"currency": "dollars", "rate": "2"}, "currency"),
        ({"dispatch": "x" * 300}, "dispatch"),
        ({"category_id": "cat_00000000000000000000000000"}, "category_id"),
        ({"category_id": "shirts"}, "category_id"),
    ],
)
async def test_terms_that_cannot_be_are_refused(market: Market, options: dict[str, str], field: str) -> None:
    vendor_id, category_id = await market.vendor(), await market.category()
    reply = await send(market, vendor_id, sheet(shirt()), options.pop("category_id", category_id), **options)
    assert field in refused(reply, 422, "invalid")


async def test_an_import_is_its_vendors_own(market: Market) -> None:
    vendor_id, category_id = await market.vendor(), await market.category()
    report = ok(await send(market, vendor_id, sheet(shirt()), category_id))
    path = f"/vendor/imports/{report['id']}"
    refused(await market.harness.get(path, as_=tokens.vendor("ven_other")), 404, "unknown_import")
    ok(await market.harness.get(path, as_=tokens.vendor(vendor_id, "packer")))
    assert (await market.harness.get(path)).status_code == 401
    for wrong in (tokens.customer(), tokens.staff("catalog.manage")):
        assert (await market.harness.get(path, as_=wrong)).status_code == 403
    for wrong, status in ((tokens.vendor(vendor_id, "packer"), 403), (tokens.customer(), 403), ("", 401)):
        reply = await market.harness.post("/vendor/imports", as_=wrong, params={"category_id": category_id})
        assert reply.status_code == status
    other = ok(await send(market, "ven_other", sheet(shirt()), category_id))
    assert other["totals"] == {"created": 1}


async def test_a_repeated_call_is_answered_the_same(market: Market) -> None:
    vendor_id, category_id = await market.vendor(), await market.category()
    replies = [
        await market.harness.post(
            "/vendor/imports",
            as_=tokens.vendor(vendor_id),
            key="import-0123456789",
            content=sheet(shirt()),
            params={"category_id": category_id},
            headers={"Content-Type": "text/csv"},
        )
        for _ in range(2)
    ]
    assert ok(replies[0]) == ok(replies[1])
