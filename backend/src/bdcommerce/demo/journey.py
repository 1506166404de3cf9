"""The main job, from three vendors' applications to their payouts: what `bdc demo journey` walks through.

One customer buys of three vendors in one checkout, cash on delivery, with a coupon; one line is cancelled, one parcel
is refused at the door, two are delivered; the courier remits, once short; escrow is released, commission, VAT and tax
are taken, two vendors are paid, and the ledger sums to zero.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from importlib.resources import files
from typing import Any

from bdcommerce.demo import marketplace, shopify
from bdcommerce.demo.client import Api, until
from bdcommerce.demo.people import ADMIN, APPROVER, FINANCE, PASSWORD, RIDER, Person
from bdcommerce.demo.products import Goods, Offered, sell
from bdcommerce.demo.shops import Opened, Shop, open_shop, phone
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import show

Say = Callable[[str, str], None]

RICE = Goods(
    category="groceries", title_en="Chinigura rice 5 kg", title_bn="চিনিগুঁড়া চাল ৫ কেজি", brand="Journey",
    measurement="5 kg", material="rice", colour="white", weight_grams=5000, price=125000, stock=20,
)  # fmt: skip
HONEY = Goods(
    category="groceries", title_en="Sundarban honey 500 g", title_bn="সুন্দরবনের মধু ৫০০ গ্রাম", brand="Journey",
    measurement="500 g", material="honey", colour="amber", weight_grams=700, price=45000, stock=20,
)  # fmt: skip
KANTHA = Goods(
    category="crafts", title_en="Nakshi cushion", title_bn="নকশি কুশন", brand="Journey",
    measurement="40 cm", material="cotton", colour="indigo", weight_grams=400, price=89900, stock=20,
)  # fmt: skip
COUPON_PERCENT = "7.5"
COURIER_CHARGE = 6500
SHORT = 50000
BANK_CHARGE = 1000


@dataclass(slots=True)
class Walk:
    """How far the journey has come: who takes part, and the ids of what was made."""

    say: Say
    api: Api
    admin: Api
    finance: Api
    approver: Api
    rider: Api
    mark: str = field(default_factory=lambda: secrets.token_hex(3))
    shops: dict[str, Opened] = field(default_factory=dict)
    offers: dict[str, Offered] = field(default_factory=dict)
    order: dict[str, Any] = field(default_factory=dict)
    vendor_orders: dict[str, str] = field(default_factory=dict)
    """Shop → vendor order id."""
    shipments: dict[str, str] = field(default_factory=dict)
    batch_id: str = ""
    trial_balance: dict[str, int] = field(default_factory=dict)
    before: dict[str, int] = field(default_factory=dict)
    """The trial balance when the journey began: on a used marketplace only the difference is the journey's."""

    def shop_of(self, vendor_id: str) -> str:
        """The name by which the journey knows a vendor."""
        return next(name for name, opened in self.shops.items() if opened.vendor_id == vendor_id)


async def journey(api: Api, say: Say) -> Walk:
    """Walk the whole way; `say(step, detail)` is told of each one. Raises Refused or TimeoutError where it ends."""
    walk = await _begin(api, say)
    for step in (_open_shops, _fill_shops, _buy, _cancel_a_line, _pack, _deliver, _settle, _pay_out, _add_up):
        await step(walk)
    return walk


async def _begin(api: Api, say: Say) -> Walk:
    admin, finance, approver, rider = [
        await api.signed_in(who.email, PASSWORD, "admin") for who in (ADMIN, FINANCE, APPROVER, RIDER)
    ]
    walk = Walk(say, api, admin, finance, approver, rider)
    walk.before = await _balances(walk)
    return walk


async def _open_shops(walk: Walk) -> None:
    for name, upazila, percent in (
        ("grocer", "dhaka/dhanmondi", "8"),
        ("crafts", "chattogram/panchlaish", "12"),
        ("tailor", "dhaka/mirpur", "12"),
    ):
        owner = Person(f"Owner of {name} {walk.mark}", f"{name}-{walk.mark}@journey.example", "vendor")
        shop = Shop(
            owner=owner,
            name_en=f"{name.title()} {walk.mark}",
            name_bn="",
            upazila_id=upazila,
            commission_percent=percent,
        )
        walk.shops[name] = await open_shop(walk.api, walk.admin, shop)
        walk.say(f"{name}: applied and approved", walk.shops[name].vendor_id)


async def _fill_shops(walk: Walk) -> None:
    categories = await marketplace.ensure_categories(walk.api, walk.admin)
    for key, shop, goods in (("rice", "grocer", RICE), ("honey", "grocer", HONEY), ("cushion", "crafts", KANTHA)):
        walk.offers[key] = await sell(walk.shops[shop], goods, categories)
        walk.say(f"{shop}: {goods.title_en} published", walk.offers[key].offer_id)
    text = (files("bdcommerce.demo") / "data" / "shopify-apparel.csv").read_text()
    walk.offers["shirt"] = await shopify.stock_from_shopify(walk.shops["tailor"], text, categories["apparel"])
    walk.say("tailor: Shopify file imported, drafts completed and published", walk.offers["shirt"].offer_id)


