"""What several endpoints need."""

from typing import Annotated

from litestar.params import PathParameter

from bdcommerce.contracts.catalog import UnknownOffer
from bdcommerce.inventory.queries.edge import Edge
from bdcommerce.kernel.errors import ensure

PathId = Annotated[str, PathParameter(max_length=64, pattern=r"^[a-z0-9_]+$")]


async def ensure_own_offer(deps: Edge, vendor_id: str, offer_id: str) -> None:
    """Raises UnknownOffer unless it is an offer of this vendor."""
    owned = await deps.catalog.owned_offers(vendor_id, [offer_id])
    ensure(owned == [offer_id], UnknownOffer(f"there is no offer {offer_id}", offer_id=offer_id))
