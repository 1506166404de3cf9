"""What a lived-in marketplace holds, by the names that the samples use: a customer's, a guest's and a vendor's."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from secrets import token_hex
from typing import Any

from bdcommerce.demo.client import Api, Refused, Visit, until
from bdcommerce.demo.journey import HONEY, KANTHA, Walk
from bdcommerce.demo.people import Person
from bdcommerce.demo.products import draft_of
from bdcommerce.demo.shops import phone, register
from bdcommerce.kernel.ids import new_id
from journey.samples.orders import LISTED, PROMOTION
from journey.samples.words import ADDRESS, PASSWORD
from support.lived import Lived

Ids = Mapping[str, str]
_PUBLIC = {
    "category_id", "courier", "vendor_slug", "vendor_id", "product_slug", "product_id", "variant_id", "offer_id",
    "postcode", "template_name", "review_id", "question_id", "post_id", "wish_id", "settlement_kind",
    "settlement_source", "mapped_source",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Things:
    """Ids of what a customer and a guest have, both of whom bought from one vendor; and two of the three."""

    of_customer: Ids
    of_guest: Ids
    customer: Api
    vendor: Api

    def secrets(self) -> set[str]:
        """What nobody else's list may show: every id but those of the shop window, and what was typed."""
        named = {*self.of_customer.items(), *self.of_guest.items()}
        return {value for name, value in named if name not in _PUBLIC} | {ADDRESS["recipient_name"], ADDRESS["line1"]}


async def things_of(lived: Lived) -> Things:
    """Everything the journey made, and what it left out: open carts, a stored address, a guest, a draft."""
    walk = lived.walk
    shared = {**await _of_vendor(walk), **await _of_staff(walk)}
    customer = {**await bought(walk, walk.api), **await open_cart(walk, walk.api)}
    customer["prepaid_order_id"] = (await bought(walk, walk.api, method="bkash"))["order_id"]
    customer |= {"session_id": await _current_session(walk), "contact_change_id": await _contact_change(walk)}
    customer["postcode"] = "1212"
    customer |= {**await _said(walk), **await _wished(walk), **await _edited(walk, customer)}
    customer["address_id"] = (await walk.api.post("/me/addresses", ADDRESS))["id"]
    shared["login"] = f"hand-{walk.mark}@things.example"
    async with Visit(lived.process.url) as anonymous:
        await register(anonymous, Person("A hand", shared["login"], "shop"))
        guests = await _guest_order(walk, anonymous)
        guest_cart = await open_cart(walk, anonymous)
    return Things(
        of_customer={**shared, **customer},
        of_guest={**shared, **customer, **guests, **guest_cart},
        customer=walk.api,
        vendor=walk.shops["grocer"].api,
    )


async def open_cart(walk: Walk, shopper: Api) -> dict[str, str]:
    """A cart with the grocer's rice in it."""
    cart = await shopper.post("/carts")
    owner = shopper.as_guest(cart["guest_token"]) if cart["guest_token"] else shopper
    line = {"offer_id": walk.offers["rice"].offer_id, "quantity": 1}
    filled = await owner.post(f"/carts/{cart['id']}/lines", line)
    return {"cart_id": cart["id"], "cart_line_id": filled["lines"][0]["id"]}


async def bought(
    walk: Walk, shopper: Api, cart: dict[str, Any] | None = None, *, method: str = "cod", **proof: str
) -> dict[str, str]:
    """An order of the grocer's rice that waits for the grocer, or for its money."""
    cart = cart or await shopper.post("/carts")
    path = f"/carts/{cart['id']}"
    await shopper.post(f"{path}/lines", {"offer_id": walk.offers["rice"].offer_id, "quantity": 1})
    quote = await shopper.post(f"{path}/quote", {"address": ADDRESS})
    body = {"cart_id": cart["id"], "address": ADDRESS, "payment_method": method, "expected_total": quote["total"]}
    placed = (await shopper.post("/checkout", {**body, **proof}))["order"]
    [part] = placed["vendor_orders"]
    return {"order_id": placed["id"], "vendor_order_id": part["id"], "order_line_id": part["lines"][0]["id"]}


async def parcel(walk: Walk, shopper: Api) -> dict[str, str]:
    """An order of the grocer's rice that waits for the courier."""
    order = await bought(walk, shopper)
    for action in ("accept", "pack", "dispatch"):
        await walk.shops["grocer"].api.post(f"/vendor/orders/{order['vendor_order_id']}/{action}")
    return {**order, "shipment_id": await until(lambda: _shipment(walk, order), "a booked shipment")}


