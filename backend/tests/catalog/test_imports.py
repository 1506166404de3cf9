import csv
import io
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from bdcommerce.contracts.catalog import OfferChanged
from bdcommerce.contracts.compliance import StaffActed
from bdcommerce.infra.imports import spool
from bdcommerce.kernel import clock
from catalog.importing import bring_in, report_of, results, send
from catalog.market import FACTS, Market, ok, refused, taka
from support import tokens
from support.databases import connected, url_of

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


async def test_the_real_file_arrives_as_drafts_with_offers_and_suggested_stock(market: Market) -> None:
    vendor_id, category_id = await market.vendor(), await market.category()
    begun = ok(await send(market, vendor_id, APPAREL, category_id=category_id, **DOLLARS))
    assert (begun["status"], begun["rows"], begun["done"], begun["kind"]) == ("waiting", 22, 0, "shopify")
    await market.harness.settle()
    report = await report_of(market, vendor_id, begun["id"])
    assert (report["status"], report["created"], report["done"], report["noted"]) == ("done", 22, 22, 20)
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
    assert {each["sku"] for each in report["rows"]} == {each["sku"] for each in offers}

    path = f"/vendor/products/{report['rows'][0]['product_id']}/checklist"
    checks = ok(await market.harness.get(path, as_=as_))["checks"]
    missing = {each["field"].removeprefix("facts.") for each in checks if not each["ok"]}
    assert missing == {
        "measurement", "colour", "material", "model", "country_of_origin", "health_hazard_warning", "return_terms",
        "warranty",
    }  # fmt: skip
    (acted,) = [each for each in await market.harness.told(StaffActed) if each.action.endswith("/vendor/imports")]
    assert acted.vendor_id == vendor_id


async def test_the_same_file_again_changes_nothing(market: Market) -> None:
    vendor_id, category_id = await market.vendor(), await market.category()
    first = await bring_in(market, vendor_id, APPAREL, category_id=category_id, **DOLLARS)
    told = len(await market.harness.told(OfferChanged))
    again = await bring_in(market, vendor_id, APPAREL, category_id=category_id, **DOLLARS)
    assert again["unchanged"] == 22
    assert [each["offer_id"] for each in again["rows"]] == [each["offer_id"] for each in first["rows"]]
    assert [each["quantity"] for each in again["rows"]] == [1] * 22
    assert len(await market.harness.told(OfferChanged)) == told
    dearer = await bring_in(market, vendor_id, APPAREL, category_id=category_id, **DOLLARS | {"rate": "130"})
    assert dearer["updated"] == 22
    assert [each["offer_id"] for each in dearer["rows"]] == [each["offer_id"] for each in first["rows"]]


async def test_what_the_vendor_has_added_survives_a_changed_file(market: Market) -> None:
    vendor_id, category_id = await market.vendor(), await market.category()
    first = await bring_in(market, vendor_id, sheet(shirt()), category_id=category_id)
    product_id, offer_id = first["rows"][0]["product_id"], first["rows"][0]["offer_id"]
    as_, path = tokens.vendor(vendor_id), f"/vendor/products/{product_id}"
    facts = FACTS | {"title": {"en": "Shirt", "bn": "শার্ট"}}
    ok(await market.harness.patch(path, {"version": 1, "facts": facts}, as_=as_))
    await market.publish(vendor_id, product_id)
    await market.trust(vendor_id)
    changed = sheet(shirt(450, Title="Linen shirt"))
    report = await bring_in(market, vendor_id, changed, category_id=category_id)
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
        report = await bring_in(market, vendor_id, data, category_id=category_id, compare_at_is_mrp="true")
        assert report["rows"][0]["result"] in {"created", "updated"}, report
    too_dear = sheet(shirt(800) | {"Variant Compare At Price": 700})
    report = await bring_in(market, vendor_id, too_dear, category_id=category_id, compare_at_is_mrp="true")
    (row,) = report["rows"]
    assert (row["result"], row["field"], row["code"]) == ("refused", "Variant Price", "price_above_mrp")
    assert "CR-07" in row["reason"]


