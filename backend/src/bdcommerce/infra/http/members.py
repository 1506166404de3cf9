"""Limits inside lists, mappings and unions, and the forms of decimals and times of day, in the OpenAPI document.

The framework describes a list's members by their type alone, a decimal as any text, and a time of day as a duration;
what is checked is what msgspec reads from the annotations, so that is what is written.
"""

from collections.abc import Iterator, Mapping
from datetime import time
from decimal import Decimal
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec

Document = dict[str, Any]
_LIMITS = {
    "minLength", "maxLength", "pattern", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
    "minItems", "maxItems", "enum",
}  # fmt: skip
_FORMS: dict[Any, Document] = {
    time: {"format": "partial-time", "pattern": r"^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?$"},
    Decimal: {"pattern": r"^-?[0-9]+(\.[0-9]+)?$"},
}
_PLAIN = (int, float, str)
_LISTS = (list, tuple, set, frozenset)


def complete(part: Document, hint: Any) -> None:
    """Add to the schema of a field what its type says of what is inside."""
    for option, whole in _options(part, hint):
        kind = _bare(whole)
        members, origin = get_args(kind), get_origin(kind)
        if kind in _PLAIN:
            option.update(_limits(whole))
        if kind in _FORMS:
            option.update(_FORMS[kind])
        elif origin in _LISTS and members and isinstance(option.get("items"), dict):
            _limit(option["items"], members[0])
        elif isinstance(origin, type) and issubclass(origin, Mapping):
            _limit(option.get("additionalProperties"), members[1])
            if limits := _limits(members[0]):
                option["propertyNames"] = limits


def _limit(part: Any, hint: Any) -> None:
    if isinstance(part, dict) and "$ref" not in part:
        part |= _limits(hint)
        complete(part, hint)


def _limits(hint: Any) -> Document:
    if get_origin(hint) not in {Annotated, Literal} or _bare(hint) in _FORMS:
        return {}
    return {name: limit for name, limit in msgspec.json.schema(hint).items() if name in _LIMITS}


def _options(part: Document, hint: Any) -> Iterator[tuple[Document, Any]]:
    """The schemas that a field may satisfy, each with its type; of one that may be nothing the other."""
    kind = _bare(hint)
    if get_origin(kind) not in {Union, UnionType}:
        yield part, hint
        return
    kinds = [each for each in get_args(kind) if each not in {type(None), msgspec.UnsetType}]
    schemas = [each for each in part.get("oneOf", [part]) if each.get("type") != "null"]
    if len(kinds) == len(schemas) == 1:
        yield schemas[0], kinds[0]


def _bare(hint: Any) -> Any:
    return get_args(hint)[0] if get_origin(hint) is Annotated else hint
