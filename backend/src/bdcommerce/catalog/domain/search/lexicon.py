"""Which words of the catalogue a searched word may mean: itself, the same in the other script, or what was mistyped."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bdcommerce.catalog.domain.search.letters import REMEMBERED, canonical, is_bangla, spelled, stem
from bdcommerce.catalog.domain.search.likeness import likeness, slip
from bdcommerce.catalog.domain.search.sounds import skeleton, sounds

SAME = 100
"""The strength of a word that is meant for certain."""
_SOUNDS_SAME = 97
_LEAST_LIKE = 84
_CLOSE_TO_BEST = 4
_OWN_SCRIPT = 75
_MISTYPED = 70
_MOST_MEANT = 4
_RARE, _FAR = 3, 20
_LEAST_TYPED = 4
_LONG_SKELETON = 4
_MOST_LETTERS = 24


@dataclass(frozen=True, slots=True)
class KnownWord:
    """A word that stands in the catalogue."""

    lexeme: str
    """Its canonical spelling: what documents are indexed by."""
    shown: str
    """As somebody wrote it."""
    uses: int = 0
    """In how many documents, when they were last counted."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """A word of the catalogue that a searched word may mean, and how surely, up to SAME."""

    lexeme: str
    strength: int
    uses: int = 0
    shown: str = ""


def learnt(word: str) -> KnownWord:
    """What the catalogue's vocabulary keeps of a word that stands in a document."""
    return KnownWord(lexeme=canonical(word), shown=stem(word))


def heard_keys(word: str) -> list[str]:
    """Under which keys words are kept that sound alike; shared by what is kept and what is looked for."""
    return sorted({f"k{bones}" for sound in sounds(stem(word)) if (bones := skeleton(sound))})


def typed_keys(word: str) -> list[str]:
    """Under which keys words are kept that differ by a letter or a sound: each is the word with one of them missing."""
    base = canonical(word)
    if not base.isalpha() and not is_bangla(base):
        return []
    keys = set()
    if _LEAST_TYPED <= len(base) <= _MOST_LETTERS:
        keys |= {f"d{base}"} | {f"d{each}" for each in _missing_one(base)}
    for key in heard_keys(word):
        bones = key[1:]
        if len(bones) >= _LONG_SKELETON:
            keys |= {f"s{bones}"} | {f"s{each}" for each in _missing_one(bones)}
    return sorted(keys)


@lru_cache(maxsize=REMEMBERED)
def keys(word: str) -> tuple[str, ...]:
    """All keys that a known word is kept under."""
    return (*heard_keys(word), *typed_keys(word))


def halves(word: str) -> list[tuple[str, str]]:
    """The ways to read a word as two that were written together."""
    return [(word[:place], word[place:]) for place in range(2, len(word) - 1)] if len(word) <= _MOST_LETTERS else []


def meanings(word: str, candidates: Iterable[KnownWord]) -> list[Meaning]:
    """Which of the candidates a word means because it is written or sounds so, surest first.

    Who writes a word that exists is taken at that word: another of its script is meant only if it sounds the same, or
    if what was written is so rare beside it that it must be a slip; and then it comes second.
    """
    lexeme, heard, script = canonical(word), sounds(stem(word)), is_bangla(word)
    itself: Meaning | None = None
    alike: dict[bool, list[Meaning]] = {True: [], False: []}
    for each in candidates:
        if each.lexeme == lexeme:
            itself = Meaning(lexeme, SAME, each.uses, each.shown)
        elif (strength := likeness(heard, sounds(each.shown))) >= _LEAST_LIKE:
            alike[is_bangla(each.shown)].append(Meaning(each.lexeme, strength, each.uses, each.shown))
    found = [itself] if itself else []
    for of_script, several in alike.items():
        if itself and of_script == script:
            found += [_second(each) for each in _best(several) if surely(each) or _far_commoner(each, itself)]
        else:
            found += _best(several)
    return sorted(found, key=_surest)[: _MOST_MEANT * 2]


def corrections(word: str, candidates: Iterable[KnownWord]) -> list[Meaning]:
    """Which of the candidates a word was meant to be that nobody writes so, likeliest first."""
    lexeme, heard, script = canonical(word), sounds(stem(word)), is_bangla(word)
    likely = []
    for each in candidates:
        strength = likeness(heard, sounds(each.shown))
        if is_bangla(each.shown) == script:
            strength = max(strength, slip(lexeme, each.lexeme))
        if strength:
            likely.append(Meaning(each.lexeme, strength * _MISTYPED // SAME, each.uses, each.shown))
    return _best(likely)


def surely(meaning: Meaning) -> bool:
    """Whether it is the word itself, and not one that resembles it."""
    return meaning.strength >= _SOUNDS_SAME


def prefixes(beginning: str) -> list[str]:
    """How words begin of which so much has been typed: as they are spelled, and as they sound."""
    return [spelled(beginning), *sounds(beginning)[:1]]


def _best(several: Sequence[Meaning]) -> list[Meaning]:
    best = max((each.strength for each in several), default=0)
    close = [each for each in several if each.strength >= best - _CLOSE_TO_BEST]
    return sorted(close, key=_surest)[:_MOST_MEANT]


def _far_commoner(other: Meaning, written: Meaning) -> bool:
    """Whether what was written is rather a slip that a vendor made too."""
    return written.uses <= _RARE and other.uses > written.uses * _FAR


def _second(meaning: Meaning) -> Meaning:
    return replace(meaning, strength=meaning.strength * _OWN_SCRIPT // SAME)


def _surest(meaning: Meaning) -> tuple[int, int, str]:
    return (-meaning.strength, -meaning.uses, meaning.lexeme)


def _missing_one(word: str) -> Iterator[str]:
    return (word[:place] + word[place + 1 :] for place in range(len(word)))