async def test_a_product_comes_in_whole_or_not_at_all(market: Market) -> None:
    vendor_id, category_id = await market.vendor(), await market.category()
    mine = await market.draft(vendor_id, category_id)
    await market.offer(vendor_id, mine["variants"][0]["id"], sku="S-2")
    rows = [shirt() | {"Option1 Name": "Size", "Option1 Value": "S"}]
    rows.append({"Handle": "shirt", "Option1 Value": "M", "Variant SKU": "S-2", "Variant Price": 500})
    rows.append({"Handle": "cap", "Title": "Cap", "Variant SKU": "C-1", "Variant Price": 100})
    told = len(await market.harness.told(OfferChanged))
    report = await bring_in(market, vendor_id, sheet(*rows), category_id=category_id)
    assert results(report) == [(2, "refused"), (3, "refused"), (4, "created")]
    assert (report["rows"][0]["code"], report["rows"][0]["field"]) == ("sku_taken", "Variant SKU")
    assert "S-2" in report["rows"][0]["reason"]
    as_ = tokens.vendor(vendor_id)
    offers = ok(await market.harness.get("/vendor/offers", as_=as_))["items"]
    assert {each["sku"] for each in offers} == {"S-2", "C-1"}
    assert len(ok(await market.harness.get("/vendor/products", as_=as_))["items"]) == 2
    assert len(await market.harness.told(OfferChanged)) == told + 1


async def test_refused_rows_stand_in_the_report_beside_the_others(market: Market) -> None:
    vendor_id, category_id = await market.vendor(), await market.category()
    rows = [shirt(), {"Handle": "card", "Title": "Card", "Variant Price": "many"}, {"Title": "Nameless"}]
    report = await bring_in(market, vendor_id, sheet(*rows), category_id=category_id)
    assert results(report) == [(2, "created"), (3, "refused"), (4, "refused")]
    assert (report["rows"][1]["field"], report["rows"][2]["field"]) == ("Variant Price", "Handle")
    assert (report["created"], report["refused"], report["done"]) == (1, 2, 3)
    path = f"/vendor/imports/{report['id']}/rows"
    found = ok(await market.harness.get(path, params={"result": "refused", "limit": 1}, as_=tokens.vendor(vendor_id)))
    assert [each["row"] for each in found["items"]] == [3]
    rest = {"result": "refused", "cursor": found["next_cursor"]}
    found = ok(await market.harness.get(path, params=rest, as_=tokens.vendor(vendor_id)))
    assert ([each["row"] for each in found["items"]], found["next_cursor"]) == ([4], None)


async def test_a_rehearsal_says_the_same_and_keeps_nothing(market: Market) -> None:
    vendor_id, category_id = await market.vendor(), await market.category()
    report = await bring_in(market, vendor_id, APPAREL, category_id=category_id, **DOLLARS, dry_run="true")
    assert (report["dry_run"], report["created"]) == (True, 22)
    assert {each["product_id"] + each["offer_id"] for each in report["rows"]} == {""}
    as_ = tokens.vendor(vendor_id)
    assert ok(await market.harness.get("/vendor/products", as_=as_))["items"] == []
    assert ok(await market.harness.get("/vendor/offers", as_=as_))["items"] == []
    assert await market.harness.told(OfferChanged) == []


async def test_a_form_may_carry_the_file(market: Market) -> None:
    vendor_id, category_id = await market.vendor(), await market.category()
    as_, params = tokens.vendor(vendor_id), {"category_id": category_id}
    files = {"file": ("products.csv", sheet(shirt()), "text/csv")}
    begun = ok(await market.harness.post("/vendor/imports", as_=as_, params=params, files=files))
    await market.harness.settle()
    assert results(await report_of(market, vendor_id, begun["id"])) == [(2, "created")]
    reply = await market.harness.post("/vendor/imports", as_=as_, params=params, files={"other": ("a", b"b")})
    assert "file" in refused(reply, 422, "unreadable_file")


