"""Descriptions are HTML from strangers: what is left after this can be shown to anybody."""

import html

import nh3

_LISTS = {"ul", "ol", "li"}
_TABLES = {"table", "thead", "tbody", "tr", "th", "td"}
_TAGS = {"p", "br", "strong", "b", "em", "i", "h2", "h3", "h4", *_LISTS, *_TABLES}


def safe_html(text: str) -> str:
    """The text with a few plain tags left, no attributes, no links, no scripts. Plain text stays as it is read."""
    return nh3.clean(text.replace("\0", ""), tags=_TAGS, attributes={}, link_rel=None).strip()


def plain_text(text: str) -> str:
    """The text with no tags left, however often they were escaped, as it is read: `5 < 6` stays."""
    text = text.replace("\0", "")
    while (plain := html.unescape(nh3.clean(text, tags=set(), link_rel=None))) != text:
        text = plain
    return text.strip()
