"""What several endpoints need."""

from typing import Annotated

from litestar.params import PathParameter

from bdcommerce.contracts.catalog import UnknownOffer
from bdcommerce.inventory.queries.edge import Edge
from bdcommerce.kernel.errors import ensure

PathId = Annotated[str, PathParameter(max_length=64, pattern=r"^[a-z0-9_]+$")]


LAST = "zzzz"
"""After every id."""


async def ensure_own_offer(deps: Edge, vendor_id: str, *offer_ids: str) -> None:
    """Raises UnknownOffer unless they are offers of this vendor."""
    owned = set(await deps.catalog.owned_offers(vendor_id, sorted(set(offer_ids))))
    for offer_id in offer_ids:
        ensure(offer_id in owned, UnknownOffer(f"there is no offer {offer_id}", offer_id=offer_id))
