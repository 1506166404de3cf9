"""An example for every body in the OpenAPI document, made of what the schemas say of their fields.

A field's own example goes first; else its name and type say what is plausible. Where no plausible value fits, there is
no example rather than a wrong one.
"""

import re
from collections.abc import Callable
from typing import Any

from bdcommerce.infra.http.kinds import kind_in
from bdcommerce.infra.http.plausible import number, texts

Document = dict[str, Any]
_DEEPEST = 7
_FORMATS = {"date-time": "2026-11-22T06:00:00Z", "date": "2026-11-22", "decimal": "7.5", "uri": "https://example.com/"}


class NoExample(Exception):
    """Nothing plausible fits."""


def exemplify(document: Document) -> None:
    """Give every JSON body of the document an example, where one can be made."""
    for item in document.get("paths", {}).values():
        for operation in item.values():
            bodies = [operation.get("requestBody", {})]
            bodies += [reply for status, reply in operation["responses"].items() if status.startswith("2")]
            for body in bodies:
                part = body.get("content", {}).get("application/json", {})
                if "schema" in part and not {"example", "examples"} & part.keys():
                    _add(part, document)


def _add(part: Document, document: Document) -> None:
    try:
        part["example"] = example_of(part["schema"], document)
    except NoExample:
        return


def example_of(schema: Document, document: Document, name: str = "", depth: int = 0) -> Any:
    """A value that a schema allows, and that a person believes. Raises NoExample."""
    if depth > _DEEPEST:
        raise NoExample(name)
    if "$ref" in schema:
        found = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return example_of({**found, **{k: v for k, v in schema.items() if k != "$ref"}}, document, name, depth)
    if given := [*schema.get("examples", []), *([schema["example"]] if "example" in schema else [])]:
        return given[0]
    if "const" in schema or "enum" in schema:
        return schema.get("const", next((each for each in schema.get("enum", []) if each != ""), ""))
    if parts := schema.get("allOf"):
        whole = {key: value for part in [*parts, schema] for key, value in part.items() if key != "allOf"}
        return example_of(whole, document, name, depth)
    if options := schema.get("oneOf") or schema.get("anyOf"):
        return _of_options(options, schema, document, name, depth)
    return _of_type(schema, document, name, depth)


def _of_options(options: list[Document], schema: Document, document: Document, name: str, depth: int) -> Any:
    """Of what may be several things the first that can be shown; nothing goes last."""
    outer = {key: value for key, value in schema.items() if key not in {"oneOf", "anyOf", "description", "title"}}
    for option in sorted(options, key=lambda each: each.get("type") == "null"):
        try:
            return None if option.get("type") == "null" else example_of({**outer, **option}, document, name, depth)
        except NoExample:
            continue
    raise NoExample(name)


def _of_type(schema: Document, document: Document, name: str, depth: int) -> Any:
    kind = schema.get("type")
    if isinstance(kind, list):
        kind = next((each for each in kind if each != "null"), "null")
    simple: dict[Any, Callable[[], Any]] = {
        "object": lambda: _object(schema, document, depth),
        "array": lambda: _array(schema, document, name, depth),
        "string": lambda: _text(schema, name),
        "integer": lambda: _number(schema, name),
        "number": lambda: _number(schema, name),
        "boolean": lambda: bool(schema.get("default", True)),
        "null": lambda: None,
    }
    if kind in simple:
        return simple[kind]()
    if depth and "not" not in schema:
        return {}
    raise NoExample(name)


def _object(schema: Document, document: Document, depth: int) -> Document:
    found = {}
    for name, part in schema.get("properties", {}).items():
        known = f"{kind_in(schema.get('title', ''))}_id" if name == "id" else name
        try:
            found[name] = example_of(part, document, known, depth + 1)
        except NoExample:
            if name in schema.get("required", ()):
                raise
    return found


def _array(schema: Document, document: Document, name: str, depth: int) -> list[Any]:
    try:
        item = example_of(schema.get("items", {}), document, name.removesuffix("s"), depth + 1)
    except NoExample:
        if schema.get("minItems", 0):
            raise
        return []
    return [item] * max(schema.get("minItems", 0), 1)


def _text(schema: Document, name: str) -> str:
    by_format = _FORMATS.get(schema.get("format", ""))
    for value in [*([by_format] if by_format else []), *texts(name)]:
        if _fits(value, schema):
            return value
    raise NoExample(name)


def _fits(value: str, schema: Document) -> bool:
    long_enough = schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value))
    return long_enough and re.search(schema.get("pattern", ""), value) is not None


def _number(schema: Document, name: str) -> float:
    usual = number(name)
    value: float = schema.get("default") or 1 if usual is None else usual
    value = max(value, schema.get("minimum", value))
    value = min(value, schema.get("maximum", value))
    if not schema.get("exclusiveMinimum", value - 1) < value < schema.get("exclusiveMaximum", value + 1):
        raise NoExample(name)
    return value
