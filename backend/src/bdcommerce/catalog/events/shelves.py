"""That many products are shown otherwise because of one change elsewhere: brought up to date in batches."""

from dataclasses import dataclass
from typing import Literal

from bdcommerce.kernel.events import domain_event


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """What has changed, by id: the products that show it are those to bring up to date."""

    kind: Literal["brand", "category", "promotion", "promotion_shown"]
    id: str


@domain_event()
class ShelvesDue:
    """Delivered to the catalog itself: the products after one (by id; empty: from the first) are still to be shown as
    the cause wants it.
    """

    cause: Cause
    after: str


@domain_event()
class ShelvesRearranged:
    """These products are shown anew."""

    cause: Cause
    product_ids: list[str]