async def _shipment(walk: Walk, order: Ids) -> str | None:
    found = (await walk.admin.get("/admin/shipments", status="booked", limit=100))["items"]
    return next((each["shipment_id"] for each in found if each["vendor_order_id"] == order["vendor_order_id"]), None)


async def _said(walk: Walk) -> dict[str, str]:
    """What the customer says and asks of the rice, which was delivered to them."""
    path = f"/products/{walk.offers['rice'].product_id}"
    opinion = {"rating": 5, "title": "Good", "body": "As described", "display_name": "A buyer"}
    said = await until(lambda: _review(walk, path, opinion), "the catalog to know of the delivery")
    asked = await walk.api.post(f"{path}/questions", {"body": "Does it stick?"})
    return {"review_id": said, "question_id": asked["question_id"], "post_id": asked["id"]}


async def _review(walk: Walk, path: str, opinion: dict[str, Any]) -> str | None:
    try:
        return str((await walk.api.post(f"{path}/reviews", opinion))["review"]["id"])
    except Refused as refused:
        if refused.code != "not_received":
            raise
        return None


async def _wished(walk: Walk) -> dict[str, str]:
    """A list of the customer's that whoever has its token may see."""
    made = await walk.api.post("/me/wishlists", {"name": f"Wishes {next(_numbers)}"})
    shared = await walk.api.patch(f"/me/wishlists/{made['id']}", {"name": "Wishes", "shared": True})
    wish = await walk.api.post(f"/me/wishlists/{made['id']}/items", {"product_id": walk.offers["rice"].product_id})
    return {"wishlist_id": made["id"], "share_token": shared["share_token"], "wish_id": wish["id"]}


async def _edited(walk: Walk, order: Ids) -> dict[str, str]:
    """A dearer order that the customer has to agree to."""
    dearer = {"reason": "asked for by phone", "lines": [{"line_id": order["order_line_id"], "quantity": 2}]}
    return {"edit_id": (await walk.admin.post(f"/admin/orders/{order['order_id']}/edits", dearer))["id"]}


async def _guest_order(walk: Walk, anonymous: Api) -> dict[str, str]:
    """An order of somebody without an account."""
    mobile = phone()
    await anonymous.post("/auth/otp/request", {"phone": mobile, "purpose": "checkout"})
    code = await until(lambda: _code(walk, mobile), "the code in the outbox")
    proof = await anonymous.post("/auth/otp/verify", {"phone": mobile, "code": code, "purpose": "checkout"})
    cart = await anonymous.post("/carts")
    guest = anonymous.as_guest(cart["guest_token"])
    paying = (await bought(walk, guest, cart, method="bkash", phone_proof=proof["phone_proof"]))["order_id"]
    another = await anonymous.post("/carts")
    order = await bought(walk, anonymous.as_guest(another["guest_token"]), another, phone_proof=proof["phone_proof"])
    return {**order, "prepaid_order_id": paying}


async def _code(walk: Walk, mobile: str) -> str | None:
    found = await walk.admin.get("/admin/messages", to=mobile, template="otp", limit=1)
    return next((message["params"]["code"] for message in found["items"]), None)


async def _of_vendor(walk: Walk) -> dict[str, str]:
    """The grocer's things, an unpublished product and a hand among them."""
    vendor, offer = walk.shops["grocer"], walk.offers["rice"]
    category = (await vendor.api.get(f"/vendor/products/{offer.product_id}"))["category_id"]
    draft = await vendor.api.post("/vendor/products", draft_of(HONEY, category))
    [owner] = (await vendor.api.get("/vendor/staff"))["items"]
    imported = await vendor.api.upload("/vendor/imports", _FILE, category_id=category)
    return {
        "vendor_id": vendor.vendor_id,
        "vendor_slug": (await vendor.api.get("/vendor/profile"))["slug"],
        "product_id": offer.product_id,
        "product_slug": offer.slug,
        "offer_id": offer.offer_id,
        "variant_id": offer.variant_id,
        "category_id": category,
        "draft_product_id": draft["id"],
        "draft_variant_id": draft["variants"][0]["id"],
        "staff_id": owner["id"],
        "import_id": imported["id"],
        "stock_import_id": (await vendor.api.upload("/vendor/stock-imports", _STOCK, dry_run="true"))["id"],
        "promotion_id": (await vendor.api.post("/vendor/promotions", filled(PROMOTION, {"offer_id": offer.offer_id})))[
            "id"
        ],
        "key_id": (await vendor.api.post("/vendor/api-keys", _WISH))["key"]["id"],
        **await _webhook(vendor.api),
        **await _stores(vendor.api, vendor.vendor_id, offer.offer_id),
        "template_name": "back_in_stock",
        "zone_code": "same_city",
    }