@pytest.mark.parametrize(
    "data, kind, word",
    [
        (sheet(shirt()) + b'cap,"Cap', "shopify", "CSV"),
        (b"Handle,Titel\nx,y\n", "shopify", "lacks the columns: Title, Variant Price"),
        (b"sku,prize\nx,1\n", "offers", "nobody knows: prize"),
        (b"title_en\nx\n", "products", "lacks the columns: product"),
        (b"Artikelnummer,Typ\n1,simple\n", "woocommerce", "lacks the columns: Type, Name, Regular price"),
    ],
)
async def test_a_broken_file_brings_in_nothing(market: Market, data: bytes, kind: str, word: str) -> None:
    vendor_id = await market.vendor()
    assert word in refused(await send(market, vendor_id, data, kind=kind), 422, "unreadable_file")["file"]
    assert ok(await market.harness.get("/vendor/imports", as_=tokens.vendor(vendor_id)))["items"] == []


async def test_a_workbook_that_is_none_is_refused(market: Market) -> None:
    vendor_id = await market.vendor()
    for data in (b"PK\x03\x04 but no workbook", sheet(shirt())):
        reply = await send(market, vendor_id, data, kind="products", format="xlsx")
        assert "XLSX" in refused(reply, 422, "unreadable_file")["file"]


async def test_a_file_that_is_too_long_is_refused(market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    vendor_id = await market.vendor()

    async def endless() -> Any:
        for _ in range(13):
            yield b"x" * 5_000_000

    refused(await send(market, vendor_id, endless()), 413, "body_too_large")
    monkeypatch.setattr(spool, "MAX_ROWS", 100)
    too_many = b"sku\n" + b"".join(b"%d\n" % number for number in range(101))
    reply = await send(market, vendor_id, too_many, kind="offers")
    assert "more than 100 rows" in refused(reply, 422, "unreadable_file")["file"]


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
        ({"kind": "magento"}, "kind"),
        ({"format": "ods"}, "format"),
        ({"map": "Shirts"}, "map"),
        ({"map": "Shirts=nowhere"}, "map"),
    ],
)
async def test_terms_that_cannot_be_are_refused(market: Market, options: dict[str, str], field: str) -> None:
    vendor_id, category_id = await market.vendor(), await market.category()
    reply = await send(market, vendor_id, sheet(shirt()), **{"category_id": category_id} | options)
    assert field in refused(reply, 422, "invalid")


async def test_an_import_is_its_vendors_own(market: Market) -> None:
    vendor_id, category_id = await market.vendor(), await market.category()
    report = await bring_in(market, vendor_id, sheet(shirt()), category_id=category_id)
    path = f"/vendor/imports/{report['id']}"
    for each in (path, f"{path}/rows", f"{path}/rows?format=csv"):
        refused(await market.harness.get(each, as_=tokens.vendor("ven_other")), 404, "unknown_import")
        assert (await market.harness.get(each)).status_code == 401
        for wrong in (tokens.customer(), tokens.staff("catalog.manage")):
            assert (await market.harness.get(each, as_=wrong)).status_code == 403
        assert (await market.harness.get(each, as_=tokens.vendor(vendor_id, "packer"))).is_success
    cancelling = f"{path}/cancel"
    refused(await market.harness.post(cancelling, as_=tokens.vendor("ven_other")), 404, "unknown_import")
    for where in ("/vendor/imports", cancelling):
        for wrong, status in ((tokens.vendor(vendor_id, "packer"), 403), (tokens.customer(), 403), ("", 401)):
            assert (await market.harness.post(where, as_=wrong)).status_code == status
    other = await bring_in(market, "ven_other", sheet(shirt()), category_id=category_id)
    assert other["created"] == 1
    listed = ok(await market.harness.get("/vendor/imports", as_=tokens.vendor(vendor_id)))["items"]
    assert [each["id"] for each in listed] == [report["id"]]


