"""What stands in the code beside a class and its fields, in the OpenAPI document too: units, limits, meanings.

Python forgets a text that follows a field, so it is read from the source once, when the document is made.
"""

import ast
import inspect
from collections.abc import Iterable, Iterator
from dataclasses import is_dataclass
from functools import cache
from importlib import import_module
from typing import Any, get_args, get_type_hints

import msgspec

from bdcommerce.infra.http import members

Document = dict[str, Any]
_GLOSSARY = {
    "attempts": "how often it was tried",
    "height": "points",
    "parcels": "how many parcels",
    "position": "place among its siblings: the lowest comes first",
    "quantity": "units of the goods",
    "units": "units of the goods",
    "version": "counts its changes; a change names the one that was read",
    "weight_grams": "grams",
    "width": "points",
}
"""What a number is, by its name, where the code says nothing beside it."""


def explain(document: Document, functions: Iterable[Any], *also: type) -> None:
    """Describe the schemas of everything that these endpoints take and answer, where they do not yet say it; and of
    these classes. What their fields have inside gets its limits.
    """
    found: set[type] = set()
    for cls in also:
        _collect(cls, found)
    for function in functions:
        hints = get_type_hints(function, include_extras=True)
        for name in {"data", "return"} & hints.keys():
            _collect(hints[name], found)
    named: dict[str, list[type]] = {}
    for cls in sorted(found, key=_full_name):
        named.setdefault(cls.__name__, []).append(cls)
    for name, schema in document.get("components", {}).get("schemas", {}).items():
        if known := _meant(name, schema, named.get(schema.get("title", ""), [])):
            _describe(schema, known)
            _limit(schema, known)
        _look_up(schema)


def _meant(name: str, schema: Document, candidates: list[type]) -> type | None:
    """Which of the classes of one name a schema is of: their module is in its own name then."""
    fitting = [cls for cls in candidates if schema.get("properties", {}).keys() - {_tag(cls)} <= _names(cls).keys()]
    ours = [cls for cls in fitting if _full_name(cls).replace(".", "_").endswith(name)]
    return next(iter(ours if len(fitting) > 1 else fitting), None)


def _full_name(cls: type) -> str:
    return f"{cls.__module__}.{cls.__qualname__}"


def _describe(schema: Document, cls: type) -> None:
    if says := inspect.cleandoc(cls.__doc__ or ""):
        schema.setdefault("description", says)
    texts = fields_of(cls)
    for name, part in schema["properties"].items():
        if text := texts.get(_names(cls).get(name, "")):
            part.setdefault("description", text)


def _limit(schema: Document, cls: type) -> None:
    if issubclass(cls, msgspec.Struct) and cls.__struct_config__.forbid_unknown_fields:
        schema["additionalProperties"] = False
    hints = get_type_hints(cls, include_extras=True)
    for name, part in schema.get("properties", {}).items():
        members.complete(part, hints.get(_names(cls).get(name, ""), None))


def _look_up(schema: Document) -> None:
    """Numbers whose name means the same wherever it stands."""
    for name, part in schema.get("properties", {}).items():
        if name in _GLOSSARY and is_number(part):
            part.setdefault("description", _GLOSSARY[name])


def is_number(schema: Document) -> bool:
    """Whether a schema takes a number, maybe among other things."""
    kind = schema.get("type", [])
    options = [*schema.get("oneOf", ()), *schema.get("anyOf", ())]
    return bool({"integer", "number"} & {*([kind] if isinstance(kind, str) else kind)}) or any(map(is_number, options))


def fields_of(cls: type) -> dict[str, str]:
    """The texts that follow the fields of a class, and of those it inherits from."""
    found: dict[str, str] = {}
    for each in reversed(cls.__mro__):
        found |= _written_in(each.__module__).get(each.__qualname__, {})
    return found


@cache
def _written_in(module: str) -> dict[str, dict[str, str]]:
    """By class and field, the texts of a module of ours."""
    if not module.startswith("bdcommerce."):
        return {}
    tree = ast.parse(inspect.getsource(import_module(module)))
    return {node.name: dict(_texts(node)) for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}


def _texts(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for field, text in zip(node.body, node.body[1:], strict=False):
        match field, text:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(said))):
                yield name, inspect.cleandoc(said)
            case _:
                continue


def _collect(hint: Any, found: set[type]) -> None:
    """Every class with fields that a type speaks of."""
    for part in get_args(hint):
        _collect(part, found)
    origin = getattr(hint, "__origin__", hint)
    if not isinstance(origin, type) or not (is_dataclass(origin) or issubclass(origin, msgspec.Struct)):
        return
    if origin not in found:
        found.add(origin)
        for inner in get_type_hints(origin, include_extras=True).values():
            _collect(inner, found)


def _tag(cls: type) -> str | None:
    """The field that tells one of several classes from the others; it is no attribute."""
    return cls.__struct_config__.tag_field if issubclass(cls, msgspec.Struct) else None


@cache
def _names(cls: type) -> dict[str, str]:
    """The fields of a class by the names that JSON has for them."""
    if issubclass(cls, msgspec.Struct):
        return dict(zip(cls.__struct_encode_fields__, cls.__struct_fields__, strict=True))
    return {name: name for name in getattr(cls, "__dataclass_fields__", {})}
