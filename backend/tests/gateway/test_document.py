"""The OpenAPI document says of every call what the route table says, and what may go wrong."""

import base64
import hashlib
import json
import re
from dataclasses import replace
from typing import Any

import jsonschema_rs
import msgspec
import pytest
import schemathesis

from bdcommerce.cli.services import SERVICES
from bdcommerce.gateway.adapters.reference import policy, reference_page
from bdcommerce.gateway.bootstrap import openapi_document, own_routes, route_table
from bdcommerce.gateway.domain import Route, double_entries

WAYS_IN: dict[str, list[dict[str, list[str]]]] = {
    "anybody": [],
    "customer or guest": [{"bearer": []}, {"guest": []}, {}],
    "signed in": [{"bearer": []}],
    "shop": [{"bearer": []}],
    "vendor": [{"bearer": []}],
    "admin": [{"bearer": []}],
}
TABLE = route_table(SERVICES)
Operation = dict[str, Any]
JSON = "application/json"


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    """As it goes out: through JSON."""
    found: dict[str, Any] = json.loads(msgspec.json.encode(openapi_document(SERVICES)))
    return found


@pytest.fixture(scope="module")
def operations(document: dict[str, Any]) -> list[tuple[Route, Operation]]:
    """Every call of the route table with what the document says of it."""
    return [(route, document["paths"][route.path][route.method.lower()]) for route in TABLE]


def content_of(operation: Operation) -> dict[str, Any]:
    """What the call takes, by media type."""
    found: dict[str, Any] = operation.get("requestBody", {}).get("content", {})
    return found


def bodies(operation: Operation) -> list[dict[str, Any]]:
    """What the call takes, and what it answers when all goes well."""
    return [operation.get("requestBody", {}), *(r for status, r in operation["responses"].items() if status < "3")]


def counts(schema: dict[str, Any]) -> bool:
    """Whether numbers stand there, also in a list or by name."""
    kind, inner = schema.get("type", []), [schema.get("items"), schema.get("additionalProperties")]
    options = [*schema.get("oneOf", ()), *schema.get("anyOf", ()), *(each for each in inner if isinstance(each, dict))]
    return bool({"integer", "number"} & {*([kind] if isinstance(kind, str) else kind)}) or any(map(counts, options))


