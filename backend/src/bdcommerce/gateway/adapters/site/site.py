"""The outermost part of a process that people open in a browser: pages and files here, everything else inside.

A page is written from the same answers that the API gives to anybody, through the same door and its caches; then the
scripts take over with these answers in hand.
"""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Receive, Scope, Send

from bdcommerce.gateway.adapters.site import replies
from bdcommerce.gateway.adapters.site.asking import Asking
from bdcommerce.gateway.adapters.site.built import Built
from bdcommerce.gateway.adapters.site.replies import Reply
from bdcommerce.gateway.domain.site import (
    Address,
    Bundle,
    Speech,
    address_of,
    asks,
    home_of,
    page,
    robots,
    sitemap,
    sitemap_index,
    written,
)
from bdcommerce.infra import telemetry
from bdcommerce.infra.http.origin import Origins
from bdcommerce.kernel.text import Language

_READING = ("GET", "HEAD")
_UNSPOKEN = frozenset({"", "orders", "account", "survey", "unsubscribe", "cart", "checkout", "complain", "p", "c", "v"})
"""Paths without a language that lead to pages in one: links in messages, and what people type."""
_AREAS = frozenset({"vendor", "admin"})
_XML = "application/xml; charset=utf-8"
_SITEMAP_SECONDS, _SITEMAP_PAGES, _SITEMAP_LIMIT = 3_600.0, 50, 100
_DEEPEST = 4
"""Rounds of questions for one page."""


