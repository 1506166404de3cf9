import csv
import io
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.catalog.adapters.intake import shopify
from bdcommerce.catalog.adapters.intake.foreign import Exchange
from bdcommerce.catalog.domain import ImportTerms, PlannedProduct, draft, planned_sheet
from bdcommerce.catalog.events import Image
from bdcommerce.infra.imports.cells import Wrong
from bdcommerce.infra.imports.spool import groups, spool
from bdcommerce.infra.sheets import Unreadable
from bdcommerce.kernel.errors import Invalid
from bdcommerce.kernel.ids import new_id
from bdcommerce.kernel.money import Money, taka
from bdcommerce.kernel.text import Localized

APPAREL = (Path(__file__).parent / "data" / "shopify-apparel.csv").read_bytes()
DOLLARS = Exchange(rate=Decimal("122.5000"))
TAKA = Exchange(rate=Decimal(1))
TERMS = ImportTerms(category_id="cat_1", dispatch=Localized("3 days", "৩ দিন"))
HEADER = [
    "Handle", "Title", "Body (HTML)", "Vendor", "Option1 Name", "Option1 Value", "Option2 Name", "Option2 Value",
    "Variant SKU", "Variant Grams", "Variant Inventory Qty", "Variant Price", "Variant Compare At Price", "Image Src",
    "Image Position", "Image Alt Text", "Gift Card", "Variant Weight", "Variant Weight Unit",
]  # fmt: skip
SHIRT = {"Handle": "shirt", "Title": "Shirt", "Variant Price": "10"}


def file(*rows: dict[str, str], header: list[str] = HEADER) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, header)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


@dataclass
class Plan:
    """A whole file, understood."""

    products: list[PlannedProduct] = field(default_factory=list)
    refused: dict[int, tuple[str, str]] = field(default_factory=dict)
    problem: str = ""


def read(data: bytes, exchange: Exchange) -> Plan:
    plan, laid = Plan(), io.BytesIO()
    try:
        spool(io.BytesIO(data), "csv", shopify.ShopifyLayout(), laid)
    except Unreadable as error:
        plan.problem = error.data["fields"]["file"]
        return plan
    found, after = groups(laid, 0, 10**9)
    assert after == len(laid.getvalue())
    for group in found:
        try:
            plan.products.append(shopify.product(group, exchange))
        except Wrong as wrong:
            for row in group.rows:
                said = (wrong.column, wrong.reason) if row.number == wrong.row else ("", f"see {wrong.row}")
                plan.refused[row.number] = said
    return plan


def refused(plan: Plan) -> dict[int, tuple[str, str]]:
    assert not plan.problem
    return plan.refused


def test_the_real_file_is_understood_whole() -> None:
    plan = read(APPAREL, DOLLARS)
    assert (plan.problem, plan.refused, len(plan.products)) == ("", {}, 20)
    top = next(each for each in plan.products if each.handle == "classic-varsity-top")
    assert top.options == ["Size"]
    assert [each.options for each in top.variants] == [["Small"], ["Medium"], ["Large"]]
    assert [each.row for each in top.variants] == [3, 4, 5]
    assert {each.price for each in top.variants} == {taka("7350.00")}
    assert [each.quantity for each in top.variants] == [1, 1, 1]
    assert top.brand == "partners-demo"
    assert [image.url for image in top.images] == ["https://burst.shopifycdn.com/photos/casual-fashion-woman_925x.jpg"]
    assert len({variant.sku for product in plan.products for variant in product.variants}) == 22


def test_a_product_without_choices_has_one_variant_and_no_options() -> None:
    shirt = read(APPAREL, DOLLARS).products[0]
    assert (shirt.options, shirt.variants[0].options, shirt.variants[0].sku) == ([], [], "ocean-blue-shirt")


@pytest.mark.parametrize(
    "price, rate, poisha",
    [
        ("50", "122.5", 612500),
        ("0.01", "0.5", 1),  # half a poisha goes up
        ("0.01", "0.49", 0),
        ("19.99", "117.7777", 235438),  # 235437.6223
        ("1,299.00", "1", 129900),
        ("৳ ১,২৫০.৫০", "1", 125050),
        ("Tk 100/-", "1", 10000),
    ],
)
def test_prices_become_poisha_half_up(price: str, rate: str, poisha: int) -> None:
    plan = read(file(SHIRT | {"Variant Price": price}), Exchange(rate=Decimal(rate)))
    if poisha == 0:
        assert refused(plan) == {2: ("Variant Price", "must be more than nothing")}
    else:
        assert plan.products[0].variants[0].price == Money(poisha)


