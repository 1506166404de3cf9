"""What happened to brands."""

from dataclasses import dataclass
from typing import Literal

from bdcommerce.kernel.events import domain_event
from bdcommerce.kernel.text import Localized

BrandStatus = Literal["proposed", "approved", "refused"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandEntry:
    """All that is said of a brand."""

    name: Localized
    slug: str
    logo: str = ""
    """An upload of staff, by id."""


@domain_event()
class BrandAdded:
    """A brand has a name here: approved from the start if staff added it, proposed if a vendor named it first."""

    brand_id: str
    entry: BrandEntry
    status: BrandStatus
    proposed_by: str
    """The vendor that named it, by id; empty: staff."""


@domain_event()
class BrandRevised:
    """A brand reads otherwise from now on."""

    brand_id: str
    entry: BrandEntry


@domain_event()
class BrandDecided:
    """Staff have approved a brand, or refused it."""

    brand_id: str
    status: BrandStatus
    reason: str


@domain_event()
class BrandMerged:
    """It was another brand all along: its names and its products are that one's from now on."""

    brand_id: str
    into: str
