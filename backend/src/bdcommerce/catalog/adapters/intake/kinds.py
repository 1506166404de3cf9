"""The kinds of files that are brought in: how the rows of each belong together, and what they say."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Literal

import msgspec

from bdcommerce.catalog.adapters.intake import own, shopify, woocommerce
from bdcommerce.catalog.adapters.intake.foreign import Exchange
from bdcommerce.catalog.domain import ImportTerms, PlannedProduct
from bdcommerce.infra.imports import Group, Layout
from bdcommerce.kernel.text import Localized

Kind = Literal["products", "offers", "shopify", "woocommerce"]
_LAYOUTS: Mapping[str, Callable[[], Layout]] = {
    "products": own.ProductsLayout,
    "offers": own.OffersLayout,
    "shopify": shopify.ShopifyLayout,
    "woocommerce": woocommerce.WooLayout,
}
_FIELDS: Mapping[str, Mapping[str, str]] = {
    "shopify": shopify.FIELDS,
    "woocommerce": woocommerce.FIELDS,
    "products": own.FIELDS,
    "offers": {"price": "price_taka", "mrp": "mrp_taka"},
}


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What a vendor says about a whole file, as it is kept with the import."""

    category_id: str = ""
    dispatch: str = ""
    dispatch_bn: str = ""
    rate: str = "1"
    compare_at_is_mrp: bool = False
    categories: dict[str, str] = {}
    """Ours by theirs."""

    @property
    def exchange(self) -> Exchange:
        """What the file's money is in taka."""
        return Exchange(rate=Decimal(self.rate), compare_at_is_mrp=self.compare_at_is_mrp)

    def terms(self, kind: str) -> ImportTerms:
        """What holds for all products. Files of other shops are remembered: they know less than is known here."""
        return ImportTerms(
            category_id=self.category_id,
            dispatch=Localized(self.dispatch, self.dispatch_bn),
            remembers=kind in {"shopify", "woocommerce"},
        )


def layout(kind: str) -> Layout:
    """For one file of a kind."""
    return _LAYOUTS[kind]()


def product(kind: str, group: Group, options: Options, category_of: Callable[[str], str]) -> PlannedProduct:
    """The product of some rows. Raises Wrong."""
    match kind:
        case "shopify":
            return shopify.product(group, options.exchange)
        case "woocommerce":
            return woocommerce.product(group, woocommerce.Reading(options.exchange, category_of))
    return own.product(group, category_of)


def column(kind: str, field: str) -> str:
    """The column of a file that a refused field stands in, as far as it stands in one."""
    names = _FIELDS[kind]
    head, _, last = field.rpartition(".")
    if field in names:
        return names[field]
    if head.startswith("variants"):
        last = {"attributes": "variant_attributes", "images": "variant_images"}.get(last, last)
        return names.get(last, last) if not last.isdigit() else names.get("variants", "")
    if head == "attributes":
        return "attributes"
    return field.removeprefix("facts.").partition(".")[0]