@pytest.mark.parametrize(
    "cells, grams",
    [
        ({"Variant Grams": "453.6", "Variant Weight Unit": "lb"}, 454),
        ({"Variant Weight": "2", "Variant Weight Unit": "lb"}, 907),
        ({"Variant Weight": "1.5", "Variant Weight Unit": "KG"}, 1500),
        ({"Variant Weight": "8", "Variant Weight Unit": "oz"}, 227),
        ({"Variant Weight": "৫০০", "Variant Weight Unit": "g"}, 500),
        ({"Variant Weight": "0.25"}, 250),
        ({}, 0),
    ],
)
def test_weights_become_grams(cells: dict[str, str], grams: int) -> None:
    assert read(file(SHIRT | cells), TAKA).products[0].variants[0].weight_grams == grams


@pytest.mark.parametrize(
    "cells, field",
    [
        ({"Variant Price": "ten"}, "Variant Price"),
        ({"Variant Price": "-1"}, "Variant Price"),
        ({"Variant Price": "NaN"}, "Variant Price"),
        ({"Variant Price": "1e9"}, "Variant Price"),
        ({"Variant Price": ""}, "Variant Price"),
        ({"Variant Grams": "heavy"}, "Variant Grams"),
        ({"Variant Weight": "1", "Variant Weight Unit": "stone"}, "Variant Weight Unit"),
        ({"Variant Inventory Qty": "many"}, "Variant Inventory Qty"),
        ({"Title": ""}, "Title"),
        ({"Handle": "x" * 256}, "Handle"),
        ({"Option2 Value": "Red", "Option1 Name": "Size", "Option1 Value": "L"}, "Option2 Name"),
        ({"Option1 Name": "Size", "Variant SKU": "A"}, "Option1 Value"),
    ],
)
def test_a_wrong_cell_refuses_its_product_and_says_where(cells: dict[str, str], field: str) -> None:
    plan = read(file({"Handle": "cap", "Title": "Cap", "Variant Price": "5"}, SHIRT | cells), TAKA)
    assert [each.handle for each in plan.products] == ["cap"]
    assert refused(plan)[3][0] == field


def test_one_wrong_row_keeps_the_whole_product_out() -> None:
    rows = [{"Handle": "top", "Option1 Value": size, "Variant Price": "5"} for size in ("S", "M", "L")]
    rows[0] |= {"Title": "Top", "Option1 Name": "Size"}
    rows[1]["Variant Price"] = "?"
    plan = read(file(*rows), TAKA)
    assert plan.products == []
    assert refused(plan) == {
        2: ("", "see 3"),
        3: ("Variant Price", "? is not a number"),
        4: ("", "see 3"),
    }


def test_gift_cards_are_refused_by_the_rule() -> None:
    field, reason = refused(read(file(SHIRT | {"Gift Card": "TRUE"}), TAKA))[2]
    assert (field, "DC-BAN-06" in reason) == ("Gift Card", True)


def test_a_row_without_a_handle_is_refused_with_the_product_it_may_belong_to() -> None:
    rows = [SHIRT | {"Option1 Name": "Size", "Option1 Value": "S"}, {"Option1 Value": "M", "Variant Price": "10"}]
    plan = read(file(*rows, {"Title": "Nameless", "Variant Price": "1"}), TAKA)
    assert plan.products == []
    assert refused(plan)[3] == ("Handle", "is missing")
    assert refused(plan)[4] == ("Handle", "is missing")


def test_a_sku_may_stand_once_in_a_file() -> None:
    cap = {"Handle": "cap", "Title": "Cap", "Variant Price": "5"}
    plan = read(file(SHIRT | {"Variant SKU": "A"}, cap | {"Variant SKU": "A"}), TAKA)
    assert [each.handle for each in plan.products] == ["shirt"]
    assert refused(plan)[3] == ("Variant SKU", "A is that of row 2 too")


def test_a_variant_may_stand_once_in_a_product() -> None:
    first = SHIRT | {"Option1 Name": "Size", "Option1 Value": "L"}
    plan = read(file(first, {"Handle": "shirt", "Option1 Value": "l", "Variant Price": "9"}), TAKA)
    assert refused(plan)[3] == ("Option1 Value", "is the same variant as row 2")


