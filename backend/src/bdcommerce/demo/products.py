"""What the demo's vendors sell: products with every fact the publish gate asks for, their offers and their stock."""

from dataclasses import dataclass
from typing import Any

from bdcommerce.demo.client import Api
from bdcommerce.demo.shops import Opened

IMAGE = "https://images.example/demo.webp"


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """A product with one variant. The price is in poisha, taxes included."""

    category: str
    title_en: str
    title_bn: str
    brand: str
    measurement: str
    material: str
    colour: str
    weight_grams: int
    price: int
    stock: int


@dataclass(frozen=True, slots=True)
class Offered:
    """An offer that can be bought."""

    product_id: str
    slug: str
    variant_id: str
    offer_id: str
    price: int


async def sell(shop: Opened, goods: Goods, categories: dict[str, str]) -> Offered:
    """A product from draft to published, with an offer and stock."""
    product = await shop.api.post("/vendor/products", draft_of(goods, categories[goods.category]))
    [variant] = product["variants"]
    variant_id = variant["id"]
    offer = await shop.api.post("/vendor/offers", offer_of(variant_id, goods))
    await stock(shop.api, offer["id"], goods.stock)
    published = await shop.api.post(f"/vendor/products/{product['id']}/publish")
    return Offered(product["id"], published["slug"], variant_id, offer["id"], goods.price)


async def stock(vendor: Api, offer_id: str, units: int) -> None:
    """So many units are there."""
    await vendor.put(f"/vendor/stock/{offer_id}", {"on_hand": units, "reason": "opening count"})


def statutory_facts(**more: Any) -> dict[str, Any]:
    """The facts that every product of the demo states alike."""
    return {
        "country_of_origin": "BD",
        "delivery_time": {
            "en": "Within 5 days in the same city, 10 days elsewhere",
            "bn": "একই শহরে ৫ দিন, অন্যত্র ১০ দিন",
        },
        "health_hazard_warning": {"en": "none", "bn": "নেই"},
        "return_terms": {"en": "Return within 7 days, unused", "bn": "অব্যবহৃত অবস্থায় ৭ দিনের মধ্যে ফেরত"},
        "warranty": {"en": "none", "bn": "নেই"},
        **more,
    }


def draft_of(goods: Goods, category_id: str) -> dict[str, Any]:
    """The body of POST /vendor/products."""
    facts = statutory_facts(
        title={"en": goods.title_en, "bn": goods.title_bn},
        description={"en": f"{goods.title_en}, {goods.measurement}.", "bn": f"{goods.title_bn}।"},
        brand=goods.brand,
        model=goods.title_en,
        measurement=goods.measurement,
        material=goods.material,
        colour=goods.colour,
        images=[{"url": IMAGE, "alt": goods.title_en}],
    )
    return {"category_id": category_id, "variants": [{"weight_grams": goods.weight_grams}], "facts": facts}


def offer_of(variant_id: str, goods: Goods) -> dict[str, Any]:
    """The body of POST /vendor/offers."""
    sku = f"{goods.brand}-{goods.title_en}".upper().replace(" ", "-")[:60]
    return {"variant_id": variant_id, "sku": sku, "price": {"amount": goods.price, "currency": "BDT"}}
