"""Words in one form: folded, spelled one way, without endings; amounts and prices taken out of what is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.catalog.domain.search import prices, quantities
from bdcommerce.catalog.domain.search.asking import remembered
from bdcommerce.catalog.domain.search.letters import canonical, joined, spelled, tidy, words
from bdcommerce.catalog.domain.search.prices import PriceLimits

ANYTHING = st.text(st.characters(codec="utf-8"), max_size=60)
BANGLISH = st.text(st.sampled_from("abcdeghijklmnoprstuz অআইউএকখগচজটডতদনপবমরলশসহািীুূেো়্ংঁ ০২৫ 0259.,-'"), max_size=40)


@pytest.mark.parametrize(
    "one, other",
    [
        ("পাঞ্জাবী", "পাঞ্জাবি"),
        ("শাড়ী", "শাড়ি"),
        ("শাড়ির", "শাড়ি"),
        ("চালের", "চাল"),
        ("ছেলেদের", "ছেলে"),
        ("পেঁয়াজ", "পেয়াজ"),
        ("লবণ", "লবন"),
        ("মশলা", "মসলা"),
        ("মুরগী", "মুরগি"),
        ("গুঁড়া", "গুড়া"),
        ("Sarees", "saree"),
        ("accessories", "accessory"),
        ("boxes", "box"),
        ("Men's", "men"),
        ("CAFÉ", "cafe"),
        ("\u09a1\u09bc", "\u09dc"),
    ],
)
def test_spellings_and_endings_of_a_word_are_one_word(one: str, other: str) -> None:
    def told(text: str) -> list[str]:
        return [canonical(word) for word in words(tidy(text))]

    assert told(one) == told(other)


@pytest.mark.parametrize("one, other", [("চাল", "চুল"), ("ডাল", "ডালিম"), ("glass", "glas"), ("bus", "bu"), ("চা", "চাল")])
def test_other_words_stay_other_words(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


def test_a_hyphen_may_be_left_out() -> None:
    assert joined(tidy("Cotton T-Shirt, 3-piece")) == ["tshirt"]


def test_a_letter_named_in_bangla_before_a_number_is_that_letter() -> None:
    assert words(tidy("স্যামসাং গ্যালাক্সি এ১৫")) == [*words("স্যামসাং গ্যালাক্সি"), "a15"]
    assert words(tidy("ভিভো ওয়াই২৮, কোর আই৫"))[1::2] == ["y28", "i5"]


@given(BANGLISH | ANYTHING)
def test_tidying_twice_changes_nothing(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@given(st.lists(st.sampled_from(words(tidy("পাঞ্জাবী শাড়ি চাল মোবাইল saree mobile 5g"))), min_size=1), st.integers(1, 6))
def test_the_beginning_of_a_word_is_the_beginning_of_its_spelling(several: list[str], length: int) -> None:
    for word in several:
        assert spelled(word).startswith(spelled(word[:length])[:1])


@pytest.mark.parametrize(
    "text, amounts",
    [
        ("২ কেজি", ["2000g"]),
        ("2 kg", ["2000g"]),
        ("2kg", ["2000g"]),
        ("২কেজির", ["2000g"]),
        ("2000 gm", ["2000g"]),
        ("half of 0.5 kg", ["500g"]),
        ("১.৫ টন", ["1.5ton"]),
        ("৫ লিটার", ["5000ml"]),
        ("1 dozen", ["12pc"]),
        ("১ হালি", ["4pc"]),
        ("8/128GB", ["128gb"]),
        ("1 TB", ["1024gb"]),
        ('32"', ["32inch"]),
        ("1,000 ml", ["1000ml"]),
        ("galaxy a15", []),
        ("5 in 1", []),
    ],
)
def test_amounts_are_one_word_in_every_script_and_unit(text: str, amounts: list[str]) -> None:
    assert quantities.take(tidy(text))[0] == amounts


@pytest.mark.parametrize(
    "text, least, most, rest",
    [
        ("red saree under 2000", None, 2000, "red saree"),
        ("২০০০ টাকার নিচে লাল শাড়ি", None, 2000, "লাল শাড়ি"),
        ("shari 2000 takar moddhe", None, 2000, "shari"),
        ("২ হাজার টাকার জুতা", None, 2000, "জুতা"),
        ("phone 10k-15k taka", 10_000, 15_000, "phone"),
        ("phone 20k theke 30k", 20_000, 30_000, "phone"),
        ("৫০০ থেকে ১০০০ টাকা পাঞ্জাবি", 500, 1000, "পাঞ্জাবি"),
        ("laptop between 60000 and 50000", 50_000, 60_000, "laptop"),
        ("above 50000 laptop", 50_000, None, "laptop"),
        ("tv 1.5 lakh er upore", 150_000, None, "tv"),
        ("gift 500/-", None, 500, "gift"),
        ("laptop under ৳80,000", None, 80_000, "laptop"),
        ("iphone 15", None, None, "iphone 15"),
        ("under 5 kg rice", None, None, "under 5 kg rice"),
        ("diaper 5 to 10 kg", None, None, "diaper 5 to 10 kg"),
        ("toy 3 to 5 years", None, None, "toy 3 to 5 years"),
        ("power bank 10000", None, None, "power bank 10000"),
    ],
)
def test_prices_said_in_words_are_limits(text: str, least: int | None, most: int | None, rest: str) -> None:
    limits, left = prices.take(tidy(text))
    assert limits == PriceLimits(least and least * 100, most and most * 100)
    assert left.split() == rest.split()


@given(BANGLISH | ANYTHING)
def test_no_text_makes_them_stumble(text: str) -> None:
    limits, rest = prices.take(tidy(text))
    assert limits.least is None or limits.most is None or limits.least <= limits.most
    amounts, numbers, _ = quantities.take(rest)
    assert all(amount.isascii() for amount in (*amounts, *numbers))


@pytest.mark.parametrize(
    "text", ["01712345678", "০১৭১২-৩৪৫৬৭৮", "rahim 017 1234 5678", "me@example.com", "nid 1990 1234 567"]
)
def test_what_may_be_somebodys_is_not_remembered(text: str) -> None:
    assert not remembered(text)


def test_a_search_is_remembered_folded() -> None:
    assert remembered("  Red  SAREE, under ২০০০! ") == "red saree under 2000"
    assert remembered("10000mAh power bank") == "10000mah power bank"
    assert len(remembered("x " * 500)) <= 80