async def _buy(walk: Walk) -> None:
    code = f"J{walk.mark.upper()}"
    await marketplace.ensure_coupon(walk.admin, code, COUPON_PERCENT)
    customer = await _customer(walk)
    cart = await customer.post("/carts")
    path = f"/carts/{cart['id']}"
    for key, quantity in (("rice", 2), ("honey", 1), ("cushion", 1), ("shirt", 1)):
        await customer.post(f"{path}/lines", {"offer_id": walk.offers[key].offer_id, "quantity": quantity})
    await customer.post(f"{path}/coupon", {"code": code})
    quote = await customer.post(f"{path}/quote", {"address": _address()})
    walk.say("customer: quote for three vendors", _taka(quote["total"]["amount"]))
    body = {
        "cart_id": cart["id"],
        "address": _address(),
        "payment_method": "cod",
        "expected_total": quote["total"],
    }
    placed = await customer.post("/checkout", body, key=f"journey-checkout-{walk.mark}")
    walk.order = placed["order"]
    walk.vendor_orders = {walk.shop_of(part["vendor_id"]): part["id"] for part in walk.order["vendor_orders"]}
    walk.say(f"customer: order {walk.order['number']} placed", walk.order["id"])
    walk.api = customer


async def _customer(walk: Walk) -> Api:
    """A phone, a code by SMS, and a token: how customers sign in here."""
    mobile = phone()
    await walk.api.post("/auth/otp/request", {"phone": mobile, "purpose": "login"})
    code = await _code(walk, mobile, "otp")
    proof = {"phone": mobile, "code": code, "purpose": "login", "audience": "shop"}
    tokens = await walk.api.post("/auth/otp/verify", proof)
    walk.say("customer: signed in by a code to the phone", tokens["user"]["id"])
    return walk.api.with_token(tokens["access_token"])


async def _newest(walk: Walk, mobile: str, template: str) -> dict[str, Any]:
    """The newest message of a kind to a phone, read in the outbox (this installation reveals codes)."""
    found = await walk.admin.get("/admin/messages", to=mobile, template=template, limit=1)
    return next(iter(found["items"]), {"id": "", "params": {}})


async def _code(walk: Walk, mobile: str, template: str, *, after: str = "") -> str:
    """The code in the first message that is newer than the message `after`."""

    async def look() -> str | None:
        message = await _newest(walk, mobile, template)
        return str(message["params"]["code"]) if message["id"] > after else None

    return await until(look, f"a {template} message; is BDC_REVEAL_CODES on?")


async def _cancel_a_line(walk: Walk) -> None:
    part = next(part for part in walk.order["vendor_orders"] if part["id"] == walk.vendor_orders["grocer"])
    line = next(line for line in part["lines"] if line["offer_id"] == walk.offers["honey"].offer_id)
    body = {"vendor_order_id": part["id"], "line_id": line["id"], "reason": "changed my mind"}
    await walk.api.post(f"/orders/{walk.order['id']}/cancel", body)
    walk.say("customer: one line cancelled", line["id"])


async def _pack(walk: Walk) -> None:
    for name, vendor_order_id in walk.vendor_orders.items():
        for action in ("accept", "pack", "dispatch"):
            await walk.shops[name].api.post(f"/vendor/orders/{vendor_order_id}/{action}")
        walk.say(f"{name}: accepted, packed, handed to dispatch", vendor_order_id)
    for name, vendor_order_id in walk.vendor_orders.items():
        walk.shipments[name] = await until(partial(_shipment, walk, vendor_order_id), "a booked shipment")
        walk.say("courier: shipment booked", walk.shipments[name])


async def _shipment(walk: Walk, vendor_order_id: str) -> str | None:
    found = await walk.rider.get("/admin/shipments", status="booked", limit=100)
    return next((item["shipment_id"] for item in found["items"] if item["vendor_order_id"] == vendor_order_id), None)


async def _deliver(walk: Walk) -> None:
    for name, shipment in walk.shipments.items():
        path = f"/admin/shipments/{shipment}"
        await walk.rider.post(f"{path}/pick-up")
        mobile = await _mobile(walk, shipment)
        before = await _newest(walk, mobile, "delivery_code")
        state = await walk.rider.post(f"{path}/out-for-delivery")
        code = await _code(walk, mobile, "delivery_code", after=before["id"])
        if name == "crafts":
            await walk.rider.post(f"{path}/refuse", {"reason": "customer refused at the door"})
            await walk.rider.post(f"{path}/returned")
            walk.say("rider: refused at the door, brought back", shipment)
        else:
            await walk.rider.post(f"{path}/deliver", {"code": code, "collected": state["cod"]})
            walk.say(f"rider: delivered, collected {_taka(state['cod']['amount'])}", shipment)
    for name, status in (("grocer", "delivered"), ("tailor", "delivered"), ("crafts", "returned")):
        await until(partial(_reached, walk, name, status), f"{name} is {status}")


