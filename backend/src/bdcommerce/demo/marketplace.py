"""The demo marketplace: categories, three shops with goods, a coupon. Loading it again changes nothing."""

from datetime import timedelta
from typing import Any

from bdcommerce.demo.client import Api, Refused, Visit
from bdcommerce.demo.people import ADMIN, CRAFTS, GROCER, PASSWORD, TAILOR
from bdcommerce.demo.products import Goods, sell
from bdcommerce.demo.shops import Shop, open_shop
from bdcommerce.kernel import clock

COUPON = "EID10"
CATEGORIES = {
    "groceries": ("Groceries", "মুদি"),
    "crafts": ("Crafts", "কারুশিল্প"),
    "apparel": ("Apparel", "পোশাক"),
}
SHOPS = (
    Shop(
        owner=GROCER,
        name_en="Dhaka Grocers",
        name_bn="ঢাকা গ্রোসার্স",
        upazila_id="dhaka/dhanmondi",
        commission_percent="8",
    ),
    Shop(
        owner=CRAFTS,
        name_en="Karnaphuli Crafts",
        name_bn="কর্ণফুলী ক্রাফটস",
        upazila_id="chattogram/panchlaish",
        commission_percent="12",
    ),
    Shop(
        owner=TAILOR,
        name_en="Padma Apparel",
        name_bn="পদ্মা অ্যাপারেল",
        upazila_id="dhaka/mirpur",
        commission_percent="12",
    ),
)


def _goods(category: str, en: str, bn: str, price: int, grams: int, **more: Any) -> Goods:
    facts = {"brand": "Demo", "measurement": "1 piece", "material": "cotton", "colour": "natural", "stock": 100, **more}
    return Goods(category=category, title_en=en, title_bn=bn, price=price, weight_grams=grams, **facts)


GOODS = {
    GROCER: (
        _goods(
            "groceries", "Miniket rice 25 kg", "মিনিকেট চাল ২৫ কেজি", 195000, 25000, measurement="25 kg", material="rice"
        ),
        _goods(
            "groceries", "Mustard oil 1 l", "সরিষার তেল ১ লিটার", 32000, 1000, measurement="1 l", material="mustard oil"
        ),
        _goods("groceries", "Red lentils 1 kg", "মসুর ডাল ১ কেজি", 14500, 1000, measurement="1 kg", material="lentils"),
    ),
    CRAFTS: (
        _goods("crafts", "Nakshi kantha", "নকশি কাঁথা", 250000, 900, measurement="150 × 200 cm"),
        _goods("crafts", "Jute basket", "পাটের ঝুড়ি", 45000, 400, measurement="30 cm", material="jute"),
    ),
    TAILOR: (
        _goods("apparel", "Cotton panjabi", "সুতি পাঞ্জাবি", 165000, 350, measurement="L", colour="white"),
        _goods("apparel", "Jamdani saree", "জামদানি শাড়ি", 850000, 600, measurement="5.5 m", colour="red"),
    ),
}


async def load(base_url: str) -> None:
    """Fill a marketplace over its API, as its people would. The staff of `people.STAFF` must have accounts."""
    async with Visit(base_url) as api:
        admin = await api.signed_in(ADMIN.email, PASSWORD, "admin")
        categories = await ensure_categories(api, admin)
        for shop in SHOPS:
            opened = await open_shop(api, admin, shop)
            if not (await opened.api.get("/vendor/products"))["items"]:
                for goods in GOODS[shop.owner]:
                    await sell(opened, goods, categories)
        await ensure_coupon(admin, COUPON, "10")


async def ensure_categories(api: Api, admin: Api) -> dict[str, str]:
    """The demo's categories by slug; those that are missing are made."""
    known = {node["slug"]: node["id"] for node in await _tree(api)}
    for slug, (en, bn) in CATEGORIES.items():
        if slug not in known:
            made = await admin.post("/admin/categories", {"slug": slug, "name": {"en": en, "bn": bn}})
            known[slug] = made["id"]
    return known


async def _tree(api: Api) -> list[dict[str, Any]]:
    found = await api.get("/categories")
    return list(found["items"] if isinstance(found, dict) else found)


async def ensure_coupon(admin: Api, code: str, percent: str, *, limit: int = 1_000) -> None:
    """A coupon that the operator pays for, valid from now on for a year."""
    now = clock.now()
    body = {
        "code": code,
        "percent": percent,
        "funder": {"kind": "operator"},
        "starts_at": now.isoformat(),
        "ends_at": (now + timedelta(days=365)).isoformat(),
        "total_limit": limit,
    }
    try:
        await admin.post("/admin/coupons", body)
    except Refused as refused:
        if refused.status != 409:  # noqa: PLR2004 - it is there already
            raise
