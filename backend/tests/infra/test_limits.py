"""Quotas that refill, counted in bounded memory."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.infra.limits import InProcessLimits, Policy

TEN = Policy("reads", 10, 60)


class Watch:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


async def allowed(limits: InProcessLimits, key: str, times: int, policy: Policy = TEN) -> int:
    return sum([(await limits.take(key, policy)).allowed for _ in range(times)])


async def test_a_quota_may_be_used_at_once_and_not_beyond() -> None:
    assert await allowed(InProcessLimits(now=Watch()), "a", 25) == 10


async def test_a_quota_refills_one_by_one() -> None:
    watch = Watch()
    limits = InProcessLimits(now=watch)
    await allowed(limits, "a", 10)
    watch.now += 6
    assert await allowed(limits, "a", 5) == 1
    watch.now += 18
    assert await allowed(limits, "a", 5) == 3
    watch.now += 3_600
    assert await allowed(limits, "a", 25) == 10


async def test_keys_and_policies_have_quotas_of_their_own() -> None:
    limits = InProcessLimits(now=Watch())
    await allowed(limits, "a", 10)
    assert await allowed(limits, "b", 10) == 10
    assert await allowed(limits, "a", 10, Policy("writes", 5, 60)) == 5
    assert await allowed(limits, "c", 100, TEN.times(4)) == 40


async def test_a_verdict_says_how_many_are_left_and_how_long_to_wait() -> None:
    watch = Watch()
    limits = InProcessLimits(now=watch)
    first = await limits.take("a", TEN)
    assert (first.left, round(first.whole_in), first.again_in) == (9, 6, 0)
    await allowed(limits, "a", 9)
    refused = await limits.take("a", TEN)
    assert (refused.left, round(refused.again_in)) == (0, 6)
    watch.now += refused.again_in
    assert (await limits.take("a", TEN)).allowed


async def test_a_refused_attempt_costs_nothing() -> None:
    watch = Watch()
    limits = InProcessLimits(now=watch)
    await allowed(limits, "a", 1_000)
    watch.now += 6
    assert await allowed(limits, "a", 1) == 1


async def test_many_keys_take_bounded_memory_and_nobody_gets_free_because_of_it() -> None:
    watch = Watch()
    limits = InProcessLimits(keys=100, now=watch)
    assert await allowed(limits, "known", 25) == 10
    for number in range(20_000):
        await limits.take(f"flood {number}", TEN)
    assert len(limits._whole_at["reads"]) <= 100 + 4_096
    assert await allowed(limits, "known", 5) == 0
    assert await allowed(limits, "flood 20001", 100) <= 10


async def test_keys_whose_quota_is_whole_make_room() -> None:
    watch = Watch()
    limits = InProcessLimits(keys=100, now=watch)
    for number in range(1_000):
        watch.now += 60
        assert await allowed(limits, f"visitor {number}", 12) == 10


@given(st.lists(st.floats(min_value=0, max_value=20), max_size=60), st.integers(1, 20), st.integers(1, 60))
async def test_never_more_than_two_quotas_within_its_seconds(pauses: list[float], quota: int, seconds: int) -> None:
    watch = Watch()
    limits, policy = InProcessLimits(now=watch), Policy("p", quota, seconds)
    times = []
    for pause in pauses:
        watch.now += pause
        if (await limits.take("a", policy)).allowed:
            times.append(watch.now)
    count: Callable[[float], int] = lambda start: sum(1 for at in times if start <= at < start + seconds)  # noqa: E731
    assert all(count(start) <= 2 * quota for start in times)
