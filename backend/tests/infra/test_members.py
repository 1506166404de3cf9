"""The API document says of lists, mappings, decimals and times of day what msgspec checks."""

from datetime import time
from decimal import Decimal
from typing import Annotated, Any

import jsonschema_rs
import msgspec
import pytest

from bdcommerce.infra.http.members import complete

Short = Annotated[str, msgspec.Meta(min_length=2, max_length=3)]
Key = Annotated[str, msgspec.Meta(pattern="^[a-z]+$")]


def described(hint: Any, schema: dict[str, Any]) -> jsonschema_rs.Validator:
    complete(schema, hint)
    return jsonschema_rs.validator_for(schema)


LIST: dict[str, Any] = {"type": "array", "items": {"type": "string"}}
MAPPING: dict[str, Any] = {"type": "object", "additionalProperties": {"type": "integer"}}


@pytest.mark.parametrize(
    "hint, schema, right, wrong",
    [
        (list[Short], LIST, ["ab"], ["a"]),
        (Annotated[list[Short], msgspec.Meta(max_length=5)], LIST, ["abc"], ["abcd"]),
        (Annotated[int, msgspec.Meta(ge=0)] | msgspec.UnsetType, {"type": "integer"}, 0, -1),
        (list[Short] | msgspec.UnsetType, LIST, ["ab"], [""]),
        (list[Short] | None, {"oneOf": [LIST, {"type": "null"}]}, None, [""]),
        (list[list[Short]], {"type": "array", "items": LIST}, [["ab"]], [["a"]]),
        (tuple[Short, ...], LIST, ["ab"], ["a"]),
        (dict[Key, Annotated[int, msgspec.Meta(ge=1)]], MAPPING, {"a": 1}, {"a": 0}),
        (dict[Key, int], MAPPING, {"a": 0}, {"A": 0}),
        (Decimal, {"type": "string"}, "-7.50", "7,5"),
        (Annotated[time, msgspec.Meta(tz=False)], {"type": "string", "format": "duration"}, "22:00:00", "22:60:00"),
        (str, {"type": "string"}, "anything", 1),
    ],
)
def test_what_is_inside_has_its_limits(hint: Any, schema: dict[str, Any], right: Any, wrong: Any) -> None:
    validator = described(hint, msgspec.json.decode(msgspec.json.encode(schema)))
    assert validator.is_valid(right)
    assert not validator.is_valid(wrong)
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(msgspec.json.encode(wrong), type=hint)
