"""Requests made from the OpenAPI document: each is a valid sample with one thing about it wrong or odd."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from journey import odd
from journey.samples import SAMPLES, TABLE
from journey.samples.words import Sample, picture
from journey.things import Ids, filled
from support.wire import CSV, JSON, Request

Document = dict[str, Any]
Place = tuple[str | int, ...]
PNG = (b"content-type", b"image/png")


@dataclass(slots=True)
class Call:
    """An operation of the document with its sample. `version` is put into bodies that state one."""

    name: str
    operation: Document
    ids: Ids
    version: int = 1

    @property
    def method(self) -> str:
        """GET, POST …"""
        return self.name.partition(" ")[0]

    @property
    def path(self) -> str:
        """Its template, as the document writes it."""
        return TABLE[self.name].path

    @property
    def sample(self) -> Sample:
        """A valid call."""
        return SAMPLES[self.name]

    def body(self) -> Any:
        """The sample's body, with real ids and what must be another one each time."""
        body = filled(self.sample.body, self.ids)
        return {**body, "version": self.version} if isinstance(body, dict) and "version" in body else body

    def request(self, *, body: Any = ..., path: str = "", query: str | None = None) -> Request:
        """The valid call, but for what is given."""
        path = path or filled(self.name.partition(" ")[2], self.ids)
        query = urlencode(filled(self.sample.query, self.ids)) if query is None else query
        target = f"/api/v1{path}?{query}" if query else f"/api/v1{path}"
        if self.sample.picture:
            return Request(method=self.method, target=target, headers=[PNG], body=picture())
        if self.sample.file:
            return Request(method=self.method, target=target, headers=[CSV], body=self.file().encode())
        body = self.body() if body is ... else body
        plain = body is None and self.sample.body is None
        return Request(
            method=self.method,
            target=target,
            headers=[] if plain else [JSON],
            body=b"" if plain else json.dumps(body).encode(),
        )

    def page(self, cursor: str = "") -> Request:
        """The valid call, for one thing of a list."""
        query = {name: value for name, value in self.sample.query.items() if name != "limit"}
        return self.request(query=urlencode({**filled(query, self.ids), "limit": 1}) + cursor)

    def file(self) -> str:
        """The sample's file."""
        return str(filled(self.sample.file, self.ids))

    def parameters(self, where: str) -> list[str]:
        """The names of its parameters in the path, in the query …"""
        return [each["name"] for each in self.operation.get("parameters", ()) if each["in"] == where]


@dataclass(frozen=True, slots=True)
class Odd:
    """A request, and the field that is odd about it (empty: no one field)."""

    request: Request
    field: str = ""


def calls(document: Document, ids: Ids) -> list[Call]:
    """Every operation of the document."""
    return [Call(name, document["paths"][TABLE[name].path][name.partition(" ")[0].lower()], ids) for name in SAMPLES]


def in_paths(call: Call) -> Iterator[Odd]:
    """Each id of the path replaced."""
    template = call.name.partition(" ")[2]
    for name in re.findall(r"\{(\w+)\}", template):
        for value in odd.IN_A_PATH:
            yield Odd(call.request(path=filled(template, {**call.ids, name: value})))


def in_queries(call: Call) -> Iterator[Odd]:
    """Each parameter of the query replaced, the others kept; said twice; and one that is not there."""
    for name in call.parameters("query"):
        if name in _OF_EVERY_LIST:
            continue
        known = {key: value for key, value in call.sample.query.items() if key != name}
        kept = urlencode(filled(known, call.ids))
        for value in odd.IN_A_QUERY:
            yield Odd(call.request(query=f"{kept}{'&' if kept else ''}{name}={value}"), name)
        yield Odd(call.request(query=f"{kept}{'&' if kept else ''}{name}=1&{name}=2"))
    yield Odd(call.request(query=f"{urlencode(filled(call.sample.query, call.ids))}&surprise=1&&=&%00="))
    yield Odd(call.request(query="&surprise=1&=&;"))


_OF_EVERY_LIST = {"limit", "cursor"}
"""What all lists read by the same code; the tests of the HTTP edge and of cursors are for them."""


def in_cursors(call: Call, real: str) -> Iterator[Odd]:
    """Cursors that are none of this list's; `real` is one, if one is known."""
    for cursor in (*odd.NO_CURSORS, *(odd.cursors_like(real) if real else odd.some_cursors())):
        yield Odd(call.page(f"&cursor={cursor}"), "cursor")


