"""Words as search sees them: one spelling for what is written in many ways, in Bangla and Latin script.

The spelling folds of Bangla merge letters that sound alike and are mixed up in writing (short and long vowels, ণ/ন,
শ/ষ/স, য/জ, ড়/ঢ়/র) and drop what is often left out (hasanta, chandrabindu). They are for comparing only.
"""

import re
import unicodedata
from functools import lru_cache

from bdcommerce.kernel.text import fold

BANGLA = "\u0980-\u09ff"
REMEMBERED = 10_000
"""Words recur: what was last made of so many of them is at hand."""
_BANGLA_SIGNS = re.compile(f"[{BANGLA}]")
_WORD = re.compile(rf"[0-9a-z]+|[{BANGLA}]+")
_BETWEEN_DIGITS = re.compile(r"(?<=[0-9]),(?=[0-9])")
_HYPHENATED = re.compile(r"(?<![0-9a-z])[a-z]{1,8}(?:-[0-9a-z]{1,8})+(?![0-9a-z])")
_MARKS = re.compile(r"[\u0300-\u036f]")
_POSSESSIVE = re.compile(r"'s\b|'(?=\s|$)")

_YA = "\ue000"
_LETTER_NAMES = {
    "এ": "a", "বি": "b", "সি": "c", "ডি": "d", "ই": "e", "এফ": "f", "জি": "g", "এইচ": "h", "আই": "i", "জে": "j",
    "কে": "k", "এল": "l", "এম": "m", "এন": "n", "ও": "o", "পি": "p", "কিউ": "q", "আর": "r", "এস": "s", "টি": "t",
    "ইউ": "u", "ভি": "v", "এক্স": "x", "ও\u09af\u09bcাই": "y", "জেড": "z",
}  # fmt: skip
_LETTER_BEFORE_DIGIT = re.compile(
    rf"(?<![{BANGLA}])({'|'.join(sorted(_LETTER_NAMES, key=len, reverse=True))})-?(?=[0-9])"
)

_UNDER_NUKTA = {"\u09a1\u09bc": "র", "\u09a2\u09bc": "র", "\u09af\u09bc": _YA}
_SPELLING = str.maketrans(
    {
        "ঈ": "ই", "ী": "ি", "ঊ": "উ", "ূ": "ু", "ণ": "ন", "শ": "স", "ষ": "স", "য": "জ", "ৎ": "ত", "ঙ": "ং",
        "ঋ": "রি", "ৃ": "রি", "ঐ": "ওই", "ঔ": "ওউ", "ঃ": "", "ঁ": "", "\u09cd": "", "\u09bc": "",
    }
)  # fmt: skip
_BANGLA_ENDINGS = ("গুলোর", "গুলির", "গুলো", "গুলি", "দের", "ের")
_GENITIVE = "ির"
_LEAST_BANGLA_STEM = 2
_LEAST_STEM = 3
_LONG_STEM = 4
_SIBILANTS = ("sses", "xes", "ches", "shes", "zzes", "toes")
_NO_PLURAL = ("ss", "us", "is")


def tidy(text: str) -> str:
    """A text with one form for every letter: folded, without accents, thousands separators and possessive endings;
    a Latin letter named in Bangla before a number is that letter, as in এ১৫ for A15.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFKD", text)))
    plain = _POSSESSIVE.sub("", _BETWEEN_DIGITS.sub("", fold(text)))
    return plain if plain.isascii() else _LETTER_BEFORE_DIGIT.sub(lambda found: _LETTER_NAMES[found[1]], plain)


def words(tidied: str) -> list[str]:
    """The words of a tidied text, in order: runs of Bangla letters, or of Latin letters and digits."""
    return _WORD.findall(tidied)


def joined(tidied: str) -> list[str]:
    """What hyphens hold together, written as one word: `t-shirt` is also `tshirt`."""
    return [found.replace("-", "") for found in _HYPHENATED.findall(tidied)]


def is_bangla(word: str) -> bool:
    """Whether a word is in Bangla script."""
    return _BANGLA_SIGNS.match(word) is not None


def stem(word: str) -> str:
    """A word without the commonest endings of its language: plurals, and the genitive of Bangla."""
    return _bangla_stem(word) if is_bangla(word) else _latin_stem(word)


def spelled(word: str) -> str:
    """A word in the one spelling that stands for all. The beginning of a word becomes the beginning of its spelling."""
    if word.isascii():
        return word
    for letter, plain in _UNDER_NUKTA.items():
        word = word.replace(letter, plain)
    return word.translate(_SPELLING).replace(_YA, "\u09af\u09bc")


@lru_cache(maxsize=REMEMBERED)
def canonical(word: str) -> str:
    """What stands for all spellings and common endings of a word."""
    return spelled(stem(word))


def _bangla_stem(word: str) -> str:
    for ending in _BANGLA_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_BANGLA_STEM:
            return word.removesuffix(ending)
    return word[:-1] if word.endswith(_GENITIVE) and len(word) > _LONG_STEM else word


def _latin_stem(word: str) -> str:
    if len(word) <= _LEAST_STEM or not word.isalpha() or not word.endswith("s"):
        return word
    if word.endswith("ies") and len(word) > _LONG_STEM:
        return f"{word[:-3]}y"
    if word.endswith(_SIBILANTS):
        return word[:-2]
    return word if word.endswith(_NO_PLURAL) else word[:-1]