def test_a_missing_sku_is_made_and_is_the_same_next_time() -> None:
    rows = [
        SHIRT | {"Option1 Name": "Size", "Option1 Value": "Extra large"},
        {"Handle": "shirt", "Option1 Value": "Small", "Variant Price": "10"},
    ]
    made = {tuple(each.options or []): each.sku for each in read(file(*rows), TAKA).products[0].variants}
    rows = [rows[0] | {"Option1 Value": "Small"}, rows[1] | {"Option1 Value": "Extra large"}]
    again = {tuple(each.options or []): each.sku for each in read(file(*rows), TAKA).products[0].variants}
    assert made == again
    assert len(set(made.values())) == 2


def test_images_come_in_the_order_of_their_positions_once_each() -> None:
    rows = [
        SHIRT | {"Image Src": "https://i.example.com/2.jpg", "Image Position": "2", "Image Alt Text": "Back"},
        {"Handle": "shirt", "Image Src": "https://i.example.com/1.jpg", "Image Position": "1"},
        {"Handle": "shirt", "Image Src": "https://i.example.com/2.jpg", "Image Position": "3"},
        {"Handle": "shirt", "Image Src": "https://i.example.com/9.jpg"},
    ]
    shirt = read(file(*rows), TAKA).products[0]
    assert [image.url[-5:] for image in shirt.images] == ["1.jpg", "2.jpg", "9.jpg"]
    assert shirt.images[1] == Image(url="https://i.example.com/2.jpg", alt=Localized("Back"))
    assert (len(shirt.variants), shirt.rows) == (1, [2, 3, 4, 5])


def test_a_picture_that_cannot_be_shown_is_left_out_and_said_so() -> None:
    rows = [
        SHIRT | {"Image Src": "http://i.example.com/1.jpg"},
        {"Handle": "shirt", "Image Src": "https://i.example.com/2.jpg"},
    ]
    shirt = read(file(*rows), TAKA).products[0]
    assert [image.url for image in shirt.images] == ["https://i.example.com/2.jpg"]
    assert [(note.row, note.code) for note in shirt.notes] == [(2, "picture_left_out"), (3, "pictures_elsewhere")]


def test_descriptions_keep_plain_markup_only() -> None:
    body = (
        '<p onclick="x()">Soft <b>cotton</b><script>alert(1)</script><a href="https://evil.example">buy</a></p>\r\n<br>'
    )
    found = read(file(SHIRT | {"Body (HTML)": body}), TAKA).products[0].description
    assert found.split() == ["<p>Soft", "<b>cotton</b>buy</p>", "<br>"]


def test_compare_at_is_no_printed_price_unless_the_vendor_says_so() -> None:
    data = file(SHIRT | {"Variant Compare At Price": "12"})
    assert read(data, TAKA).products[0].variants[0].mrp is None
    assert read(data, Exchange(rate=Decimal(1), compare_at_is_mrp=True)).products[0].variants[0].mrp == taka(12)


def test_oversold_means_none_and_unknown_means_unknown() -> None:
    quantities = [
        read(file(SHIRT | {"Variant Inventory Qty": text}), TAKA).products[0].variants[0].quantity
        for text in ("-3", "", "৭")
    ]
    assert quantities == [0, None, 7]


def test_the_newer_column_names_mean_the_same() -> None:
    header = ["URL handle", "Title", "Description", "Option1 name", "Option1 value", "SKU", "Weight value (grams)"]
    header += ["Inventory quantity", "Price", "Compare-at price", "Product image URL", "Status"]
    row = dict(
        zip(header, ["mug", "Mug", "Big", "Size", "1 l", "M1", "400", "5", "9.5", "", "", "archived"], strict=True)
    )
    variant = read(file(row, header=header), TAKA).products[0].variants[0]
    assert (variant.sku, variant.weight_grams, variant.quantity, variant.price) == ("M1", 400, 5, taka("9.50"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_do_not_matter(encoding: str, newline: str) -> None:
    text = newline.join(["Handle,Title,Variant Price", 'cafe,"Café, ""big""",5', "", ",,", 'tee,"Two\nlines",6'])
    plan = read(text.encode(encoding), TAKA)
    assert [(each.title, each.rows) for each in plan.products] == [('Café, "big"', [2]), ("Two\nlines", [5])]


@pytest.mark.parametrize(
    "data, word",
    [
        (b"", "no header"),
        (b"a,b,c\n1,2,3\n", "lacks the columns: Handle, Title, Variant Price"),
        (b"Handle,Title,Variant Price\n", "no rows"),
        (b"Handle,Title,Variant Price,Title\n", "twice"),
        (b'Handle,Title,Variant Price\nshirt,"Shirt,5\n', "CSV"),
        (b"Handle,Title,Variant Price\nshirt,Shirt,5,6\n", "4 cells in row 2"),
        (b"Handle,Title,Variant Price\nshirt,Shi\0rt,5\n", "not text"),
        (b"Handle,Title,Variant Price\n" + b"x" * 200_000, "CSV"),
        (b"\xff\xfea", "UTF-16"),
        (b"\x81\x8d\xff", "Windows-1252"),
    ],
)
def test_a_broken_file_brings_in_nothing(data: bytes, word: str) -> None:
    plan = read(data, TAKA)
    assert word in plan.problem
    assert (plan.products, plan.refused) == ([], {})


CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["shirt", "Shirt", "10", "L", "Size", "Title", "Default Title", "true", "https://a.example/x.jpg", "kg"]
    ),
)


