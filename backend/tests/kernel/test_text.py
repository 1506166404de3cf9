"""Text: lakh grouping, Bangla digits, normal form, search keys."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.kernel import text
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized

HASANTA, ZWJ, ZWNJ = "\u09cd", "\u200d", "\u200c"
bangla = st.text(st.characters(min_codepoint=0x0980, max_codepoint=0x09FF) | st.sampled_from(f" {ZWJ}{ZWNJ}aZ9-"))


@pytest.mark.parametrize(
    "poisha, shown",
    [
        (99_900, "999.00"),
        (100_000, "1,000.00"),
        (10_000_000, "1,00,000.00"),
        (1_234_567_890, "1,23,45,678.90"),
        (100_000_000_000, "1,00,00,00,000.00"),
        (-123_456_750, "-12,34,567.50"),
        (0, "0.00"),
        (5, "0.05"),
        (-5, "-0.05"),
    ],
)
def test_digits_are_grouped_by_lakh_and_crore(poisha: int, shown: str) -> None:
    assert text.grouped(Money(poisha)) == shown


def test_money_is_shown_in_both_languages_with_the_sign_before_it() -> None:
    assert text.show(Money(1_234_567_890)) == "৳1,23,45,678.90"
    assert text.show(Money(1_234_567_890), "bn") == "৳১,২৩,৪৫,৬৭৮.৯০"
    assert text.show(Money(-100_000), "bn") == "-৳১,০০০.০০"


@given(st.integers(-(10**14), 10**14))
def test_grouping_loses_nothing(poisha: int) -> None:
    shown = text.grouped(Money(poisha))
    assert int(shown.replace(",", "").replace(".", "")) == poisha
    assert all(len(group) == 2 for group in shown.partition(".")[0].lstrip("-").split(",")[1:-1])


@given(st.text("0123456789", max_size=30))
def test_bangla_digits_are_the_same_number(digits: str) -> None:
    assert text.latin_digits(text.bangla_digits(digits)) == digits
    assert not digits or int(text.bangla_digits(digits)) == int(digits)


@pytest.mark.parametrize(
    "typed, stored",
    [
        ("\u09dc", "\u09a1\u09bc"),
        ("\u09dd", "\u09a2\u09bc"),
        ("\u09df", "\u09af\u09bc"),
        ("\u09c7\u09be", "\u09cb"),
        ("\u09c7\u09d7", "\u09cc"),
        ("  ঢাকা\n", "ঢাকা"),
    ],
)
def test_letters_that_look_the_same_are_stored_the_same(typed: str, stored: str) -> None:
    assert text.nfc(typed) == stored


@given(bangla)
def test_the_stored_form_is_normal_and_stays(typed: str) -> None:
    stored = text.nfc(typed)
    assert unicodedata.is_normalized("NFC", stored)
    assert text.nfc(stored) == stored


@pytest.mark.parametrize(
    "typed, other",
    [
        ("\u09dc", "\u09a1\u09bc"),
        ("ৰাজশাহী", "রাজশাহী"),
        ("ৱ", "ব"),
        (f"ত{HASANTA}{ZWJ}", "ৎ"),
        (f"র{ZWNJ}্যাব", "র্যাব"),
        ("DHAKA  City", "dhaka city"),
        ("১২৩", "123"),
        ("রহিম’স", "রহিম'স"),
        ("রহিমʼস", "রহিম'স"),
        ("দাম।কম", "দাম কম"),
        ("Straße", "STRASSE"),
    ],
)
def test_spellings_of_one_word_have_one_search_key(typed: str, other: str) -> None:
    assert text.fold(typed) == text.fold(other)


@given(bangla)
def test_folding_again_changes_nothing(typed: str) -> None:
    key = text.fold(typed)
    assert text.fold(key) == key
    assert ZWJ not in key
    assert ZWNJ not in key


@pytest.mark.parametrize(
    "typed, path",
    [
        ("Cox's Bazar", "cox-s-bazar"),
        ("  জামদানি শাড়ি! ", "জামদানি-শাড়ি"),
        ("iPhone 15 (128GB)", "iphone-15-128gb"),
        ("—", ""),
    ],
)
def test_a_slug_keeps_letters_and_digits_of_both_scripts(typed: str, path: str) -> None:
    assert text.slug(typed) == text.nfc(path)


def test_bangla_falls_back_to_english_and_never_the_other_way() -> None:
    assert Localized("Rice", "চাল").to("bn") == "চাল"
    assert Localized("Rice").to("bn") == "Rice"
    assert Localized("Rice", "চাল").to("en") == "Rice"
