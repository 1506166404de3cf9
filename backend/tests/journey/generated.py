"""Requests that schemathesis makes up from the OpenAPI document: some as described, some not. The same in every run."""

import json
import os
from contextlib import suppress
from typing import Any
from urllib.parse import quote, urlencode

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from hypothesis.strategies import SearchStrategy
from schemathesis import GenerationMode
from schemathesis.core.result import Ok

from journey.mutations import Call, Document, Odd
from journey.things import filled
from support.wire import Request

_OF_EACH_CALL = 40 if os.environ.get("FUZZ") == "all" else 2


def made_up(document: Document, calls: list[Call]) -> list[tuple[Call, Odd]]:
    """For each call some requests: for every other one as the document wants them, for the rest as it does not."""
    schema = schemathesis.openapi.from_dict(document)
    operations = {each.ok().label: each.ok() for each in schema.get_all_operations() if isinstance(each, Ok)}
    found = []
    for number, call in enumerate(calls):
        mode = GenerationMode.POSITIVE if number % 2 else GenerationMode.NEGATIVE
        cases = _examples(operations[f"{call.method} {call.path}"].as_strategy(generation_mode=mode))
        found += [(call, Odd(_request(call, case, real=nth % 2 == 0))) for nth, case in enumerate(cases)]
    return found


def _examples(strategy: SearchStrategy[Any]) -> list[Any]:
    found: list[Any] = []

    @settings(
        max_examples=_OF_EACH_CALL,
        phases=[Phase.generate],
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(case: Any) -> None:
        found.append(case)

    with suppress(Unsatisfiable):  # a call without parameters cannot be described wrongly
        collect()
    return found


def _request(call: Call, case: Any, *, real: bool) -> Request:
    """As bytes; `real`: with the ids that there are, so that it comes further than the path."""
    path = filled(call.name.partition(" ")[2], call.ids)
    if not real:
        path = call.path.removeprefix("/api/v1").format_map(
            {name: quote(str(value), safe="", errors="replace") for name, value in (case.path_parameters or {}).items()}
        )
    query = urlencode(_known(case.query), doseq=True, errors="replace")
    headers = {**_known(case.headers), "Content-Type": case.media_type or "application/json"}
    headers.pop("Authorization", None)
    return Request(
        method=call.method,
        target=f"/api/v1{path}?{query}" if query else f"/api/v1{path}",
        headers=[(_wire(name).lower(), _wire(value)) for name, value in headers.items()],
        body=_body(case.body),
    )


def _wire(text: object) -> bytes:
    return str(text).encode(errors="replace")


def _known(part: Any) -> dict[str, Any]:
    return dict(part) if isinstance(part, dict) or hasattr(part, "items") else {}


def _body(body: Any) -> bytes:
    if isinstance(body, bytes):
        return body
    return b"" if type(body).__name__ == "NotSet" else json.dumps(body, default=str).encode()
