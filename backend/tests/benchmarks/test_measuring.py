"""The arithmetic of the benchmarks: what is printed is what was measured."""

import asyncio
import os
from io import StringIO

import pytest
from backend.benchmarks.budgets import judge
from backend.benchmarks.client import Answer, request
from backend.benchmarks.measuring import Cost, Exhausted, Measured, Processes, family, load, percentile
from backend.benchmarks.table import Heard, Line, Report, Verdict, ceiling, ratio
from rich.console import Console

HERE = Processes(os.getpid(), os.getpid())


def measured(*, clients: int = 16, server: float = 0.2, database: float = 0.1) -> Measured:
    """A hundred things in a second, 1 to 100 ms each."""
    took = [number / 1000 for number in range(1, 101)]
    return Measured(clients, seconds=1.0, took=took, cost=Cost(server, database, 0.05))


@pytest.mark.parametrize("per_cent, value", [(50, 50), (95, 95), (99, 99), (100, 100), (0, 1), (94.5, 95)])
def test_a_percentile_is_a_value_that_was_measured(per_cent: float, value: int) -> None:
    assert percentile(range(100, 0, -1), per_cent) == value


def test_nothing_has_no_percentile_and_no_cost() -> None:
    assert percentile([], 95) == 0
    assert (Measured(1).served, Measured(1).per_second, ceiling(Measured(1))) == (0, 0, 0)


def test_cost_is_shared_by_what_was_done() -> None:
    of = measured()
    assert (of.done, of.per_second, of.ms(95)) == (100, 100, 95)
    assert of.served == pytest.approx(3000)
    assert ratio(of, 1000) == pytest.approx(3)
    assert ceiling(of) == pytest.approx(500)  # its 2,000 µs of one core are what it lacks first
    assert ceiling(measured(database=0.6)) == pytest.approx(250)  # 8,000 µs of both


def test_a_budget_is_missed_by_a_part_of_what_was_asked() -> None:
    slow, late = Verdict("rate", 200, 150, "/s"), Verdict("p95", 200, 300, "ms", "at most")
    assert (slow.met, slow.off, late.met, late.off) == (False, 25, False, 50)
    assert Verdict("rate", 200, 200, "/s").met
    assert Verdict("p95", 200, 200, "ms", "at most").met


def test_a_report_judges_what_it_has_and_says_why_it_is_missed() -> None:
    report = Report(lines=[Line("listing", measured(), bare=500), Line("checkout", measured(clients=32))])
    report.heard[32] = Heard([0.1] * 99 + [3.0], 0.5)
    report.verdicts = judge(report)
    found = {each.budget: each for each in report.verdicts}
    assert found["listing, not kept: CPU, bare query and endpoint"].got == pytest.approx(6)
    assert found["checkout, 32 at once: p95"].met
    assert found["events, 32 checking out: p95 to the consumer"].got == pytest.approx(100)
    printed = StringIO()
    report.show(Console(file=printed, width=200), markdown=True)
    assert "missed by 93 %" in printed.getvalue()  # 100 lists a second instead of 1,500
    assert "2,000 µs of the server's one core" in printed.getvalue()


async def test_load_counts_refusals_apart_and_ends_when_nothing_is_left() -> None:
    outcomes = iter(["ok", "sold_out", "ok"])

    async def act(_: int) -> str:
        await asyncio.sleep(0.001)
        outcome = next(outcomes, None)
        if outcome is None:
            raise Exhausted
        return outcome

    of = await load([1, 2], act, 60, HERE, warm=0)
    assert (of.done, of.refused["sold_out"], of.clients) == (2, 1, 2)
    assert of.seconds < 60


async def test_a_family_has_the_children_of_children() -> None:
    child = await asyncio.create_subprocess_exec("sh", "-c", "sleep 30 & wait")
    try:
        while len(family(child.pid)) < 2:
            await asyncio.sleep(0.01)
        assert child.pid in family(os.getpid())
        for pid in reversed(family(child.pid)):
            os.kill(pid, 9)
    finally:
        await child.wait()


def test_a_request_is_what_http_says_and_an_answer_knows_its_code() -> None:
    sent = request("POST", "/carts", {"a": 1}, {"X-Guest-Token": "t"})
    head, _, body = sent.partition(b"\r\n\r\n")
    assert head.startswith(b"POST /api/v1/carts HTTP/1.1\r\nHost: ")
    assert b"\r\nX-Guest-Token: t\r\n" in head
    assert b"Content-Length: 7" in head
    assert body == b'{"a":1}'
    assert Answer(201, b"{}").code == "ok"
    assert Answer(409, b'{"code": "out_of_stock"}').code == "out_of_stock"
