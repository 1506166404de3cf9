"""Products and offers in our own columns: what they make, what waits, what is refused, and that a process may die."""

import io
from datetime import timedelta
from typing import Any

import pytest

from bdcommerce.catalog import handlers
from bdcommerce.catalog.adapters.intake import writing
from bdcommerce.contracts.catalog import OfferChanged, ProductPublished
from bdcommerce.infra import sheets
from bdcommerce.infra.imports import engine
from bdcommerce.kernel import clock
from catalog.importing import bring_in, reasons, report_of, results, send
from catalog.market import DECIDER, FACTS, Market, ok, refused, taka
from support import tokens

WHOLE = {
    "title_en": "Cotton panjabi", "title_bn": "সুতি পাঞ্জাবি", "description_en": "<p>Handloom</p>", "colour": "White",
    "material": "Cotton", "brand": "Nakshi", "model": "PJ-42", "country_of_origin": "BD", "measurement": "42 in",
    "delivery_time_bn": "২ থেকে ৫ দিন", "images": "https://img.example.com/panjabi.jpg | Front",
    "health_hazard_warning_en": "none", "return_terms_bn": "৭ দিন", "warranty_en": "none", "category": "clothing",
}  # fmt: skip
SIZED = [
    {"product": "panjabi", "option1_name": "Size", "option1_value": "M", "sku": "P-M", "price_taka": "1250", **WHOLE},
    {"product": "panjabi", "option1_value": "L", "sku": "P-L", "price_taka": "1350", "mrp_taka": "1400.00"},
]


def file(*rows: dict[str, str]) -> bytes:
    lines = [[row.get(name, "") for name in writing.PRODUCTS] for row in rows]
    return b"".join(sheets.write("csv", writing.PRODUCTS, lines))


def offers(*rows: dict[str, str]) -> bytes:
    lines = [[row.get(name, "") for name in writing.OFFERS] for row in rows]
    return b"".join(sheets.write("csv", writing.OFFERS, lines))


async def shop(market: Market) -> str:
    """A vendor, and the category `clothing`."""
    await market.category()
    return await market.vendor()


async def owned(market: Market, vendor_id: str, what: str) -> list[Any]:
    found = await market.harness.get(f"/vendor/{what}", params={"limit": 100}, as_=tokens.vendor(vendor_id))
    return list(ok(found)["items"])


async def test_a_product_with_its_variants_and_offers_comes_in_and_is_published(market: Market) -> None:
    vendor_id = await shop(market)
    report = await bring_in(market, vendor_id, file(SIZED[0] | {"status": "published"}, SIZED[1]), kind="products")
    assert results(report) == [(2, "created"), (3, "created")]
    assert [(each["sku"], each["reference"]) for each in report["rows"]] == [("P-M", "panjabi"), ("P-L", "panjabi")]
    path = f"/vendor/products/{report['rows'][0]['product_id']}"
    product = ok(await market.harness.get(path, as_=tokens.vendor(vendor_id)))
    assert (product["status"], product["facts"]["title"]["bn"]) == ("published", "সুতি পাঞ্জাবি")
    assert [(each["options"], each["mrp"]) for each in product["variants"]] == [(["M"], None), (["L"], taka(1400))]
    assert {each["sku"]: each["price"] for each in await owned(market, vendor_id, "offers")} == {
        "P-M": taka(1250),
        "P-L": taka(1350),
    }
    assert len(await market.harness.told(ProductPublished)) == 1
    again = await bring_in(market, vendor_id, file(SIZED[0], SIZED[1]), kind="products")
    assert again["unchanged"] == 2


async def test_the_publish_gate_refuses_by_column_and_keeps_nothing(market: Market) -> None:
    vendor_id = await shop(market)
    rows = [{"product": "shirt", "category": "clothing", "title_en": "Shirt", "status": "published"}]
    rows[0] |= {"sku": "S", "price_taka": "500", "material": "Cotton"}
    report = await bring_in(market, vendor_id, file(*rows), kind="products")
    assert (report["refused"], report["created"]) == (1, 0)
    assert {code for _, _, code in reasons(report)} == {"not_publishable"}
    assert {column for _, column, _ in reasons(report)} == {
        "description_en", "measurement", "colour", "brand", "model", "country_of_origin", "delivery_time_bn", "images",
        "health_hazard_warning_en", "return_terms_bn", "warranty_en",
    }  # fmt: skip
    assert await owned(market, vendor_id, "products") == []
    assert await owned(market, vendor_id, "offers") == []