async def _mobile(walk: Walk, shipment: str) -> str:
    found = await walk.rider.get("/admin/shipments", status="picked_up", limit=100)
    contacts = next(item["contacts"] for item in found["items"] if item["shipment_id"] == shipment)
    return str(contacts["recipient"]["phone"])


async def _reached(walk: Walk, name: str, status: str) -> bool:
    order = await walk.api.get(f"/orders/{walk.order['id']}")
    part = next(part for part in order["vendor_orders"] if part["id"] == walk.vendor_orders[name])
    return bool(part["status"] == status)


async def _settle(walk: Walk) -> None:
    parcels = []
    for name, short in (("grocer", 0), ("tailor", SHORT)):
        collected = await _collected(walk, name)
        arrived = collected - COURIER_CHARGE - short
        parcels.append({"shipment_id": walk.shipments[name], "arrived": _bdt(arrived), "charge": _bdt(COURIER_CHARGE)})
    body = {"courier": "own_riders", "reference": f"cash-{walk.mark}", "parcels": parcels}
    remittance = await walk.finance.post("/admin/remittances", body)
    walk.say(f"courier: cash remitted, {_taka(SHORT)} short", remittance["remittance_id"])
    shortages = await walk.finance.get("/admin/shortages", limit=100)
    shortage = next(item for item in shortages["items"] if item["shipment_id"] == walk.shipments["tailor"])
    await walk.finance.post(
        f"/admin/shortages/{shortage['shortage_id']}/settle", {"how": "paid", "reason": "made good"}
    )
    walk.say("courier: shortage made good", shortage["shortage_id"])
    for name in ("grocer", "tailor"):
        await walk.api.post(f"/orders/{walk.order['id']}/accept", {"vendor_order_id": walk.vendor_orders[name]})
        walk.say("customer: goods accepted, the return window closes", walk.vendor_orders[name])


async def _collected(walk: Walk, name: str) -> int:
    found = await walk.finance.get("/admin/couriers/own_riders/cash", limit=100)
    amounts = (item["collected"]["amount"] for item in found["items"] if item["shipment_id"] == walk.shipments[name])
    return int(next(amounts))


async def _pay_out(walk: Walk) -> None:
    paid = [walk.shops[name] for name in ("grocer", "tailor")]
    for opened in paid:
        await until(partial(_owed, opened.api), "escrow is released")
    drafted = await walk.finance.post("/admin/payouts", {"vendor_ids": [opened.vendor_id for opened in paid]})
    walk.batch_id = drafted["batch"]["batch_id"]
    walk.say(f"finance: payout batch drafted, {_taka(drafted['batch']['total']['amount'])}", walk.batch_id)
    path = f"/admin/payouts/{walk.batch_id}"
    await walk.approver.post(f"{path}/approve")
    bank_file = await walk.finance.get(f"{path}/bank-file")
    walk.say("finance: approved by a second person, bank file made", f"{len(bank_file.splitlines()) - 1} payments")
    await walk.finance.post(f"{path}/sent")
    for payout in drafted["batch"]["items"]:
        await walk.finance.post(f"{path}/payouts/{payout['payout_id']}/paid", {"bank_charge": _bdt(BANK_CHARGE)})
        walk.say(f"bank: {_taka(payout['amount']['amount'])} paid out", payout["payout_id"])


async def _owed(vendor: Api) -> bool:
    balance = await vendor.get("/vendor/balance")
    return bool(balance["balance"]["amount"] > 0)


async def _add_up(walk: Walk) -> None:
    walk.trial_balance = await _balances(walk)
    verdict = await walk.finance.get("/admin/ledger/verify")
    walk.say("ledger: recomputed from its lines", "sums to zero" if sum(walk.trial_balance.values()) == 0 else "WRONG")
    walk.say("ledger: verified", str(verdict))


async def _balances(walk: Walk) -> dict[str, int]:
    found = await walk.finance.get("/admin/ledger/trial-balance")
    return {account["account"]: account["balance"]["amount"] for account in found["accounts"]}


def _address() -> dict[str, str]:
    return {
        "recipient_name": "Rahima Khatun",
        "phone": "01711000111",
        "line1": "Flat 4B, House 9, Road 27",
        "upazila_id": "dhaka/dhanmondi",
    }


def _bdt(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "BDT"}


def _taka(amount: int) -> str:
    return show(Money(amount))
