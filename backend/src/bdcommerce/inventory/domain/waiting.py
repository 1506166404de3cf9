"""People who want to be told when an offer can be bought again."""

from dataclasses import dataclass

from bdcommerce.kernel.text import Localized

MOST_OFFERS = 200
"""How many offers somebody can wait for at a time."""
TOLD_AT_ONCE = 100
"""How many people are told in one transaction."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody waits for an offer, under the name it had when they asked."""

    user_id: str
    offer_id: str
    title: Localized
    slug: str