@given(rows=st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys(HEADER, CELLS)), max_size=8))
def test_any_csv_is_a_plan_that_accounts_for_every_row_and_changes_nothing_twice(rows: list[dict[str, str]]) -> None:
    data = file(*rows)
    plan = read(data, DOLLARS)
    if plan.problem:
        return
    told = [*(row for each in plan.products for row in each.rows), *plan.refused]
    assert len(told) == len(set(told))
    for planned in plan.products:
        with suppress(Invalid):
            event = draft(new_id("prd"), new_id("ven"), planned_sheet(planned, None, TERMS))
            assert planned_sheet(planned, event.sheet, TERMS) == event.sheet


@given(data=st.binary(max_size=300))
def test_any_bytes_are_a_plan(data: bytes) -> None:
    read(data, TAKA)
    read(b"Handle,Title,Variant Price\n" + data, TAKA)


@given(text=st.text(max_size=200))
def test_any_text_is_a_plan_and_the_same_one_twice(text: str) -> None:
    data = b"Handle,Title,Variant Price,Body (HTML)\n" + text.encode(errors="surrogatepass")
    assert read(data, TAKA) == read(data, TAKA)


def test_the_digest_sees_what_matters_and_nothing_else() -> None:
    one = read(file(SHIRT), TAKA).products[0]
    moved = read(file({}, {"Handle": "cap", "Title": "Cap", "Variant Price": "1"}, SHIRT), TAKA).products[1]
    restocked = read(file(SHIRT | {"Variant Inventory Qty": "9"}), TAKA).products[0]
    dearer = read(file(SHIRT), Exchange(rate=Decimal(2))).products[0]
    assert one.digest() == moved.digest() == restocked.digest() != dearer.digest()


def test_what_the_file_cannot_know_survives_it() -> None:
    planned = read(file(SHIRT | {"Vendor": "Nabila"}), TAKA).products[0]
    first = planned_sheet(planned, None, TERMS)
    assert first.facts.delivery_time == TERMS.dispatch
    edited = first.facts.__class__(
        title=Localized("Old", "শার্ট"), material="Cotton", brand="Other", delivery_time=Localized("1 day", "১ দিন")
    )
    known = first.__class__(category_id="cat_2", options=[], variants=first.variants, facts=edited)
    again = planned_sheet(planned, known, TERMS)
    assert again.category_id == "cat_2"
    assert again.facts.title == Localized("Shirt", "শার্ট")
    assert (again.facts.material, again.facts.brand) == ("Cotton", "Nabila")
    assert again.facts.delivery_time == Localized("1 day", "১ দিন")
    assert again.variants == first.variants


def test_a_bangla_title_stands_in_both_places_until_there_is_an_english_one() -> None:
    planned = read(file(SHIRT | {"Title": "পাঞ্জাবি"}), TAKA).products[0]
    first = planned_sheet(planned, None, TERMS)
    assert first.facts.title == Localized("পাঞ্জাবি", "পাঞ্জাবি")


def test_other_options_than_before_are_refused() -> None:
    known = planned_sheet(read(file(SHIRT), TAKA).products[0], None, TERMS)
    sized = read(file(SHIRT | {"Option1 Name": "Size", "Option1 Value": "L"}), TAKA).products[0]
    with pytest.raises(Invalid):
        planned_sheet(sized, known, TERMS)
