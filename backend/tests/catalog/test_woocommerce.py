"""WooCommerce's product export as it writes it: every type handled, or refused by name."""

from pathlib import Path
from typing import Any

import pytest

from catalog.importing import bring_in, reasons, results
from catalog.market import Market, ok, taka
from support import tokens

FILE = (Path(__file__).parent / "data" / "woocommerce-export.csv").read_bytes()
MAP = ["Clothing > T-shirts, tops=tees", "Accessories=tees", "Hoodies=tees"]


async def shop(market: Market) -> str:
    root = await market.category("Tees")
    assert root
    return await market.vendor()


def of_row(report: Any, row: int) -> Any:
    return next(each for each in report["rows"] if each["row"] == row)


async def test_every_type_is_handled_or_refused_by_name(market: Market) -> None:
    vendor_id = await shop(market)
    report = await bring_in(market, vendor_id, FILE, kind="woocommerce", map=MAP)
    assert [row for row, result in results(report) if result == "created"] == [2, 4, 5, 11, 12]
    assert reasons(report) == [
        (3, "", "other_row_wrong"),
        (6, "Type", "grouped_product"),
        (7, "Type", "external_product"),
        (8, "Type", "virtual_product"),
        (9, "Type", "downloadable_product"),
        (10, "Type", "unknown_type"),
        (13, "Attribute 1 value(s)", "any_variation"),
        (14, "Type", "virtual_product"),
        (15, "Parent", "parent_missing"),
        (16, "SKU", "sku_twice"),
        (17, "Regular price", "invalid"),
        (18, "Type", "no_variations"),
    ]
    assert "this marketplace sells and ships goods itself" in of_row(report, 7)["reason"]
    assert "'subscription'" in of_row(report, 10)["reason"]
    again = await bring_in(market, vendor_id, FILE, kind="woocommerce", map=MAP)
    assert (again["unchanged"], again["created"], again["updated"]) == (5, 0, 0)


async def test_a_variable_product_has_its_variations_wherever_they_stand(market: Market) -> None:
    vendor_id = await shop(market)
    report = await bring_in(market, vendor_id, FILE, kind="woocommerce", map=MAP, compare_at_is_mrp="true")
    as_ = tokens.vendor(vendor_id)
    assert of_row(report, 2)["product_id"] == of_row(report, 11)["product_id"] == of_row(report, 12)["product_id"]
    product = ok(await market.harness.get(f"/vendor/products/{of_row(report, 2)['product_id']}", as_=as_))
    assert (product["status"], product["options"]) == ("draft", ["Colour", "Size"])
    assert [(each["options"], each["weight_grams"], each["mrp"]) for each in product["variants"]] == [
        (["Red", "Large"], 500, taka(20)),
        (["Green", "Large"], 600, taka(20)),
    ]
    facts = product["facts"]
    assert (
        facts["description"]["en"]
        == "<p>Pellentesque <strong>habitant</strong> morbi.</p>\n\n<p>Wash at 30°, line dry.</p>"
    )
    assert (facts["brand"], facts["material"]) == ("Nabila", "Cotton, Elastane 5,5 %")
    assert [each["url"].rpartition("/")[2] for each in facts["images"]] == [
        "vneck-2.jpg",
        "vnech-tee,green-1.jpg",
        "green.jpg",
    ]
    assert (of_row(report, 11)["sku"], of_row(report, 11)["quantity"]) == ("woo-vneck-red", 5)
    assert of_row(report, 12)["sku"].startswith("woo-44-green-large-")
    offers = ok(await market.harness.get("/vendor/offers", params={"limit": 100}, as_=as_))["items"]
    prices = {each["sku"]: each["price"]["amount"] for each in offers}
    assert (prices["woo-vneck-red"], prices["woo-hoodie-with-logo"], prices["woo-beanie"]) == (1500, 120000, 2000)


async def test_quirks_of_the_exporter_are_undone_and_what_is_left_out_is_noted(market: Market) -> None:
    vendor_id = await shop(market)
    report = await bring_in(market, vendor_id, FILE, kind="woocommerce", map=MAP)
    notes = {(each["row"], each["field"], each["code"]) for each in report["notes"]}
    assert notes == {
        (2, "Images", "pictures_elsewhere"),
        (12, "Stock", "shared_stock"),
        (4, "Attribute 1 name", "attributes_left_out"),
        (5, "Sale price", "sale_not_scheduled"),
    }
    as_, path = tokens.vendor(vendor_id), f"/vendor/products/{of_row(report, 4)['product_id']}"
    hoodie = ok(await market.harness.get(path, as_=as_))
    assert hoodie["facts"]["title"]["en"] == "=Hoodie with Logo"
    assert hoodie["facts"]["description"]["en"] == "Line one\nLine two, a \\n stays"
    assert (hoodie["variants"][0]["weight_grams"], of_row(report, 4)["quantity"]) == (2000, 12)
    assert of_row(report, 5)["quantity"] == 0


async def test_a_category_that_nobody_knows_is_reported_with_what_to_do(market: Market) -> None:
    vendor_id = await shop(market)
    report = await bring_in(market, vendor_id, FILE, kind="woocommerce", map=MAP[1:])
    assert (of_row(report, 2)["result"], of_row(report, 2)["field"]) == ("refused", "Categories")
    assert (
        "'Clothing > T-shirts, tops', 'Clothing' is no category here: say which it is with `map`"
        in of_row(report, 2)["reason"]
    )
    (tees,) = ok(await market.harness.get("/categories"))
    report = await bring_in(market, vendor_id, FILE, kind="woocommerce", map=MAP[1:], category_id=tees["id"])
    assert of_row(report, 2)["result"] == "created"
    assert (2, "unknown_category") in {(each["row"], each["code"]) for each in report["notes"]}


@pytest.mark.parametrize("header", ["Type,Name", "Typ,Name,Regulärer Preis"])
async def test_a_file_in_another_language_is_refused_with_the_missing_columns(market: Market, header: str) -> None:
    vendor_id = await shop(market)
    reply = await market.harness.post(
        "/vendor/imports",
        as_=tokens.vendor(vendor_id),
        params={"kind": "woocommerce"},
        content=f"{header}\na,b,c\n".encode(),
    )
    assert "WordPress in English" in reply.json()["errors"][0]["reason"]
