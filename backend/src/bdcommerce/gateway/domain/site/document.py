"""A whole HTML document: what stands in its head, and the frame around what a page says."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from bdcommerce.gateway.domain.site.addresses import Address, home_of
from bdcommerce.gateway.domain.site.speech import Speech
from bdcommerce.kernel.text import Language

_LONGEST = 160
"""Letters of a description; more is cut by whoever shows it."""
_SVG = (
    '<svg width="{size}" height="{size}" viewBox="0 0 24 24" fill="{fill}" stroke="{stroke}" stroke-width="1.75" '
    'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="{path}"/></svg>'
)
_MARK = (
    "M4 3h9.2c3.2 0 5.3 1.7 5.3 4.3 0 1.9-1 3.2-2.7 3.8 2.2.5 3.6 2.1 3.6 4.4 0 3.1-2.4 5.5-6 5.5H4V3Zm5 3.8v3h3.2c1 0 "
    "1.6-.6 1.6-1.5s-.6-1.5-1.6-1.5H9Zm0 6.6v3.7h3.7c1.1 0 1.8-.8 1.8-1.9s-.7-1.8-1.8-1.8H9Z"
)
_FIND = "m20 20-4.2-4.2M18 11a7 7 0 1 1-14 0 7 7 0 0 1 14 0Z"
_PERSON = "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5c1-3.6 4-5.5 7.5-5.5s6.5 1.9 7.5 5.5"
_BAG = "M5.5 8h13l1 12h-15l1-12ZM8.5 10V7a3.5 3.5 0 0 1 7 0v3"


@dataclass(frozen=True, slots=True)
class Bundle:
    """What the build made for a page: addresses of files, and the one script that goes into the page itself."""

    style: str
    script: str
    modules: Sequence[str]
    """What the script imports, all the way down, so that nothing waits for what it imports in turn."""
    fonts: Sequence[str]
    early: str


@dataclass(frozen=True, slots=True)
class Document:
    """What a page says. `main` is HTML, everything else plain text."""

    address: Address
    title: str
    description: str
    main: str
    status: int = 200
    image: str = ""
    """Path of the picture that a preview shows."""
    kind: str = "website"
    """As Open Graph calls it."""
    facts: Sequence[Mapping[str, Any]] = ()
    """JSON-LD."""
    known: Sequence[tuple[Sequence[Any], Any]] = ()
    """Answers by the name that the scripts of the shop ask for them with."""
    preload: str = ""
    """HTML in the head: what is wanted before anything else."""
    price: Mapping[str, str] = field(default_factory=dict)


def written(document: Document, speech: Speech, bundle: Bundle, base: str) -> str:
    """The document as HTML; `base` is the address of the shop without a slash at its end."""
    return (
        f'<!doctype html><html lang="{speech.language}"><head>{_head(document, speech, bundle, base)}</head><body>'
        f'<div id="root">{_frame(document, speech)}</div>{_known(document)}'
        f'<script type="module" src="{bundle.script}"></script></body></html>'
    )


def _head(document: Document, speech: Speech, bundle: Bundle, base: str) -> str:
    title = speech.say("page", title=document.title) if document.title else escape(_brand(speech))
    description = escape(_cut(document.description))
    modules = "".join(f'<link rel="modulepreload" href="{each}">' for each in bundle.modules)
    fonts = "".join(
        f'<link rel="preload" as="font" type="font/woff2" href="{each}" crossorigin>' for each in bundle.fonts
    )
    return (
        f'<meta charset="utf-8"><title>{title}</title><meta name="viewport" content="width=device-width, '
        f'initial-scale=1, viewport-fit=cover"><script>{bundle.early}</script>'
        f'<link rel="stylesheet" href="{bundle.style}">{document.preload}{fonts}{modules}'
        f'<meta name="description" content="{description}">{_places(document, base)}'
        f'<meta name="theme-color" content="#faf6ef" media="(prefers-color-scheme: light)">'
        f'<meta name="theme-color" content="#171410" media="(prefers-color-scheme: dark)">'
        f'<link rel="icon" href="/icon.svg" type="image/svg+xml"><link rel="apple-touch-icon" href="/icon.svg">'
        f'<link rel="manifest" href="/{speech.language}.webmanifest">'
        f"{_preview(document, speech, base, title, description)}{_facts(document)}"
    )


def _brand(speech: Speech) -> str:
    return str(speech.words.get("brand", ""))


def _cut(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1].rsplit(" ", 1)[0] + "…"


def _places(document: Document, base: str) -> str:
    """Where the page is, and where it is in the other language; or that engines are to leave it."""
    address = document.address
    if document.status != 200 or not address.found_by_engines:  # noqa: PLR2004 - HTTP
        robots = '<meta name="robots" content="noindex">'
        return (
            robots
            if address.kind == "lost"
            else f'{robots}<link rel="canonical" href="{base}{escape(address.canonical)}">'
        )
    others = "".join(
        f'<link rel="alternate" hreflang="{name}" href="{base}/{language}{address.rest}">'
        for name, language in (("bn", "bn"), ("en", "en"), ("x-default", "bn"))
    )
    return f'<link rel="canonical" href="{base}{escape(address.canonical)}">{others}'


def _preview(document: Document, speech: Speech, base: str, title: str, description: str) -> str:
    said = {
        "og:type": document.kind,
        "og:site_name": escape(_brand(speech)),
        "og:title": title,
        "og:description": description,
        "og:url": f"{base}{escape(document.address.canonical)}",
        "og:locale": "bn_BD" if speech.language == "bn" else "en_GB",
        **({"og:image": f"{base}{escape(document.image)}"} if document.image else {}),
        **{name: escape(value) for name, value in document.price.items()},
    }
    card = "summary_large_image" if document.image else "summary"
    graph = "".join(f'<meta property="{name}" content="{value}">' for name, value in said.items())
    return f'{graph}<meta name="twitter:card" content="{card}">'


def _facts(document: Document) -> str:
    return "".join(f'<script type="application/ld+json">{_json(each)}</script>' for each in document.facts)


def _known(document: Document) -> str:
    queries = [{"key": key, "data": data} for key, data in document.known]
    return f'<script type="application/json" id="preloaded">{_json({"queries": queries})}</script>'


def _json(value: Any) -> str:
    """JSON that no HTML ends."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _line(path: str, size: int = 22) -> str:
    return _SVG.format(size=size, fill="none", stroke="currentColor", path=path)