async def test_an_edit_of_an_approved_product_waits_for_staff_as_it_does_by_hand(market: Market) -> None:
    vendor_id = await shop(market)
    await bring_in(market, vendor_id, file(SIZED[0] | {"status": "published"}, SIZED[1]), kind="products")
    changed = file(SIZED[0] | {"title_en": "Silk panjabi", "colour": "Red"}, SIZED[1] | {"price_taka": "1300"})
    report = await bring_in(market, vendor_id, changed, kind="products")
    assert results(report) == [(2, "updated"), (3, "updated")]
    assert {each["code"] for each in report["rows"]} == {"waits_for_approval"}
    (card,) = await market.list()
    assert card["title"]["en"] == "Cotton panjabi"
    (waiting,) = ok(await market.harness.get("/admin/approvals", as_=DECIDER))["items"]
    assert waiting["fields"] == ["facts.title"]
    path = f"/vendor/products/{report['rows'][0]['product_id']}"
    product = ok(await market.harness.get(path, as_=tokens.vendor(vendor_id)))
    assert (product["facts"]["colour"], product["facts"]["title"]["en"]) == ("Red", "Cotton panjabi")
    assert {each["price"]["amount"] for each in await owned(market, vendor_id, "offers")} == {125000, 130000}
    again = await bring_in(market, vendor_id, changed, kind="products")
    assert again["unchanged"] == 2


async def test_a_first_publication_waits_where_staff_want_to_see_it(market: Market) -> None:
    vendor_id = await shop(market)
    ok(await market.harness.patch("/admin/approval-policy", {"version": 0, "first_of": ["standard"]}, as_=DECIDER))
    published = file(SIZED[0] | {"status": "published"}, SIZED[1])
    report = await bring_in(market, vendor_id, published, kind="products")
    assert {(each["result"], each["code"]) for each in report["rows"]} == {("created", "waits_for_approval")}
    assert [each["status"] for each in await owned(market, vendor_id, "products")] == ["in_review"]
    assert await market.list() == []
    assert (await bring_in(market, vendor_id, published, kind="products"))["unchanged"] == 2


async def test_an_attribute_that_is_spelt_otherwise_is_the_same_and_a_wrong_one_is_refused(market: Market) -> None:
    vendor_id, category_id = await market.vendor(), await market.category()
    await market.attribute(category_id, "fabric", type="choice", choices=["cotton", "silk"])
    row = SIZED[0] | {"attributes": "fabric=Cotton"}
    assert (await bring_in(market, vendor_id, file(row), kind="products"))["created"] == 1
    assert (await bring_in(market, vendor_id, file(row), kind="products"))["unchanged"] == 1
    report = await bring_in(market, vendor_id, file(row | {"attributes": "fabric=wool"}), kind="products")
    assert reasons(report) == [(2, "attributes", "invalid")]


async def test_none_takes_away_and_an_empty_cell_leaves(market: Market) -> None:
    vendor_id = await shop(market)
    first = await bring_in(market, vendor_id, file(*SIZED), kind="products")
    product_id = first["rows"][0]["product_id"]
    row = {"product": product_id, "colour": "(none)", "sku": "P-L", "mrp_taka": "(none)"}
    assert results(await bring_in(market, vendor_id, file(row), kind="products")) == [(2, "updated")]
    product = ok(await market.harness.get(f"/vendor/products/{product_id}", as_=tokens.vendor(vendor_id)))
    assert (product["facts"]["colour"], product["facts"]["material"]) == ("", "Cotton")
    assert [each["mrp"] for each in product["variants"]] == [None, None]
    assert len(product["variants"]) == 2


