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

Document = dict[str, Any]


def explain(document: Document, functions: Iterable[Any], *also: type) -> None:
    """Describe the schemas of everything that these endpoints take and answer, where they do not yet say it; and of
    these classes.
    """
    found: dict[str, type] = {}
    for cls in also:
        _collect(cls, found)
    for function in functions:
        hints = get_type_hints(function, include_extras=True)
        for name in {"data", "return"} & hints.keys():
            _collect(hints[name], found)
    for schema in document.get("components", {}).get("schemas", {}).values():
        known = found.get(schema.get("title", ""))
        if known and schema.get("properties", {}).keys() <= _names(known).keys():
            _describe(schema, known)


def _describe(schema: Document, cls: type) -> None:
    if says := inspect.cleandoc(cls.__doc__ or ""):
        schema.setdefault("description", says)
    texts = fields_of(cls)
    for name, part in schema["properties"].items():
        if text := texts.get(_names(cls)[name]):
            part.setdefault("description", text)


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
        is_text = isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and is_text:
            value = text.value.value  # type: ignore[attr-defined]
            if isinstance(value, str):
                yield field.target.id, inspect.cleandoc(value)


def _collect(hint: Any, found: dict[str, type]) -> None:
    """Every class with fields that a type speaks of, by name. Of two with one name the first; the other one's schema
    has other fields, or the same.
    """
    for part in get_args(hint):
        _collect(part, found)
    origin = getattr(hint, "__origin__", hint)
    if not isinstance(origin, type) or not (is_dataclass(origin) or issubclass(origin, msgspec.Struct)):
        return
    if origin.__name__ not in found:
        found[origin.__name__] = origin
        for inner in get_type_hints(origin, include_extras=True).values():
            _collect(inner, found)


@cache
def _names(cls: type) -> dict[str, str]:
    """The fields of a class by the names that JSON has for them."""
    if issubclass(cls, msgspec.Struct):
        return dict(zip(cls.__struct_encode_fields__, cls.__struct_fields__, strict=True))
    return {name: name for name in getattr(cls, "__dataclass_fields__", {})}
