"""What each page says: its answers of the API as HTML that can be read, followed and indexed without scripts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import urlencode

from bdcommerce.gateway.domain.site import facts, parts
from bdcommerce.gateway.domain.site.addresses import Address
from bdcommerce.gateway.domain.site.document import Document
from bdcommerce.gateway.domain.site.sifting import listed, sifting
from bdcommerce.gateway.domain.site.speech import Speech, bare

ROW, PAGE = 12, 24
"""Products in a row of the start page, and in a page of a list; the scripts ask for as many."""
_ROWS: Mapping[str, Mapping[str, str]] = {
    "deals": {"on_sale": "true", "sort": "popular"},
    "popular": {"sort": "popular"},
    "newest": {"sort": "newest"},
}
_TITLES = {"deals": "home.deals", "popular": "home.popular", "newest": "home.fresh"}
_PLAIN_TITLES = {
    "cart": "cart.title", "checkout": "cart.checkout", "orders": "site.track", "order": "site.track",
    "account": "site.account", "complain": "site.complain", "offline": "brand", "lost": "trouble.lost",
}  # fmt: skip
_OK, _MISSING, _AWAY = 200, 404, 503

Answer = Any
Known = Mapping[str, tuple[int, Answer]]
"""By what was asked: the status, and what was answered."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A call of the API that a page is made of."""

    name: str
    path: str
    query: Mapping[str, str]

    @property
    def target(self) -> str:
        """Path and query."""
        return f"{self.path}?{urlencode(self.query)}" if self.query else self.path


def asks(address: Address, known: Known) -> list[Ask]:
    """What is to be asked next for a page, given what is known by now; nothing when it is enough."""
    wanted = _WANTED.get(address.kind)
    return [ask for ask in (wanted(address, known) if wanted else []) if ask.name not in known]


def page(address: Address, known: Known, speech: Speech, base: str) -> Document:
    """The page. One whose subject is not there is a 404, one whose facts could not be had a 503."""
    make = _PAGES.get(address.kind, _plain)
    main = {"category": "categories"}.get(address.kind, address.kind)
    status = known.get(main, (_OK, None))[0]
    if status != _OK:
        return _plain(address, known, speech, base, status=_MISSING if status in (_MISSING, 400, 422) else _AWAY)
    return make(address, known, speech, base)


def _answer(known: Known, name: str) -> Answer:
    status, answer = known.get(name, (_AWAY, None))
    return answer if status == _OK else None


# what pages are made of


def _for_home(_: Address, __: Known) -> list[Ask]:
    rows = [Ask(name, "/products", {**query, "limit": str(ROW)}) for name, query in _ROWS.items()]
    return [Ask("categories", "/categories", {}), *rows]


def _list(address: Address, **place: str) -> Ask:
    path = "/search" if address.query.get("q") and address.kind == "search" else "/products"
    return Ask("list", path, {**place, **listed(address.query, searching=path == "/search"), "limit": str(PAGE)})


def _for_category(address: Address, known: Known) -> list[Ask]:
    tree = _answer(known, "categories")
    way = parts.way_to(tree or [], address.slug)
    return [Ask("categories", "/categories", {}), *([_list(address, category=way[-1]["id"])] if way else [])]


def _for_all(address: Address, _: Known) -> list[Ask]:
    return [_list(address)]


def _for_search(address: Address, _: Known) -> list[Ask]:
    return [_list(address)] if address.query.get("q") else []


def _for_product(address: Address, _: Known) -> list[Ask]:
    return [Ask("product", f"/products/{address.rest[3:]}", {})]


def _for_vendor(address: Address, known: Known) -> list[Ask]:
    shop = _answer(known, "vendor")
    own = [_list(address, vendor=shop["id"])] if shop else []
    return [Ask("vendor", f"/vendors/{address.rest[3:]}", {}), *own]


_WANTED: Mapping[str, Callable[[Address, Known], list[Ask]]] = {
    "home": _for_home,
    "category": _for_category,
    "all": _for_all,
    "search": _for_search,
    "product": _for_product,
    "vendor": _for_vendor,
}


# the pages


def _home(address: Address, known: Known, speech: Speech, base: str) -> Document:
    tree = _answer(known, "categories") or []
    links = parts.category_links(tree, speech)
    rows = {name: (_answer(known, name) or {}).get("items", []) for name in _ROWS}
    shelves = "".join(
        parts.section(
            speech.say(_TITLES[name]), f'<div class="row-tiles">{parts.tiles(cards, speech, eager=at == 0)}</div>'
        )
        for at, (name, cards) in enumerate(rows.items())
        if cards
    )
    welcome = f'<div class="welcome"><h1>{speech.say("site.welcome")}</h1><p>{speech.say("site.welcomeText")}</p></div>'
    browse = parts.section(speech.say("home.categories"), links)
    return Document(
        address=address,
        title=str(speech.words["site"]["title"]),
        description=str(speech.words["site"]["tagline"]),
        main=f"{welcome}{browse}{shelves}",
        facts=[facts.organization(speech, base), facts.website(speech, base)],
        known=[
            *([(["categories"], tree)] if tree else []),
            *((["row", name], _answer(known, name)) for name in _ROWS if _answer(known, name)),
        ],
    )