def in_bodies(call: Call, document: Document) -> Iterator[Odd]:
    """Each field of the body replaced by what its type makes interesting; left out; and one that is not there."""
    schema = call.operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    if schema is None or call.sample.body is None:
        return
    for place, kinds in fields(document, schema):
        name = ".".join(str(step) for step in place if not isinstance(step, int))
        for value in _values(kinds, _at(call.body(), place)):
            yield Odd(call.request(body=_put(call.body(), place, value)), name)
        yield Odd(call.request(body=_put(call.body(), place, ...)))
    yield Odd(call.request(body={**call.body(), "surprise": 1}), "surprise")


def in_files(call: Call) -> Iterator[Odd]:
    """Each cell of the file replaced; and bytes that are no file."""
    if not call.sample.file:
        return
    for number in range(len(call.file().splitlines()[1].split(","))):
        for text in odd.TEXTS:
            heading, line = call.file().splitlines()
            cells = line.split(",")
            cells[number] = '"' + text.replace('"', '""') + '"'
            body = f"{heading}\n{','.join(cells)}\n".encode(errors="surrogatepass")
            yield Odd(replace(call.request(), body=body))
    yield from (Odd(replace(call.request(), body=body)) for body in odd.BODIES)


def in_transport(call: Call, number: int) -> Iterator[Odd]:
    """Bodies that are none, types that are wrong, headers that are odd: `number` says which share of them."""
    valid = call.request()
    for headers in odd.HEADERS[number % 12 :: 12]:
        yield Odd(replace(valid, headers=[*valid.headers, *headers]))
    if call.method != "GET":
        for body in odd.BODIES[number % 12 :: 12]:
            yield Odd(replace(valid, headers=[JSON], body=body))
        for kind in odd.CONTENT_TYPES[number % 12 :: 12]:
            yield Odd(replace(valid, headers=[(b"content-type", kind)], body=valid.body or b"{}"))
    yield Odd(replace(valid, method=("HEAD", "OPTIONS", "TRACE", "BREW")[number % 4]))


def fields(document: Document, schema: Document, place: Place = ()) -> Iterator[tuple[Place, set[str]]]:
    """Every field that a body may have, at any depth, with the types it may be of."""
    for option in _options(document, schema):
        for name, part in option.get("properties", {}).items():
            yield (*place, name), {each.get("type", "any") for each in _options(document, part)}
            yield from fields(document, part, (*place, name))
        if "items" in option:
            yield (*place, 0), {each.get("type", "any") for each in _options(document, option["items"])}
            yield from fields(document, option["items"], (*place, 0))


def _options(document: Document, schema: Document) -> list[Document]:
    """The schemas that a value may satisfy, references followed."""
    if "$ref" in schema:
        return _options(document, document["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    for union in ("oneOf", "anyOf"):
        if union in schema:
            return [each for part in schema[union] for each in _options(document, part)]
    types = schema.get("type")
    return [{**schema, "type": each} for each in types] if isinstance(types, list) else [schema]


def _values(kinds: set[str], usual: Any) -> list[Any]:
    """What is interesting where these types may stand; of a text it is seen by the usual value what it means."""
    if "string" in kinds:
        return [*_texts_like(usual), *odd.FEWER_OTHERS]
    if kinds & {"integer", "number"}:
        return [*odd.NUMBERS, *odd.FEWER_OTHERS]
    return list(odd.OTHERS)


def _texts_like(usual: Any) -> Sequence[str]:
    if re.fullmatch(r"\d{4}-\d\d-\d\d.*", str(usual)):
        return odd.DATES
    return odd.AMOUNTS if re.fullmatch(r"\d+(\.\d+)?", str(usual)) else odd.TEXTS


def _at(body: Any, place: Place) -> Any:
    """What stands there; None if nothing does."""
    for step in place:
        try:
            body = body[step]
        except (KeyError, IndexError, TypeError):
            return None
    return body


def _put(body: Any, place: Place, value: Any) -> Any:
    """The body with that value there (`...`: with nothing there); what leads there is made if it is missing."""
    step, rest = place[0], place[1:]
    if isinstance(step, int):
        items = body if isinstance(body, list) and body else [{}]
        return [_put(items[0], rest, value) if rest else value, *items[1:]] if value is not ... or rest else items[1:]
    known = dict(body) if isinstance(body, dict) else {}
    if not rest and value is ...:
        known.pop(str(step), None)
        return known
    return {**known, step: _put(known.get(str(step)), rest, value) if rest else value}
