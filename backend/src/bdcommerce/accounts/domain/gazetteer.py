"""Finding a place by any of its names, in whichever script and spelling, half typed or mistyped; the best first."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bdcommerce.accounts.domain.geography import Area, Geography, PostOffice
from bdcommerce.accounts.domain.spelling import pairs, slips, slips_allowed, sound, words
from bdcommerce.kernel.text import Localized

PlaceKind = Literal["division", "district", "upazila", "union", "postcode"]

_RANK: Mapping[PlaceKind, int] = {"district": 150, "division": 120, "upazila": 100, "union": 20, "postcode": 0}
_CITY = 50
"""Of places that fit as well, the one more people mean comes first: wide ones, and those in a city. All in thousandths
of a word that fits exactly.
"""
_KIND_WORDS: Mapping[str, PlaceKind] = {
    "division": "division", "bibhag": "division", "বিভাগ": "division",
    "district": "district", "zila": "district", "zilla": "district", "jela": "district", "জেলা": "district",
    "upazila": "upazila", "upozila": "upazila", "thana": "upazila", "উপজেলা": "upazila", "থানা": "upazila",
    "union": "union", "ইউনিয়ন": "union",
    "postcode": "postcode", "zip": "postcode", "পোস্টকোড": "postcode",
}  # fmt: skip
"""What people add to a name to say what it is the name of."""
_ABOVE, _WHOLE, _SAID = 600, 250, 200
"""What a word counts that is in the name of a place around it; that nothing of the name is left over; that it is the
kind of place that was named.
"""
_EXACT, _BEGUN, _SOUNDS, _SLIPPED = 1000, 720, 660, 820
_BEGUN_WHOLE, _SOUNDS_SAME, _PER_SLIP = 250, 200, 100
_MOST_NEAR = 40
_LEAST_BEGUN = 2
_MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Found:
    """A place that was found, with everything around it from the division down."""

    kind: PlaceKind
    id: str
    name: Localized
    around: tuple[Area, ...]
    city_key: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    found: Found
    names: tuple[frozenset[str], ...]
    """The words of each of its names."""
    above: tuple[int, ...]
    """The entries around it."""


class Gazetteer:
    """All places, ready to be searched; some thousand words in memory."""

    def __init__(self, geography: Geography) -> None:
        self._entries: list[_Entry] = []
        self._at: dict[str, int] = {}
        self._fill(geography)
        naming: defaultdict[str, set[int]] = defaultdict(set)
        for number, entry in enumerate(self._entries):
            for word in frozenset[str]().union(*entry.names):
                naming[word].add(number)
        self._naming: Mapping[str, set[int]] = naming
        self._words = sorted(naming)
        self._sounding: defaultdict[str, list[str]] = defaultdict(list)
        self._paired: defaultdict[str, list[int]] = defaultdict(list)
        for number, word in enumerate(self._words):
            self._sounding[sound(word)].append(word)
            for pair in pairs(word):
                self._paired[pair].append(number)

    def search(self, query: str, *, kind: PlaceKind | None = None, most: int = 10) -> Sequence[Found]:
        """Up to `most` places, the best first. Nothing for a query without a word."""
        asked = list(dict.fromkeys(words(query)))[:_MOST_WORDS]
        said = next((_KIND_WORDS[word] for word in asked if word in _KIND_WORDS), None)
        told = [word for word in asked if word not in _KIND_WORDS] or asked
        scores = self._scores(told, said)
        if len(told) > 1:
            for number, score in self._scores(["".join(told)], said).items():
                scores[number] = max(scores.get(number, 0), score)
            scores = scores or self._scores(told, said, may_miss=1)
        wanted = (number for number in scores if kind in {None, self._entries[number].found.kind})
        best = sorted(wanted, key=lambda number: (-scores[number], self._entries[number].found.id))
        return [self._entries[number].found for number in best[:most]]

    def _scores(self, asked: Sequence[str], said: PlaceKind | None, *, may_miss: int = 0) -> dict[int, int]:
        """How well each place fits that has something of the query in its own name, and the rest around it but for so
        many words.
        """
        near = [self._near(word) for word in asked]
        named = [self._named_by(each) for each in near]
        scores = {}
        for number in set[int]().union(*named):
            fits = [self._fits(number, each) for each in named]
            if fits.count(0) <= may_miss:
                scores[number] = sum(fits) // len(fits) + self._besides(number, near, said)
        return scores

    def _named_by(self, near: Mapping[str, int]) -> dict[int, int]:
        """The places that have one of these words in their own name."""
        found: dict[int, int] = {}
        for word, score in near.items():
            for number in self._naming[word]:
                found[number] = max(found.get(number, 0), score)
        return found

    def _fits(self, number: int, named: Mapping[int, int]) -> int:
        around = (named.get(above, 0) * _ABOVE // _EXACT for above in self._entries[number].above)
        return max([named.get(number, 0), *around])

    def _besides(self, number: int, near: Sequence[Mapping[str, int]], said: PlaceKind | None) -> int:
        entry = self._entries[number]
        kind = entry.found.kind
        whole = max(_covered(name, near) for name in entry.names)
        city = _CITY if entry.found.city_key else 0
        return _RANK[kind] + city + _WHOLE * whole // _EXACT + (_SAID if kind == said else 0)

    def _near(self, word: str) -> dict[str, int]:
        """The words of names that this one may stand for, and how likely."""
        found: dict[str, int] = {}
        for near, score in (*self._slipped(word), *self._sounds(word), *self._begun(word)):
            found[near] = max(found.get(near, 0), score)
        if word in self._naming:
            found[word] = _EXACT
        return found

    def _begun(self, word: str) -> Iterator[tuple[str, int]]:
        """Words that begin with it."""
        if len(word) >= _LEAST_BEGUN:
            at = bisect_left(self._words, word)
            while at < len(self._words) and self._words[at].startswith(word):
                yield self._words[at], _BEGUN + _BEGUN_WHOLE * len(word) // len(self._words[at])
                at += 1

    def _sounds(self, word: str) -> Iterator[tuple[str, int]]:
        """Words that sound like it, the more letters they share the likelier."""
        heard = sound(word)
        if len(heard) >= _LEAST_BEGUN and not word.isdigit():
            for near in self._sounding.get(heard, ()):
                worst = max(len(word), len(near))
                yield near, _SOUNDS + _SOUNDS_SAME * (worst - slips(word, near, worst)) // worst

    def _slipped(self, word: str) -> Iterator[tuple[str, int]]:
        """Words that differ from it by a slip of the finger or two."""
        most = slips_allowed(word)
        if not most:
            return
        shared = Counter(number for pair in pairs(word) for number in self._paired.get(pair, ()))
        enough = len(word) + 1 - 3 * most
        for number, count in shared.most_common(_MOST_NEAR):
            if count >= enough:
                wrong = slips(word, self._words[number], most)
                if wrong <= most:
                    yield self._words[number], _SLIPPED - _PER_SLIP * wrong

    def _fill(self, geography: Geography) -> None:
        levels = (geography.divisions, geography.districts, geography.upazilas, geography.unions)
        for kind, level in zip(KINDS, levels, strict=True):
            for area in level.all():
                self._add(kind, area, geography.around(area))
        for office in geography.postcodes.values():
            self._add_office(office, geography)

    def _add(self, kind: PlaceKind, area: Area, around: tuple[Area, ...]) -> None:
        found = Found(kind, area.id, area.name, around, area.city_key)
        self._enter(found, f"{kind} {area.id}", (area.name.en, area.name.bn, *area.aliases))

    def _add_office(self, office: PostOffice, geography: Geography) -> None:
        around = geography.around_office(office)
        found = Found("postcode", office.code, Localized(f"{office.name} {office.code}"), around)
        self._enter(found, f"postcode {office.code}", (office.code, office.name))

    def _enter(self, found: Found, key: str, names: Iterable[str]) -> None:
        above = tuple(self._at[f"{KINDS[depth]} {area.id}"] for depth, area in enumerate(found.around))
        self._at[key] = len(self._entries)
        self._entries.append(_Entry(found, tuple(_spelt(names)), above))


KINDS: tuple[PlaceKind, ...] = ("division", "district", "upazila", "union")
"""From the widest to the closest: the order in which a place stands among others."""


def _spelt(names: Iterable[str]) -> Iterator[frozenset[str]]:
    """Each name word by word, and once more in one word."""
    for name in names:
        parts = words(name)
        if parts:
            yield frozenset(parts)
        if len(parts) > 1:
            yield frozenset({"".join(parts)})


def _covered(name: frozenset[str], near: Sequence[Mapping[str, int]]) -> int:
    """How much of a name was asked for."""
    return sum(max(each.get(word, 0) for each in near) for word in name) // len(name)