def _listing(
    address: Address, known: Known, speech: Speech, *, title: str, place: Mapping[str, str], head: str = ""
) -> tuple[str, list[tuple[Sequence[Any], Any]]]:
    """The list as HTML, and what the scripts are told of it."""
    found = _answer(known, "list")
    cards = (found or {}).get("items", [])
    body = f'<div class="grid-tiles">{parts.tiles(cards, speech, eager=True)}</div>'
    words = {name: value for name, value in address.query.items() if name != "cursor"}
    more = (found or {}).get("next_cursor")
    onward = (
        f'<p class="flex justify-center pt-10"><a class="button button-quiet" rel="next" '
        f'href="{address.path}?{escape(urlencode({**words, "cursor": more}))}">{speech.say("more")}</a></p>'
        if more
        else ""
    )
    main = f'{head}<div class="pb-6"><h1 class="text-title">{title}</h1><p class="min-h-6"></p></div>{body}{onward}'
    if found is None or "cursor" in address.query:
        return main, []
    key = ["products", dict(place), sifting(address.query, searching=address.kind == "search")]
    return main, [(key, {"pages": [found], "pageParams": [""]})]


def _category(address: Address, known: Known, speech: Speech, base: str) -> Document:
    tree = _answer(known, "categories") or []
    way = parts.way_to(tree, address.slug)
    if not way:
        return _plain(address, known, speech, base, status=_MISSING)
    name = speech.plain(way[-1]["name"])
    crumbs = parts.crumbs(way[:-1], speech)
    below = parts.below(way[-1].get("children", []), speech)
    place = {"category": way[-1]["id"]}
    main, told = _listing(address, known, speech, title=escape(name), place=place, head=crumbs + below)
    return Document(
        address=address,
        title=name,
        description=f"{name}: {speech.words['site']['tagline']}",
        main=main,
        facts=[facts.breadcrumbs(way, speech, base)],
        known=[(["categories"], tree), *told],
    )


def _all(address: Address, known: Known, speech: Speech, _: str) -> Document:
    title = str(speech.words["home"]["deals"] if "on_sale" in address.query else speech.words["site"]["all"])
    main, told = _listing(address, known, speech, title=escape(title), place={})
    return Document(
        address=address, title=title, description=str(speech.words["site"]["tagline"]), main=main, known=told
    )


def _search(address: Address, known: Known, speech: Speech, base: str) -> Document:
    asked = address.query.get("q", "")
    if not asked:
        return _plain(address, known, speech, base)
    title = str(speech.words["list"]["searchOf"]).replace("{{query}}", asked)
    main, told = _listing(address, known, speech, title=escape(title), place={})
    return Document(address=address, title=title, description=title, main=main, known=told)


def _product(address: Address, known: Known, speech: Speech, base: str) -> Document:
    shown = _answer(known, "product")
    if shown is None:
        return _plain(address, known, speech, base, status=_AWAY)
    said = shown["facts"]
    title = speech.plain(said.get("title"))
    offer = parts.first_offer(shown)
    image = next(iter(shown.get("images", [])), None)
    price = facts.graph_price(offer) if offer else {}
    return Document(
        address=address,
        title=title,
        description=bare(speech.plain(said.get("description"))) or title,
        main=parts.product(shown, offer, speech),
        image=image["url"] if image else "",
        kind="product",
        facts=[
            facts.product(shown, offer, speech, base, address),
            facts.breadcrumbs(shown.get("categories", []), speech, base),
        ],
        known=[(["product", address.slug], shown)],
        preload=parts.preload(image, parts.STAGE) if image else "",
        price=price,
    )


def _vendor(address: Address, known: Known, speech: Speech, base: str) -> Document:
    shop = _answer(known, "vendor")
    if shop is None:
        return _plain(address, known, speech, base, status=_AWAY)
    name = speech.plain(shop["name"])
    main, told = _listing(address, known, speech, title=speech.say("vendor.products"), place={"vendor": shop["id"]})
    main = main.replace("<h1 ", "<h2 ").replace("</h1>", "</h2>")
    return Document(
        address=address,
        title=name,
        description=f"{name}: {speech.words['site']['tagline']}",
        main=parts.vendor_head(shop, speech) + main + parts.identity(shop, speech),
        facts=[facts.shop(shop, speech, base, address)],
        known=[(["vendor", address.slug], shop), *told],
    )


def _plain(address: Address, known: Known, speech: Speech, base: str, *, status: int = _OK) -> Document:
    """A page whose facts are its reader's own, or that has none."""
    del known, base
    lost = status == _MISSING or address.kind == "lost"
    key = _PLAIN_TITLES["lost" if lost else address.kind] if lost or address.kind in _PLAIN_TITLES else "brand"
    title = speech.say(key)
    home = f'<a class="button button-quiet" href="/{speech.language}/">{speech.say("trouble.home")}</a>'
    main = (
        f'<div class="empty"><h1>{title}</h1><p>{speech.say("trouble.lostText")}</p>{home}</div>'
        if lost
        else f'<h1 class="text-title">{title}</h1><noscript><p>{speech.say("site.noScript")}</p></noscript>'
    )
    return Document(
        address=address,
        title=title,
        description=str(speech.words["site"]["tagline"]),
        main=main,
        status=_MISSING if lost else status,
    )


_PAGES: Mapping[str, Callable[[Address, Known, Speech, str], Document]] = {
    "home": _home,
    "category": _category,
    "all": _all,
    "search": _search,
    "product": _product,
    "vendor": _vendor,
}