async def test_what_is_not_the_vendors_or_cannot_be_is_refused_by_row(market: Market) -> None:
    vendor_id, category_id = await market.vendor(), await market.category()
    theirs = await market.draft(await market.vendor("Other"), category_id)
    mine = await market.draft(vendor_id, category_id)
    await market.offer(vendor_id, mine["variants"][0]["id"], sku="MINE")
    whole = {name: cell for name, cell in SIZED[0].items() if not name.startswith("option")}
    rows: list[tuple[dict[str, str], str, str]] = [
        ({"product": theirs["id"], "title_en": "Mine now"}, "product", "unknown_product"),
        (whole | {"product": "a", "sku": "MINE"}, "sku", "sku_taken"),
        (whole | {"product": "b", "sku": "B", "mrp_taka": "1000"}, "price_taka", "price_above_mrp"),
        (whole | {"product": "c", "sku": "C", "category": ""}, "category", "invalid"),
        (whole | {"product": "d", "sku": "D", "country_of_origin": "Bangla"}, "country_of_origin", "invalid"),
        (whole | {"product": "e", "sku": "E", "status": "unpublished"}, "status", "invalid"),
        (whole | {"product": "f", "sku": ""}, "sku", "invalid"),
        ({"product": mine["id"], "status": "unpublished"}, "status", "invalid"),
    ]
    report = await bring_in(market, vendor_id, file(*(row for row, _, _ in rows)), kind="products")
    assert reasons(report) == [(number, field, code) for number, (_, field, code) in enumerate(rows, 2)]
    assert len(await owned(market, vendor_id, "products")) == 1


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
async def test_what_is_exported_and_brought_in_again_changes_nothing(market: Market, kind: sheets.Kind) -> None:
    vendor_id = await shop(market)
    odd = SIZED[0] | {"product": "odd", "sku": "=ODD", "title_en": "=1+1", "description_bn": "<p>চাল\nডাল</p>"}
    await bring_in(market, vendor_id, file(SIZED[0] | {"status": "published"}, *SIZED[1:], odd), kind="products")
    await bring_in(market, vendor_id, file(SIZED[0] | {"title_en": "Waits"}, SIZED[1]), kind="products")
    (clothing,) = ok(await market.harness.get("/categories"))
    other = await market.vendor("Other")
    theirs, _ = await market.on_sale(other, clothing["id"])
    await market.offer(vendor_id, theirs["variants"][0]["id"], sku="OF-THEIRS")
    await market.draft(vendor_id, clothing["id"], facts={"title": {"en": "No offer"}, "images": []})
    told = len(await market.harness.told(OfferChanged))
    for what, rows in (("products", 4), ("offers", 4)):
        reply = await market.harness.get(
            f"/vendor/exports/{what}", params={"format": kind}, as_=tokens.vendor(vendor_id)
        )
        assert reply.headers["Content-Disposition"] == f'attachment; filename="{what}.{kind}"'
        assert kind != "csv" or reply.content.startswith(b"\xef\xbb\xbf")
        report = await bring_in(market, vendor_id, reply.content, kind=what, format=kind)
        assert (report["unchanged"], report["rows"]) == (rows, report["rows"]), reasons(report)
    assert len(await market.harness.told(OfferChanged)) == told
    exported = await market.harness.get("/vendor/exports/products", as_=tokens.vendor(other))
    found = [cells["title_en"] for _, cells in sheets.rows(io.BytesIO(exported.content), "csv")]
    assert found == [FACTS["title"]["en"]]


async def test_offers_change_by_sku_with_the_rules_of_the_api(market: Market) -> None:
    vendor_id = await shop(market)
    await bring_in(market, vendor_id, file(*SIZED), kind="products")
    (clothing,) = ok(await market.harness.get("/categories"))
    theirs, _ = await market.on_sale(await market.vendor("Other"), clothing["id"])
    variant = theirs["variants"][0]["id"]
    rows: list[tuple[dict[str, str], str, str, str]] = [
        ({"sku": "P-M", "price_taka": "990.50", "active": "no"}, "updated", "", ""),
        ({"sku": "P-L", "price_taka": "1500", "mrp_taka": "1600"}, "updated", "", ""),
        ({"sku": "NEW", "variant": variant, "price_taka": "1200"}, "created", "", ""),
        ({"sku": "NONE", "price_taka": "1200"}, "refused", "sku", "invalid"),
        ({"sku": "NEWER", "variant": "var_nothing", "price_taka": "1200"}, "refused", "variant", "unknown_variant"),
        ({"sku": "P-M", "price_taka": "1"}, "refused", "sku", "sku_twice"),
        ({"sku": "", "price_taka": "1"}, "refused", "sku", "invalid"),
    ]
    report = await bring_in(market, vendor_id, offers(*(row for row, *_ in rows)), kind="offers")
    found = [(each["result"], each["field"], each["code"]) for each in report["rows"]]
    assert found == [tuple(expected) for _, *expected in rows]
    listed = {
        each["sku"]: (each["price"]["amount"], each["active"]) for each in await owned(market, vendor_id, "offers")
    }
    assert listed == {"P-M": (99050, False), "P-L": (150000, True), "NEW": (120000, True)}
    again = await bring_in(market, vendor_id, offers(*(row for row, *_ in rows[:3])), kind="offers")
    assert again["unchanged"] == 3
    wrong = offers(
        {"sku": "P-L", "price_taka": "1700"}, {"sku": "NEW", "mrp_taka": "1300"}, {"sku": "P-M", "variant": variant}
    )
    assert reasons(await bring_in(market, vendor_id, wrong, kind="offers")) == [
        (2, "price_taka", "price_above_mrp"),
        (3, "mrp_taka", "invalid"),
        (4, "variant", "invalid"),
    ]


