"""Files in our own columns, without a database: whatever a product says, written and read again it says nothing new."""

import io
from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bdcommerce.catalog.adapters.intake import columns, own, writing
from bdcommerce.catalog.adapters.markup import safe_html
from bdcommerce.catalog.domain import ImportTerms, Offer, Product, draft, evolve_product
from bdcommerce.catalog.domain.intake import PlannedProduct, own_offers, says_nothing_new
from bdcommerce.catalog.events import Facts, Image, ProductSheet, Variant
from bdcommerce.infra import sheets
from bdcommerce.infra.imports.cells import Wrong
from bdcommerce.infra.imports.columns import names
from bdcommerce.infra.imports.spool import groups, spool
from bdcommerce.kernel.errors import Invalid
from bdcommerce.kernel.ids import new_id
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized

_LETTERS = st.characters(codec="utf-8", exclude_characters="\0")
_TEXT = st.one_of(
    st.text(_LETTERS, max_size=12),
    st.sampled_from(["=1+1", "'=1+1", "-5", "+cmd", "@x", "'", "(none)", "a\nb", "a\r\nb", "_x000D_", "চাল | ডাল", "\t"]),
)
_BOTH = st.builds(Localized, _TEXT, _TEXT)
_HTML = st.builds(Localized, _TEXT.map(safe_html), _TEXT.map(safe_html))
_DAY = st.none() | st.dates(date(2000, 1, 1), date(2099, 1, 1))
_PRICE = st.integers(1, 10**11).map(Money)
_IMAGE = st.builds(
    Image, url=st.sampled_from(["https://a.example/1.jpg", "https://a.example/2,3|4.jpg"]), alt=_BOTH
) | st.builds(Image, media_id=st.just(new_id("med")), alt=_BOTH)
_FACTS = st.builds(
    Facts,
    title=_BOTH, description=_HTML, measurement=_TEXT, colour=_TEXT, material=_TEXT, ingredients=_TEXT, brand=_TEXT,
    model=_TEXT, country_of_origin=st.sampled_from(["", "BD"]), delivery_time=_BOTH, warranty=_BOTH,
    images=st.lists(_IMAGE, max_size=2, unique_by=lambda each: each.media_id or each.url), manufactured_on=_DAY,
    expires_on=_DAY, health_hazard_warning=_BOTH, return_terms=_BOTH, dgda_licence=_TEXT,
)  # fmt: skip
_ATTRIBUTES = st.dictionaries(st.sampled_from(["size", "ram"]), st.text(_LETTERS, min_size=1, max_size=8), max_size=2)


@st.composite
def products(pick: st.DrawFn) -> tuple[Product, list[Offer]]:
    options = pick(st.lists(_TEXT, max_size=3))
    variants = [
        Variant(
            variant_id=new_id("var"),
            options=[pick(_TEXT) for _ in options],
            weight_grams=pick(st.integers(0, 5000)),
            mrp=pick(st.none() | _PRICE),
            attributes=pick(_ATTRIBUTES),
            images=pick(st.lists(_IMAGE, max_size=1)),
        )
        for _ in range(pick(st.integers(1, 3)) if options else 1)
    ]
    sheet = ProductSheet(
        category_id="cat_1",
        options=options,
        variants=variants,
        facts=pick(_FACTS),
        attributes={key: value.strip() for key, value in pick(_ATTRIBUTES).items() if value.strip()},
    )
    event = draft(new_id("prd"), "ven_1", sheet)
    product = evolve_product(None, event)
    assert product is not None
    offered = [each for each in product.sheet.variants if pick(st.booleans())]
    offers = [
        Offer(
            offer_id=new_id("off"),
            product_id=product.product_id,
            variant_id=each.variant_id,
            vendor_id="ven_1",
            sku=f"=S{number}",
            price=pick(_PRICE),
            active=pick(st.booleans()),
            manufactured_on=pick(_DAY),
            expires_on=pick(_DAY),
            version=1,
        )
        for number, each in enumerate(offered)
    ]
    return product, offers


def made(pick: st.DataObject) -> tuple[Product, list[Offer]] | None:
    try:
        return pick.draw(products())
    except Invalid:
        return None


def read(data: bytes, kind: sheets.Kind) -> list[PlannedProduct]:
    laid = io.BytesIO()
    spool(io.BytesIO(data), kind, own.ProductsLayout(), laid)
    found, _ = groups(laid, 0, 10**9)
    return [own.product(group, lambda name: {"shirts": "cat_1"}.get(name, "")) for group in found]


def written(kind: sheets.Kind, lines: Sequence[Sequence[object]]) -> bytes:
    return b"".join(sheets.write(kind, writing.PRODUCTS, lines))


@given(pick=st.data())
@settings(max_examples=80)
def test_a_product_that_is_written_as_csv_and_read_says_nothing_new(pick: st.DataObject) -> None:
    if found := made(pick):
        ensure_nothing_new("csv", *found)


