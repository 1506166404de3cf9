"""Requests that schemathesis makes up from the OpenAPI document: some as described, some not.

First what stands at the edges of every schema, in the same order each time; then what Hypothesis makes of them, the
same in every run unless FUZZ asks for all, when the seed is another one each time.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis.errors import Unsatisfiable
from schemathesis import Case as AnyCase
from schemathesis import GenerationMode
from schemathesis.core.parameters import ParameterLocation
from schemathesis.schemas import APIOperation

from journey.mutations import Call, Document
from journey.samples.derived import named
from journey.things import filled
from support.wire import Request

Case = AnyCase[Any]
Operation = APIOperation[Any, Any, Any, Any]
HOST = "http://test"


@dataclass(frozen=True, slots=True)
class Budget:
    """How much is tried of each call."""

    share: int
    """Of so many requests at the edges one is sent."""
    examples: int
    """So many are made up of each kind."""
    seed: int
    edges: int | None = None
    """Of so many edges at most; nothing: of all."""

    def kinds(self, number: int) -> list[GenerationMode]:
        """What is described rightly and what is not; with a share of them only every other call has the one."""
        both = [GenerationMode.POSITIVE, GenerationMode.NEGATIVE]
        return both if self.share == 1 else [both[number % 2]]


def made_up(call: Call, operation: Operation, number: int, budget: Budget) -> Iterator[tuple[Case, Request]]:
    """Of one call; of the next one other edges, and with a small budget the other kind."""
    kinds = budget.kinds(number)
    config = operation.schema.config.generation
    edges = operation.schema.iter_coverage_cases(operation, generation_modes=kinds, generation_config=config)
    cases = [*islice(edges, number % budget.share, budget.edges, budget.share)]
    for kind in kinds:
        cases += _examples(operation.as_strategy(generation_mode=kind), budget)
    for nth, case in enumerate(each for each in cases if _is_sendable(each)):
        with suppress(ValueError):  # no client can send it
            yield case, _request(call, case, nth)


def _examples(strategy: Any, budget: Budget) -> list[Case]:
    found: list[Case] = []

    @seeded(budget.seed)
    @settings(
        max_examples=budget.examples,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(case: Case) -> None:
        found.append(case)

    with suppress(Unsatisfiable):  # a call without parameters cannot be described wrongly
        collect()
    return found


def _request(call: Call, case: Case, nth: int) -> Request:
    """As bytes; mostly with the ids that there are, so that it comes further than the path."""
    if nth % 4 and _is_as_described(case, ParameterLocation.PATH):
        case.path_parameters = {**(case.path_parameters or {}), **_in_path(call)}
    if _is_as_described(case, ParameterLocation.QUERY):
        case.query = {name: value for name, value in (case.query or {}).items() if name != "fields"}
    if _is_as_described(case, ParameterLocation.BODY) and isinstance(case.body, (dict, list)):
        case.body = filled(named(case.body), call.ids)
    sent = requests.Request(**_sendable(case.as_transport_kwargs(base_url=HOST))).prepare()
    body: Any = sent.body or b""
    return Request(
        method=str(sent.method),
        target=sent.path_url,
        headers=[(_wire(name).lower(), _wire(value)) for name, value in sent.headers.items() if name not in _OWN],
        body=body.encode() if isinstance(body, str) else body,
    )


_OWN = {
    "Accept", "Accept-Encoding", "Authorization", "Connection", "Content-Length", "User-Agent",
    "X-Schemathesis-TestCaseId",
}  # fmt: skip
"""Headers that are not the case's but the sender's."""


def know_files(document: Document) -> None:
    """Tell schemathesis how files are written, of whatever type the document takes: as they are."""
    operations = (each for item in document["paths"].values() for each in item.values() if isinstance(each, dict))
    kinds = {kind for each in operations for kind in each.get("requestBody", {}).get("content", {})}
    schemathesis.serializer(*kinds - {"application/json", "multipart/form-data"})(_as_it_is)


def _as_it_is(_: Any, value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode(errors="replace")


def _is_sendable(case: Case) -> bool:
    """A header that is nothing cannot be told from one that is not there."""
    return all(isinstance(value, str) for value in (case.headers or {}).values())


def _sendable(parts: Mapping[str, Any]) -> dict[str, Any]:
    known = ("method", "url", "headers", "params", "data", "json", "files", "cookies")
    return {name: parts[name] for name in known if name in parts}


def _wire(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode("latin-1", errors="replace")


def _is_as_described(case: Case, place: ParameterLocation) -> bool:
    meta = case.meta
    return meta is None or place not in meta.components or meta.components[place].mode is GenerationMode.POSITIVE


def _in_path(call: Call) -> dict[str, str]:
    """Of the parameters of a path those that there are."""
    parts = zip(call.path.split("/")[3:], filled(call.name.partition(" ")[2], call.ids).split("/")[1:], strict=True)
    return {name[1:-1]: value for name, value in parts if name.startswith("{")}
