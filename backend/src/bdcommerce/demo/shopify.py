"""A vendor that comes from Shopify: its file imported, one of the drafts completed, published and stocked."""

from typing import Any

from bdcommerce.demo.importing import brought_in
from bdcommerce.demo.products import Offered, statutory_facts, stock
from bdcommerce.demo.shops import Opened

HANDLE = "ocean-blue-shirt"
TAKA_PER_DOLLAR = "110.00"
WEIGHT_GRAMS = 300


async def stock_from_shopify(shop: Opened, csv_text: str, category_id: str) -> Offered:
    """Import the file, then do for one product what the checklist asks."""
    report = await brought_in(
        shop.api, csv_text, kind="shopify", currency="USD", rate=TAKA_PER_DOLLAR, category_id=category_id
    )
    row = next(row for row in report.rows if row["reference"] == HANDLE and row["offer_id"])
    product = await _completed(shop, row["product_id"])
    await stock(shop.api, row["offer_id"], max(row["quantity"] or 0, 10))
    published = await shop.api.post(f"/vendor/products/{product['id']}/publish")
    offers = await shop.api.get("/vendor/offers", limit=100)
    price = next(offer["price"]["amount"] for offer in offers["items"] if offer["id"] == row["offer_id"])
    return Offered(product["id"], published["slug"], product["variants"][0]["id"], row["offer_id"], price)


async def _completed(shop: Opened, product_id: str) -> dict[str, Any]:
    """A draft with the facts that a Shopify file does not carry."""
    checklist = await shop.api.get(f"/vendor/products/{product_id}/checklist")
    product = await shop.api.get(f"/vendor/products/{product_id}")
    facts = statutory_facts(brand="Ocean", model=HANDLE, measurement="M", material="cotton", colour="blue")
    missing = {check["field"].removeprefix("facts.") for check in checklist["checks"] if not check["ok"]}
    variants = [
        {"id": variant["id"], "options": variant["options"], "weight_grams": WEIGHT_GRAMS}
        for variant in product["variants"]
    ]
    change = {
        "version": product["version"],
        "facts": {name: value for name, value in facts.items() if name in missing},
        "variants": variants,
    }
    await shop.api.patch(f"/vendor/products/{product_id}", change)
    found: dict[str, Any] = await shop.api.get(f"/vendor/products/{product_id}")
    return found
