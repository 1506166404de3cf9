"""What else a word or phrase may be called: rice is চাল is chal. Staff keep the groups; a first list is ours."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bdcommerce.catalog.domain.search.letters import canonical, stem, tidy, words
from bdcommerce.catalog.domain.search.sounds import sounds
from bdcommerce.kernel.errors import Invalid, ensure

Phrase = tuple[str, ...]
"""Canonical words, in order."""
LONGEST_PHRASE = 4
MOST_WORDS = 40
_LEAST_SOUND = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class SynonymGroup:
    """Words and phrases, in any script, that mean the same; or, when `means` is not empty, words for which those are
    searched as well, but not the other way round: who looks for fruit wants mangoes too.
    """

    key: str
    """Names the group: letters, digits and hyphens."""
    words: list[str]
    means: list[str] = field(default_factory=list)


def phrase(text: str) -> Phrase:
    """The canonical words of a text."""
    return tuple(map(canonical, words(tidy(text))))


def checked(group: SynonymGroup) -> SynonymGroup:
    """The group without repetitions. Raises Invalid for a phrase without letters or too long, or a group of one."""
    kept = SynonymGroup(key=group.key, words=_distinct(group.words, "words"), means=_distinct(group.means, "means"))
    enough = len(kept.words) > 1 or (kept.words and kept.means)
    ensure(enough, Invalid.field("words", "must be two that mean the same, or one that means something else too"))
    return kept


class Thesaurus:
    """All groups, ready to be looked up by phrase. Unlisted spellings of a listed word are found by their sound."""

    def __init__(self, groups: Iterable[SynonymGroup]) -> None:
        self._others: dict[Phrase, dict[Phrase, None]] = defaultdict(dict)
        self._sounding: dict[Phrase, dict[Phrase, None]] = defaultdict(dict)
        for group in groups:
            self._add(group)

    def others(self, sought: Phrase) -> list[Phrase]:
        """What else is searched for a phrase of canonical words."""
        return list(self._others.get(sought, ()))

    def longest(self, written: Sequence[str], start: int) -> tuple[int, list[Phrase]]:
        """How many of the written words from here on make a listed phrase, and what else that is called; 0 for none."""
        for length in range(min(LONGEST_PHRASE, len(written) - start), 0, -1):
            piece = written[start : start + length]
            sought = tuple(map(canonical, piece))
            if found := self._others.get(sought):
                return length, list(found)
            if found := self._sounding.get(_sound(piece)):
                return length, [each for each in found if each != sought]
        return 0, []

    def _add(self, group: SynonymGroup) -> None:
        sources = {phrase(text): _sound(words(tidy(text))) for text in group.words}
        targets = [phrase(text) for text in (group.means or group.words)]
        for source, heard in sources.items():
            others = [each for each in targets if each != source]
            self._others[source] |= dict.fromkeys(others)
            if heard:
                self._sounding[heard] |= dict.fromkeys([*others, *([] if group.means else [source])])


def _sound(written: Sequence[str]) -> Phrase:
    heard = tuple(next(iter(sounds(stem(word))), "") for word in written)
    return heard if all(len(each) >= _LEAST_SOUND for each in heard) else ()


def _distinct(texts: Sequence[str], name: str) -> list[str]:
    kept: dict[Phrase, str] = {}
    for text in texts:
        sought = phrase(text)
        fits = 0 < len(sought) <= LONGEST_PHRASE
        ensure(fits, Invalid.field(name, f"{text!r} must be one to {LONGEST_PHRASE} words of Bangla or Latin letters"))
        kept.setdefault(sought, " ".join(text.split()))
    ensure(len(kept) <= MOST_WORDS, Invalid.field(name, f"must be at most {MOST_WORDS}"))
    return list(kept.values())
