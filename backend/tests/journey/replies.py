"""What every reply has to keep to, whatever was asked: no crash, no secret, and refusals as the document has them."""

import re
from collections.abc import Iterator

from journey.mutations import Call, Odd
from support.wire import Reply

LEAKS = ("Traceback", "sqlalchemy", "asyncpg", "/backend/")
OTHERWISE = {
    "starts_at": {"ends_at"}, "address_id": {"address"}, "to": {"from"}, "words": {"key"}, "alt": {"en"}, "bn": {"en"},
    "transit_min": {"transit_max"},
}  # fmt: skip
"""Fields of which a rule speaks that concerns two: the other one is named."""
NO_ROUTE = "there is nothing at this path"


def complaints(call: Call, each: Odd, reply: Reply) -> Iterator[str]:
    """What a reply has against the rules: crashes, refusals without words, secrets, what the document does not know."""
    text = reply.body.decode(errors="replace")
    if reply.status >= 500 and reply.status != 503:
        yield f"{reply.status}"
    if leaked := [word for word in LEAKS if word in text]:
        yield f"shows {leaked}"
    if "x-request-id" not in reply.headers:
        yield "has no request id"
    if reply.status >= 400 and each.request.method != "HEAD":
        yield from _of_refusal(call, each, reply)
    elif each.request.method == call.method and str(reply.status) not in call.operation["responses"]:
        yield f"{reply.status} is not in the document"


def _of_refusal(call: Call, each: Odd, reply: Reply) -> Iterator[str]:
    if reply.headers.get("content-type") != "application/problem+json":
        yield f"{reply.status} is {reply.headers.get('content-type')}"
        return
    problem = reply.json()
    if missing := [name for name in ("code", "detail", "trace_id", "title") if not problem.get(name)]:
        yield f"{reply.status} without {missing}"
    wrong = [one for one in problem.get("errors", []) if one["field"] and one["reason"]]
    if reply.status == 422 and not wrong:
        yield f"422 {problem['code']} names no field: {problem['detail']}"
    told = [one["field"] for one in wrong]
    if reply.status == 422 and each.field and not any(_speaks_of(each.field, one, call) for one in told):
        yield f"422 for {each.field} names {told}"
    known = call.operation["responses"].get(str(reply.status), {}).get("description", "").removeprefix("code: ")
    elsewhere = each.request.method != call.method or problem["detail"] == NO_ROUTE
    if reply.status < 500 and not elsewhere and problem["code"] not in known.split(", "):
        yield f"{reply.status} {problem['code']} is not in the document"


def _speaks_of(field: str, named: str, call: Call) -> bool:
    """Whether the two are one, or one is further in than the other, or both stand in one object; or the sample has
    nothing where they both are.
    """
    asked, told = field.split("."), [part for part in re.split(r"\.|\[.*?\]", named) if not part.isdecimal() and part]
    known = OTHERWISE.get(asked[-1], set())
    near = asked[-1] in told or (bool(told) and told[-1] in asked) or bool(known & set(told))
    near = near or (len(asked) > 1 and asked[:-1] == told[:-1])
    return near or (len(asked) > 1 and told[:1] == asked[:1] and asked[0] not in (call.sample.body or {}))
