"""How names of places are written, and how else people write them: both scripts, old spellings, slips of the finger."""

import re
from collections.abc import Iterator
from functools import lru_cache

from bdcommerce.kernel.text import fold

_WORD = re.compile(r"[0-9]+|[a-z]+|[\u0980-\u09ff]+")
_SAME_SOUND = (
    ("chh", "C"), ("ch", "C"), ("ph", "f"), ("bh", "b"), ("kh", "k"), ("gh", "g"), ("dh", "d"), ("th", "t"),
    ("jh", "j"), ("sh", "s"), ("ck", "k"), ("x", "ks"), ("v", "b"), ("z", "j"), ("q", "k"), ("c", "k"), ("C", "c"),
)  # fmt: skip
"""Bangla has no one spelling in Latin letters; what these pairs have in common is how they sound."""
_SILENT = re.compile(r"(?<=.)[aeiouyhw]")
_VOWEL = re.compile(r"^[aeiouyw]")
_TWICE = re.compile(r"(.)\1+")
_BANGLA_SAME = str.maketrans({"ণ": "ন", "শ": "স", "ষ": "স", "য": "জ", "ৎ": "ত", "ঙ": "ং", "ঈ": "ই", "ঊ": "উ"})
_BANGLA_SILENT = re.compile(r"[\u0981\u09be-\u09cd\u09d7]")
_NUKTA = (("ড\u09bc", "র"), ("ঢ\u09bc", "র"), ("য\u09bc", ""))


def words(text: str) -> list[str]:
    """The words of a text as they are compared: folded, digits Latin, apostrophes gone."""
    return _WORD.findall(fold(text).replace("'", ""))


@lru_cache(maxsize=16_384)
def sound(word: str) -> str:
    """What spellings of one name have in common: the consonants that one hears."""
    if not word or word[0].isdigit():
        return word
    if word[0] > "z":
        return _bangla_sound(word)
    for written, heard in _SAME_SOUND:
        word = word.replace(written, heard)
    return _TWICE.sub(r"\1", _SILENT.sub("", _VOWEL.sub("a", word)))


def _bangla_sound(word: str) -> str:
    for written, heard in _NUKTA:
        word = word.replace(written, heard)
    return _TWICE.sub(r"\1", _BANGLA_SILENT.sub("", word.translate(_BANGLA_SAME)))


def pairs(word: str) -> Iterator[str]:
    """Neighbouring letters, the edges of the word among them: words that differ little share most of these."""
    framed = f"^{word}$"
    return (framed[at : at + 2] for at in range(len(framed) - 1))


def slips_allowed(word: str) -> int:
    """How many slips of the finger are forgiven in a word of this length; none in numbers."""
    if word[:1].isdigit() or len(word) < _SHORT:
        return 0
    return 1 if len(word) < _LONG else 2


_SHORT, _LONG = 4, 8


def slips(one: str, other: str, most: int) -> int:
    """How many letters are wrong, missing, too many or swapped with their neighbour; `most + 1` for more than that."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        earlier, before = before, row
        row = [i]
        for j, against in enumerate(other, 1):
            cost = min(row[j - 1] + 1, before[j] + 1, before[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