async def test_staff_bring_in_a_file_for_a_vendor(market: Market) -> None:
    vendor_id, category_id = await market.vendor(), await market.category()
    as_ = tokens.staff("catalog.manage")
    params = {"vendor_id": vendor_id, "kind": "shopify", "category_id": category_id}
    begun = ok(await market.harness.post("/admin/imports", as_=as_, params=params, content=sheet(shirt())))
    await market.harness.settle()
    report = ok(await market.harness.get(f"/admin/imports/{begun['id']}", as_=as_))
    assert (report["vendor_id"], report["created"], report["status"]) == (vendor_id, 1, "done")
    rows = ok(await market.harness.get(f"/admin/imports/{begun['id']}/rows", as_=as_))["items"]
    assert [each["result"] for each in rows] == ["created"]
    mine = ok(await market.harness.get("/vendor/imports", as_=tokens.vendor(vendor_id)))["items"]
    listed = ok(await market.harness.get("/admin/imports", params={"vendor_id": vendor_id}, as_=as_))["items"]
    assert mine == listed == [report]
    refused(await market.harness.post(f"/admin/imports/{begun['id']}/cancel", as_=as_), 409, "import_ended")
    params |= {"vendor_id": "ven_nobody"}
    reply = await market.harness.post("/admin/imports", as_=as_, params=params, content=sheet(shirt()))
    refused(reply, 404, "unknown_vendor")
    assert (await market.harness.get("/admin/imports", as_=tokens.staff("orders.read"))).status_code == 403


async def test_a_call_that_is_repeated_while_it_goes_on_is_the_same_import(market: Market) -> None:
    vendor_id, category_id = await market.vendor(), await market.category()
    replies = [ok(await send(market, vendor_id, sheet(shirt()), category_id=category_id)) for _ in range(2)]
    assert replies[0] == replies[1]
    other = [ok(await send(market, vendor_id, sheet(shirt(n)), category_id=category_id)) for n in (1, 2)]
    assert len({each["id"] for each in (*replies, *other)}) == 3
    refused(await send(market, vendor_id, sheet(shirt(3)), category_id=category_id), 409, "too_many_imports")
    await market.harness.settle()
    again = await bring_in(market, vendor_id, sheet(shirt()), category_id=category_id)
    assert again["id"] not in {each["id"] for each in (*replies, *other)}


BEFORE = """
    SET search_path = catalog, public;
    CREATE TABLE imported_file (import_id text, vendor_id text, imported_at timestamptz, sha256 text, rows jsonb);
    INSERT INTO imported_file VALUES ('imp_00000000000000000000000001', 'ven_a', now(), '', '[
        {"row": 2, "handle": "shirt", "result": "skipped", "product_id": "prd_1", "offer_id": "off_1", "quantity": 5},
        {"row": 3, "handle": "cap", "result": "refused", "field": "Variant Price", "reason": "is missing"}]')
"""


async def test_reports_from_before_files_were_worked_through_in_the_background_are_kept(market: Market) -> None:
    migration = import_module("bdcommerce.catalog.migrations.versions.0012_imports")
    async with connected(url_of(market.harness.database)) as connection:
        for statement in [*BEFORE.split(";"), *migration.KEPT.split(";")]:
            await connection.execute(statement)
    report = await report_of(market, "ven_a", "imp_00000000000000000000000001")
    assert (report["status"], report["unchanged"], report["refused"]) == ("done", 1, 1)
    assert [(each["row"], each["reference"], each["quantity"]) for each in report["rows"]] == [
        (2, "shirt", 5),
        (3, "cap", None),
    ]
    assert (report["rows"][1]["field"], report["rows"][1]["reason"]) == ("Variant Price", "is missing")


async def test_what_ended_long_ago_is_forgotten_with_its_report(market: Market) -> None:
    vendor_id, category_id = await market.vendor(), await market.category()
    report = await bring_in(market, vendor_id, sheet(shirt()), category_id=category_id)
    for days, there in ((89, 200), (91, 404)):
        with clock.frozen(clock.now() + timedelta(days=days)):
            await market.harness.deps.imports.forget_old()
        path = f"/vendor/imports/{report['id']}/rows"
        assert (await market.harness.get(path, as_=tokens.vendor(vendor_id))).status_code == there
