"""How the demo's marketplace opens: categories, brands, 25 shops with their goods, pictures and stock."""

import asyncio
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

import msgspec

from bdcommerce.accounts.handlers import people as accounts
from bdcommerce.catalog import handlers as catalog
from bdcommerce.catalog.adapters.darkroom import PillowDarkroom
from bdcommerce.catalog.domain import CategoryRules
from bdcommerce.catalog.domain.offers import Offer
from bdcommerce.catalog.events import Attribute, Image
from bdcommerce.catalog.ports.media import Developed
from bdcommerce.contracts.catalog import CatalogFace
from bdcommerce.demo import assortment, pictures, sellers
from bdcommerce.demo.goods import NO_BRAND, Goods, attributes_of, entry_of, goods_of
from bdcommerce.demo.people import PASSWORD
from bdcommerce.demo.plan import Ware
from bdcommerce.demo.sellers import Seller
from bdcommerce.demo.shelving import AT_ONCE, Placed, keep, made
from bdcommerce.demo.theatre import Theatre
from bdcommerce.demo.widening import some_of, widened
from bdcommerce.inventory.domain import ReceiveStock
from bdcommerce.inventory.handlers.stock import settle
from bdcommerce.kernel import clock, phone
from bdcommerce.kernel.actor import Actor
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import slug
from bdcommerce.vendors import handlers as vendors
from bdcommerce.vendors.schemas import ApplicationBody

Told = Callable[[str, int, int], None]
ONBOARDING, FILLING = timedelta(days=12), timedelta(days=16)
"""How long before the first order vendors began to apply, and how long filling the shops took."""
MOST = 2_050
"""Products from which fewer are chosen."""
_PAINTERS = 2
"""Each paints and develops on a processor of its own."""
_EMPTY, _RIVALS = 0.02, 0.05
_FEWEST, _SOONER = 3, 2
"""There are all shops from half the scale on."""


@dataclass(frozen=True, slots=True)
class Shop:
    """A vendor that sells."""

    seller: Seller
    vendor_id: str
    owner: Actor
    district: str


@dataclass(slots=True)
class Opened:
    """What there is once the marketplace is open."""

    shops: dict[str, Shop] = field(default_factory=dict)
    """By vendor id."""
    wares: list[Ware] = field(default_factory=list)
    categories: dict[str, str] = field(default_factory=dict)
    products: int = 0
    pictures: int = 0


