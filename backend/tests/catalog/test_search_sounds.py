"""Bangla, Banglish and English that sound alike meet; what does not, does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.catalog.domain.search.lexicon import heard_keys
from bdcommerce.catalog.domain.search.likeness import LETTER, distance, likeness, slip
from bdcommerce.catalog.domain.search.sounds import VOWELS, skeleton, sounds

SAME = """
    panjabi=পাঞ্জাবি chal=চাল cal=চাল mobail=মোবাইল mobile=মোবাইল shari=শাড়ি saree=শাড়ী shampoo=শ্যাম্পু cream=ক্রিম
    bank=ব্যাংক lotion=লোশন light=লাইট phone=ফোন ghee=ঘি lungi=লুঙ্গি chini=চিনি kapor=কাপড় biskut=বিস্কুট
    rice=রাইস peyaj=পেঁয়াজ mango=ম্যাঙ্গো hoodie=হুডি
"""
ALIKE = """
    punjabi=পাঞ্জাবি masala=মসলা refrigerator=রেফ্রিজারেটর headphone=হেডফোন charger=চার্জার machine=মেশিন
    samsang=samsung cover=কভার toothbrush=টুথব্রাশ keybord=keyboard
"""
LATIN = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyz"), min_size=1, max_size=14)
BANGLA = st.text(st.sampled_from("অআইউএওকখগঙচছজঝঞটডণতথদনপফবভমযরলশসহািীুূেোৌ়্ংঃঁৎ"), min_size=1, max_size=14)


@pytest.mark.parametrize("latin, bangla", [pair.split("=") for pair in SAME.split()])
def test_one_word_in_two_scripts_sounds_the_same(latin: str, bangla: str) -> None:
    assert likeness(sounds(latin), sounds(bangla)) >= 97


@pytest.mark.parametrize("one, other", [pair.split("=") for pair in ALIKE.split()])
def test_what_is_written_by_ear_is_alike_and_is_looked_for_under_one_key(one: str, other: str) -> None:
    assert 84 <= likeness(sounds(one), sounds(other)) < 97
    assert set(heard_keys(one)) & set(heard_keys(other))


@pytest.mark.parametrize(
    "one, other", [("chal", "চুল"), ("chal", "ডাল"), ("alu", "আম"), ("sugar", "চিনি"), ("tel", "তালা")]
)
def test_other_words_are_not_alike(one: str, other: str) -> None:
    assert likeness(sounds(one), sounds(other)) == 0


@pytest.mark.parametrize(
    "typed, meant", [("rixe", "rice"), ("rcie", "rice"), ("laptpo", "laptop"), ("samsugn", "samsung")]
)
def test_a_slip_of_the_finger_is_forgiven(typed: str, meant: str) -> None:
    assert slip(typed, meant) > 0


def test_short_words_are_taken_at_their_letters() -> None:
    assert slip("tel", "ten") == 0
    assert likeness(sounds("tv"), sounds("to")) == 0


@given(LATIN | BANGLA)
def test_every_word_has_a_sound_in_small_letters(word: str) -> None:
    for sound in sounds(word):
        assert all(letter.isascii() for letter in sound)
        assert not set(skeleton(sound)[1:]) & VOWELS
    assert 0 < len(sounds(word)) <= 4


@given(LATIN, LATIN, LATIN)
def test_distance_is_one_between_words(one: str, other: str, third: str) -> None:
    far = 100 * LETTER
    assert distance(one, one, limit=far) == 0
    assert distance(one, other, limit=far) == distance(other, one, limit=far)
    strict = [distance(*pair, limit=far, strict=True) for pair in ((one, third), (one, other), (other, third))]
    assert strict[0] <= strict[1] + strict[2] + LETTER
    assert (strict[1] == 0) == (one == other)


@given(LATIN, LATIN, st.integers(0, 400))
def test_a_limit_only_cuts_short(one: str, other: str, limit: int) -> None:
    whole = distance(one, other, limit=10**6)
    cut = distance(one, other, limit=limit)
    assert cut == whole if whole <= limit else cut > limit