def _frame(document: Document, speech: Speech) -> str:
    """The same frame that the scripts draw, so that nothing moves when they take over."""
    address, language = document.address, speech.language
    home, other = home_of(language), "en" if language == "bn" else "bn"
    mark = _SVG.format(size=28, fill="currentColor", stroke="none", path=_MARK)
    asked = escape(address.query.get("q", "")) if address.kind == "search" else ""
    return (
        f'<header class="frame-head"><a class="skip" href="#main">{speech.say("skip")}</a><div class="wide frame-row">'
        f'<a class="frame-mark" href="{home}">{mark}<span>{speech.say("brand")}</span></a>'
        f'<div class="frame-find"><form role="search" action="/{language}/search"><input type="search" name="q" '
        f'value="{asked}" placeholder="{speech.say("site.findHint")}" aria-label="{speech.say("site.find")}">'
        f'<button type="submit" aria-label="{speech.say("site.find")}">{_line(_FIND)}</button></form></div>'
        f'<nav class="frame-tools" aria-label="{speech.say("site.menu")}">'
        f'<a class="frame-tool tongue" href="/{other}{address.rest}" lang="{other}" hreflang="{other}" '
        f'aria-label="{speech.say("language.switch")}">{speech.say("language.other")}</a>'
        f'<a class="frame-tool" href="/{language}/account" aria-label="{speech.say("site.account")}">'
        f"{_line(_PERSON)}</a>"
        f'<a class="frame-tool" href="/{language}/cart" aria-label="{speech.say("site.cart")}">{_line(_BAG)}</a>'
        f"</nav></div></header>"
        f'<main id="main" tabindex="-1" class="wide frame-main outline-none">{document.main}</main>'
        f'<footer class="frame-foot"><div class="wide"><nav aria-label="{speech.say("site.foot")}">'
        f"<ul>{_foot(speech, language)}</ul></nav>"
        f'<p class="pt-4">{speech.say("site.rights")}</p></div></footer>'
    )


def _foot(speech: Speech, language: Language) -> str:
    links = (
        (f"/{language}/all", "site.all"),
        (f"/{language}/orders", "site.track"),
        (f"/{language}/complain", "site.complain"),
        ("/vendor", "site.sell"),
        ("/docs", "site.api"),
    )
    return "".join(f'<li><a href="{path}">{speech.say(key)}</a></li>' for path, key in links)
