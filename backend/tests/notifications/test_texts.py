"""What messages say: shipped texts, texts of staff, what an SMS costs, and what braces may hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.kernel.text import Localized
from bdcommerce.notifications.domain.sms import parts_of
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
