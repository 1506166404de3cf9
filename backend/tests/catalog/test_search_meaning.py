"""What a search means: words, what they are called too, what was mistyped, what there is none of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.catalog.domain.search.documents import (
    Field,
    SearchDocument,
    category_phrases,
    indexed,
    level_of,
    standing,
    title_length,
)
from bdcommerce.catalog.domain.search.suggestions import beginnings, typed
from bdcommerce.catalog.domain.search.thesaurus import Thesaurus, checked
from bdcommerce.kernel.errors import Invalid
from bdcommerce.kernel.text import Localized
from catalog.vocabulary import Words, group

RICE = group("rice", "চাল", "chal")
MOBILE = group("mobile", "mobile phone", "phone", "মোবাইল")


def phrases(words: Words, text: str, *groups: object) -> list[set[str]]:
    """Of each thing sought, what it is called for sure."""
    understood = words.understand(text, *groups)  # type: ignore[arg-type]
    return [{" ".join(each) for each in one.sure} for one in understood.sought]


def test_a_word_means_itself_and_the_same_in_the_other_script() -> None:
    assert phrases(Words("panjabi পাঞ্জাবি"), "পাঞ্জাবী") == [{"পাঞজাবি", "panjabi"}]
    assert phrases(Words("শাড়ি"), "shari") == [{"সারি"}]


def test_synonyms_are_sought_too_but_only_those_that_the_shop_has() -> None:
    assert phrases(Words("rice চাল"), "chal", RICE) == [{"rice", "চাল"}]
    assert phrases(Words("চাল"), "rice", RICE) == [{"চাল"}]


def test_a_synonym_is_known_by_its_sound_if_it_is_written_otherwise() -> None:
    assert phrases(Words("চাল"), "chaal", RICE) == [{"চাল"}]


def test_of_phrases_the_longest_is_meant() -> None:
    words = Words("mobile phone মোবাইল cover")
    understood = words.understand("mobile phone cover", MOBILE)
    assert len(understood.sought) == 2
    assert ("মোবাইল",) in understood.sought[0].sure
    assert ("mobile", "phone") in understood.sought[0].sure


def test_one_way_synonyms_go_one_way() -> None:
    fruit = group("fruit", means=("mango", "আম"))
    words = Words("fruit mango আম")
    assert phrases(words, "fruit", fruit) == [{"fruit", "mango", "আম"}]
    assert phrases(words, "mango", fruit) == [{"mango"}]


def test_a_mistyped_word_is_mended_and_its_synonyms_come_along() -> None:
    understood = Words("rice চাল umbrella").understand("rixe", RICE)
    assert understood.corrected == "rice"
    assert [set(one.likely) for one in understood.sought] == [{("rice",), ("চাল",)}]


def test_a_word_that_is_known_is_never_mended() -> None:
    understood = Words("shirt short sheet").understand("short")
    assert understood.corrected == ""
    assert understood.sought[0].sure == [("short",)]
    assert understood.sought[0].likely == []


def test_a_rare_word_beside_a_far_commoner_one_is_taken_for_a_slip_too() -> None:
    words = Words("samsang samsung", samsang=1, samsung=90)
    assert words.understand("samsang").sought[0].likely == [("samsung",)]
    assert words.understand("samsung").sought[0].likely == []


def test_words_nobody_uses_are_left_out_and_told() -> None:
    understood = Words("rice").understand("qwxyz rice")
    assert understood.ignored == ["qwxyz"]
    assert len(understood.sought) == 1
    assert Words("rice").understand("qwxyz").sought == []


def test_words_written_together_or_apart_are_found_both_ways() -> None:
    assert ("power", "bank") in Words("power bank").understand("powerbank").sought[0].likely
    apart = Words("powerbank power bank").understand("power bank")
    assert {("powerbank",), ("power", "bank")} <= set(apart.sought[0].sure)


def test_little_words_are_not_sought_unless_there_are_no_others() -> None:
    words = Words("rice the price")
    assert phrases(words, "price of the rice") == [{"rice"}]
    assert phrases(words, "the price") == [{"the"}, {"price"}]


def test_amounts_are_sought_as_one_word_where_there_are_any() -> None:
    assert phrases(Words("rice 2000g"), "২ কেজি rice") == [{"rice"}, {"2000g"}]
    assert phrases(Words("rice"), "2kg rice") == [{"rice"}]


def test_what_may_name_a_category_is_said() -> None:
    understood = Words("mobile phone মোবাইল").understand("মোবাইল", MOBILE)
    assert "@mobile phone" in understood.categories
    assert {"rice", "lentil", "চাল", "ডাল"} <= set(category_phrases(Localized("Rice & lentils", "চাল ও ডাল")))


@given(st.text(max_size=80))
def test_no_search_makes_it_stumble(text: str) -> None:
    understood = Words("rice চাল mobile phone").understand(text, RICE, MOBILE)
    assert len(understood.sought) <= 16


def test_a_document_says_where_each_word_stands() -> None:
    document = SearchDocument(
        product_id="prd_1",
        title=Localized("Miniket Rice 5 kg", "মিনিকেট চাল ৫ কেজি"),
        brand=Localized("Pran", "প্রাণ"),
        categories=[Localized("Grocery"), Localized("Rice", "চাল")],
        attributes=["White", "5 kg"],
    )
    lexemes = indexed(document).lexemes
    assert lexemes["rice"] == [Field.CATEGORY, Field.TITLE]
    assert lexemes["5000g"] == [Field.TITLE, Field.ATTRIBUTE]
    assert lexemes["grocery"] == [Field.ATTRIBUTE]
    assert lexemes["@rice"] == lexemes["@চাল"] == [Field.CATEGORY]
    assert "@grocery" not in lexemes
    assert title_length(document.title) == 2


def test_stock_sales_and_ratings_raise_a_products_standing() -> None:
    plain = SearchDocument(product_id="prd_1", title=Localized("Rice"))
    better = [
        SearchDocument(product_id="prd_1", title=Localized("Rice"), in_stock=True),
        SearchDocument(product_id="prd_1", title=Localized("Rice"), popularity=100),
        SearchDocument(product_id="prd_1", title=Localized("Rice"), rating=480, reviews=9),
    ]
    assert standing(plain) == level_of(plain) == 0
    assert all(0 < standing(each) <= 1000 for each in better)
    best = SearchDocument(
        product_id="prd_1", title=Localized("Rice"), in_stock=True, popularity=10**9, rating=500, reviews=99
    )
    assert standing(best) == 1000


@pytest.mark.parametrize(
    "words, means", [(["rice"], []), (["!?"], ["rice"]), (["a b c d e"], ["rice"]), (["rice", "Rice"], [])]
)
def test_a_group_that_says_nothing_is_refused(words: list[str], means: list[str]) -> None:
    with pytest.raises(Invalid):
        checked(group(*words, means=tuple(means)))


def test_the_thesaurus_does_not_chain_groups() -> None:
    thesaurus = Thesaurus([group("holud", "turmeric"), group("holud", "yellow")])
    assert thesaurus.others(("turmeric",)) == [("holud",)]
    assert set(thesaurus.others(("holud",))) == {("turmeric",), ("yellow",)}


@pytest.mark.parametrize("beginning", ["panj", "পাঞ্জ", "পান", "cot", "সুতি প", "cotton pan"])
def test_a_name_is_suggested_under_beginnings_in_every_script(beginning: str) -> None:
    kept = beginnings(Localized("Cotton panjabi", "সুতি পাঞ্জাবি"))
    assert any(each.startswith(form) for each in kept for form in typed(beginning))
