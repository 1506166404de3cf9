"""How words sound, in one alphabet for Bangla and for Latin script, so that পাঞ্জাবি, panjabi and punjabi meet.

A *sound* keeps vowels (long ones shortened) and writes letters that Bangla speakers do not tell apart as one: kh as k,
sh as s, ph as p, v as b, z as j. A *skeleton* keeps only consonants and says whether a vowel comes first. English
spelling is ambiguous (c, g, a final e), so a Latin word may have several sounds; a Bangla word has one.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product

from bdcommerce.catalog.domain.search.letters import REMEMBERED, is_bangla

VOWELS = frozenset("aeiou")
_UNHEARD = frozenset("aeiouhyw")
_MOST_SOUNDS = 4
_HASANTA, _NUKTA = "\u09cd", "\u09bc"

_LETTERS = "কখগঘঙচছজঝঞটঠডঢণতথদধনপফবভমযরলশষসহৎ"
_HEARD = "k k g g ng c c j j n t t d d n t t d d n p p b b m j r l s s s h t"
_CONSONANTS = dict(zip(_LETTERS, _HEARD.split(), strict=True))
_UNDER_NUKTA = {"ড": "r", "ঢ": "r", "য": "y"}
_SIGNS = {"া": "a", "ি": "i", "ী": "i", "ু": "u", "ূ": "u", "ৃ": "ri", "ে": "e", "ৈ": "oi", "ো": "o", "ৌ": "ou"}
_VOWELS = {
    "অ": "o", "আ": "a", "ই": "i", "ঈ": "i", "উ": "u", "ঊ": "u", "ঋ": "ri", "এ": "e", "ঐ": "oi", "ও": "o", "ঔ": "ou",
}  # fmt: skip
_OTHERS = {"ং": "ng"}
_CONJUNCTS = (
    ("অ্যা", "আ"), ("এ্যা", "আ"), ("্যা", "া"), ("্য", ""), ("ক্ষ", "ক"), ("জ্ঞ", "গ"), ("স্ব", "স"), ("শ্ব", "স"),
    ("দ্ব", "দ"), ("ত্ব", "ত"),
)  # fmt: skip

_GRAPHEMES: dict[str, tuple[str, ...]] = {
    "tion": ("son",), "sion": ("son",), "ture": ("car",), "ight": ("ait",), "ght": ("t",), "tch": ("c",),
    "chh": ("c",), "sch": ("sk",), "dge": ("j",), "ksh": ("k",), "kkh": ("k",), "sh": ("s",), "ch": ("c",),
    "ph": ("p",), "ck": ("k",), "qu": ("ku",), "kh": ("k",), "gh": ("g",), "jh": ("j",), "th": ("t",), "dh": ("d",),
    "bh": ("b",), "rh": ("r",), "wh": ("o",), "ee": ("i",), "ea": ("i", "ea"), "ie": ("i",), "oo": ("u",),
    "aa": ("a",), "ay": ("e",), "ey": ("ey", "i"), "ui": ("ui", "u"), "au": ("o",), "ow": ("ao", "o"), "aw": ("o",),
    "f": ("p",), "v": ("b",), "z": ("j",),
    "x": ("ks",), "q": ("k",), "w": ("o",),
}  # fmt: skip
_GRAPHEME = re.compile("|".join(sorted(_GRAPHEMES, key=len, reverse=True)) + "|[a-z]")
_BEGINNINGS = (("kn", "n"), ("wr", "r"), ("ps", "s"))
_LONG_I = re.compile("i[b-df-hj-np-tv-z]e$")
_SOFTENING = frozenset("eiy")
_LEAST_SILENT = 4
_NASAL = (("ngk", "nk"), ("ngg", "ng"))
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=REMEMBERED)
def sounds(word: str) -> tuple[str, ...]:
    """How a folded word may sound, likeliest first; nothing for a word with digits in it."""
    if is_bangla(word):
        return (_even(_bangla(word)),)
    if not word.isalpha() or not word.isascii():
        return ()
    return tuple(dict.fromkeys(_even(each) for each in islice(_latin(word), _MOST_SOUNDS)))


def skeleton(sound: str) -> str:
    """The consonants of a sound; চ and স are one, h counts only in front, a leading vowel is an a."""
    plain = sound.replace("ng", "n").replace("c", "s")
    head = "a" if plain[:1] in VOWELS else plain[:1]
    return head + "".join(letter for letter in plain[1:] if letter not in _UNHEARD)


def _even(sound: str) -> str:
    for spelled, heard in _NASAL:
        sound = sound.replace(spelled, heard)
    return _DOUBLED.sub(r"\1", sound)


def _bangla(word: str) -> str:
    for written, spoken in _CONJUNCTS:
        word = word.replace(written, spoken)
    heard: list[str] = []
    last = len(word) - 1
    for place, letter in enumerate(word):
        if letter in _CONSONANTS:
            nukta = word[place + 1 : place + 2] == _NUKTA
            heard.append(_UNDER_NUKTA.get(letter, _CONSONANTS[letter]) if nukta else _CONSONANTS[letter])
            after = place + 2 if nukta else place + 1
            if after <= last and word[after] not in _SIGNS and word[after] != _HASANTA:
                heard.append("o")
        else:
            heard.append(_SIGNS.get(letter) or _VOWELS.get(letter) or _OTHERS.get(letter, ""))
    return "".join(heard)


def _latin(word: str) -> Iterator[str]:
    for written, spoken in _BEGINNINGS:
        if word.startswith(written):
            word = spoken + word.removeprefix(written)
    readings = (_GRAPHEMES.get(found[0]) or _read(word, found.start()) for found in _GRAPHEME.finditer(word))
    return map("".join, product(*readings))


def _read(word: str, place: int) -> tuple[str, ...]:
    letter, after = word[place], word[place + 1 : place + 2]
    if letter == "c":
        return ("s", "c") if after and after in _SOFTENING else ("k", "c")
    if letter == "g" and after and after in _SOFTENING:
        return ("g", "j")
    if letter == "i" and _LONG_I.match(word, place):
        return ("ai", "i")
    if letter == "y":
        return ("y",) if after and after in VOWELS else ("i",)
    if letter == "e" and not after and len(word) >= _LEAST_SILENT and word[place - 1] not in VOWELS:
        return ("", "e")
    return (letter,)
