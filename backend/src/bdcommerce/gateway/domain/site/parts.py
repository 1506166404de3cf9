"""Pieces of pages as HTML, with the classes of the design system: what the scripts draw looks the same."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from bdcommerce.gateway.domain.site.speech import Speech, bare

Json = Mapping[str, Any]
TILE = "(min-width: 84rem) 300px, (min-width: 64rem) 23vw, (min-width: 36rem) 31vw, 46vw"
STAGE = "(min-width: 84rem) 740px, (min-width: 64rem) 54vw, 100vw"
_FIRST = 4
_TOLD = ("brand", "model", "colour", "material", "measurement", "ingredients", "country_of_origin", "dgda_licence")
_IDENTITY = ("trade_licence_no", "dbid", "dbid_application_tracking_no", "bin", "contact_email")


def way_to(tree: Sequence[Json], slug: str) -> list[Json]:
    """From the root to the category with this path; empty for none."""
    for category in tree:
        if category["slug"] == slug:
            return [category]
        if below_it := way_to(category.get("children", []), slug):
            return [category, *below_it]
    return []


def section(title: str, body: str) -> str:
    """A part of a page under its heading."""
    return f'<section class="section"><div class="section-head"><h2>{title}</h2></div>{body}</section>'


def category_links(tree: Sequence[Json], speech: Speech) -> str:
    """The categories at the root."""
    items = "".join(
        f'<li><a href="/{speech.language}/c/{escape(each["slug"])}">{speech.local(each["name"])}</a></li>'
        for each in tree
        if not each.get("prohibited")
    )
    return f'<nav aria-label="{speech.say("home.categories")}"><ul class="category-list">{items}</ul></nav>'


def below(children: Sequence[Json], speech: Speech) -> str:
    """The categories right below one."""
    links = "".join(
        f'<a class="chip" href="/{speech.language}/c/{escape(each["slug"])}">{speech.local(each["name"])}</a>'
        for each in children
        if not each.get("prohibited")
    )
    label = speech.say("list.categories")
    return f'<nav class="strip mb-4 lg:hidden" aria-label="{label}">{links}</nav>' if links else ""


def crumbs(way: Sequence[Json], speech: Speech) -> str:
    """The way from the start page."""
    steps = "".join(
        f'<li><a href="/{speech.language}/c/{escape(each["slug"])}">{speech.local(each["name"])}</a></li>'
        for each in way
    )
    home = f'<li><a href="/{speech.language}/">{speech.say("site.home")}</a></li>'
    label = speech.say("list.categories")
    return f'<nav class="crumbs" aria-label="{label}"><ol class="flex flex-wrap">{home}{steps}</ol></nav>'


def row(cards: Sequence[Json], speech: Speech, *, eager: bool) -> str:
    """Products side by side."""
    return f'<div class="row-tiles">{tiles(cards, speech, eager=eager)}</div>'


def tiles(cards: Sequence[Json], speech: Speech, *, eager: bool) -> str:
    """Products on their tiles; the first ones are not loaded lazily where they are seen first."""
    return "".join(_tile(card, speech, first=eager and at < _FIRST) for at, card in enumerate(cards))


def _tile(card: Json, speech: Speech, *, first: bool) -> str:
    deal = card.get("promotion")
    cut = f'<span class="cut">−{speech.digits(deal["percent_off"])}%</span>' if deal else ""
    gone = "" if card.get("in_stock") else f'<span class="gone">{speech.say("soldOut")}</span>'
    path = f"/{speech.language}/p/{escape(card['slug'])}"
    return (
        f'<article class="tile"><div class="tile-picture">'
        f"{picture(card['image'], TILE, speech, first=first)}{cut}{gone}</div>"
        f'<p class="tile-name"><a href="{path}">{speech.local(card["title"])}</a></p>'
        f"{price(card.get('matching_price') or card['price'], deal, speech)}"
        f'<div class="flex flex-wrap items-center justify-between gap-x-3">'
        f'<p class="tile-note">{speech.local(card["vendor"]["name"])}</p></div></article>'
    )


def price(amount: Json, deal: Json | None, speech: Speech, *, large: bool = False) -> str:
    """What it costs, and what it cost before."""
    was = f'<s class="was">{speech.money(deal["was"])}</s>' if deal else ""
    return f'<p class="price{" price-large" if large else ""}"><span>{speech.money(amount)}</span>{was}</p>'


def picture(image: Json, sizes: str, speech: Speech, *, first: bool) -> str:
    """A picture in its formats and sizes."""
    sources = "".join(
        f'<source type="image/{form}" srcset="{_set(image, form)}" sizes="{sizes}">'
        for form in ("avif", "webp")
        if image.get("sizes")
    )
    loading = 'loading="eager" fetchpriority="high"' if first else 'loading="lazy" decoding="async"'
    width, height = image.get("width") or 800, image.get("height") or 800
    return (
        f'<picture>{sources}<img src="{escape(image["url"])}" alt="{speech.local(image.get("alt"))}" width="{width}" '
        f'height="{height}" {loading}></picture>'
    )


def preload(image: Json, sizes: str) -> str:
    """Asks for a picture before the page is read."""
    if not image.get("sizes"):
        return f'<link rel="preload" as="image" href="{escape(image["url"])}" fetchpriority="high">'
    return (
        f'<link rel="preload" as="image" type="image/avif" imagesrcset="{_set(image, "avif")}" imagesizes="{sizes}" '
        f'fetchpriority="high">'
    )


def _set(image: Json, form: str) -> str:
    return ", ".join(f"{escape(size[form])} {size['width']}w" for size in image["sizes"])


def first_offer(shown: Json) -> Json | None:
    """The one in the buy box."""
    offers = [offer for variant in shown["variants"] for offer in variant["offers"]]
    return next((offer for offer in offers if offer["id"] == shown["buy_box"]), offers[0] if offers else None)


def product(shown: Json, offer: Json | None, speech: Speech) -> str:
    """All that a customer has to know of a product, and the shops that sell it."""
    said, images = shown["facts"], shown.get("images", [])
    stage = f'<span class="tile-picture block">{picture(images[0], STAGE, speech, first=True)}</span>' if images else ""
    description = escape(bare(speech.plain(said.get("description"))))
    about = section(speech.say("product.description"), f'<p class="prose">{description}</p>') if description else ""
    return (
        f'{crumbs(shown.get("categories", []), speech)}<div class="product">'
        f'<div class="gallery"><div class="gallery-stage">{stage}</div></div>{_side(shown, offer, speech)}</div>'
        f"{about}{_facts(shown, speech)}"
    )


def _side(shown: Json, offer: Json | None, speech: Speech) -> str:
    sold = "product.inStock" if offer and offer.get("in_stock") else "product.soldOut"
    cost = price(offer["price"], offer.get("promotion"), speech, large=True) if offer else ""
    offers = {each["id"]: each for variant in shown["variants"] for each in variant["offers"]}
    shops = "".join(
        f'<li><a class="link" href="/{speech.language}/v/{escape(each["vendor"]["slug"])}">'
        f"{speech.local(each['vendor']['name'])}</a> {speech.money(each['price'])}</li>"
        for each in offers.values()
    )
    brand = shown.get("brand")
    maker = f'<p class="tile-note">{speech.local(brand["name"])}</p>' if brand else ""
    delivery = speech.local(shown["facts"].get("delivery_time"))
    return (
        f'<div class="product-side grid gap-4"><div class="grid gap-1">{maker}'
        f"<h1>{speech.local(shown['facts'].get('title'))}</h1></div>"
        f'<div class="grid gap-1">{cost}<p class="text-note text-action">{speech.say(sold)}</p></div>'
        f"<p>{delivery}</p><h2>{speech.say('product.soldBy')}</h2><ul>{shops}</ul></div>"
    )


def _facts(shown: Json, speech: Speech) -> str:
    said = shown["facts"]
    rows = [(speech.say(f"product.fact.{name}"), escape(said.get(name) or "")) for name in _TOLD]
    rows += [
        (speech.local(each["name"]), speech.local(each.get("label")) or escape(each["value"]))
        for each in shown.get("attributes", [])
    ]
    rows += [
        (speech.say("product.returns"), speech.local(said.get("return_terms"))),
        (speech.say("product.warranty"), speech.local(said.get("warranty"))),
        (speech.say("product.warning"), speech.local(said.get("health_hazard_warning"))),
    ]
    return section(speech.say("product.facts"), _terms([row for row in rows if row[1]]))


def _terms(rows: Sequence[tuple[str, str]]) -> str:
    body = "".join(f'<div class="contents"><dt>{name}</dt><dd>{value}</dd></div>' for name, value in rows)
    return f'<dl class="facts narrow">{body}</dl>'


def vendor_head(shop: Json, speech: Speech) -> str:
    """Who sells, and from where."""
    dispatch = shop["dispatch"]
    where = ", ".join(each for each in (dispatch.get("upazila"), dispatch.get("district")) if each)
    return (
        f'<div class="welcome pb-6"><p class="text-note text-soft">{speech.say("vendor.shop")}</p>'
        f"<h1>{speech.local(shop['name'])}</h1><p>{speech.say('vendor.from', place=where)}</p></div>"
    )


def identity(shop: Json, speech: Speech) -> str:
    """The statutory identity of a shop."""
    told = [(speech.say(f"vendor.{name}"), escape(shop["statutory"].get(name) or "")) for name in _IDENTITY]
    return section(speech.say("vendor.identity"), _terms([row for row in told if row[1]]))
