"""Documents on paper."""

import io

import pytest
from PIL import Image, ImageChops

from bdcommerce.infra import documents

LINE = """
#set page(width: 60mm, height: 20mm, margin: 4mm)
#set text(font: ("Noto Sans", "Noto Sans Bengali"), size: 20pt)
#let data = json(bytes(sys.inputs.data))
#data.text
"""


async def picture(text: str) -> Image.Image:
    (page,) = await documents.png(LINE, {"text": text})
    return Image.open(io.BytesIO(page)).convert("L")


def ink(page: Image.Image) -> tuple[int, int, int, int]:
    box = ImageChops.invert(page).getbbox()
    assert box is not None
    return box


async def test_a_document_is_a_pdf() -> None:
    assert (await documents.pdf(LINE, {"text": "মূসক ৬.৩"})).startswith(b"%PDF-")


async def test_a_bangla_conjunct_is_one_shape() -> None:
    """ক্ষ stands as one letter; ক, a visible hasanta and ষ, kept apart by a non-joiner, take more room."""
    joined, apart = ink(await picture("ক্ষ")), ink(await picture("ক্\u200cষ"))
    assert joined[2] - joined[0] < 0.75 * (apart[2] - apart[0])


async def test_a_vowel_sign_stands_before_the_letter_it_is_written_after() -> None:
    """কি begins with the stroke of ি, so its first column of ink is not that of ক."""
    alone, signed = await picture("ক"), await picture("কি")
    assert ink(signed)[2] > ink(alone)[2]
    width = ink(alone)[2] - ink(alone)[0]
    first = signed.crop((ink(signed)[0], 0, ink(signed)[0] + width, signed.height))
    assert ImageChops.difference(first, alone.crop((ink(alone)[0], 0, ink(alone)[0] + width, alone.height))).getbbox()


async def test_bangla_and_latin_are_drawn_by_the_shipped_fonts() -> None:
    made = await documents.pdf(LINE, {"text": "Rice চাল"})
    assert b"NotoSansBengali" in made
    assert b"NotoSans-Regular" in made or b"NotoSans" in made.replace(b"NotoSansBengali", b"")


async def test_data_is_never_markup() -> None:
    text = '#panic("x") *b*'
    assert ink(await picture(text))


async def test_a_wrong_template_is_an_error() -> None:
    with pytest.raises(RuntimeError):
        await documents.pdf("#unknown-function()", {})
