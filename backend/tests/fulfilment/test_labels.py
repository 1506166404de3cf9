"""Labels: the number as a barcode that is read back from the picture, Bangla in one shape, one or many on a PDF."""

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from bdcommerce.fulfilment.adapters.labels import on_paper, template
from bdcommerce.fulfilment.domain.code128 import PATTERNS, START_B, START_C, STOP, widths
from bdcommerce.fulfilment.domain.labels import LabelRow
from bdcommerce.fulfilment.ports import Contacts
from bdcommerce.infra import documents
from bdcommerce.kernel.address import Address, Place
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Language
from support import tokens
from support.parcels import Parcels

PLACE = Place(division="dhaka", district="dhaka", upazila="dhaka/dhanmondi", city_key="dhaka")


def read(modules: list[int]) -> str:
    """What a scanner reads."""
    symbols = ["".join(str(width) for width in modules[at : at + 6]) for at in range(0, len(modules) - 7, 6)]
    codes = [PATTERNS.index(symbol) for symbol in symbols]
    assert "".join(map(str, modules[-7:])) == PATTERNS[STOP]
    start, *body, check = codes
    assert check == (start + sum(at * code for at, code in enumerate(body, 1))) % 103
    return "".join(f"{code:02d}" for code in body) if start == START_C else "".join(chr(code + 32) for code in body)


def test_every_symbol_is_eleven_modules_with_an_even_number_of_black_ones() -> None:
    assert len(set(PATTERNS)) == 107
    for symbol in PATTERNS[:STOP]:
        assert sum(map(int, symbol)) == 11
        assert sum(map(int, symbol[::2])) % 2 == 0


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=30))
def test_what_is_written_is_read(text: str) -> None:
    assert read(widths(text)) == text


def test_a_known_barcode_is_as_the_standard_has_it() -> None:
    """`PJJ123C`, the usual worked example: in set A its check symbol is 54, in set B, which begins one higher, 55."""
    codes = [PATTERNS.index("".join(map(str, widths("PJJ123C")[at : at + 6]))) for at in range(0, 54, 6)]
    assert codes == [START_B, 48, 42, 42, 17, 18, 19, 35, 55]


@pytest.mark.parametrize("text", ["", "ঢাকা", "a\n"])
def test_what_no_scanner_reads_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="printable ASCII"):
        widths(text)


def a_label(language: Language = "bn", name: str = "রহিমা খাতুন", note: str = "", cod: int = 125000) -> dict[str, object]:
    row = LabelRow(
        shipment_id="shp_1",
        vendor_id="ven_1",
        number="BD-261122-000001",
        courier="pathao",
        tracking_no="DD221126000001",
        status="booked",
        cod=Money(cod),
        weight_grams=400,
        contacts_sealed="",
    )
    to = Address(recipient_name=name, phone="+8801712345678", line1="বাড়ি ৭, রোড ৫", place=PLACE)
    sender = Address(recipient_name="Rahim Stores", phone="+8801711000001", line1="House 1", place=PLACE)
    contacts = Contacts(recipient=to, language=language, pickup=sender, note=note)
    return on_paper([(row, contacts)], "a6")["labels"][0]  # type: ignore[no-any-return]


async def drawn(label: dict[str, object]) -> Image.Image:
    (page,) = await documents.png(template(), {"paper": "a6", "labels": [label]}, pixels_per_inch=300)
    return Image.open(io.BytesIO(page)).convert("L")


async def test_the_barcode_is_read_back_from_the_paper() -> None:
    label = a_label()
    page = await drawn(label)
    for y in range(0, page.height // 2, 10):
        line = [page.getpixel((x, y)) < 128 for x in range(page.width)]  # type: ignore[operator]
        runs = [len(part) for part in re.findall(r"1+|0+", "".join("01"[dark] for dark in line).strip("0"))]
        if len(runs) == len(label["bars"]):  # type: ignore[arg-type]
            module = sum(runs) / sum(label["bars"])  # type: ignore[call-overload]
            assert read([round(run / module) for run in runs]) == "DD221126000001"
            return
    pytest.fail("there is no barcode on the label")


async def test_a_bangla_name_is_shaped_and_markup_is_none() -> None:
    joined, apart = await drawn(a_label(name="ক্ষ")), await drawn(a_label(name="ক্\u200cষ"))
    assert ImageChops.difference(joined, apart).getbbox()
    plain = await drawn(a_label(note=""))
    marked = await drawn(a_label(note="#set page(fill: red) $x$ ]"))
    assert plain.size == marked.size
    assert marked.getpixel((1, 1)) == 255


def test_a_label_speaks_its_recipient_s_language() -> None:
    bangla, english = a_label("bn"), a_label("en")
    assert (bangla["cash"], english["cash"]) == ("৳১,২৫০", "৳1,250")
    assert (bangla["courier"], english["courier"]) == ("পাঠাও কুরিয়ার", "Pathao Courier")
    assert bangla["phone"] == english["phone"] == "01712345678"
    assert a_label("en", cod=0)["words"]["collect"] == "Nothing to collect"  # type: ignore[index]


async def test_one_and_many_labels_are_printed_for_whose_they_are(parcels: Parcels) -> None:
    booked = [await parcels.booked() for _ in range(5)]
    ids, ours = [each["shipment_id"] for each in booked], tokens.vendor(parcels.vendor_id)
    one = await parcels.service.get(f"/vendor/shipments/{ids[0]}/label", as_=ours)
    assert (one.status_code, one.headers["content-type"]) == (200, "application/pdf")
    assert pages(one.content) == 1
    for paper, count in (("a4", 2), ("a6", 5)):
        many = await parcels.service.post("/vendor/labels", {"shipment_ids": ids, "paper": paper}, as_=ours)
        assert (many.status_code, pages(many.content)) == (200, count)
    stranger = tokens.vendor("ven_stranger")
    assert (await parcels.service.get(f"/vendor/shipments/{ids[0]}/label", as_=stranger)).status_code == 404
    staff = tokens.staff("shipments.manage")
    assert (await parcels.service.post("/admin/labels", {"shipment_ids": ids[:1]}, as_=staff)).status_code == 200


def pages(pdf: bytes) -> int:
    found = re.search(rb"/Type /Pages\s*/Count (\d+)|/Count (\d+)", pdf)
    assert found
    return int(found[1] or found[2])
