"""What several endpoints need."""

from typing import Annotated

from litestar.params import PathParameter

from bdcommerce.contracts.catalog import UnknownOffer
from bdcommerce.inventory.errors import UnknownStock
from bdcommerce.inventory.queries import stock as queries
from bdcommerce.inventory.queries.edge import Edge
from bdcommerce.inventory.schemas import StockView
from bdcommerce.kernel.errors import ensure

PathId = Annotated[str, PathParameter(max_length=64, pattern=r"^[a-z0-9_]+$")]


LAST = "zzzz"
"""After every id."""


async def ensure_own_offer(deps: Edge, vendor_id: str, *offer_ids: str) -> None:
    """Raises UnknownOffer unless they are offers of this vendor."""
    owned = set(await deps.catalog.owned_offers(vendor_id, sorted(set(offer_ids))))
    for offer_id in offer_ids:
        ensure(offer_id in owned, UnknownOffer(f"there is no offer {offer_id}", offer_id=offer_id))


async def stock_view(deps: Edge, vendor_id: str, offer_id: str) -> StockView:
    """A vendor's stock of an offer as it is now. Raises UnknownStock."""
    view = await queries.stock_of_offer(deps.reads, vendor_id, offer_id)
    if view is None:
        raise UnknownStock.of(offer_id)
    return view
