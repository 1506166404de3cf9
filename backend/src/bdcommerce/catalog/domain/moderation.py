"""What others read at once, and what staff read first.

What a customer writes is published at once, because a shop that sits on bad reviews misleads (DC-INF-07). It waits for
staff if it has photos, if it contains a word of the operator's list, or if staff have rejected it before. Staff reject
for a coded reason that the author reads; what they reject stays where staff find it. A low rating is no reason.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.text import fold, nfc

Status = Literal["held", "published", "rejected", "withdrawn"]
USUAL_WORDS = (
    "bastard", "bitch", "fuck", "fucking", "shit", "whore",
    "haramjada", "haramzada", "khanki", "kuttar baccha", "magi", "shuorer baccha",
    "হারামজাদা", "হারামি", "খানকি", "কুত্তার বাচ্চা", "মাগি", "মাগী", "শুয়োরের বাচ্চা", "শালা",
)  # fmt: skip
"""What holds until staff have set a list of their own: abuse in English, Banglish and Bangla."""
MAX_WORDS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldWords:
    """The operator's word list."""

    words: tuple[str, ...] = USUAL_WORDS
    version: int = 0


def checked_words(words: Collection[str]) -> list[str]:
    """A word list in normal form: folded, sorted, each once. Raises Invalid for one that is nothing but white space."""
    found = {fold(each) for each in words}
    ensure("" not in found, Invalid.field("words", "a word has at least one letter"))
    return sorted(found)


def contains(text: str, words: Collection[str]) -> bool:
    """Whether one of the words stands in the text as a word of its own, in whatever case and with whatever digits."""
    return bool(words) and _pattern(tuple(words)).search(fold(text)) is not None


def written(field: str, text: str, *, least: int = 1) -> str:
    """What somebody wrote, in normal form. Raises Invalid if little or nothing is left of it."""
    found = nfc(text)
    ensure(len(found) >= least, Invalid.field(field, f"must have at least {least} characters that are no markup"))
    return found


@lru_cache(maxsize=8)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    some = "|".join(re.escape(fold(each)) for each in words)
    return re.compile(rf"(?<![\w\u0980-\u09ff])(?:{some})(?![\w\u0980-\u09ff])")
