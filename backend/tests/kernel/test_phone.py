"""Vectors: the Bangladeshi number plan, and how people write numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.kernel import phone
from bdcommerce.kernel.errors import Invalid
from bdcommerce.kernel.text import bangla_digits

E164 = "+8801712345678"
national = st.from_regex(r"1[3-9][0-9]{8}", fullmatch=True)


@pytest.mark.parametrize(
    "typed",
    [
        "01712345678",
        "+880 1712-345678",
        "8801712345678",
        "০১৭১২৩৪৫৬৭৮",
        "1712345678",
        "008801712345678",
        "+৮৮০ ১৭১২ ৩৪৫৬৭৮",
        "(017) 1234.5678",
        " 01712345678 ",
    ],
)
def test_many_spellings_are_one_number(typed: str) -> None:
    assert phone.normalise(typed) == E164


@pytest.mark.parametrize("typed", ["8800 1712345678", "+8800 1712 345678", "+88 01712345678", "88 01712345678"])
def test_an_extra_zero_after_the_country_code_is_forgiven(typed: str) -> None:
    assert phone.normalise(typed) == E164


@pytest.mark.parametrize(
    "typed",
    [
        "01212345678",
        "01112345678",
        "0171234567",
        "017123456789",
        "",
        "+91 9812345678",
        "09612345678",
        "0171234567a",
        "017+12345678",
        "+8801712345678\n+8801712345679",
        "٠١٧١٢٣٤٥٦٧٨",
    ],
)
def test_what_is_no_mobile_number_is_refused_by_field(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        phone.normalise(typed, "alt_phone")
    assert list(refused.value.data["fields"]) == ["alt_phone"]


@given(national)
def test_every_spelling_of_every_mobile_number_comes_to_the_same(number: str) -> None:
    spellings = [number, f"0{number}", f"880{number}", f"+880{number}", f"00880{number}", bangla_digits(f"0{number}")]
    assert {phone.normalise(spelling) for spelling in spellings} == {f"+880{number}"}


@given(national)
def test_normalising_again_changes_nothing_and_local_is_undone_by_it(number: str) -> None:
    e164 = phone.normalise(number)
    assert phone.normalise(e164) == e164
    assert phone.local(e164) == f"0{number}"
    assert phone.normalise(phone.local(e164)) == e164


@given(national)
def test_masking_hides_five_digits(number: str) -> None:
    shown = phone.masked(f"+880{number}")
    assert shown.count("*") == 5
    assert number not in shown
    assert len(shown) == len(f"+880{number}")
