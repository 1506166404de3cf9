"""What a new version of a contract breaks for those who rely on the old one: two JSON documents in, sentences out.

What callers send and what they read are judged in opposite directions: a request may be asked for less and answered
with more. Events are read by consumers and stay stored, so an event of one version keeps its shape; a higher version is
free, because its upcasters bring the stored ones along.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Schema = Mapping[str, Any]
Direction = Literal["sent", "read", "stored"]
"""Who suffers: `sent` what callers send, `read` what callers read, `stored` an event, which is both."""

_METHODS = ("get", "put", "post", "patch", "delete")
_ANYTHING = "anything"
_SUCCESS = "2"
_VERSION, _KEY = "x-version", "x-key"


def broken_calls(before: Schema, after: Schema) -> list[str]:
    """What the OpenAPI document `after` breaks for callers who know `before`, sorted."""
    comparison = _Comparison(before, after)
    return sorted(problem for call in _calls(before) for problem in _call(comparison, call))


def broken_event(before: Schema, after: Schema | None) -> list[str]:
    """What the schema `after` of an event breaks for its consumers and for its stored past; None: it is gone."""
    if after is None:
        return ["the event is gone"]
    if before[_KEY] != after[_KEY]:
        return [f"its key was {before[_KEY]}, is {after[_KEY]}: consumers rely on its order"]
    if after[_VERSION] != before[_VERSION]:
        return [] if after[_VERSION] > before[_VERSION] else [f"its version fell from {before[_VERSION]}"]
    return sorted(_Comparison(before, after).schemas(before, after, "stored"))


def _calls(document: Schema) -> Iterator[tuple[str, str]]:
    for path, item in document["paths"].items():
        yield from ((path, method) for method in _METHODS if method in item)


def _call(comparison: "_Comparison", call: tuple[str, str]) -> Iterator[str]:
    path, method = call
    before, after = comparison.before["paths"][path][method], comparison.after["paths"].get(path, {}).get(method)
    name = f"{method.upper()} {path}"
    if after is None:
        yield f"{name}: the call is gone"
        return
    if _closed(after) and not _closed(before):
        yield f"{name}: a token is needed now"
    problems = (*_parameters(comparison, before, after), *_body(comparison, before, after))
    yield from (f"{name}: {problem}" for problem in (*problems, *_replies(comparison, before, after)))


def _closed(operation: Schema) -> bool:
    """Whether a token is needed: the empty way in, if it is among the others, needs none."""
    ways = operation.get("security") or [{}]
    return {} not in ways


def _parameters(comparison: "_Comparison", before: Schema, after: Schema) -> Iterator[str]:
    old, new = ({(p["in"], p["name"]): p for p in side.get("parameters", ())} for side in (before, after))
    for where, name in old.keys() - new.keys():
        yield f"{where} parameter {name} is gone"
    for key, parameter in new.items():
        if parameter.get("required") and not old.get(key, {}).get("required"):
            yield f"{key[0]} parameter {key[1]} is required now"
    for key in old.keys() & new.keys():
        named = (f"{key[0]} parameter {key[1]}",)
        yield from comparison.schemas(old[key].get("schema", {}), new[key].get("schema", {}), "sent", named)


def _body(comparison: "_Comparison", before: Schema, after: Schema) -> Iterator[str]:
    old, new = before.get("requestBody", {}), after.get("requestBody", {})
    if new.get("required") and not old.get("required"):
        yield "a body is required now"
    yield from _content(comparison, old, new, "sent", "body")


def _replies(comparison: "_Comparison", before: Schema, after: Schema) -> Iterator[str]:
    """Replies of success. Refusals all have one shape, and a new one is no surprise to a client of HTTP."""
    for status, reply in before["responses"].items():
        if status.startswith(_SUCCESS):
            if status not in after["responses"]:
                yield f"it does not reply {status} any more"
            else:
                yield from _content(comparison, reply, after["responses"][status], "read", f"reply {status}")


def _content(
    comparison: "_Comparison", before: Schema, after: Schema, direction: Direction, name: str
) -> Iterator[str]:
    old, new = before.get("content", {}), after.get("content", {})
    for kind, part in old.items():
        if kind not in new:
            yield f"{name}: {kind} is gone"
        else:
            yield from comparison.schemas(part.get("schema", {}), new[kind].get("schema", {}), direction, (name,))


@dataclass(slots=True)
class _Shape:
    """A schema taken apart: each kind of value it admits, with what is said of that kind."""

    kinds: dict[str, Schema] = field(default_factory=dict)
    values: dict[str, set[str]] = field(default_factory=dict)
    """The only values admitted of a kind; a kind that is not here admits all."""


@dataclass(slots=True)
class _Comparison:
    """Two documents whose schemas refer to parts of themselves."""

    before: Schema
    after: Schema
    _open: list[tuple[str, str]] = field(default_factory=list)
    """References on the way to where it is now: a schema may contain itself."""

    def schemas(self, before: Schema, after: Schema, direction: Direction, at: Sequence[str] = ()) -> Iterator[str]:
        """What differs for the worse between two schemas, a sentence each that begins with the place."""
        pair = (before.get("$ref", ""), after.get("$ref", ""))
        if all(pair) and pair in self._open:
            return
        self._open.append(pair)
        yield from self._shapes(_shape(self.before, before), _shape(self.after, after), direction, at)
        self._open.pop()

    def _shapes(self, old: _Shape, new: _Shape, direction: Direction, at: Sequence[str]) -> Iterator[str]:
        narrow, wide = (new, old) if direction == "read" else (old, new)
        strange = [kind for kind in narrow.kinds if not any(_fits(kind, other) for other in wide.kinds)]
        if strange or (direction == "stored" and old.kinds.keys() != new.kinds.keys()):
            yield _said(at, f"its type was {_spoken(old)}, is {_spoken(new)}")
            return
        yield from self._values(old, new, direction, at)
        for kind in old.kinds.keys() & new.kinds.keys():
            yield from self._inside(old.kinds[kind], new.kinds[kind], direction, at)

    def _values(self, old: _Shape, new: _Shape, direction: Direction, at: Sequence[str]) -> Iterator[str]:
        """A value more in what is read is something clients must expect; a value fewer in what is sent is a refusal."""
        if direction == "read":
            return
        for kind in new.values.keys() & old.kinds.keys():
            if kind not in old.values:
                yield _said(at, f"only {', '.join(sorted(new.values[kind]))} is accepted now")
            elif gone := old.values[kind] - new.values[kind]:
                yield _said(at, f"{', '.join(sorted(gone))} is not accepted any more")

    def _inside(self, before: Schema, after: Schema, direction: Direction, at: Sequence[str]) -> Iterator[str]:
        yield from self._properties(before, after, direction, at)
        for part, place in (("items", "[]"), ("additionalProperties", "{}")):
            if isinstance(before.get(part), Mapping) and isinstance(after.get(part), Mapping):
                yield from self.schemas(before[part], after[part], direction, (*at, place))

    def _properties(self, before: Schema, after: Schema, direction: Direction, at: Sequence[str]) -> Iterator[str]:
        old, new = before.get("properties", {}), after.get("properties", {})
        was_required, is_required = set(before.get("required", ())), set(after.get("required", ()))
        yield from (_said((*at, name), "is gone") for name in old.keys() - new.keys())
        if direction == "read":
            kept = was_required & new.keys()
            yield from (_said((*at, name), "is not always there now") for name in kept - is_required)
        else:
            yield from (_said((*at, name), "is required now") for name in is_required - was_required)
        for name in old.keys() & new.keys():
            yield from self.schemas(old[name], new[name], direction, (*at, name))


def _shape(document: Schema, schema: Schema) -> _Shape:
    shape = _Shape()
    for part in _alternatives(document, schema):
        for kind in _kinds(part):
            shape.kinds[kind] = part
            if allowed := _allowed(part):
                shape.values.setdefault(kind, set()).update(allowed)
    return shape


def _alternatives(document: Schema, schema: Schema) -> Iterator[Schema]:
    while "$ref" in schema:
        schema = _resolved(document, schema["$ref"])
    union = schema.get("oneOf") or schema.get("anyOf")
    if union:
        for part in union:
            yield from _alternatives(document, part)
    else:
        yield schema


def _resolved(document: Any, reference: str) -> Schema:
    for part in reference.removeprefix("#/").split("/"):
        document = document[part.replace("~1", "/").replace("~0", "~")]
    found: Schema = document
    return found


def _kinds(schema: Schema) -> list[str]:
    kind = schema.get("type")
    if kind is None:
        return sorted({_kind_of(value) for value in schema.get("enum", ())}) or [_ANYTHING]
    names = [kind] if isinstance(kind, str) else list(kind)
    return [f"{name} ({schema['format']})" if name == "string" and "format" in schema else name for name in names]


def _kind_of(value: object) -> str:
    return {str: "string", bool: "boolean", int: "integer", float: "number", type(None): "null"}[type(value)]


def _allowed(schema: Schema) -> set[str]:
    return {str(value) for value in schema.get("enum", ())} or ({str(schema["const"])} if "const" in schema else set())


def _fits(narrow: str, wide: str) -> bool:
    """Whether whoever is ready for the wide kind is ready for the narrow one."""
    return wide in {_ANYTHING, narrow} or (narrow, wide) == ("integer", "number") or narrow.startswith(f"{wide} (")


def _spoken(shape: _Shape) -> str:
    return " or ".join(sorted(shape.kinds))


def _said(at: Sequence[str], what: str) -> str:
    place = ".".join(at).replace(".[]", "[]").replace(".{}", "{}")
    return f"{place}: {what}" if place else what
