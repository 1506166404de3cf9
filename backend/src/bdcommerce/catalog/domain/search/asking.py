"""What may be remembered of a search: its words, in one form. Nothing that could say who searched."""

import re

from bdcommerce.catalog.domain.search.letters import tidy

LONGEST = 80
_NUMBER_OF_SOMEBODY = re.compile(r"[0-9](?:[ -]?[0-9]){6,}")
_LEFT_OUT = re.compile(r"[^0-9a-z\u0980-\u09ff.+&'/-]+")


def remembered(text: str) -> str:
    """The form in which a search is counted; empty if it must not be: an address, or a number that may be a phone's or
    an identity card's (seven digits or more).
    """
    plain = tidy(text)
    if "@" in plain or _NUMBER_OF_SOMEBODY.search(plain):
        return ""
    return _LEFT_OUT.sub(" ", plain).strip()[:LONGEST].strip()