@given(pick=st.data())
@settings(max_examples=15)
def test_a_product_that_is_written_as_xlsx_and_read_says_nothing_new(pick: st.DataObject) -> None:
    if found := made(pick):
        ensure_nothing_new("xlsx", *found)


def ensure_nothing_new(kind: sheets.Kind, product: Product, offers: list[Offer]) -> None:
    lines = writing.product_lines(product, "shirts", offers)
    (planned,) = read(written(kind, lines), kind)
    assert planned.rows == list(range(2, 2 + len(lines)))
    assert says_nothing_new(planned, product, own_offers(product, offers), ImportTerms())


def file(*rows: dict[str, str]) -> bytes:
    return written("csv", [[row.get(name, "") for name in writing.PRODUCTS] for row in rows])


ROW = {"product": "shirt", "category": "shirts", "title_en": "Shirt", "sku": "S-1", "price_taka": "500"}


def test_cells_are_read_as_people_write_them() -> None:
    row = ROW | {"price_taka": "৳ ১,২৫০.৫০", "mrp_taka": "1,300", "weight_grams": "৩৫০", "active": "হ্যাঁ"}
    row |= {
        "expires_on": "2027-03-31T00:00:00",
        "images": "https://a.example/1.jpg | Front | সামনে\nhttps://a.example/2.jpg",
    }
    row |= {"attributes": "fabric=cotton\ncare=", "warranty_en": "(none)", "measurement": "=1+1"}
    assert b",'=1+1," in file(row)
    (planned,) = read(file(row), "csv")
    (variant,) = planned.variants
    assert (variant.price, variant.mrp, variant.weight_grams, variant.active) == (
        Money(125050),
        Money(130000),
        350,
        True,
    )
    assert planned.facts["expires_on"] == date(2027, 3, 31)
    assert planned.images[0] == Image(url="https://a.example/1.jpg", alt=Localized("Front", "সামনে"))
    assert planned.images[1] == Image(url="https://a.example/2.jpg", alt=Localized("", ""))
    assert planned.attributes == {"fabric": "cotton", "care": None}
    assert (planned.facts["warranty.en"], planned.facts["measurement"]) == ("", "=1+1")


@pytest.mark.parametrize(
    "cells, column",
    [
        ({"product": ""}, "product"),
        ({"product": "x" * 256}, "product"),
        ({"category": "hats"}, "category"),
        ({"price_taka": "500.005"}, "price_taka"),
        ({"price_taka": "0"}, "price_taka"),
        ({"price_taka": "cheap"}, "price_taka"),
        ({"mrp_taka": "-1"}, "mrp_taka"),
        ({"weight_grams": "0.5"}, "weight_grams"),
        ({"weight_grams": "0"}, "weight_grams"),
        ({"active": "perhaps"}, "active"),
        ({"status": "gone"}, "status"),
        ({"unit": "boxful"}, "unit"),
        ({"expires_on": "31/03/2027"}, "expires_on"),
        ({"offer_expires_on": "soon"}, "offer_expires_on"),
        ({"images": "http://a.example/1.jpg"}, "images"),
        ({"variant_images": "picture.jpg"}, "variant_images"),
        ({"attributes": "cotton"}, "attributes"),
        ({"option1_name": "Size", "option2_name": "Colour", "option1_value": "L"}, "option2_value"),
        ({"option1_name": "Size", "option1_value": "L", "option2_value": "Red"}, "option2_name"),
    ],
)
def test_a_cell_that_cannot_be_is_refused_by_its_column(cells: dict[str, str], column: str) -> None:
    with pytest.raises(Wrong) as wrong:
        read(file(ROW | cells), "csv")
    assert (wrong.value.column, wrong.value.row) == (column, 2)


@pytest.mark.parametrize(
    "second, column",
    [
        ({"title_en": "Another"}, "title_en"),
        ({"sku": "S-1"}, "sku"),
        ({"sku": "S-2", "option1_value": "l"}, "option1_value"),
    ],
)
def test_rows_of_a_product_do_not_contradict_each_other(second: dict[str, str], column: str) -> None:
    first = ROW | {"option1_name": "Size", "option1_value": "L"}
    row = {"product": "shirt", "option1_value": "M"} | second
    with pytest.raises(Wrong) as wrong:
        read(file(first, row), "csv")
    assert (wrong.value.column, wrong.value.row) == (column, 3)


def test_every_column_is_documented_with_limits_and_written() -> None:
    for found in (columns.PRODUCTS, columns.OFFERS):
        assert all(each.what and each.limits for each in found)
        assert len(set(names(found))) == len(found)
    assert names(columns.PRODUCTS) == writing.PRODUCTS
    assert set(own.FIELDS.values()) <= {*writing.PRODUCTS, *writing.OFFERS}
