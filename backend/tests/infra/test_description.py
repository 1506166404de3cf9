"""Examples are what their schemas allow, or there is none; what stands beside fields in the code is found."""

import re
from pathlib import Path
from typing import Any

import jsonschema_rs
import msgspec
import pytest

import bdcommerce
from bdcommerce.infra.http.docstrings import explain, fields_of
from bdcommerce.infra.http.examples import NoExample, example_of, exemplify
from bdcommerce.infra.http.kinds import KINDS, identifier, kind_in, meaning
from bdcommerce.infra.http.plausible import number, texts

NODE = {
    "title": "OrderNode",
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"type": "string"},
        "children": {"type": "array", "items": {"$ref": "#/components/schemas/N"}},
    },
}
DOCUMENT: dict[str, Any] = {"components": {"schemas": {"N": NODE}}}


class Base(msgspec.Struct):
    """Below."""

    weight: int
    """In grams."""


class Parcel(Base):
    """A parcel."""

    fee: int
    """In poisha,
    VAT included.
    """
    note: str = ""


@pytest.mark.parametrize(
    "schema, name",
    [
        ({"type": "string", "format": "date-time"}, "at"),
        ({"type": "string", "pattern": "^ord_[0-9a-z]{26}$"}, "order_id"),
        ({"type": "string", "minLength": 30, "examples": ["x" * 30]}, "text"),
        ({"type": ["string", "null"], "maxLength": 4}, "text"),
        ({"type": "integer", "minimum": 5, "maximum": 9}, "amount"),
        ({"type": "integer", "exclusiveMinimum": 0, "maximum": 3}, "quantity"),
        ({"oneOf": [{"type": "null"}, {"type": "integer"}], "minimum": 3}, "n"),
        ({"enum": ["", "a"]}, "status"),
        ({"type": "array", "items": {"type": "boolean"}, "minItems": 2}, "flags"),
        ({"type": "object", "properties": {"a": {"type": "string", "pattern": "^impossible$"}}}, "thing"),
        ({"$ref": "#/components/schemas/N"}, "node"),
        ({"allOf": [{"$ref": "#/components/schemas/N"}], "description": "the first"}, "node"),
    ],
)
def test_an_example_is_what_its_schema_allows(schema: dict[str, Any], name: str) -> None:
    jsonschema_rs.validator_for({**schema, **DOCUMENT}).validate(example_of(schema, DOCUMENT, name))


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "pattern": "^impossible$"},
        {"type": "object", "required": ["a"], "properties": {"a": {"type": "string", "minLength": 500}}},
        {"type": "integer", "exclusiveMinimum": 1, "exclusiveMaximum": 2},
        {},
    ],
)
def test_where_nothing_plausible_fits_there_is_none(schema: dict[str, Any]) -> None:
    with pytest.raises(NoExample):
        example_of(schema, DOCUMENT)
    part: dict[str, Any] = {"schema": schema}
    exemplify({"paths": {"/x": {"get": {"responses": {"200": {"content": {"application/json": part}}}}}}})
    assert "example" not in part


def test_texts_beside_fields_are_read_from_the_code_also_of_what_a_class_inherits() -> None:
    from bdcommerce.gateway.schemas import WebhookView

    assert fields_of(WebhookView)["failures"] == "Attempts in a row that failed."
    assert fields_of(Parcel) == {}, "only of ours"


def test_a_number_whose_name_means_the_same_everywhere_is_described_where_the_code_says_nothing() -> None:
    fields = {"version": {"type": "integer"}, "weight_grams": {"oneOf": [{"type": "integer"}, {"type": "null"}]}}
    said = {
        "units": {"type": "integer", "description": "of SMS"},
        "position": {"type": "string"},
        "n": {"type": "integer"},
    }
    schema: dict[str, Any] = {"title": "Nobody", "properties": {**fields, **said}}
    explain({"components": {"schemas": {"Nobody": schema}}}, ())
    shown = {name: part.get("description") for name, part in schema["properties"].items()}
    assert shown["weight_grams"] == "grams"
    assert "change" in shown["version"]
    assert (shown["units"], shown["position"], shown["n"]) == ("of SMS", None, None)


def test_ids_begin_as_the_code_makes_them() -> None:
    sources = Path(bdcommerce.__file__).parent.rglob("*.py")
    made = {kind for source in sources for kind in re.findall(r'new_id\("([a-z]+)"\)', source.read_text("utf-8"))}
    assert set(KINDS.values()) <= made


@pytest.mark.parametrize(
    "name, begins, means",
    [
        ("vendor_order_id", "vor_", "id of a vendor order, `vor_…`"),
        ("own_order_id", "ord_", "id of an own order, `ord_…`"),
        ("order", None, None),
        ("upazila_id", None, None),
    ],
)
def test_the_name_of_an_id_says_what_it_is_of(name: str, begins: str | None, means: str | None) -> None:
    assert (identifier(name) or "").startswith(begins or "")
    assert bool(identifier(name)) == bool(begins)
    assert meaning(name) == means


@pytest.mark.parametrize(
    "title, kind",
    [("VendorOrderView", "vendor_order"), ("OrderLineView", "line"), ("ApiKeyView", "key"), ("Credits", "order")],
)
def test_a_class_is_about_the_last_thing_in_its_name(title: str, kind: str) -> None:
    assert kind_in(title) == kind


@pytest.mark.parametrize(
    "name, likely",
    [
        ("contact_email", "rahima@example.com"),
        ("order_number", "BD-261122-000123"),
        ("decided_by", identifier("user_id")),
        ("frozen_because", "asked for by phone"),
        ("vendor_order_id", identifier("vendor_order_id")),
        ("nothing_known", "Miniket rice"),
    ],
)
def test_a_field_of_an_example_holds_what_its_name_speaks_of(name: str, likely: str) -> None:
    assert next(texts(name)) == likely


def test_numbers_of_examples_have_the_size_that_their_names_suggest() -> None:
    assert number("amount") == 129900
    assert number("email") is None
    assert number("nothing_known") is None
