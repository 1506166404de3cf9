"""What a list is narrowed to by the query of its page: as the API is asked, and as the scripts name what they asked.

Both read a URL that anybody may have written; the scripts do the same in `parts/sifting.ts`.
"""

import re
from collections.abc import Mapping
from typing import Any

_SORTS = frozenset({"relevance", "newest", "price_asc", "price_desc", "popular", "rating"})
_ATTRIBUTE = re.compile(r"attr\.[a-z0-9_]{1,40}")
_MOST_TAKA, _MOST_STARS, _LONGEST = 100_000_000, 5, 120


def sifting(query: Mapping[str, str], *, searching: bool) -> dict[str, Any]:
    """As the scripts name it: what is not said is not there."""
    attributes = {name[5:]: value for name, value in query.items() if _ATTRIBUTE.fullmatch(name) and value}
    said: dict[str, Any] = {
        "q": query.get("q", "")[:_LONGEST] if searching else "",
        "sort": query.get("sort", "") if query.get("sort") in _SORTS else "",
        "brand": query.get("brand", ""),
        "min": _whole(query.get("min"), _MOST_TAKA),
        "max": _whole(query.get("max"), _MOST_TAKA),
        "rating": _whole(query.get("rating"), _MOST_STARS),
        "in_stock": query.get("in_stock") == "true",
        "on_sale": query.get("on_sale") == "true",
        "attributes": attributes,
    }
    return {name: value for name, value in said.items() if value}


def listed(query: Mapping[str, str], *, searching: bool) -> dict[str, str]:
    """As the API is asked; prices in poisha. A `cursor` goes on with the list, for readers without scripts."""
    said = sifting(query, searching=searching)
    sort = said.get("sort", "relevance")
    order = {} if searching and sort == "relevance" else {"sort": "popular" if sort == "relevance" else sort}
    return {
        **({"q": said["q"]} if "q" in said else {}),
        **({"brand": said["brand"]} if "brand" in said else {}),
        **({"min_price": str(said["min"] * 100)} if "min" in said else {}),
        **({"max_price": str(said["max"] * 100)} if "max" in said else {}),
        **({"rating": str(said["rating"])} if "rating" in said else {}),
        **{name: "true" for name in ("in_stock", "on_sale") if name in said},
        **{f"attr.{name}": value for name, value in said.get("attributes", {}).items()},
        **order,
        **({"cursor": query["cursor"]} if query.get("cursor") else {}),
    }


def _whole(text: str | None, most: int) -> int:
    number = int(text) if text and text.isascii() and text.isdigit() and len(text) < 12 else 0  # noqa: PLR2004 - digits
    return number if number <= most else 0
