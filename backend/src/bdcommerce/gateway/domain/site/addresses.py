"""What a path of the shop means: a language, a page, and of what."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import quote, unquote, urlencode

from bdcommerce.kernel.text import Language

PageKind = Literal[
    "home", "category", "all", "search", "product", "vendor", "cart", "checkout", "orders", "order", "account",
    "complain", "gallery", "offline", "lost",
]  # fmt: skip
_NAMED: Mapping[str, PageKind] = {"c": "category", "p": "product", "v": "vendor"}
_PLAIN: frozenset[PageKind] = frozenset(
    {"all", "search", "cart", "checkout", "orders", "account", "complain", "gallery", "offline"}
)
_LEGIBLE = re.compile(r"[^\x00-\x1f/]{1,200}")


@dataclass(frozen=True, slots=True)
class Address:
    """A page in a language. `slug` says of which product, category, vendor or order; `query` what narrows a list."""

    language: Language
    kind: PageKind
    slug: str = ""
    query: Mapping[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """Where it is, without its query."""
        return f"/{self.language}{self.rest}"

    @property
    def rest(self) -> str:
        """The same in every language."""
        if self.kind == "home":
            return "/"
        if self.kind == "order":
            return f"/orders/{quote(self.slug)}"
        if letter := next((letter for letter, kind in _NAMED.items() if kind == self.kind), ""):
            return f"/{letter}/{quote(self.slug)}"
        return f"/{self.kind}"

    @property
    def canonical(self) -> str:
        """Its one address for search engines: of what a list is narrowed to, only the words searched for count."""
        words = {"q": self.query["q"]} if self.kind == "search" and "q" in self.query else {}
        return self.path + (f"?{urlencode(words)}" if words else "")

    @property
    def found_by_engines(self) -> bool:
        """Whether search engines should keep it."""
        return self.kind in {"home", "category", "all", "product", "vendor", "complain"} and not self.query


def address_of(path: str, query: Mapping[str, str]) -> Address | None:
    """What a path in a language means; None for a path in none."""
    language, _, rest = path.removeprefix("/").partition("/")
    if language not in ("bn", "en"):
        return None
    kind, slug = _meant([unquote(part) for part in rest.split("/") if part])
    return Address("en" if language == "en" else "bn", kind, slug, dict(query))


def home_of(language: Language) -> str:
    """The start page."""
    return f"/{language}/"


def _meant(parts: list[str]) -> tuple[PageKind, str]:
    match parts:
        case []:
            return "home", ""
        case [name] if name in _PLAIN:
            return next(kind for kind in _PLAIN if kind == name), ""
        case [letter, slug] if letter in _NAMED and _LEGIBLE.fullmatch(slug):
            return _NAMED[letter], slug
        case ["orders", order_id] if _LEGIBLE.fullmatch(order_id):
            return "order", order_id
        case ["account", *_]:
            return "account", ""
        case _:
            return "lost", ""
