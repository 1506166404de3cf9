"""robots.txt and sitemaps."""

from collections.abc import Iterable, Sequence
from html import escape

_PRIVATE = ("cart", "checkout", "orders", "account", "search")
_NAMESPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'


def robots(base: str) -> str:
    """What engines may read."""
    closed = "".join(f"Disallow: /{language}/{name}\n" for language in ("bn", "en") for name in _PRIVATE)
    areas = "Disallow: /vendor\nDisallow: /admin\n"
    api = "Disallow: /api/\nAllow: /api/v1/media/\n"
    return f"User-agent: *\n{closed}{api}{areas}\nSitemap: {base}/sitemap.xml\n"


def sitemap_index(base: str, names: Iterable[str]) -> str:
    """Where the sitemaps are."""
    places = "".join(f"<sitemap><loc>{base}/sitemaps/{escape(name)}.xml</loc></sitemap>" for name in names)
    return f'<?xml version="1.0" encoding="UTF-8"?><sitemapindex {_NAMESPACES.split(" ", 1)[0]}>{places}</sitemapindex>'


def sitemap(base: str, rests: Sequence[str]) -> str:
    """Pages by what follows the language in their path, each in both languages."""
    pages = "".join(_page(base, rest, language) for rest in rests for language in ("bn", "en"))
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset {_NAMESPACES}>{pages}</urlset>'


def _page(base: str, rest: str, language: str) -> str:
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{other}" href="{base}/{other}{escape(rest)}"/>'
        for other in ("bn", "en")
    )
    return f"<url><loc>{base}/{language}{escape(rest)}</loc>{others}</url>"
