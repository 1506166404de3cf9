"""Whatever is asked, the answer is one that the OpenAPI document promises: status, type, headers and shape.

First every call as it is meant, with the things of a marketplace that has lived, so that successes are looked at too;
then what schemathesis makes up. `make fuzz` makes up much more, from another seed each time: it says which.
"""

import os
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace

import pytest
import pytest_asyncio

from journey.conforming import Conformance
from journey.generated import Budget, made_up
from journey.market import Market, still_sound
from journey.mutations import Call
from journey.reaching import Reaching
from journey.things import parcel
from support.wire import Reply, Request

ALL = os.environ.get("FUZZ") == "all"
BUDGET = (
    Budget(share=1, examples=15, seed=int(os.environ.get("FUZZ_SEED", "0")))
    if ALL
    else Budget(share=12, examples=1, seed=0, edges=144)
)
REACHED = 0.75
"""So much of the calls must have been seen to succeed."""

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.slow, pytest.mark.timeout(3600 if ALL else 600)]


@dataclass(slots=True)
class Judged:
    """What was asked, and what was wrong with the answers: once per call and kind, with a request that shows it."""

    market: Market
    conformance: Conformance
    reaching: Reaching
    wrong: dict[str, str]

    def note(self, call: Call, complaints: Iterator[str], request: Request, reply: Reply) -> None:
        """Keep the complaints about a reply."""
        for complaint in complaints:
            shown = f"{request} → {reply.status} {reply.body[:300]!r}"
            self.wrong.setdefault(f"{call.name}: {complaint}", shown)

    def told(self) -> str:
        """All complaints."""
        return "\n".join(f"{what} ← {shown}" for what, shown in self.wrong.items())


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def judged(market: Market) -> AsyncIterator[Judged]:
    """After every call was made as it is meant."""
    parcels = [await parcel(market.lived.walk, market.things.customer) for _ in range(2)]
    judged = Judged(market, Conformance(market.document), Reaching(market, parcels), {})
    async for call, request, reply in judged.reaching.walk():
        case = judged.conformance.sampled(call, request)
        judged.note(call, judged.conformance.judged(call, case, request, reply), request, reply)
    yield judged


async def test_calls_that_are_meant_are_answered_as_documented(judged: Judged) -> None:
    assert not judged.wrong, judged.told()


async def test_most_calls_were_seen_to_succeed(judged: Judged) -> None:
    calls = [call.name for call in judged.reaching.calls]
    missed = [name for name in calls if name not in judged.conformance.seen]
    print(f"{len(calls) - len(missed)} of {len(calls)} calls were seen to succeed; not these:", *missed, sep="\n")
    assert len(missed) < (1 - REACHED) * len(calls), missed


async def test_calls_that_are_made_up_are_answered_as_documented(judged: Judged) -> None:
    print(f"SEED={BUDGET.seed} makes the same up again")
    for number, call in enumerate(judged.reaching.calls):
        for case, request in made_up(call, judged.conformance.operation(call), number, BUDGET):
            reply = await judged.market.answer(call, request)
            judged.note(call, judged.conformance.judged(call, case, request, reply), request, reply)
    print(f"{judged.conformance.sent} requests; {len(judged.conformance.seen)} calls succeeded")
    assert not judged.wrong, judged.told()
    await still_sound(judged.market)


@pytest.mark.parametrize(
    "change, complaint",
    [
        ({"body": b'{"id":1}'}, "Response violates schema"),
        ({"status": 206}, "206 is not in the document"),
        ({"status": 500}, "500"),
        ({"headers": {"content-type": "text/html", "x-request-id": "req"}}, "Undocumented Content-Type"),
    ],
)
async def test_an_answer_that_is_off_is_noticed(judged: Judged, change: dict[str, object], complaint: str) -> None:
    call = next(each for each in judged.reaching.calls if each.name == "GET /me")
    reply = await judged.market.answer(call, call.request())
    case = judged.conformance.sampled(call, call.request())
    assert list(judged.conformance.judged(call, case, call.request(), reply)) == []
    off: Reply = replace(reply, **change)  # type: ignore[arg-type]
    found = list(judged.conformance.judged(call, case, call.request(), off))
    assert any(each.startswith(complaint) for each in found), found
