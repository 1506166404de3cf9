"""Invoices on paper: Bangla is shaped, by the font that is shipped; pixels say so, not texts. No data is markup."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import get_args

import pytest
from PIL import Image, ImageChops, ImageStat

from bdcommerce.compliance.adapters.papers import NOTE_REASONS, TypstPapers, note_on_paper, on_paper, template
from bdcommerce.compliance.domain.invoices import Invoice, InvoiceKind, InvoiceLine, Party
from bdcommerce.compliance.domain.notes import Note, NoteKind, NoteLine, NoteReason
from bdcommerce.contracts.vendors import IssuerIdentity
from bdcommerce.infra import documents
from bdcommerce.kernel.text import Language, Localized

INVOICE = Invoice(
    id="inv_1",
    kind="vat",
    number="M63-2627-0000123",
    fiscal_year="2026-27",
    seq=123,
    issued_at=datetime(2026, 11, 22, 6, tzinfo=UTC),
    supplied_at=datetime(2026, 11, 22, 6, tzinfo=UTC),
    issuer=IssuerIdentity(
        vendor_id="ven_1",
        name="রহিম স্টোর্স",
        bin="001745707-0402",
        address="House 7, Dhaka",
        officer="আব্দুর রহিম",
        designation="স্বত্বাধিকারী",
    ),
    buyer=Party(name="রহিমা খাতুন", address="House 7, Road 5, Dhanmondi"),
    vendor_id="ven_1",
    customer_id="usr_1",
    order_id="ord_1",
    order_number="BD-261122-000123",
    vendor_order_id="vor_1",
    month=None,
    destination="dhaka",
    lines=(
        InvoiceLine(
            description=Localized("Rice", "ক্ষ"),
            unit="piece",
            quantity=2,
            unit_price=108696,
            discount=0,
            net=217391,
            vat_percent=Decimal(15),
            vat=32609,
            gross=250000,
        ),
    ),
    operator_discount=0,
)


def selling(description: str) -> Invoice:
    return replace(INVOICE, lines=(replace(INVOICE.lines[0], description=Localized("Rice", description)),))


async def page(invoice: Invoice, language: Language = "bn", dots: int = 144) -> Image.Image:
    (picture,) = await documents.png(template("invoice"), on_paper(invoice, language, "original"), pixels_per_inch=dots)
    return Image.open(io.BytesIO(picture)).convert("L")


def difference(one: Image.Image, other: Image.Image) -> tuple[int, int, int, int]:
    """The box of pixels in which two pages differ."""
    box = ImageChops.difference(one, other).getbbox()
    assert box is not None
    return box


async def test_a_conjunct_in_a_description_is_drawn_as_one_letter() -> None:
    """ক্ষ is one shape; with a non-joiner between its parts they stand side by side, which takes far more room."""
    blank, joined, apart = [await page(selling(text)) for text in (" ", "ক্ষ", "ক্\u200cষ")]
    width = difference(blank, joined)
    spread = difference(blank, apart)

    assert width[2] - width[0] < 0.75 * (spread[2] - spread[0])


async def test_a_description_is_drawn_like_the_bengali_font_draws_it() -> None:
    """The word on the page is, but for smoothing, what the shipped font makes of it alone; unshaped it is not."""
    word = "স্বাস্থ্যকর ক্ষুদ্র"
    printed = await _printed(word)

    assert _distance(await _alone(word), printed) < 0.4 * _distance(
        await _alone(word.replace("\u09cd", "\u09cd\u200c")), printed
    )


async def _printed(word: str) -> Image.Image:
    blank, found = await page(selling(" "), dots=288), await page(selling(word), dots=288)
    return found.crop(difference(blank, found))


async def _alone(word: str) -> Image.Image:
    drawn = """
    #set page(width: 70mm, height: 12mm, margin: 3mm)
    #set text(font: "Noto Sans Bengali", size: 9pt)
    #json(bytes(sys.inputs.data)).text
    """
    (picture,) = await documents.png(drawn, {"text": word}, pixels_per_inch=288)
    whole = Image.open(io.BytesIO(picture)).convert("L")
    return whole.crop(_ink(whole))


def _distance(one: Image.Image, other: Image.Image) -> float:
    """How different two pictures are on average, from 0 to 255."""
    return ImageStat.Stat(ImageChops.difference(one, other.resize(one.size))).mean[0]


def _ink(picture: Image.Image) -> tuple[int, int, int, int]:
    box = ImageChops.invert(picture).getbbox()
    assert box is not None
    return box


@pytest.mark.parametrize("language", ["bn", "en"])
@pytest.mark.parametrize("kind", ["vat", "bill", "commission"])
async def test_every_kind_is_a_pdf_in_both_languages_with_the_shipped_fonts(
    kind: InvoiceKind, language: Language
) -> None:
    invoice = replace(INVOICE, kind=kind, month=date(2026, 11, 1) if kind == "commission" else None)

    made = await TypstPapers().invoice(invoice, language, "office")

    assert made.startswith(b"%PDF-")
    assert b"NotoSansBengali" in made


async def test_a_long_invoice_goes_on_on_the_next_page() -> None:
    long = replace(INVOICE, lines=INVOICE.lines * 60)
    pages = await documents.png(template("invoice"), on_paper(long, "bn", "original"), pixels_per_inch=20)

    assert len(pages) > 1


async def test_what_is_printed_is_never_markup() -> None:
    assert await TypstPapers().invoice(selling('#panic("x") *b* ] } $x$'), "bn", "original")


def test_bangla_has_bangla_digits_and_numbers_of_papers_stay_as_they_are() -> None:
    shown = on_paper(INVOICE, "bn", "original")

    assert shown["lines"][0]["gross"] == "২,৫০০.০০"
    assert shown["lines"][0]["vat_percent"] == "১৫%"
    assert shown["date"] == "২২/১১/২০২৬"
    assert shown["time"] == "১২:০০:০০"
    assert shown["issuer"]["bin"] == "০০১৭৪৫৭০৭-০৪০২"
    assert shown["number"] == "M63-2627-0000123"


NOTE = Note(
    id="ntx_1", kind="credit", number="M67-2627-0000012", fiscal_year="2026-27", seq=12,
    issued_at=datetime(2026, 12, 1, 6, tzinfo=UTC), issuer=INVOICE.issuer, recipient=INVOICE.buyer, vendor_id="ven_1",
    customer_id="usr_1", order_id="ord_1", order_number=INVOICE.order_number, vendor_order_id="vor_1",
    invoice_id="inv_1", invoice_number=INVOICE.number, invoice_issued_at=INVOICE.issued_at, reason="damaged",
    explanation="", by="",
    lines=(NoteLine(reference="lin_1", line=INVOICE.lines[0], net=108696, vat=16304, gross=125000),),
)  # fmt: skip


@pytest.mark.parametrize("language", ["bn", "en"])
@pytest.mark.parametrize("kind", ["credit", "debit"])
async def test_both_kinds_of_notes_are_a_pdf_in_both_languages_and_nothing_is_markup(
    kind: NoteKind, language: Language
) -> None:
    made = await TypstPapers().note(replace(NOTE, kind=kind, explanation='#panic("x") *b* ] }'), language)
    assert made.startswith(b"%PDF-")
    assert b"NotoSansBengali" in made


def test_a_note_says_what_the_form_asks_for() -> None:
    """Serial, date and time, issuer, challan with date and time, reason, value and VAT of the adjustment, recipient."""
    shown = note_on_paper(NOTE, "bn")
    assert (shown["number"], shown["date"], shown["time"]) == ("M67-2627-0000012", "০১/১২/২০২৬", "১২:০০:০০")
    assert shown["invoice"] == {"number": "M63-2627-0000123", "date": "২২/১১/২০২৬", "time": "১২:০০:০০"}
    assert shown["total"] == {"net": "১,০৮৬.৯৬", "vat": "১৬৩.০৪", "gross": "১,২৫০.০০"}
    assert (shown["reason"], shown["recipient"]["name"]) == ("পণ্য ফেরত: নষ্ট", "রহিমা খাতুন")


def test_every_reason_of_a_note_has_words_in_both_languages() -> None:
    named = {reason for each in get_args(NoteReason) for reason in get_args(each) or (each,)}
    assert named == set(NOTE_REASONS)
    assert all(words.en and words.bn for words in NOTE_REASONS.values())