async def _stores(vendor: Api, vendor_id: str, offer_id: str) -> dict[str, str]:
    """A second warehouse, goods that may go there, and a stock-take in the first."""
    own = f"whs_{vendor_id.partition('_')[2]}"
    other = await vendor.post("/vendor/warehouses", {"name": f"Shelf {next(_numbers)}", "upazila_id": "dhaka/savar"})
    lines = [{"offer_id": offer_id, "quantity": 1}]
    transfer = await vendor.post("/vendor/transfers", {"from_id": own, "to_id": other["id"], "lines": lines})
    counting = await vendor.post("/vendor/counts", {"warehouse_id": other["id"]})
    return {
        "own_warehouse_id": own,
        "warehouse_id": other["id"],
        "transfer_id": transfer["id"],
        "count_id": counting["id"],
    }


async def _webhook(vendor: Api) -> dict[str, str]:
    """A webhook that nobody listens to, and a message for it; off, so that nothing is tried again meanwhile."""
    made = await vendor.post("/vendor/webhooks", {"url": "http://127.0.0.1:9/hooks", "events": ["order.confirmed"]})
    webhook = made["webhook"]["id"]
    delivery = (await vendor.post(f"/vendor/webhooks/{webhook}/ping"))["id"]
    await vendor.patch(f"/vendor/webhooks/{webhook}", {"active": False, "version": made["webhook"]["version"]})
    return {"webhook_id": webhook, "delivery_id": delivery}


_WISH = {"name": "A feed", "scopes": ["orders:read"]}
_STOCK = "sku,on_hand\nthing,1\n"
_FILE = f"Handle,Title,Variant Price\nthing,{KANTHA.title_en},500.00\n"


async def _of_staff(walk: Walk) -> dict[str, str]:
    """What the operator's staff made, and what of it can still go on."""
    paid_part = next(part for part in walk.order["vendor_orders"] if part["id"] == walk.vendor_orders["tailor"])
    refund = {"vendor_order_id": paid_part["id"], "line_id": paid_part["lines"][0]["id"], "quantity": 1}
    refunded = await walk.admin.post("/admin/refunds", {**refund, "reason": "came back late"})
    grocers = next(part for part in walk.order["vendor_orders"] if part["id"] == walk.vendor_orders["grocer"])
    rice = next(line for line in grocers["lines"] if line["offer_id"] == walk.offers["rice"].offer_id)
    batch = await walk.finance.get(f"/admin/payouts/{walk.batch_id}")
    [coupon] = (await walk.admin.get("/admin/coupons", limit=1))["items"]
    [shortage] = (await walk.finance.get("/admin/shortages", limit=1))["items"]
    return {
        "order_number": walk.order["number"],
        "shipped_order_id": walk.order["id"],
        "delivered_vendor_order_id": walk.vendor_orders["tailor"],
        "courier": "own_riders",
        "list_id": await _list(walk),
        "listing_id": (await walk.admin.post("/admin/risk/phones", {**LISTED, "phone": phone()}))["id"],
        "coupon_id": coupon["id"],
        "coupon_code": coupon["code"],
        "shipment_id": walk.shipments["grocer"],
        "shortage_id": shortage["shortage_id"],
        "batch_id": walk.batch_id,
        "payout_id": next(
            item["payout_id"] for item in batch["items"] if item["vendor_id"] == walk.shops["grocer"].vendor_id
        ),
        "refund_id": refunded["refund_id"],
        "paid_vendor_order_id": grocers["id"],
        "paid_line_id": rice["id"],
        "return_id": await _return(walk, grocers["id"], rice["id"]),
        **await _of_staff_managers(walk),
        **await _settled(walk),
    }


