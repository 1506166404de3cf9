"""What a customer sifts products by: one filter per attribute, each met by one and the same variant."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from bdcommerce.catalog.domain.attributes import MAX_NUMBER, canonical
from bdcommerce.catalog.domain.listing import tag
from bdcommerce.catalog.events import Attribute
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.text import fold

MAX_FILTERS, MAX_VALUES = 8, 30
_RANGE = ".."


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A variant passes if it has one of the tags, or states a number within the range."""

    key: str
    tags: tuple[str, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def is_range(self) -> bool:
        """Whether numbers are compared."""
        return self.low is not None


def filters_of(asked: Mapping[str, str], attributes: Iterable[Attribute]) -> list[Filter]:
    """What was asked of attributes, by key. Raises Invalid naming `attr.<key>`."""
    known = {each.key: each for each in attributes if each.filterable}
    ensure(len(asked) <= MAX_FILTERS, Invalid.field("attr", f"at most {MAX_FILTERS} attributes at once"))
    for key in asked:
        ensure(key in known, Invalid.field(f"attr.{key}", "is nothing to filter by here"))
    return [_filter(known[key], text) for key, text in sorted(asked.items())]


def _filter(attribute: Attribute, text: str) -> Filter:
    if attribute.type == "number" and _RANGE in text:
        low, _, high = text.partition(_RANGE)
        return Filter(
            key=attribute.key,
            low=_bound(attribute, low, -MAX_NUMBER),
            high=_bound(attribute, high, MAX_NUMBER),
        )
    values = [each for each in text.split(",") if each.strip()]
    field = f"attr.{attribute.key}"
    ensure(
        0 < len(values) <= MAX_VALUES, Invalid.field(field, f"must be 1 to {MAX_VALUES} values, with commas between")
    )
    return Filter(key=attribute.key, tags=tuple(tag(attribute.key, _value(attribute, each)) for each in values))


def _value(attribute: Attribute, text: str) -> str:
    """A value that nothing has (any more) matches nothing."""
    return canonical(attribute, text) or fold(text)


def _bound(attribute: Attribute, text: str, otherwise: Decimal) -> Decimal:
    if not text.strip():
        return otherwise
    number = canonical(attribute, text)
    if number is None:
        raise Invalid.field(f"attr.{attribute.key}", "must be numbers, or two of them with .. between")
    return Decimal(number)