class Opening:
    """Opens a marketplace; everything that is left to chance comes from `chance`."""

    def __init__(self, theatre: Theatre, admin: Actor, chance: random.Random, told: Told, scale: float) -> None:
        self._theatre, self._admin, self._chance, self._told = theatre, admin, chance, told
        self._sellers = sellers.sellers()[: max(_FEWEST, round(len(sellers.sellers()) * min(scale * _SOONER, 1)))]
        self._catalog, self._inventory = theatre.deps("catalog"), theatre.deps("inventory")
        self._brands: dict[str, str] = {}
        self._pictures: dict[tuple[str, str], asyncio.Future[tuple[str, Developed]]] = {}
        self._paths: dict[str, int] = {}
        self._urls: dict[str, str] = {}
        self._attributes: Mapping[str, Sequence[Attribute]] = {}
        self.opened = Opened()

    async def open(self, count: int, until: datetime) -> Opened:
        """All of it, with so many products, from the first application until the first order."""
        begun = self._theatre.at
        goods = widened(max(count, MOST))
        aisles = {aisle for each in self._sellers for aisle in each.aisles}
        goods = some_of([one for one in goods if one.aisle in aisles], count)
        loop = asyncio.get_running_loop()
        shares = sellers.shares(self._sellers, goods, self._chance)
        batches = [(key, some) for key, sold in shares.items() for some in _batches(sold)]
        self._chance.shuffle(batches)
        self._pictures = {pictures.picture_of(one): loop.create_future() for _, some in batches for one in some}
        painting = asyncio.ensure_future(self._paint())
        await self._furnish(goods)
        await self._welcome(begun)
        await self._fill(batches, until)
        await painting
        return self.opened

    async def _paint(self) -> None:
        """Every picture that something shows, once, with the digest of what was uploaded; in the order of their use."""
        easel, darkroom = iter(self._pictures.items()), PillowDarkroom(_PAINTERS)

        async def paint() -> None:
            for (motif, tint), painted in easel:
                upload = await asyncio.to_thread(pictures.composed, motif, tint)
                painted.set_result((catalog.digest(upload), await darkroom.develop(upload)))
                self.opened.pictures += 1
                self._told("pictures", self.opened.pictures, len(self._pictures))

        await asyncio.gather(*(paint() for _ in range(_PAINTERS)))

    async def _furnish(self, goods: Sequence[Goods]) -> None:
        """Categories with what is asked in them, and brands."""
        articles = [goods_of(article) for article in assortment.articles()]
        self._attributes = attributes_of([*articles, *goods])
        ids = self.opened.categories
        async with self._catalog.works() as work:
            for place, aisle in enumerate(assortment.aisles()):
                entry = entry_of(aisle, ids.get(aisle.parent, ""), place, self._attributes.get(aisle.key, ()))
                ids[aisle.key] = (await catalog.start_category(work, entry)).category_id
        async with self._catalog.works() as work:
            for name in [*assortment.brands().values(), NO_BRAND]:
                self._brands[name.en] = (await catalog.add_brand(work, name)).brand_id

    async def _welcome(self, begun: datetime) -> None:
        """Vendors apply, staff look at their papers and approve them."""
        theatre, count = self._theatre, len(self._sellers)
        for number, seller in enumerate(self._sellers):
            await theatre.play(begun + ONBOARDING * number / count)
            shop = await self._apply(seller, number)
            await theatre.play(theatre.at + timedelta(hours=self._chance.uniform(3, 60)))
            await self._approve(shop)
            self.opened.shops[shop.vendor_id] = shop
            self._told("vendors", number + 1, count)

    async def _apply(self, seller: Seller, number: int) -> Shop:
        theatre, deps = self._theatre, self._theatre.deps("vendors")
        if seller.owner:
            hashed = await theatre.deps("accounts").passwords.hash(PASSWORD)
            person = await theatre.do(
                "accounts", accounts.register_email, seller.owner, hashed, name=seller.en, number="", language="en"
            )
        else:
            mobile = phone.normalise(sellers.phone_of(number))
            person = await theatre.do("accounts", accounts.register_phone, mobile, "bn")
        body = msgspec.convert(
            sellers.application_of(seller, number, clock.today(), self._chance), ApplicationBody, strict=False
        )
        dispatch = await deps.accounts.check_address(body.dispatch_address)
        application = body.checked(deps.banks, clock.today())
        vendor_id = await theatre.do(
            "vendors", vendors.apply_to_sell, applicant_id=person.id, application=application, dispatch=dispatch
        )
        owner = Actor(id=person.id, kind="vendor", vendor_id=vendor_id)
        return Shop(seller, vendor_id, owner, dispatch.place.district)

    async def _approve(self, shop: Shop) -> None:
        theatre, vendor_id = self._theatre, shop.vendor_id

        async def approve() -> None:
            await theatre.do("vendors", vendors.approve, vendor_id, self._admin)

        async def trust() -> None:
            await theatre.do("vendors", vendors.set_tier, vendor_id, shop.seller.tier, reason="papers and references")

        async def agree() -> None:
            await theatre.do(
                "vendors",
                vendors.set_commission,
                vendor_id,
                default_percent=Decimal(shop.seller.commission),
                by_category={},
                effective_from=clock.today(),
                actor=self._admin,
            )

        path = "/admin/vendors/{vendor_id}"
        await theatre.as_staff("vendors", self._admin, f"POST {path}/approve", approve, vendor_id=vendor_id)
        if shop.seller.tier != "standard":
            await theatre.as_staff("vendors", self._admin, f"PUT {path}/tier", trust, vendor_id=vendor_id)
        if shop.seller.commission:
            await theatre.as_staff("vendors", self._admin, f"PUT {path}/commission", agree, vendor_id=vendor_id)
        await theatre.post.deliver()

    async def _fill(self, batches: Sequence[tuple[str, Sequence[Goods]]], until: datetime) -> None:
        """Each shop puts up what it sells, some of it every day."""
        shops = {shop.seller.key: shop for shop in self.opened.shops.values()}
        uploads: dict[tuple[str, str, str], str] = {}
        begun = self._theatre.at
        for number, (key, some) in enumerate(batches, 1):
            shop = shops[key]
            await self._theatre.play(begun + (until - begun) * number / (len(batches) + 1))
            for one in some:
                picture = pictures.picture_of(one)
                if (shop.vendor_id, *picture) not in uploads:
                    uploads[shop.vendor_id, *picture] = await self._upload(shop, await self._pictures[picture])
            await self._put_up(shop, some, uploads)
            await self._theatre.stage.keep()
            self.opened.products += len(some)
            self._told("products", self.opened.products, sum(len(each) for _, each in batches))
        await self._compete(await catalog.expiry_margin(self._catalog.compliance))

    async def _upload(self, shop: Shop, picture: tuple[str, Developed]) -> str:
        sha256, developed = picture
        kept = await self._theatre.do(
            "catalog", catalog.add_media, self._catalog.files, shop.vendor_id, sha256, developed
        )
        self._urls[kept.media_id] = kept.url
        return str(kept.media_id)

    async def _put_up(self, shop: Shop, some: Sequence[Goods], uploads: Mapping[tuple[str, str, str], str]) -> None:
        """Products from their drafts until customers find them."""
        placed = [(one, self._place(shop, one, uploads)) for one in some]
        kept = [made(one, where, [self._units() for _ in one.forms]) for one, where in placed]
        postgres, post = self._theatre.market.postgres, self._theatre.post
        with post.deaf():
            await keep(postgres.database("catalog"), postgres.database("inventory"), kept)
        self.opened.wares += [
            Ware(offer.offer_id, each.product_id, shop.vendor_id, one.aisle, offer.price.amount)
            for one, each in zip(some, kept, strict=True)
            for offer in each.offers
        ]

    def _place(self, shop: Shop, goods: Goods, uploads: Mapping[tuple[str, str, str], str]) -> Placed:
        media_id = uploads[(shop.vendor_id, *pictures.picture_of(goods))]
        path = slug(goods.title.en)[:90].strip("-")
        self._paths[path] = self._paths.get(path, 0) + 1
        return Placed(
            vendor_id=shop.vendor_id,
            category_id=self.opened.categories[goods.aisle],
            brand_id=self._brands[goods.brand or NO_BRAND.en],
            rules=CategoryRules(attributes=tuple(self._attributes.get(goods.aisle, ()))),
            images=[Image(media_id=media_id, url=self._urls[media_id], alt=goods.title)],
            slug=path if self._paths[path] == 1 else f"{path}-{self._paths[path]}",
            sku=goods.key,
        )

    def _units(self) -> int:
        """How many come in; of some things there are none yet."""
        units = int(self._chance.triangular(15, 420, 60))
        return 0 if self._chance.random() < _EMPTY else units

    async def _receive(self, shop: Shop, offer_ids: Sequence[str]) -> None:
        """Goods come in."""
        counted = [(offer_id, self._units()) for offer_id in offer_ids]
        received = [ReceiveStock(shop.vendor_id, each, units, "opening stock") for each, units in counted if units]
        if received:
            await self._theatre.do("inventory", settle, received)

    async def _compete(self, margin: timedelta) -> None:
        """Some things are sold by a second shop too, for a little more or less."""
        by_aisle: dict[str, list[Shop]] = {}
        for shop in self.opened.shops.values():
            for aisle in shop.seller.aisles:
                by_aisle.setdefault(aisle, []).append(shop)
        for ware in [*self.opened.wares]:
            others = [each for each in by_aisle[ware.aisle] if each.vendor_id != ware.vendor_id]
            if others and self._chance.random() < _RIVALS:
                await self._rival(self._chance.choice(others), ware, margin)

    async def _rival(self, shop: Shop, ware: Ware, margin: timedelta) -> None:
        terms = (await self._catalog_face().offers([ware.offer_id]))[0]
        price = Money(max(round(ware.price * self._chance.uniform(0.94, 1.08) / 500) * 500, 500))
        wanted = _offer(shop, terms.variant_id, f"r-{ware.offer_id[-12:]}", price)
        made = await self._theatre.do("catalog", catalog.offer_variant, wanted, margin)
        await self._receive(shop, [made.offer_id])
        await self._theatre.post.deliver()
        self.opened.wares.append(
            Ware(made.offer_id, ware.product_id, shop.vendor_id, ware.aisle, price.amount, ware.vendor_id)
        )

    def _catalog_face(self) -> CatalogFace:
        face: CatalogFace = self._theatre.deps("orders").catalog
        return face


def _batches(goods: Sequence[Goods]) -> list[Sequence[Goods]]:
    return [goods[start : start + AT_ONCE] for start in range(0, len(goods), AT_ONCE)]


def _offer(shop: Shop, variant_id: str, sku: str, price: Money) -> Offer:
    return Offer(
        offer_id="",
        product_id="",
        variant_id=variant_id,
        vendor_id=shop.vendor_id,
        sku=sku[:60].upper(),
        price=price,
        active=True,
    )
