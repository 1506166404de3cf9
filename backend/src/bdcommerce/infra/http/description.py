"""What the OpenAPI document says beyond signatures: how to sign in, which headers are honoured, what is refused."""

from collections.abc import Iterable, Iterator
from typing import Any

from litestar import Litestar
from litestar.openapi.spec import Components, SecurityScheme
from litestar.routes import HTTPRoute

from bdcommerce.infra.http.access import Access
from bdcommerce.infra.http.docstrings import explain
from bdcommerce.infra.http.examples import exemplify
from bdcommerce.infra.http.kinds import meaning
from bdcommerce.infra.http.problems import Problem

PROBLEM_JSON = "application/problem+json"
COMPONENTS = Components(
    security_schemes={
        "bearer": SecurityScheme(type="http", scheme="bearer", bearer_format="JWT"),
        "guest": SecurityScheme(
            type="apiKey",
            name="X-Guest-Token",
            security_scheme_in="header",
            description="what POST /carts gave somebody without an account: it opens that cart and its order",
        ),
    }
)
ABOUT = """\
**Money** is an integer of poisha (1 taka = 100 poisha): `{"amount": 129900, "currency": "BDT"}` is ৳1,299. **Instants**
are UTC (RFC 3339), **days** are days in Bangladesh, **weights** are grams. Texts come in both languages,
`{"en": …, "bn": …}`; `Accept-Language: bn` or `en` picks one where there is only room for one.

**Refusals** are `application/problem+json` (RFC 9457): a stable `code`, the wrong fields in `errors`, a `trace_id` to
quote. Beside what each call lists, any call may answer `400 unknown_version`, `414 target_too_long` or
`431 headers_too_large`.

**Lists** have `limit` and `cursor`; `next_cursor` of a page leads to the next one and is null on the last. **Less of a
reply** comes with `?fields=id,title.bn,items.price` on any GET that answers JSON.

**Again, safely**: every call that changes something takes an `Idempotency-Key`. **Not modified**: replies to GET have
an `ETag`, which `If-None-Match` takes; where a reply has a `version`, `If-Match` guards a change against another one's.

**Versions** are dates: send `X-API-Version: 2026-11-01`; without it the newest is meant. The reply names the one it is
in. What will go away says so in `Deprecation` and `Sunset`.

**How often** one may call is told in `RateLimit` and `RateLimit-Policy`; beyond that the answer is 429 with
`Retry-After`. **Programs** show an API key as `X-Api-Key`, made under `/vendor/api-keys` or `/admin/api-keys`.
"""
_SUCCESS = {"200": "Done", "201": "Made", "202": "Accepted; it is done in a moment", "204": "Done; nothing to say"}
_FIELDS = {
    "name": "fields",
    "in": "query",
    "required": False,
    "description": "only these fields of the reply, as paths with dots: `id,title.bn,items.price`",
    "schema": {"type": "string", "maxLength": 1000},
}
_IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "the same call with the same key is carried out once and answered the same",
    "schema": {"type": "string", "minLength": 16, "maxLength": 128, "pattern": "^[A-Za-z0-9_.:-]+$"},
}


def document(described: Litestar) -> dict[str, Any]:
    """The OpenAPI 3.1 document of an application."""
    written = described.openapi_schema.to_schema()
    for method, operation, access in _operations(described, written):
        _say_what_succeeds(operation["responses"])
        operation["security"] = _security(access)
        if method == "GET" and "application/json" in operation["responses"].get("200", {}).get("content", {}):
            operation["parameters"] = [*operation.get("parameters", []), dict(_FIELDS)]
        if method != "GET":
            operation["parameters"] = [*operation.get("parameters", []), dict(_IDEMPOTENCY_KEY)]
        _say_which_ids(operation.get("parameters", ()))
        _drop_what_is_not_ours(operation["responses"])
    explain(written, _functions(described), Problem)
    exemplify(written)
    return written


def _functions(described: Litestar) -> Iterator[Any]:
    for route in described.routes:
        if isinstance(route, HTTPRoute):
            yield from (handler.opt["function"] for handler in route.route_handlers if "function" in handler.opt)


def _operations(described: Litestar, written: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], Access]]:
    for route in described.routes:
        if isinstance(route, HTTPRoute):
            for handler in route.route_handlers:
                for method in handler.http_methods:
                    operation = written["paths"].get(route.path_format, {}).get(method.lower())
                    if operation:
                        yield str(method), operation, handler.opt["access"]


def _security(access: Access) -> list[dict[str, list[str]]]:
    """One of these is enough; the empty one says that nothing is."""
    if access.audience or access.person:
        return [{"bearer": []}]
    return [{"bearer": []}, {"guest": []}, {}] if access.guests else []


def _say_what_succeeds(responses: dict[str, Any]) -> None:
    """The framework promises a URL where there is none."""
    for status, phrase in _SUCCESS.items():
        if status in responses:
            responses[status]["description"] = phrase


def _say_which_ids(parameters: Iterable[dict[str, Any]]) -> None:
    """Of ids the name says enough."""
    for parameter in parameters:
        if not parameter.get("description") and (text := meaning(parameter["name"])):
            parameter["description"] = text


def _drop_what_is_not_ours(responses: dict[str, Any]) -> None:
    """The framework would answer wrong parameters with 400 in a form of its own; here they are 422 and a problem."""
    for status in [*responses]:
        if status.startswith("4") and PROBLEM_JSON not in responses[status].get("content", {}):
            del responses[status]
