"""Products, categories and offers as tests need them: complete unless a test takes something away."""

from datetime import UTC, date, datetime
from typing import Any

from bdcommerce.catalog.domain import CategoryRules, Offer, Product, draft, evolve_product
from bdcommerce.catalog.events import Facts, Image, ProductPutOnSale, ProductSheet, ProductTakenOffSale, Variant
from bdcommerce.kernel.ids import new_id
from bdcommerce.kernel.money import Money, taka
from bdcommerce.kernel.text import Localized

NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
CLOTHING = CategoryRules()
FOOD = CategoryRules(perishable=True)
MEDICINE = CategoryRules(requires_dgda_licence=True)
BANNED = CategoryRules(prohibited=True)


def facts(**changes: Any) -> Facts:
    """All that the law wants of a panjabi."""
    complete: dict[str, Any] = {
        "title": Localized("Cotton panjabi", "সুতি পাঞ্জাবি"),
        "description": Localized("<p>Handloom cotton.</p>", "<p>তাঁতের সুতি।</p>"),
        "measurement": "Chest 42 in, length 40 in",
        "colour": "White",
        "material": "Cotton",
        "brand": "Aarong",
        "model": "PJ-42",
        "country_of_origin": "BD",
        "delivery_time": Localized("2 to 5 days", "২ থেকে ৫ দিন"),
        "images": [Image(url="https://img.example.com/panjabi.jpg", alt=Localized("Front"))],
        "health_hazard_warning": Localized("none"),
        "return_terms": Localized("7 days", "৭ দিনের মধ্যে ফেরত"),
        "warranty": Localized("none"),
    }
    return Facts(**(complete | changes))


def variant(*options: str, mrp: Money | None = None, weight_grams: int = 300) -> Variant:
    return Variant(variant_id=new_id("var"), options=list(options), weight_grams=weight_grams, mrp=mrp)


def sheet(
    *variants: Variant, options: tuple[str, ...] = (), category_id: str = "cat_1", **changes: Any
) -> ProductSheet:
    return ProductSheet(
        category_id=category_id,
        options=list(options),
        variants=list(variants) or [variant()],
        facts=facts(**changes),
    )


def product(described: ProductSheet | None = None, status: str = "draft") -> Product:
    event = draft(new_id("prd"), new_id("ven"), described or sheet())
    state = evolve_product(None, event)
    if status != "draft":
        state = evolve_product(state, ProductPutOnSale(product_id=event.product_id, slug="cotton-panjabi"))
    if status == "unpublished":
        state = evolve_product(state, ProductTakenOffSale(product_id=event.product_id))
    assert state is not None
    return state


def offer(of: Product, price: str = "1250", *, active: bool = True, vendor_id: str = "") -> Offer:
    return Offer(
        offer_id=new_id("off"),
        product_id=of.product_id,
        variant_id=of.sheet.variants[0].variant_id,
        vendor_id=vendor_id or of.vendor_id,
        sku=f"SKU-{new_id('off')[-6:]}",
        price=taka(price),
        active=active,
        version=1,
    )
