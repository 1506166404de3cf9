"""Under which beginnings something is suggested: from each of its words on, as it is spelled and as it sounds."""

from bdcommerce.catalog.domain.search.letters import spelled, tidy, words
from bdcommerce.catalog.domain.search.sounds import sounds
from bdcommerce.kernel.text import Localized

SOUND = "~"
_LONGEST = 40
_MOST_WORDS = 6


def beginnings(name: Localized) -> list[str]:
    """All beginnings of a name, in both languages."""
    found: dict[str, None] = {}
    for text in (name.en, name.bn):
        written = words(tidy(text))[:_MOST_WORDS]
        for place in range(len(written)):
            for form in _forms(written[place:]):
                found.setdefault(form[:_LONGEST])
    return list(found)


def typed(beginning: str) -> list[str]:
    """With what a beginning has to begin, to fit what has been typed so far."""
    return [form for form in _forms(words(tidy(beginning))) if form.strip(SOUND)]


def _forms(written: list[str]) -> list[str]:
    heard = " ".join(next(iter(sounds(word)), word) for word in written)
    return list(dict.fromkeys([" ".join(map(spelled, written)), SOUND + heard]))
