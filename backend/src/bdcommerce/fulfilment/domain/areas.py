"""Our places and a courier's: which of its areas is called like ours, and how surely.

Names are compared as they sound, because there is no one spelling of a Bangla name in Latin letters.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from bdcommerce.contracts.accounts import NamedArea
from bdcommerce.kernel.text import fold

AreaLevel = Literal["district", "upazila"]
SURE = 100
"""Proposals of this likeness are the same name."""
ENOUGH = 60
"""Less than this is no proposal."""
_WORD = re.compile(r"[0-9]+|[a-z]+|[\u0980-\u09ff]+")
_SAME_SOUND = (
    ("chh", "C"), ("ch", "C"), ("ph", "f"), ("bh", "b"), ("kh", "k"), ("gh", "g"), ("dh", "d"), ("th", "t"),
    ("jh", "j"), ("sh", "s"), ("ck", "k"), ("x", "ks"), ("v", "b"), ("z", "j"), ("q", "k"), ("c", "k"), ("C", "c"),
)  # fmt: skip
_SILENT = re.compile(r"(?<=.)[aeiouyhw]")
_TWICE = re.compile(r"(.)\1+")
_EMPTY_WORDS = frozenset({"upazila", "upozila", "thana", "zila", "district", "model", "ps", "city", "corporation"})


@dataclass(frozen=True, slots=True, kw_only=True)
class TheirArea:
    """A place on a courier's list. `within` is the name of the district or city it says it lies in, if it does."""

    level: AreaLevel
    their_id: str
    name: str
    parent: str = ""
    """Their id of the level above, where there is one."""
    within: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One of our places, and the area of the courier's that is most like it."""

    level: AreaLevel
    our_id: str
    their_id: str
    likeness: int
    """Per cent."""


def propose(ours: Sequence[NamedArea], theirs: Sequence[TheirArea]) -> list[Proposal]:
    """For each of our places the likeliest of theirs, where there is one; districts first, so that an upazila is looked
    for within its own district where the courier's list says which that is.
    """
    districts = {area.id: area for area in ours if area.level == "district"}
    found = [*_level("district", districts, ours, theirs, {})]
    parents = {each.our_id: each.their_id for each in found}
    return [*found, *_level("upazila", districts, ours, theirs, parents)]


def _level(
    level: AreaLevel,
    districts: Mapping[str, NamedArea],
    ours: Sequence[NamedArea],
    theirs: Sequence[TheirArea],
    parents: Mapping[str, str],
) -> list[Proposal]:
    """Proposals of one level."""
    there = [each for each in theirs if each.level == level]
    by_parent: defaultdict[str, list[TheirArea]] = defaultdict(list)
    for each in there:
        by_parent[each.parent].append(each)
    made = []
    for area in ours:
        if area.level != level or not there:
            continue
        nested = level == "upazila" and any(each.parent for each in there)
        near = by_parent.get(parents.get(area.parent, "-"), []) if nested else there
        if best := _best(area, districts.get(area.parent), near):
            made.append(best)
    return made


def _best(area: NamedArea, district: NamedArea | None, near: Sequence[TheirArea]) -> Proposal | None:
    names = (area.name.en, area.name.bn, *area.aliases)
    around = (district.name.en, *district.aliases) if district else ()
    rated = [(_rate(names, around, each), each) for each in near]
    best = max(rated, key=lambda pair: pair[0], default=(0, None))
    if best[1] is None or best[0] < ENOUGH:
        return None
    rivals = [each for rate, each in rated if rate == best[0]]
    likeness = best[0] if len(rivals) == 1 else min(best[0], SURE - 1) - 10
    return Proposal(level=area.level, our_id=area.id, their_id=best[1].their_id, likeness=likeness)


def _rate(names: Sequence[str], around: Sequence[str], theirs: TheirArea) -> int:
    """How alike, in per cent: the best of all names; another district said aloud speaks against it."""
    inner, _, said = theirs.name.partition("(")
    within = theirs.within or said.rstrip(") ")
    best = max(_alike(_key(name), _key(inner)) for name in names if name)
    if within and around and max(_alike(_key(name), _key(within)) for name in around) < SURE:
        return best // 2
    return best


def _alike(one: frozenset[str], other: frozenset[str]) -> int:
    """Shared pairs of sounds (Dice's coefficient)."""
    if not one or not other:
        return 0
    return 200 * len(one & other) // (len(one) + len(other))


@lru_cache(maxsize=16_384)
def _key(name: str) -> frozenset[str]:
    """Neighbouring sounds of a name, its words run together."""
    words = [word for word in _WORD.findall(fold(name).replace("'", "")) if word not in _EMPTY_WORDS]
    framed = f"^{''.join(_sound(word) for word in words)}$"
    return frozenset(framed[at : at + 2] for at in range(len(framed) - 1)) if words else frozenset()


def _sound(word: str) -> str:
    if not "a" <= word[0] <= "z":
        return word
    for written, heard in _SAME_SOUND:
        word = word.replace(written, heard)
    return _TWICE.sub(r"\1", _SILENT.sub("", word))
