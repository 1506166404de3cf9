"""Judged queries: what somebody may search, of which kind that is, and how well each product answers it.

Grades: 3 is what was meant, 2 a good substitute, 1 something related. A third of the queries is held out: nothing in
search may be changed by looking at how they do.
"""

import csv
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from bdcommerce.demo import assortment

MEANT = 3
_RELEVANT = 2
_FILE = Path(__file__).parent / "judgements.tsv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A query with the grades of the products that answer it, by key."""

    query: str
    kind: str
    held_out: bool
    grades: Mapping[str, int]

    def ndcg(self, ranked: Sequence[str], depth: int = 10) -> float:
        """How near the first results come to the best order that there is; 1 is that order."""
        best = sorted(self.grades.values(), reverse=True)
        ideal = _gain(best[:depth])
        return _gain([self.grades.get(key, 0) for key in ranked[:depth]]) / ideal if ideal else 0.0

    def recall(self, ranked: Sequence[str], depth: int = 50) -> float:
        """How many of the products that answer it are among the first results."""
        relevant = {key for key, grade in self.grades.items() if grade >= _RELEVANT}
        return len(relevant & set(ranked[:depth])) / min(len(relevant), depth)

    def finds(self, ranked: Sequence[str], depth: int = 3) -> bool:
        """Whether one of the first results is what was meant."""
        return any(self.grades.get(key) == MEANT for key in ranked[:depth])


def judged() -> list[Judged]:
    """All of them."""
    articles = assortment.articles()
    with _FILE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Judged(
            query=row["query"],
            kind=row["kind"],
            held_out=row["held_out"] == "yes",
            grades=_grades(row["judgements"], articles),
        )
        for row in rows
    ]


def _grades(text: str, articles: Sequence[assortment.Article]) -> dict[str, int]:
    """`@aisle=2,key=3,beginning-*=1`: of several that name a product, the first holds."""
    grades: dict[str, int] = {}
    for part in text.split(","):
        name, _, grade = part.rpartition("=")
        keys = [each.key for each in articles if name == f"@{each.aisle}" or fnmatch(each.key, name)]
        if not keys:
            message = f"{name} names no product"
            raise ValueError(message)
        for key in keys:
            grades.setdefault(key, int(grade))
    return grades


def _gain(grades: Sequence[int]) -> float:
    return sum((2.0**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))
