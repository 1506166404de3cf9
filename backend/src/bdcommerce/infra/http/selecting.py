"""Less of a reply: `?fields=id,title.bn,items.price` leaves of its JSON only what is named.

A path goes through lists without saying so: `items.price` is the price of every item. What may be named is read from
the type that the endpoint returns, so a slip of the pen is refused instead of answered with nothing.
"""

from dataclasses import replace
from functools import cache, lru_cache
from typing import Any, TypeAlias, get_args, get_origin, get_type_hints
from urllib.parse import parse_qsl

import msgspec
from litestar import Response
from msgspec import inspect

from bdcommerce.infra.cache import Answer
from bdcommerce.infra.http.arrival import Arrival
from bdcommerce.infra.http.endpoints import Endpoint
from bdcommerce.kernel.errors import Invalid, ensure

PARAMETER = "fields"
LONGEST, MOST_PATHS, DEEPEST = 1_000, 60, 8
Selection: TypeAlias = dict[str, "Selection | None"]
"""By name what is wanted of it; None: all of it."""

_OPAQUE = (inspect.AnyType, inspect.CustomType, inspect.RawType)


def selected(arrival: Arrival) -> Selection:
    """What the caller wants of the reply; empty: the whole. Raises Invalid naming `fields`."""
    query = arrival.scope["query_string"]
    if b"fields=" not in query or arrival.endpoint is None:
        return {}
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    given = [value for name, value in pairs if name == PARAMETER]
    return _checked(arrival.endpoint, ",".join(given)) if given else {}


def reduced(answer: Answer, selection: Selection) -> Answer:
    """The answer with that alone, if it is JSON at all."""
    kind = next((value for name, value in answer.headers if name == b"content-type"), b"")
    if not kind.startswith(b"application/json"):
        return answer
    return replace(answer, body=msgspec.json.encode(_picked(msgspec.json.decode(answer.body), selection)))


@lru_cache(maxsize=1_024)
def _checked(endpoint: Endpoint, text: str) -> Selection:
    ensure(len(text) <= LONGEST, Invalid.field(PARAMETER, f"is longer than {LONGEST} characters"))
    paths = [path for part in text.split(",") if (path := part.strip())]
    ensure(paths, Invalid.field(PARAMETER, "names nothing"))
    ensure(len(paths) <= MOST_PATHS, Invalid.field(PARAMETER, f"names more than {MOST_PATHS} fields"))
    selection: Selection = {}
    for path in paths:
        names = path.split(".")
        ensure(len(names) <= DEEPEST, Invalid.field(PARAMETER, f"goes deeper than {DEEPEST}"))
        ensure(_is_there(names, _answer_of(endpoint)), Invalid.field(PARAMETER, f"there is no field '{path}' here"))
        _add(selection, names)
    return selection


def _add(selection: Selection, names: list[str]) -> None:
    """What is wanted as a whole is not wanted in parts."""
    first, *rest = names
    if not rest:
        selection[first] = None
        return
    inner = selection.setdefault(first, {})
    if inner is not None:
        _add(inner, rest)


@cache
def _answer_of(endpoint: Endpoint) -> inspect.Type:
    """The type of an endpoint's answer; of anything where it cannot be told."""
    kind = get_type_hints(endpoint.options["function"]).get("return", Any)
    if get_origin(kind) is Response:
        [kind] = get_args(kind)
    try:
        return inspect.type_info(kind)
    except TypeError:
        return inspect.AnyType()


def _is_there(names: list[str], kind: inspect.Type) -> bool:
    if isinstance(kind, inspect.UnionType):
        return any(_is_there(names, option) for option in kind.types)
    if isinstance(kind, inspect.Metadata):
        return _is_there(names, kind.type)
    if isinstance(kind, inspect.CollectionType):
        return _is_there(names, kind.item_type)
    if not names or isinstance(kind, _OPAQUE):
        return True
    if isinstance(kind, inspect.DictType):
        return _is_there(names[1:], kind.value_type)
    fields = getattr(kind, "fields", ())
    return any(field.encode_name == names[0] and _is_there(names[1:], field.type) for field in fields)


def _picked(value: Any, selection: Selection | None) -> Any:
    if selection is None:
        return value
    if isinstance(value, list):
        return [_picked(item, selection) for item in value]
    if isinstance(value, dict):
        return {name: _picked(value[name], inner) for name, inner in selection.items() if name in value}
    return value
