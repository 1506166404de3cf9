"""Words, prices and names in the language of a page; the words are those the scripts of the shop speak with."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape, unescape
from typing import Any

from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Language, bangla_digits, grouped

Words = Mapping[str, Any]
"""Texts by name, in groups."""
_TAKA = "\u09f3"
_MARKUP = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Speech:
    """How a page speaks."""

    language: Language
    words: Words

    def say(self, key: str, **blanks: str) -> str:
        """A text by its key, `{{name}}` filled in; escaped."""
        found: Any = self.words
        for name in key.split("."):
            found = found.get(name, key) if isinstance(found, Mapping) else key
        text = str(found)
        for name, value in blanks.items():
            text = text.replace("{{" + name + "}}", value)
        return escape(text)

    def local(self, text: Mapping[str, str] | None) -> str:
        """The text of the language, or the other one; escaped."""
        return escape(self.plain(text))

    def plain(self, text: Mapping[str, str] | None) -> str:
        """The same as it is."""
        given = text or {}
        first, second = ("bn", "en") if self.language == "bn" else ("en", "bn")
        return given.get(first) or given.get(second) or ""

    def digits(self, text: str | int) -> str:
        """In the digits of the language."""
        return bangla_digits(str(text)) if self.language == "bn" else str(text)

    def money(self, price: Mapping[str, Any]) -> str:
        """৳1,299, with poisha only where there are some."""
        text = grouped(Money(int(price["amount"])))
        return _TAKA + self.digits(text.removesuffix(".00"))


def decimal(price: Mapping[str, Any]) -> str:
    """1299.00, as machines read it."""
    return f"{price['amount'] // 100}.{price['amount'] % 100:02d}"


def bare(markup: str) -> str:
    """The words of a text that may be laid out with markup."""
    return unescape(_MARKUP.sub("\n", markup)).strip()