def test_it_is_a_valid_document_of_openapi_3_1(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1.")
    schemathesis.openapi.from_dict(document).validate()


def test_every_reference_in_it_leads_somewhere(document: dict[str, Any]) -> None:
    for reference in set(re.findall(r'"\$ref": ?"#/([^"]+)"', json.dumps(document))):
        found: Any = document
        for step in reference.split("/"):
            found = found[step]


def test_it_has_the_calls_of_the_route_table_and_no_others(document: dict[str, Any]) -> None:
    described = {(method.upper(), path) for path, item in document["paths"].items() for method in item}
    assert described == {(route.method, route.path) for route in TABLE}
    assert double_entries(TABLE) == []


def test_every_call_is_named_once_summed_up_and_filed_under_its_service(
    operations: list[tuple[Route, Operation]],
) -> None:
    for route, operation in operations:
        assert operation["summary"] == route.summary, route
        assert operation["tags"] == [route.service], route
        assert len(route.summary) > 3, route
    names = [operation["operationId"] for _, operation in operations]
    assert len(set(names)) == len(names)


def test_every_parameter_of_a_path_is_described(operations: list[tuple[Route, Operation]]) -> None:
    for route, operation in operations:
        described = {each["name"] for each in operation.get("parameters", ()) if each["in"] == "path"}
        assert described == set(re.findall(r"\{(\w+)\}", route.path)), route


def test_it_says_how_to_sign_in_as_the_route_table_does(
    document: dict[str, Any], operations: list[tuple[Route, Operation]]
) -> None:
    for route, operation in operations:
        assert operation["security"] == WAYS_IN[route.caller], route
    assert set(document["components"]["securitySchemes"]) == {"bearer", "guest"}


def test_every_call_says_what_it_refuses(operations: list[tuple[Route, Operation]]) -> None:
    for route, operation in operations:
        needed = {"401", "422", "503"}
        needed |= set() if route.caller == "anybody" else {"403"}
        needed |= set() if route.method == "GET" else {"409", "413"}
        needed |= {"400"} if "requestBody" in operation else set()
        assert needed <= operation["responses"].keys(), route
        assert [status for status in operation["responses"] if status.startswith(("2", "3"))], route


def test_every_refusal_is_a_problem_with_its_codes(operations: list[tuple[Route, Operation]]) -> None:
    for route, operation in operations:
        for status, reply in operation["responses"].items():
            if status >= "4":
                assert list(reply["content"]) == ["application/problem+json"], (route, status)
                assert re.fullmatch(r"code: \w+(, \w+)*", reply["description"]), (route, status)


def test_calls_that_change_something_take_an_idempotency_key_and_others_do_not(
    operations: list[tuple[Route, Operation]],
) -> None:
    for route, operation in operations:
        headers = {each["name"] for each in operation.get("parameters", ()) if each["in"] == "header"}
        assert ("Idempotency-Key" in headers) == (route.method != "GET"), route


def test_the_reference_page_has_every_call_and_locks_only_what_needs_a_token(document: dict[str, Any]) -> None:
    page = reference_page(document)
    for route in TABLE:
        assert f"<code>{route.path}</code>" in page, route
    open_to_guests = {"anybody", "customer or guest"}
    assert page.count("needs a token") == sum(1 for route in TABLE if route.caller not in open_to_guests)


def test_every_body_in_json_has_an_example_that_is_what_its_schema_says(
    document: dict[str, Any], operations: list[tuple[Route, Operation]]
) -> None:
    shapes = jsonschema_rs.Registry([("urn:shapes", {"components": document["components"]})])
    for route, operation in operations:
        for body in bodies(operation):
            part = body.get("content", {}).get(JSON, {})
            if part.get("schema"):
                assert "example" in part, route
                schema = json.loads(json.dumps(part["schema"]).replace('"#/', '"urn:shapes#/'))
                jsonschema_rs.validator_for(schema, registry=shapes).validate(part["example"])


def test_every_call_is_described_beyond_its_summary(operations: list[tuple[Route, Operation]]) -> None:
    for route, operation in operations:
        says = operation.get("description", "").strip(" .").casefold()
        assert says, route
        assert says != operation["summary"].strip(" .").casefold(), route


def test_every_parameter_says_what_it_is(operations: list[tuple[Route, Operation]]) -> None:
    for route, operation in operations:
        for parameter in operation.get("parameters", ()):
            assert parameter.get("description"), (route, parameter["name"])


def test_every_number_in_a_body_says_what_it_counts(document: dict[str, Any]) -> None:
    for name, schema in document["components"]["schemas"].items():
        for field, part in schema.get("properties", {}).items():
            if counts(part) or "percent" in field:
                assert part.get("description"), (name, field)


def test_every_upload_says_its_media_types_and_how_long_it_may_be(operations: list[tuple[Route, Operation]]) -> None:
    uploads = [(route, body["requestBody"]) for route, body in operations if set(content_of(body)) - {JSON}]
    assert len(uploads) > 8
    for route, body in uploads:
        assert re.search(r"at most \d+ MB", body.get("description", "")), route
        for kind in set(body["content"]) - {"multipart/form-data"}:
            assert f"`{kind}`" in body["description"], (route, kind)


def test_what_the_code_says_of_a_shape_and_its_fields_stands_in_the_document(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    assert "poisha" in schemas["Money"]["description"]
    webhook = schemas["WebhookView"]
    assert webhook["description"].startswith("A webhook")
    assert "in a row" in webhook["properties"]["failures"]["description"]
    described = [name for name, schema in schemas.items() if schema.get("description")]
    assert len(described) > len(schemas) * 3 / 4


def test_the_reference_page_shows_examples_meanings_and_refusals_and_may_run_nothing(document: dict[str, Any]) -> None:
    page = reference_page(document)
    assert "too_many_webhooks" in page
    assert "Attempts in a row that failed." in page
    assert "whsec_C2FVsBQIhrscChlQIMV" in page
    assert "<script" not in page
    [style] = re.findall("<style>(.*?)</style>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in policy()


def test_it_is_the_same_each_time_it_is_written(document: dict[str, Any]) -> None:
    assert msgspec.json.encode(openapi_document(SERVICES)) == msgspec.json.encode(document)


def test_a_call_that_two_services_claim_is_refused_at_start() -> None:
    twice = replace(SERVICES[0], name="impostor")
    with pytest.raises(ValueError, match=r"claimed twice: .*impostor"):
        own_routes([*SERVICES, twice], accounts=None)  # type: ignore[arg-type] # it is refused before anybody is asked
