"""What counts as breaking a contract: small documents before and after, one vector per rule."""

from copy import deepcopy
from typing import Any

import pytest

from bdcommerce.cli.compatibility import broken_calls, broken_event

Document = dict[str, Any]

TEXT = {"type": "string"}
WHOLE = {"type": "integer"}
NOTHING = {"type": "null"}
LINE = {"type": "object", "properties": {"id": TEXT, "quantity": WHOLE}, "required": ["id", "quantity"]}


def thing(required: list[str] | None = None, /, **properties: Any) -> Document:
    """An object schema; every property is required unless said otherwise."""
    return {"type": "object", "properties": properties, "required": required or list(properties)}


def api(
    reply: Any = None,
    *,
    body: Any = None,
    parameters: Any = (),
    schemas: Any = None,
    status: str = "200",
    **operation: Any,
) -> Document:
    """A document with one call."""
    call: Document = {
        "responses": {status: {"content": {"application/json": {"schema": reply or TEXT}}}},
        "parameters": list(parameters),
        **operation,
    }
    if body is not None:
        call["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}
    return {"paths": {"/things": {"post": call}}, "components": {"schemas": schemas or {}}}


def event(schema: Document, *, version: int = 1, key: str = "id", **definitions: Any) -> Document:
    """An event's schema as it is committed."""
    return {
        "$ref": "#/$defs/Told",
        "$defs": {"Told": schema, **definitions},
        "x-version": version,
        "x-key": key,
    }


def query(name: str, *, required: bool = False, schema: Any = None) -> Document:
    return {"in": "query", "name": name, "required": required, "schema": schema or TEXT}


def one_of(*schemas: Any) -> Document:
    return {"oneOf": list(schemas)}


def ref(name: str) -> Document:
    return {"$ref": f"#/components/schemas/{name}"}


REFUSED: dict[str, tuple[Document, Document, str]] = {
    "call gone": (api(), {"paths": {}}, "POST /things: the call is gone"),
    "method gone": (
        api(),
        {"paths": {"/things": {"get": {"responses": {}}}}},
        "POST /things: the call is gone",
    ),
    "token needed": (api(), api(security=[{"bearer": []}]), "POST /things: a token is needed now"),
    "reply field gone": (
        api(thing(id=TEXT, name=TEXT)),
        api(thing(id=TEXT)),
        "POST /things: reply 200.name: is gone",
    ),
    "reply field deep inside gone": (
        api(thing(lines={"type": "array", "items": LINE})),
        api(thing(lines={"type": "array", "items": thing(id=TEXT)})),
        "POST /things: reply 200.lines[].quantity: is gone",
    ),
    "reply field behind a reference gone": (
        api(ref("A"), schemas={"A": thing(id=TEXT, name=TEXT)}),
        api(ref("B"), schemas={"B": thing(id=TEXT)}),
        "POST /things: reply 200.name: is gone",
    ),
    "reply field of a map's values gone": (
        api({"type": "object", "additionalProperties": LINE}),
        api({"type": "object", "additionalProperties": thing(id=TEXT)}),
        "POST /things: reply 200{}.quantity: is gone",
    ),
    "reply type changed": (
        api(thing(price=WHOLE)),
        api(thing(price=TEXT)),
        "POST /things: reply 200.price: its type was integer, is string",
    ),
    "reply format lost": (
        api(thing(at={"type": "string", "format": "date-time"})),
        api(thing(at=TEXT)),
        "POST /things: reply 200.at: its type was string (date-time), is string",
    ),
    "reply may be null now": (
        api(thing(name=TEXT)),
        api(thing(name=one_of(TEXT, NOTHING))),
        "POST /things: reply 200.name: its type was string, is null or string",
    ),
    "reply field not always there": (
        api(thing(id=TEXT, name=TEXT)),
        api(thing(["id"], id=TEXT, name=TEXT)),
        "POST /things: reply 200.name: is not always there now",
    ),
    "reply status gone": (api(), api(status="201"), "POST /things: it does not reply 200 any more"),
    "request field required": (
        api(body=thing(id=TEXT)),
        api(body=thing(id=TEXT, name=TEXT)),
        "POST /things: body.name: is required now",
    ),
    "optional request field required": (
        api(body=thing(["id"], id=TEXT, name=TEXT)),
        api(body=thing(id=TEXT, name=TEXT)),
        "POST /things: body.name: is required now",
    ),
    "request field gone": (
        api(body=thing(id=TEXT, name=TEXT)),
        api(body=thing(id=TEXT)),
        "POST /things: body.name: is gone",
    ),
    "request type changed": (
        api(body=thing(id=TEXT)),
        api(body=thing(id=WHOLE)),
        "POST /things: body.id: its type was string, is integer",
    ),
    "request may not be null": (
        api(body=thing(id={"type": ["string", "null"]})),
        api(body=thing(id=TEXT)),
        "POST /things: body.id: its type was null or string, is string",
    ),
    "request enum value gone": (
        api(body=thing(how={"type": "string", "enum": ["cod", "card"]})),
        api(body=thing(how={"type": "string", "enum": ["cod"]})),
        "POST /things: body.how: card is not accepted any more",
    ),
    "request becomes an enum": (
        api(body=thing(how=TEXT)),
        api(body=thing(how={"enum": ["cod"]})),
        "POST /things: body.how: only cod is accepted now",
    ),
    "body required": (
        api(),
        api(body=thing(["id"], id=TEXT)),
        "POST /things: a body is required now",
    ),
    "parameter required": (
        api(parameters=[query("a")]),
        api(parameters=[query("a", required=True)]),
        "POST /things: query parameter a is required now",
    ),
    "new required parameter": (
        api(),
        api(parameters=[query("a", required=True)]),
        "POST /things: query parameter a is required now",
    ),
    "parameter gone": (
        api(parameters=[query("a")]),
        api(),
        "POST /things: query parameter a is gone",
    ),
    "parameter type changed": (
        api(parameters=[query("a")]),
        api(parameters=[query("a", schema=WHOLE)]),
        "POST /things: query parameter a: its type was string, is integer",
    ),
    "parameter enum value gone": (
        api(parameters=[query("a", schema={"enum": ["x", "y"]})]),
        api(parameters=[query("a", schema={"enum": ["y"]})]),
        "POST /things: query parameter a: x is not accepted any more",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_breaking_change_of_a_call_is_named(name: str) -> None:
    before, after, said = REFUSED[name]
    assert broken_calls(before, after) == [said]


WELCOME: dict[str, tuple[Document, Document]] = {
    "nothing": (api(LINE, body=LINE, parameters=[query("a")]), api(LINE, body=LINE, parameters=[query("a")])),
    "new call": ({"paths": {}}, api()),
    "new reply field": (api(thing(id=TEXT)), api(thing(id=TEXT, name=TEXT))),
    "reply never null again": (api(thing(name=one_of(TEXT, NOTHING))), api(thing(name=TEXT))),
    "reply integer was number": (api(thing(n={"type": "number"})), api(thing(n=WHOLE))),
    "reply gains a format": (api(TEXT), api({"type": "string", "format": "date"})),
    "reply enum grows": (api({"enum": ["a"]}), api({"enum": ["a", "b"]})),
    "reply moves behind a reference": (api(LINE), api(ref("Line"), schemas={"Line": LINE})),
    "new optional request field": (api(body=thing(id=TEXT)), api(body=thing(["id"], id=TEXT, name=TEXT))),
    "request field may be left out": (
        api(body=thing(id=TEXT, name=TEXT)),
        api(body=thing(["id"], id=TEXT, name=TEXT)),
    ),
    "request enum grows": (api(body={"enum": ["a"]}), api(body={"enum": ["a", "b"]})),
    "request enum becomes free text": (api(body={"enum": ["a"]}), api(body=TEXT)),
    "request takes null too": (api(body=TEXT), api(body={"type": ["string", "null"]})),
    "new optional parameter": (api(), api(parameters=[query("a")])),
    "parameter takes any text": (
        api(parameters=[query("a", schema={"type": "string", "format": "date"})]),
        api(parameters=[query("a")]),
    ),
    "no token needed any more": (api(security=[{"bearer": []}]), api()),
    "a token may be sent": (api(), api(security=[{"bearer": []}, {}])),
}


@pytest.mark.parametrize("name", WELCOME)
def test_a_harmless_change_of_a_call_passes(name: str) -> None:
    before, after = WELCOME[name]
    assert broken_calls(before, after) == []


def test_a_schema_that_contains_itself_is_compared_to_its_end() -> None:
    tree = thing(["id"], id=TEXT, children={"type": "array", "items": ref("Tree")})
    before = api(ref("Tree"), schemas={"Tree": tree})
    after = deepcopy(before)
    assert broken_calls(before, after) == []
    after["components"]["schemas"]["Tree"]["properties"]["id"] = WHOLE
    assert broken_calls(before, after) == ["POST /things: reply 200.id: its type was string, is integer"]


def test_one_call_may_break_in_several_ways_and_all_are_named() -> None:
    before = api(thing(id=TEXT, name=TEXT), body=thing(id=TEXT), parameters=[query("a")])
    after = api(thing(id=WHOLE), body=thing(id=TEXT, name=TEXT), parameters=[query("b", required=True)])
    assert broken_calls(before, after) == [
        "POST /things: body.name: is required now",
        "POST /things: query parameter a is gone",
        "POST /things: query parameter b is required now",
        "POST /things: reply 200.id: its type was string, is integer",
        "POST /things: reply 200.name: is gone",
    ]


BROKEN_EVENTS = {
    "field gone": (event(thing(id=TEXT, name=TEXT)), event(thing(id=TEXT)), "name: is gone"),
    "type changed": (event(thing(id=TEXT)), event(thing(id=WHOLE)), "id: its type was string, is integer"),
    "type widened": (
        event(thing(id=WHOLE)),
        event(thing(id={"type": "number"})),
        "id: its type was integer, is number",
    ),
    "null possible": (
        event(thing(id=TEXT)),
        event(thing(id={"anyOf": [TEXT, NOTHING]})),
        "id: its type was string, is null or string",
    ),
    "new required field": (event(thing(id=TEXT)), event(thing(id=TEXT, name=TEXT)), "name: is required now"),
    "field inside a record gone": (
        event(thing(money={"$ref": "#/$defs/M"}), M=thing(amount=WHOLE, currency=TEXT)),
        event(thing(money={"$ref": "#/$defs/M"}), M=thing(amount=WHOLE)),
        "money.currency: is gone",
    ),
    "stored value gone": (
        event(thing(how={"enum": ["a", "b"]})),
        event(thing(how={"enum": ["b"]})),
        "how: a is not accepted any more",
    ),
    "key changed": (
        event(thing(id=TEXT, other=TEXT)),
        event(thing(id=TEXT, other=TEXT), key="other", version=2),
        "its key was id, is other: consumers rely on its order",
    ),
    "version fell": (event(thing(id=TEXT), version=2), event(thing(id=TEXT)), "its version fell from 2"),
    "gone": (event(thing(id=TEXT)), None, "the event is gone"),
}


@pytest.mark.parametrize("name", BROKEN_EVENTS)
def test_a_breaking_change_of_an_event_is_named(name: str) -> None:
    before, after, said = BROKEN_EVENTS[name]
    assert broken_event(before, after) == [said]


def test_a_new_version_of_an_event_may_look_different() -> None:
    assert broken_event(event(thing(id=TEXT)), event(thing(number=WHOLE), version=2)) == []


def test_an_event_may_gain_a_field_with_a_default() -> None:
    assert broken_event(event(thing(id=TEXT)), event(thing(["id"], id=TEXT, name=TEXT))) == []


def test_an_event_may_gain_a_possible_value() -> None:
    assert broken_event(event(thing(how={"enum": ["a"]})), event(thing(how={"enum": ["a", "b"]}))) == []
