"""What schemathesis has to say of a reply: that it is what the OpenAPI document promises of this call."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import requests
import schemathesis
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.core.transport import Response

from journey.generated import Case, Operation, know_files
from journey.mutations import Call, Document, Odd
from journey.replies import complaints
from support.wire import Reply, Request

load_all_checks()
ALWAYS: list[Any] = [
    CHECKS.get_one(name)
    for name in (
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_headers_conformance",
        "response_schema_conformance",
        "negative_data_rejection",
    )
]
IF_REFUSED_FOR_ITS_FORM: list[Any] = [CHECKS.get_one("positive_data_acceptance")]
"""A request may also be refused for what it says; that no schema can tell."""
FOR_ITS_FORM = "the input is not valid"
ANYWHERE = {400: {"unknown_version"}, 414: {"target_too_long"}, 431: {"headers_too_large"}}
"""What any call may answer, which the document says once."""


@dataclass(slots=True)
class Conformance:
    """The operations of the document, and what has been seen of each."""

    document: Document
    operations: dict[str, Operation] = field(init=False)
    seen: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """By call the statuses of which a reply was judged."""
    sent: int = 0

    def __post_init__(self) -> None:
        know_files(self.document)
        schema = schemathesis.openapi.from_dict(self.document)
        schema.config.generation.update(with_security_parameters=False)  # who may call what is tried elsewhere
        found = [each.ok() for each in schema.get_all_operations() if isinstance(each, Ok)]
        self.operations = {operation.label: operation for operation in found}

    def operation(self, call: Call) -> Operation:
        """A call as schemathesis knows it."""
        return self.operations[f"{call.method} {call.path}"]

    def sampled(self, call: Call, request: Request) -> Case:
        """A request that was written by hand, of which nothing is claimed but which call it is."""
        parts = zip(call.path.split("/"), request.target.partition("?")[0].split("/"), strict=True)
        values = {name[1:-1]: unquote(value) for name, value in parts if name.startswith("{")}
        return self.operation(call).Case(path_parameters=values, body={}, media_type="application/json")

    def judged(self, call: Call, case: Case, request: Request, reply: Reply) -> Iterator[str]:
        """What is wrong with a reply."""
        self.sent += 1
        yield from complaints(call, Odd(request), reply)
        if reply.status in ANYWHERE and reply.json()["code"] in ANYWHERE[reply.status]:
            return
        if reply.status < 300 and request.method == call.method:
            self.seen[call.name].add(reply.status)
        checks = [*ALWAYS, *(IF_REFUSED_FOR_ITS_FORM if _is_of_form(reply) else [])]
        try:
            case.validate_response(_response(request, reply), checks=checks)
        except FailureGroup as group:
            for failure in group.exceptions:
                yield _sentence(failure, case)


def _is_of_form(reply: Reply) -> bool:
    return reply.status in {400, 422} and reply.json()["detail"] == FOR_ITS_FORM


def _sentence(failure: Any, case: Case) -> str:
    what = " ".join(str(failure.message).split())
    return f"{failure.title}: {what[:400]}"


def _response(request: Request, reply: Reply) -> Response:
    sent = requests.Request(
        request.method,
        f"http://test{request.target}",
        headers={name.decode("latin-1"): value.decode("latin-1") for name, value in request.headers},
        data=request.body,
    ).prepare()
    headers = {name: [value] for name, value in reply.headers.items()}
    return Response(reply.status, headers, reply.body, request=sent, elapsed=0.0, verify=False)
