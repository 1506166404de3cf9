"""How the marketplace of a month is set up: couriers with their areas and prices, providers that know where to call,
mappings of their files, and shops with goods. All of it by the calls that people make.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from backend.benchmarks.month.calling import Person
from backend.benchmarks.month.world import World

from bdcommerce.accounts.handlers import people as accounts
from bdcommerce.contracts.vendors import Membership
from bdcommerce.demo.people import Person as Owner
from bdcommerce.demo.products import Goods, draft_of, offer_of
from bdcommerce.demo.remembering import Remembering
from bdcommerce.demo.shops import Shop as Applicant
from bdcommerce.demo.shops import application_of
from bdcommerce.kernel import clock, phone
from bdcommerce.kernel.actor import Actor

COURIERS = ("pathao", "steadfast", "redx")
PROVIDERS = ("bkash", "nagad", "sslcommerz")
_RAILS = ("beftn", "bkash", "beftn", "manual", "npsb")
"""How vendors want to be paid, one after the other."""
_UNITS, _FEW = 10_000, 12
"""Of a thing, and of the last thing of a shop, which may be sold out."""
_PLACES = ("dhaka/mirpur", "dhaka/dhanmondi", "chattogram/panchlaish", "gazipur/sreepur", "sylhet/sylhet-sadar")
_SURE = 90
"""Per cent of likeness from which a courier's area is taken for ours."""
_PRICES = {"pathao": (7_500, 12_000), "steadfast": (7_000, 12_500), "redx": (7_200, 12_200)}
"""Poisha in the same city and elsewhere."""


@dataclass(frozen=True, slots=True)
class Ware:
    """An offer that can be bought, and how many units there were of it."""

    offer_id: str
    price: int
    units: int


@dataclass(frozen=True, slots=True)
class Shop:
    """A vendor that sells, its owner, and what it sells."""

    vendor_id: str
    owner: Person
    actor: Actor
    mobile: str
    rail: str
    wares: list[Ware]


async def open_couriers(world: World, names: tuple[str, ...]) -> None:
    """These bring parcels, and no others."""
    admin = world.staff["admin"]
    for name in ("own_riders", *COURIERS):
        await admin.put(f"/admin/couriers/{name}", {"enabled": name in names})
    for name in names:
        if name != "steadfast":
            await admin.post(f"/admin/couriers/{name}/areas/fetch")
            await admin.post(f"/admin/couriers/{name}/areas/confirm", {"least": _SURE})
        for reach, fee in zip(("same_city", "anywhere"), _PRICES[name], strict=True):
            await admin.post(f"/admin/couriers/{name}/tariffs", _tariff(reach, fee))


def _tariff(reach: str, fee: int) -> dict[str, Any]:
    begins = (clock.today() - timedelta(days=1)).isoformat()
    steps = [{"up_to_grams": 1_000, "fee": bdt(fee)}]
    return {"reach": reach, "effective_from": begins, "steps": steps, "extra_per_kg": bdt(2_000)}


async def open_providers(world: World) -> None:
    """BKash's topic is subscribed to; everybody else is told where to call in every single question."""
    await world.line.put("/bkash/webhook", {"url": f"{world.shop_url}/api/v1/hooks/bkash"})
    await world.theatre.settle()


async def open_shops(world: World, count: int, each: int) -> list[Shop]:
    """So many vendors with so many goods each."""
    admin = world.staff["admin"]
    category = await admin.post("/admin/categories", {"slug": "things", "name": {"en": "Things", "bn": "জিনিস"}})
    shops = [await _open(world, number, category["id"], each) for number in range(count)]
    await world.theatre.settle()
    Remembering.remembers = True
    return shops


async def _open(world: World, number: int, category_id: str, each: int) -> Shop:
    admin, mobile = world.staff["admin"], f"019{71_000_000 + number * 7_919:08d}"
    async with world.theatre.deps("accounts").works() as work:
        person = await accounts.register_phone(work, phone.normalise(mobile), "bn")
    applicant = Applicant(
        owner=Owner("An owner", f"owner{number}@month.example", "vendor"),
        name_en=f"Month shop {number}",
        name_bn=f"মাসের দোকান {number}",
        upazila_id=_PLACES[number % len(_PLACES)],
        commission_percent="10",
    )
    form = application_of(applicant)
    form["contact"]["phone"] = form["dispatch_address"]["phone"] = mobile
    vendor_id = (await world.person(person.id).post("/vendor-applications", form))["vendor_id"]
    await admin.post(f"/admin/vendors/{vendor_id}/approve")
    await world.theatre.settle()
    owner = world.person(person.id, "vendor", Membership(user_id=person.id, vendor_id=vendor_id, role="owner"))
    wares = [
        await _sell(world, owner, category_id, f"{number}-{item}", _FEW if item == each - 1 else _UNITS)
        for item in range(each)
    ]
    rail = _RAILS[number % len(_RAILS)]
    if rail != "beftn":
        await _choose_rail(world, vendor_id, rail, mobile)
    actor = Actor(id=person.id, kind="vendor", vendor_id=vendor_id)
    return Shop(vendor_id, owner, actor, mobile, rail, wares)


async def _choose_rail(world: World, vendor_id: str, rail: str, mobile: str) -> None:
    """Two people agree to it."""
    path = f"/admin/vendors/{vendor_id}/payout-method"
    wanted = {"rail": rail, **({"wallet": mobile} if rail == "bkash" else {})}
    asked = await world.staff["finance"].post(path, wanted)
    await world.staff["approver"].post(f"{path}/accept", {"asked_at": asked["asked"]["asked_at"]})


async def _sell(world: World, owner: Person, category_id: str, name: str, units: int) -> Ware:
    chance = world.chance("ware", name)
    price = chance.randrange(150, 2_200) * 100
    goods = Goods(
        category="", title_en=f"Thing {name}", title_bn=f"জিনিস {name}", brand="Month", measurement="1",
        material="wood", colour="brown", weight_grams=chance.choice((300, 500, 900, 1_800)), price=price,
        stock=units,
    )  # fmt: skip
    product = await owner.post("/vendor/products", draft_of(goods, category_id))
    offer = await owner.post("/vendor/offers", offer_of(product["variants"][0]["id"], goods))
    await owner.put(f"/vendor/stock/{offer['id']}", {"on_hand": units, "reason": "opening count"})
    await owner.post(f"/vendor/products/{product['id']}/publish")
    await world.theatre.settle()
    return Ware(offer["id"], price, units)


def bdt(amount: int) -> dict[str, Any]:
    """Money in poisha, as the API takes it."""
    return {"amount": amount, "currency": "BDT"}
