"""The catalog, as other services may ask it."""

from bdcommerce.catalog.queries import imports
from bdcommerce.catalog.queries import vendor as queries
from bdcommerce.contracts.catalog import OfferTerms, UnknownOffer
from bdcommerce.infra.postgres import Reads


class Catalog:
    """See contracts.catalog.CatalogFace."""

    def __init__(self, reads: Reads) -> None:
        self._reads = reads

    async def offers(self, offer_ids: list[str]) -> list[OfferTerms]:
        """See the contract."""
        found = await queries.terms(self._reads, offer_ids)
        for each in offer_ids:
            if each not in found:
                raise UnknownOffer(f"there is no offer {each}", offer_id=each)
        return [found[each] for each in offer_ids]

    async def owned_offers(self, vendor_id: str, offer_ids: list[str]) -> list[str]:
        """See the contract."""
        mine = await queries.owned(self._reads, vendor_id, offer_ids)
        return [each for each in offer_ids if each in mine]

    async def offers_of_skus(self, vendor_id: str, skus: list[str]) -> dict[str, str]:
        """See the contract."""
        return await imports.offers_of_skus(self._reads, vendor_id, skus)

    async def skus_of_offers(self, offer_ids: list[str]) -> dict[str, str]:
        """See the contract."""
        return await imports.skus_of_offers(self._reads, offer_ids)