def many(products: int) -> bytes:
    return file(
        *(
            {"product": f"p{n}", "category": "clothing", "title_en": f"P {n}", "sku": f"S{n}", "price_taka": "9"}
            for n in range(products)
        )
    )


async def test_a_worker_that_dies_in_a_chunk_goes_on_where_it_was(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is done twice and nothing left out, whichever part of the work was not committed."""
    vendor_id = await shop(market)
    begun = ok(await send(market, vendor_id, many(25), kind="products"))
    brought, import_product = 0, handlers.import_product

    async def mortal(*args: Any) -> Any:
        nonlocal brought
        brought += 1
        if brought in {15, 37}:
            raise ConnectionError("the process has died")
        return await import_product(*args)

    monkeypatch.setattr(handlers, "import_product", mortal)
    monkeypatch.setattr(engine, "CHUNK_ROWS", 20)
    done = []
    for hour in range(3):
        with clock.frozen(clock.now() + timedelta(hours=hour)):
            await market.harness.settle()
            path = f"/vendor/imports/{begun['id']}"
            done.append(ok(await market.harness.get(path, as_=tokens.vendor(vendor_id)))["done"])
    assert done == [0, 20, 25]
    report = await report_of(market, vendor_id, begun["id"])
    assert (report["status"], report["created"]) == ("done", 25)
    assert [each["row"] for each in report["rows"]] == list(range(2, 27))
    assert len({each["product_id"] for each in report["rows"]}) == 25
    told = await market.harness.told(OfferChanged)
    assert sorted(each.sku for each in told) == sorted(f"S{n}" for n in range(25))


async def test_an_import_that_is_cancelled_keeps_what_it_has_done_and_goes_no_further(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    vendor_id = await shop(market)
    begun = ok(await send(market, vendor_id, many(22), kind="products"))
    as_, import_product, brought = tokens.vendor(vendor_id), handlers.import_product, 0

    async def slow(*args: Any) -> Any:
        nonlocal brought
        brought += 1
        if brought == 21:
            raise ConnectionError("the process has died")
        return await import_product(*args)

    monkeypatch.setattr(handlers, "import_product", slow)
    monkeypatch.setattr(engine, "CHUNK_ROWS", 20)
    await market.harness.settle()
    shown = ok(await market.harness.post(f"/vendor/imports/{begun['id']}/cancel", as_=as_))
    assert (shown["status"], shown["done"], shown["rows"]) == ("cancelled", 20, 22)
    with clock.frozen(clock.now() + timedelta(hours=1)):
        await market.harness.settle()
    report = await report_of(market, vendor_id, begun["id"])
    assert (report["status"], report["created"], len(report["rows"])) == ("cancelled", 20, 20)
    refused(await market.harness.post(f"/vendor/imports/{begun['id']}/cancel", as_=as_), 409, "import_ended")
    rest = await bring_in(market, vendor_id, many(22), kind="products")
    assert (rest["unchanged"], rest["created"]) == (20, 2)


async def test_the_report_is_a_file_too(market: Market) -> None:
    vendor_id = await shop(market)
    report = await bring_in(market, vendor_id, file(*SIZED, {"product": "x", "sku": "X"}), kind="products")
    for kind in ("csv", "xlsx"):
        params = {"format": kind, "result": "refused"}
        path = f"/vendor/imports/{report['id']}/rows"
        reply = await market.harness.get(path, params=params, as_=tokens.vendor(vendor_id))
        ((_, cells),) = sheets.rows(io.BytesIO(reply.content), kind)
        assert (cells["row"], cells["field"], cells["code"]) == ("4", "category", "invalid")


async def test_columns_are_documented_and_given_out_empty(market: Market) -> None:
    vendor_id = await shop(market)
    for kind, names in (("products", writing.PRODUCTS), ("offers", writing.OFFERS)):
        params, as_ = {"kind": kind}, tokens.vendor(vendor_id)
        found = ok(await market.harness.get("/vendor/import-columns", params=params, as_=as_))
        assert tuple(each["name"] for each in found) == names
        params |= {"format": "xlsx"}
        empty = await market.harness.get("/vendor/import-columns", params=params, as_=as_)
        assert tuple(sheets.table(io.BytesIO(empty.content), "xlsx").columns) == names
        reply = await send(market, vendor_id, empty.content, kind=kind, format="xlsx")
        assert "no rows" in refused(reply, 422, "unreadable_file")["file"]
