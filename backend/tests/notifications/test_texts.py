"""What messages say: shipped texts, texts of staff, what an SMS costs, and what braces may hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.kernel.text import Localized
from bdcommerce.notifications.domain.sms import cut, parts_of, thrifty
from bdcommerce.notifications.domain.templates import Template, fields_of
from bdcommerce.notifications.domain.texts import TEMPLATES
from bdcommerce.notifications.errors import BadTemplate, MissingParameter


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=lambda each: each.name)
def test_a_shipped_text_has_the_same_values_in_both_languages(template: Template) -> None:
    assert fields_of(template.text.bn) == fields_of(template.text.en) >= template.secret
    for language in ("en", "bn"):
        assert "{" not in template.render(template.sample(), language)


def test_bangla_has_bangla_digits_but_for_what_is_typed_back() -> None:
    shown = TEMPLATES["otp"].render({"code": "482913", "minutes": "5"}, "bn")
    assert "482913" in shown
    assert "৫" in shown


def test_what_is_secret_is_hidden_from_staff() -> None:
    assert "482913" not in TEMPLATES["otp"].redacted({"code": "482913", "minutes": "5"}, "en")


def test_a_value_that_is_missing_is_named() -> None:
    with pytest.raises(MissingParameter) as refused:
        TEMPLATES["otp"].render({"code": "1"}, "en")
    assert refused.value.data["fields"] == {"minutes": "is required"}


@pytest.mark.parametrize(
    "en, bn, field",
    [
        ("{code} {minutes} {name}", "{code} {minutes}", "text.en"),
        ("{code} {minutes}", "{code}", "text.bn"),
        ("{code", "{code} {minutes}", "text.en"),
        ("{code} {minutes} {}", "{code} {minutes}", "text.en"),
        ("{code.__class__} {minutes}", "{code} {minutes}", "text.en"),
        ("{code[0]} {minutes}", "{code} {minutes}", "text.en"),
        ("{code!r} {minutes}", "{code} {minutes}", "text.en"),
        ("{code:>99999} {minutes}", "{code} {minutes}", "text.en"),
        ("{code} {minutes}", " ", "text.bn"),
        ("{code} {minutes}" + "x" * 1000, "{code} {minutes}", "text.en"),
    ],
)
def test_a_text_that_could_not_be_sent_is_refused(en: str, bn: str, field: str) -> None:
    with pytest.raises(BadTemplate) as refused:
        TEMPLATES["otp"].written(Localized(en, bn), 1)
    assert list(refused.value.data["fields"]) == [field]


@given(st.text(max_size=60))
def test_no_text_is_more_than_a_text(text: str) -> None:
    try:
        names = fields_of(text)
    except BadTemplate:
        return
    text.format_map(dict.fromkeys(names, "x"))


@pytest.mark.parametrize(
    "text, encoding, units, parts",
    [
        ("", "gsm7", 0, 1),
        ("a" * 160, "gsm7", 160, 1),
        ("a" * 161, "gsm7", 161, 2),
        ("a" * 306, "gsm7", 306, 2),
        ("a" * 307, "gsm7", 307, 3),
        ("€" * 80, "gsm7", 160, 1),
        ("€" * 80 + "a", "gsm7", 161, 2),
        ("ক" * 70, "ucs2", 70, 1),
        ("ক" * 71, "ucs2", 71, 2),
        ("ক" * 135, "ucs2", 135, 3),
        ("a৳", "ucs2", 2, 1),
        ("😀", "ucs2", 2, 1),
    ],
)
def test_what_a_text_costs_as_sms(text: str, encoding: str, units: int, parts: int) -> None:
    found = parts_of(text)
    assert (found.encoding, found.units, found.parts) == (encoding, units, parts)


@pytest.mark.parametrize(
    "text, parts",
    [
        ("a" * 152 + "€" + "b" * 7, 2),
        ("a" * 152 + "€" + "b" * 151, 2),
        ("a" * 152 + "€" + "b" * 152, 3),
        ("ক" * 66 + "😀" + "খ" * 65, 2),
        ("ক" * 66 + "😀" + "খ" * 66, 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        ("😀" * 66, 2),
        ("😀" * 67, 3),
    ],
)
def test_what_takes_two_places_is_not_cut_in_two_and_costs_the_place_it_leaves(text: str, parts: int) -> None:
    assert parts_of(text).parts == parts


_GSM = st.text(st.sampled_from("abcZ09 @£€^{}[]~|\\\n"), max_size=700)
_ANY = st.text(st.sampled_from("aক৳😀𝄞€\u200d"), max_size=320)


@given(_GSM | _ANY)
def test_every_part_fits_and_together_they_are_the_text(text: str) -> None:
    found, pieces = parts_of(text), cut(text)
    assert "".join(pieces) == text
    assert len(pieces) == found.parts
    gsm = found.encoding == "gsm7"
    whole, each = (160, 153) if gsm else (70, 67)
    sizes = [parts_of_units(piece, gsm=gsm) for piece in pieces]
    assert max(sizes, default=0) <= (whole if len(pieces) == 1 else each)
    assert sum(sizes) == found.units
    assert (len(pieces) == 1) == (found.units <= whole)
    assert all(size >= each - 1 for size in sizes[:-1])


def parts_of_units(piece: str, *, gsm: bool) -> int:
    """As a network counts, written anew."""
    return sum(1 + (letter in "^{}\\[~]|€") for letter in piece) if gsm else len(piece.encode("utf-16-be")) // 2


def test_a_taka_sign_alone_does_not_make_a_text_three_times_as_dear() -> None:
    english = TEMPLATES["order_confirmed"].render({"number": "BD-261122-000123", "total": "৳1,250.00"}, "en")
    assert thrifty(english) == "Your order BD-261122-000123 for Tk 1,250.00 is confirmed. Pay in cash on delivery."
    bangla = TEMPLATES["order_confirmed"].render({"number": "BD-261122-000123", "total": "৳1,250.00"}, "bn")
    assert thrifty(bangla) == bangla
