"""Calls that gather while a transaction runs."""

import asyncio
from collections.abc import Sequence
from contextvars import ContextVar

import pytest

from bdcommerce.inventory.adapters.combining import LARGEST, TRIES, Combiner
from bdcommerce.kernel.errors import BdError, Conflict, Stale, Unavailable

caller: ContextVar[str] = ContextVar("caller", default="nobody")


class Doubler:
    """Doubles numbers, a batch at a time; refuses odd ones, and breaks down at unlucky ones."""

    def __init__(self, *, unlucky: int = -1) -> None:
        self.batches: list[list[int]] = []
        self.unlucky = unlucky
        self.callers: set[str] = set()

    async def __call__(self, numbers: Sequence[int]) -> Sequence[int | BdError]:
        self.batches.append(list(numbers))
        self.callers.add(caller.get())
        await asyncio.sleep(0)
        if self.unlucky in numbers:
            raise RuntimeError("broken")
        return [Conflict(f"{number} is odd") if number % 2 else number * 2 for number in numbers]


async def test_calls_that_come_in_meanwhile_go_together() -> None:
    doubler = Doubler()
    combiner = Combiner(doubler)
    assert await asyncio.gather(*(combiner.submit(number) for number in range(0, 40, 2))) == list(range(0, 80, 4))
    assert doubler.batches == [list(range(0, 40, 2))]


async def test_later_calls_wait_for_the_running_batch() -> None:
    doubler = Doubler()
    combiner = Combiner(doubler)
    first = asyncio.create_task(combiner.submit(0))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    await asyncio.gather(first, *(combiner.submit(number) for number in (2, 4, 6)))
    assert doubler.batches == [[0], [2, 4, 6]]


async def test_a_batch_has_a_largest_size() -> None:
    doubler = Doubler()
    combiner = Combiner(doubler)
    await asyncio.gather(*(combiner.submit(0) for _ in range(LARGEST + 1)))
    assert [len(batch) for batch in doubler.batches] == [LARGEST, 1]


async def test_each_call_gets_its_own_refusal() -> None:
    combiner = Combiner(Doubler())
    results = await asyncio.gather(*(combiner.submit(number) for number in (2, 3, 4)), return_exceptions=True)
    assert results[0] == 4
    assert isinstance(results[1], Conflict)
    assert results[2] == 8


async def test_when_a_batch_fails_each_request_is_tried_alone() -> None:
    doubler = Doubler(unlucky=4)
    combiner = Combiner(doubler)
    results = await asyncio.gather(*(combiner.submit(number) for number in (2, 4, 6)), return_exceptions=True)
    assert (results[0], results[2]) == (4, 12)
    assert isinstance(results[1], RuntimeError)
    assert doubler.batches == [[2, 4, 6], [2], [4], [6]]


async def test_when_the_database_is_away_nobody_waits_for_the_others() -> None:
    batches = list[int]()

    async def away(numbers: Sequence[int]) -> Sequence[int | BdError]:
        batches.append(len(numbers))
        raise Unavailable("the database does not answer")

    combiner = Combiner(away)
    results = await asyncio.gather(*(combiner.submit(number) for number in (2, 4, 6)), return_exceptions=True)
    assert [type(result) for result in results] == [Unavailable] * 3
    assert batches == [3]


@pytest.mark.parametrize("lost, served", [(1, True), (TRIES, True), (TRIES + 1, False)])
async def test_a_lost_race_is_run_again_a_few_times(lost: int, served: bool) -> None:
    tries = 0

    async def lose(numbers: Sequence[int]) -> Sequence[int | BdError]:
        nonlocal tries
        tries += 1
        if tries <= lost:
            raise Stale("somebody was faster")
        return numbers

    (result,) = await asyncio.gather(Combiner(lose).submit(7), return_exceptions=True)
    assert result == 7 if served else isinstance(result, Stale)


async def test_a_caller_that_gives_up_does_not_disturb_the_others() -> None:
    combiner = Combiner(Doubler())
    impatient = asyncio.create_task(combiner.submit(2))
    patient = asyncio.create_task(combiner.submit(4))
    await asyncio.sleep(0)
    impatient.cancel()
    assert await patient == 8
    with pytest.raises(asyncio.CancelledError):
        await impatient
    assert await combiner.submit(6) == 12


async def test_a_batch_belongs_to_nobodys_context() -> None:
    doubler = Doubler()
    caller.set("one of many")
    await Combiner(doubler).submit(2)
    assert doubler.callers == {"nobody"}
