"""Examples are what their schemas allow, or there is none; what stands beside fields in the code is found."""

from typing import Any

import jsonschema_rs
import msgspec
import pytest

from bdcommerce.infra.http.docstrings import fields_of
from bdcommerce.infra.http.examples import NoExample, example_of, exemplify

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
