"""Templates: a text in both languages with named values, whom it is for, and what may be written in it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from string import Formatter
from typing import Literal

from bdcommerce.kernel.errors import ensure
from bdcommerce.kernel.text import Language, Localized, bangla_digits
from bdcommerce.notifications.errors import BadTemplate, MissingParameter

Channel = Literal["sms", "email", "push"]
Topic = Literal["security", "orders", "feedback", "business", "marketing"]
"""What a message is about. Of `security` everybody is told, always and at once; `marketing` only with consent."""
_NAME = Localized("BDCommerce")
_AS_GIVEN = frozenset({"link", "text", "subject"})
"""Values that are whole texts or addresses: their digits stay what they are."""
_HIDDEN = "••••"
_LONGEST = 1_000
_SAMPLES: Mapping[str, str] = {
    "code": "482913", "minutes": "5", "number": "BD-261122-000123", "total": "৳1,250.00", "amount": "৳1,250.00",
    "name": "Rahim Stores", "shop": "Rahim Stores", "reference": "pay_01m81xqaz6e8zvnbqzdzp2w16j", "available": "3",
    "sku": "PANJ-L-01", "title": "Cotton panjabi, L", "what": "hand-over", "due": "24/11/2026 12:00", "count": "2",
    "link": "https://shop.example/survey#vor_01m8.Zm9v", "lines": "• PANJ-L-01: 3\n• BD-261122-000123",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A text in both languages. `secret` names parameters that nobody but the recipient may read."""

    name: str
    channel: Channel
    topic: Topic
    text: Localized
    secret: frozenset[str] = frozenset()
    subject: Localized = _NAME
    """Of e-mails, and the title of pushes; staff write the text only."""
    version: int = 0
    """0: as it is shipped."""

    @property
    def urgent(self) -> bool:
        """Whether it is of no use later: it is sent at night too, and never gathered."""
        return self.topic == "security" or bool(self.secret - {"link"})

    @property
    def brief(self) -> bool:
        """Whether it is soon of no use: it says for how many minutes it is good."""
        return "minutes" in self.parameters

    @property
    def parameters(self) -> frozenset[str]:
        """The values the text needs."""
        return fields_of(self.text.en)

    def saying(self, text: Localized | None) -> "Template":
        """The same with a text that was checked when it was written; None: as it is."""
        return replace(self, text=text) if text else self

    def render(self, params: Mapping[str, str], language: Language) -> str:
        """The text with its values; Bangla digits in Bangla. Raises MissingParameter."""
        missing = sorted(self.parameters - params.keys())
        ensure(
            not missing,
            MissingParameter(f"{self.name} needs {', '.join(missing)}", fields=dict.fromkeys(missing, "is required")),
        )
        return self._filled(self.text, params, language)

    def titled(self, params: Mapping[str, str], language: Language) -> str:
        """The subject with its values."""
        return self._filled(self.subject, params, language)

    def redacted(self, params: Mapping[str, str], language: Language) -> str:
        """The text as staff may read it."""
        return self.render({**params, **dict.fromkeys(self.secret & params.keys(), _HIDDEN)}, language)

    def sample(self) -> dict[str, str]:
        """Values to look at the text with."""
        return {name: _SAMPLES.get(name, name) for name in self.parameters}

    def written(self, text: Localized, version: int) -> "Template":
        """The same with another text, which has all its values in both languages and no others. Raises BadTemplate."""
        wanted = self.parameters
        for language, one in (("en", text.en), ("bn", text.bn)):
            found = fields_of(one, f"text.{language}")
            missing, strange = sorted(wanted - found), sorted(found - wanted)
            ensure(not missing, BadTemplate.field(f"text.{language}", f"lacks {{{'}, {'.join(missing)}}}"))
            ensure(not strange, BadTemplate.field(f"text.{language}", f"has no value for {{{'}, {'.join(strange)}}}"))
        return replace(self, text=text, version=version)

    def _filled(self, text: Localized, params: Mapping[str, str], language: Language) -> str:
        return text.to(language).format_map({key: self._digits(key, value, language) for key, value in params.items()})

    def _digits(self, key: str, value: str, language: Language) -> str:
        """A code is typed back on a keypad that has Latin digits, so it keeps them."""
        return bangla_digits(value) if language == "bn" and key not in self.secret | _AS_GIVEN else value


def fields_of(text: str, field: str = "text") -> frozenset[str]:
    """The names in braces. Raises BadTemplate naming the field for braces that do not match, or hold more than a name:
    a format may reach into what it is given.
    """
    ensure(text.strip() and len(text) <= _LONGEST, BadTemplate.field(field, f"must have 1 to {_LONGEST} characters"))
    try:
        parsed = [(name, spec, conversion) for _, name, spec, conversion in Formatter().parse(text) if name is not None]
    except ValueError as error:
        raise BadTemplate.field(field, "has a brace without its other one") from error
    plain = all(name.isidentifier() and not spec and not conversion for name, spec, conversion in parsed)
    ensure(plain, BadTemplate.field(field, "has more than a name in braces"))
    return frozenset(name for name, _, _ in parsed)