async def _settled(walk: Walk) -> dict[str, str]:
    """A provider's statement with a line that nobody knows, and yesterday's close."""
    mapping = {"reference": "trx", "gross": "amount"}
    await walk.finance.put("/admin/settlements/mappings/provider/things", mapping)
    source = {"kind": "provider", "source": "things"}
    text = f"trx,amount\nT{next(_numbers)},5.00\n"
    statement = await walk.finance.upload("/admin/settlements/statements", text, **source)
    closed = await walk.finance.post("/admin/settlements/closes", {**source, "day": "2026-11-01"})
    return {
        "settlement_kind": "provider",
        "settlement_source": "things",
        "mapped_source": "other-things",
        "statement_id": statement["statement_id"],
        "difference_id": await until(lambda: _difference(walk), "a difference to be found"),
        "close_id": closed["close"]["close_id"],
    }


async def _difference(walk: Walk) -> str | None:
    path = "/admin/settlements/differences"
    found = (await walk.finance.get(path, kind="provider", source="things"))["items"]
    return str(found[-1]["difference_id"]) if found else None


async def _return(walk: Walk, vendor_order_id: str, line_id: str) -> str:
    """Some of the rice that was delivered shall go back."""
    wanted = {"vendor_order_id": vendor_order_id, "lines": [{"line_id": line_id, "quantity": 1}], "code": "expired"}
    asked: dict[str, str] = await walk.api.post(f"/orders/{walk.order['id']}/returns", wanted)
    return asked["id"]


async def _list(walk: Walk) -> str:
    """Customers whom promotions may be for."""
    name = new_id("lst")
    await walk.admin.put(f"/admin/customer-lists/{name}", {"name": "Regulars", "customer_ids": []})
    return name


async def _of_staff_managers(walk: Walk) -> dict[str, str]:
    """A role, a colleague in it, and a partner's key."""
    mark = token_hex(6)
    role = {"name": f"hands_{mark}", "permissions": ["orders.read"]}
    hand = {"email": f"{mark}@things.example", "name": "A hand", "password": PASSWORD, "roles": [role["name"]]}
    key = {"name": "A bank", "scopes": ["payments:read"], "permissions": ["ledger.read"]}
    return {
        "role_name": (await walk.admin.post("/admin/roles", role))["name"],
        "colleague_id": (await walk.admin.post("/admin/staff", hand))["id"],
        "partner_key_id": (await walk.admin.post("/admin/api-keys", key))["key"]["id"],
    }


_sessions: dict[str, str] = {}
_changes: dict[str, str] = {}


async def _current_session(walk: Walk) -> str:
    """The customer's own; whoever ends it goes on with the token that is out."""
    if walk.mark not in _sessions:
        found = (await walk.api.get("/me/sessions"))["items"]
        _sessions[walk.mark] = next(one["id"] for one in found if one["current"])
    return _sessions[walk.mark]


async def _contact_change(walk: Walk) -> str:
    """A phone that the customer is about to have. Their present one is sent only one code a minute, so it is asked
    for once.
    """
    if walk.mark not in _changes:
        started = await walk.api.post("/me/contact-changes", {"kind": "phone", "to": phone()})
        _changes[walk.mark] = started["id"]
    return _changes[walk.mark]


_numbers = count(1)


def filled(value: Any, ids: Ids) -> Any:
    """A sample with ids for its names, and another number each time for `{n}`."""
    if isinstance(value, Mapping):
        return {filled(key, ids): filled(each, ids) for key, each in value.items()}
    if isinstance(value, list):
        return [filled(each, ids) for each in value]
    return value.format_map(_Known({**ids, "n": str(next(_numbers))})) if isinstance(value, str) else value


_PLAUSIBLE = {
    "photo_name": f"{'0' * 64}.webp", "media_name": f"{'0' * 64}.webp", "day": "2026-12-31", "brand_slug": "aarong",
    "share_token": "0" * 32, "synonym_key": "rice", "gateway": "sslwireless",
}  # fmt: skip
"""What would be refused for its form alone."""


class _Known(dict[str, str]):
    """Ids by name; of a name that nothing was made for, one that might be."""

    def __missing__(self, name: str) -> str:
        return _PLAUSIBLE.get(name, MADE_UP)


MADE_UP = "zzz_01kdqk5v2ke8rbm3p5cdkz9q0x"


def is_made(sample: Any, ids: Ids) -> bool:
    """Whether everything that a call names is there."""
    return not set(_NAMES.findall(str(sample))) - {*ids, "n"}


_NAMES = re.compile(r"(?<!\{)\{([a-z_]+)\}")
