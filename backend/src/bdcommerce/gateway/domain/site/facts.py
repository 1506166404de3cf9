"""Facts for machines: JSON-LD in the words of schema.org, and prices for previews."""

from collections.abc import Mapping, Sequence
from typing import Any

from bdcommerce.gateway.domain.site.addresses import Address
from bdcommerce.gateway.domain.site.parts import Json
from bdcommerce.gateway.domain.site.speech import Speech, bare, decimal

_SCHEMA = "https://schema.org"


def organization(speech: Speech, base: str) -> Json:
    """The marketplace."""
    return _thing("Organization", name=speech.words["brand"], url=f"{base}/", logo=f"{base}/icon.svg")


def website(speech: Speech, base: str) -> Json:
    """The shop, and how to search it."""
    target = {"@type": "EntryPoint", "urlTemplate": f"{base}/{speech.language}/search?q={{search_term_string}}"}
    action = {"@type": "SearchAction", "target": target, "query-input": "required name=search_term_string"}
    return _thing("WebSite", name=speech.words["brand"], url=f"{base}/{speech.language}/", potentialAction=action)


def breadcrumbs(way: Sequence[Json], speech: Speech, base: str) -> Json:
    """The way from the start page."""
    steps = [(speech.plain(each["name"]), f"{base}/{speech.language}/c/{each['slug']}") for each in way]
    steps.insert(0, (str(speech.words["site"]["home"]), f"{base}/{speech.language}/"))
    items = [
        {"@type": "ListItem", "position": at, "name": name, "item": url}
        for at, (name, url) in enumerate(steps, start=1)
    ]
    return _thing("BreadcrumbList", itemListElement=items)


def product(shown: Json, offer: Json | None, speech: Speech, base: str, address: Address) -> Json:
    """A product with its offers and what its buyers gave it."""
    said = shown["facts"]
    offers = [each for variant in shown["variants"] for each in variant["offers"]]
    rating = (
        {"@type": "AggregateRating", "ratingValue": shown["rating"] / 100, "reviewCount": shown["reviews"]}
        if shown.get("rating") and shown.get("reviews")
        else None
    )
    brand = shown.get("brand")
    return _thing(
        "Product",
        name=speech.plain(said.get("title")),
        description=bare(speech.plain(said.get("description"))),
        image=[f"{base}{image['url']}" for image in shown.get("images", [])],
        url=f"{base}{address.path}",
        productID=shown["id"],
        brand={"@type": "Brand", "name": speech.plain(brand["name"])} if brand else None,
        countryOfOrigin=said.get("country_of_origin"),
        aggregateRating=rating,
        offers=_offers(offers, offer, speech, base, address),
    )


def _offers(offers: Sequence[Json], first: Json | None, speech: Speech, base: str, address: Address) -> Json | None:
    if first is None:
        return None
    if len(offers) == 1:
        return _offer(first, speech, base, address)
    amounts = sorted(offers, key=lambda each: int(each["price"]["amount"]))
    return {
        "@type": "AggregateOffer",
        "priceCurrency": "BDT",
        "lowPrice": decimal(amounts[0]["price"]),
        "highPrice": decimal(amounts[-1]["price"]),
        "offerCount": len(offers),
        "offers": [_offer(each, speech, base, address) for each in offers],
    }


def _offer(offer: Json, speech: Speech, base: str, address: Address) -> Json:
    deal = offer.get("promotion")
    return {
        "@type": "Offer",
        "url": f"{base}{address.path}?offer={offer['id']}",
        "price": decimal(offer["price"]),
        "priceCurrency": "BDT",
        "availability": f"{_SCHEMA}/{'InStock' if offer.get('in_stock') else 'OutOfStock'}",
        "itemCondition": f"{_SCHEMA}/NewCondition",
        "seller": {"@type": "Organization", "name": speech.plain(offer["vendor"]["name"])},
        **({"priceValidUntil": deal["ends_at"][:10]} if deal else {}),
    }


def shop(found: Json, speech: Speech, base: str, address: Address) -> Json:
    """A vendor."""
    dispatch = found["dispatch"]
    where = {"@type": "PostalAddress", "addressLocality": dispatch.get("district"), "addressCountry": "BD"}
    return _thing("Organization", name=speech.plain(found["name"]), url=f"{base}{address.path}", address=where)


def graph_price(offer: Json) -> Mapping[str, str]:
    """For Open Graph."""
    stock = "instock" if offer.get("in_stock") else "oos"
    return {
        "product:price:amount": decimal(offer["price"]),
        "product:price:currency": "BDT",
        "product:availability": stock,
    }


def _thing(kind: str, **said: Any) -> Json:
    return {"@context": _SCHEMA, "@type": kind, **{name: value for name, value in said.items() if value}}