@dataclass(slots=True)
class Site:
    """ASGI application around that of the API."""

    inside: ASGIApp
    built: Built
    base: str
    """Address of the shop, without a slash at its end."""
    origins: Origins
    developing: bool = False
    """Take up a newer build as soon as there is one."""
    _asking: Asking = field(init=False)
    _maps: dict[str, tuple[float, list[str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.base = self.base.rstrip("/")
        self._asking = Asking(self.inside)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == ScopeType.HTTP and scope["method"] in _READING:
            started = time.perf_counter()
            if found := await self._reply(scope):
                route, reply = found
                csp, secure = replies.policy(self.built.early_hash), self.origins.secure(scope)
                await replies.give(reply, scope, send, csp=csp, secure=secure)
                telemetry.request_finished(route, scope["method"], reply.status, time.perf_counter() - started)
                return
        await self.inside(scope, receive, send)

    async def _reply(self, scope: HTTPScope) -> tuple[str, Reply] | None:
        """The route's template for the metrics, and the reply; None for what is not of the site."""
        path = scope["path"]
        if self.developing:
            self.built.look()
        if asset := self.built.assets.get(path):
            keep = replies.for_ever(asset.hashed)
            return "/assets/{name}", Reply(
                asset.body, asset.media_type, keep=keep, twins=asset.compressed, etag=asset.etag
            )
        if path == "/robots.txt":
            return path, Reply(robots(self.base).encode(), "text/plain; charset=utf-8")
        if path.startswith("/sitemap"):
            return await self._map(scope, path)
        query = dict(parse_qsl(scope["query_string"].decode("latin-1")))
        if address := address_of(path, query):
            return f"/{{language}}/{address.kind}", await self._page(scope, address)
        return self._elsewhere(scope, path)

    def _elsewhere(self, scope: HTTPScope, path: str) -> tuple[str, Reply] | None:
        first = path.split("/")[1] if path.startswith("/") else ""
        language = _language(scope)
        if first in _AREAS:
            return f"/{first}", Reply(self._area(first, language).encode(), headers=((b"vary", b"Cookie"),))
        if first in _UNSPOKEN:
            query = scope["query_string"].decode("latin-1")
            there = home_of(language) if path == "/" else f"/{language}{path}"
            target = f"{there}?{query}" if query else there
            headers = ((b"location", target.encode()), (b"vary", b"Cookie"))
            return "/{unspoken}", Reply(b"", status=302, headers=headers)
        if path.startswith("/assets/"):
            return "/assets/{name}", Reply(b"", "text/plain", status=404)
        return None

    async def _page(self, scope: HTTPScope, address: Address) -> Reply:
        known: dict[str, tuple[int, Any]] = {}
        for _ in range(_DEEPEST):
            if not (wanted := asks(address, known)):
                break
            answers = await asyncio.gather(*(self._asking.get(scope, ask.target, address.language) for ask in wanted))
            known |= dict(zip((ask.name for ask in wanted), answers, strict=True))
        speech = Speech(address.language, self.built.words[address.language])
        document = page(address, known, speech, self.base)
        html = written(document, speech, self.built.shop(address.kind, address.language), self.base)
        return Reply(html.encode(), status=document.status)

    def _area(self, name: str, language: Language) -> str:
        speech = Speech(language, self.built.words[language])
        return area_page(speech.say(f"areas.{name}"), language, self.built.area(name, language))

    async def _map(self, scope: HTTPScope, path: str) -> tuple[str, Reply] | None:
        if path == "/sitemap.xml":
            _, tree = await self._asking.get(scope, "/categories", "bn")
            names = ["pages", *(each["slug"] for each in tree or ())]
            return path, Reply(sitemap_index(self.base, names).encode(), _XML)
        name = path.removeprefix("/sitemaps/").removesuffix(".xml")
        if not path.endswith(".xml") or "/" in name:
            return None
        rests = await self._mapped(scope, name)
        return "/sitemaps/{name}", Reply(sitemap(self.base, rests).encode(), _XML, status=200 if rests else 404)

    async def _mapped(self, scope: HTTPScope, name: str) -> list[str]:
        """What a sitemap names, made anew every hour."""
        made, rests = self._maps.get(name, (0.0, []))
        if rests and time.monotonic() - made < _SITEMAP_SECONDS:
            return rests
        _, tree = await self._asking.get(scope, "/categories", "bn")
        rests = _category_rests(tree or []) if name == "pages" else await self._products(scope, tree or [], name)
        if rests:
            self._maps[name] = (time.monotonic(), rests)
        return rests

    async def _products(self, scope: HTTPScope, tree: list[Mapping[str, Any]], slug: str) -> list[str]:
        """The products of a category at the root, the newest first, as many as one sitemap holds well."""
        category = next((each["id"] for each in tree if each["slug"] == slug), "")
        rests: list[str] = []
        cursor = ""
        for _ in range(_SITEMAP_PAGES if category else 0):
            onward = f"&cursor={cursor}" if cursor else ""
            target = f"/products?category={category}&limit={_SITEMAP_LIMIT}{onward}"
            _, found = await self._asking.get(scope, target, "bn")
            if not found:
                break
            rests += [f"/p/{card['slug']}" for card in found["items"]]
            cursor = found["next_cursor"]
            if not cursor:
                break
        return rests


def area_page(title: str, language: Language, bundle: Bundle) -> str:
    """The document of the vendor centre and of the admin: their scripts write all of it."""
    modules = "".join(f'<link rel="modulepreload" href="{each}">' for each in bundle.modules)
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">'
        f'<meta name="robots" content="noindex"><script>{bundle.early}</script>'
        f'<link rel="stylesheet" href="{bundle.style}">{modules}<link rel="icon" href="/icon.svg" type="image/svg+xml">'
        f'</head><body><div id="root"></div><script type="module" src="{bundle.script}"></script></body></html>'
    )


def _language(scope: HTTPScope) -> Language:
    """The language somebody chose before, else Bangla."""
    raw = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"cookie"), "")
    try:
        chosen = SimpleCookie(raw).get("language")
    except CookieError:
        return "bn"
    return "en" if chosen and chosen.value == "en" else "bn"


def _category_rests(tree: list[Mapping[str, Any]]) -> list[str]:
    def all_of(branch: list[Mapping[str, Any]]) -> list[str]:
        return [
            rest
            for each in branch
            if not each.get("prohibited")
            for rest in (f"/c/{each['slug']}", *all_of(each.get("children", [])))
        ]

    return ["/", "/all", *all_of(tree)]
