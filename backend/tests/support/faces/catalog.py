"""The catalog as its neighbours see it, in memory: offers with their terms, and who made them."""

from dataclasses import replace
from datetime import datetime

from bdcommerce.contracts.catalog import OfferTerms, PromotionPrice, UnknownOffer
from bdcommerce.kernel import clock
from bdcommerce.kernel.ids import new_id
from bdcommerce.kernel.money import Money, taka
from bdcommerce.kernel.text import Localized, slug


def offer_terms(
    *,
    vendor_id: str = "ven_00000000000000000000000001",
    price: Money | None = None,
    title: str = "Cotton panjabi, L",
    weight_grams: int = 400,
    category_path: tuple[str, ...] = ("cat_00000000000000000000000001",),
    reason: str = "",
    unit: str = "piece",
    vat_rule: str = "vat.standard",
    brand_id: str = "",
) -> OfferTerms:
    """Terms of a new offer that sells, unless a reason says why it does not."""
    offer_id = new_id("off")
    return OfferTerms(
        offer_id=offer_id,
        product_id=new_id("prd"),
        variant_id=new_id("var"),
        vendor_id=vendor_id,
        category_path=list(category_path),
        title=Localized(en=title),
        sku=f"SKU-{offer_id[-6:]}",
        price=price if price is not None else taka(1250),
        weight_grams=weight_grams,
        sellable=not reason,
        reason=reason,
        slug=slug(title),
        brand_id=brand_id,
        unit=unit,
        vat_rule=vat_rule,
    )


class FakeCatalog:
    """Answers as the catalog does: in the order asked, UnknownOffer for the first id it does not know."""

    def __init__(self, *terms: OfferTerms) -> None:
        self._terms = {each.offer_id: each for each in terms}

    def put(self, terms: OfferTerms) -> OfferTerms:
        """An offer appears, or has other terms from now on."""
        self._terms[terms.offer_id] = terms
        return terms

    def terms(self, offer_id: str) -> OfferTerms:
        """The terms of an offer, as they were put."""
        return self._terms[offer_id]

    def reprice(self, offer_id: str, price: Money) -> None:
        """The vendor asks another price."""
        self._terms[offer_id] = replace(self._terms[offer_id], price=price)

    def promote(
        self, offer_id: str, price: Money, ends_at: datetime, *, promotion_id: str = "prm_1", funded_by: str = ""
    ) -> None:
        """A promotion makes the offer cheaper, until an instant."""
        terms = self._terms[offer_id]
        was = terms.promotion.was if terms.promotion else terms.price
        held = PromotionPrice(promotion_id=promotion_id, was=was, funded_by=funded_by, ends_at=ends_at)
        self._terms[offer_id] = replace(terms, price=price, promotion=held)

    def stop_selling(self, offer_id: str, reason: str = "inactive") -> None:
        """The offer is still there and does not sell: `inactive`, `expired`, `unpublished`, `prohibited`
        or `vendor_suspended`."""
        self._terms[offer_id] = replace(self._terms[offer_id], sellable=False, reason=reason)

    async def offers(self, offer_ids: list[str]) -> list[OfferTerms]:
        unknown = [each for each in offer_ids if each not in self._terms]
        if unknown:
            raise UnknownOffer(f"there is no offer {unknown[0]}", offer_id=unknown[0])
        return [self._now(each) for each in offer_ids]

    def _now(self, offer_id: str) -> OfferTerms:
        terms = self._terms[offer_id]
        if terms.promotion and terms.promotion.ends_at <= clock.now():
            return replace(terms, price=terms.promotion.was, promotion=None)
        return terms

    async def owned_offers(self, vendor_id: str, offer_ids: list[str]) -> list[str]:
        return [each for each in offer_ids if each in self._terms and self._terms[each].vendor_id == vendor_id]

    async def offers_of_skus(self, vendor_id: str, skus: list[str]) -> dict[str, str]:
        mine = (each for each in self._terms.values() if each.vendor_id == vendor_id)
        return {each.sku: each.offer_id for each in mine if each.sku in skus}

    async def skus_of_offers(self, offer_ids: list[str]) -> dict[str, str]:
        return {each: self._terms[each].sku for each in offer_ids if each in self._terms}
