"""What is kept is what was true when it was kept, within its bytes, and forgotten with its tags."""

import math

from bdcommerce.infra import telemetry
from bdcommerce.infra.cache import Answer, InProcessCache, Kept
from support.doors import ready_cache


class Watch:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def kept(body: bytes = b"rice", fresh: float = math.inf, usable: float = math.inf) -> Kept:
    return Kept(Answer(200, (), body), fresh, usable)


async def found(cache: InProcessCache, key: str) -> bytes | None:
    entry = await cache.find(key)
    return entry.answer.body if entry else None


async def test_what_was_kept_is_found_until_its_time_is_over() -> None:
    watch = Watch()
    cache = ready_cache(now=watch)
    assert await cache.keep("a", kept(usable=1_060), ["x"], cache.mark())
    assert await found(cache, "a") == b"rice"
    watch.now = 1_060
    assert await found(cache, "a") is None


async def test_a_dropped_tag_takes_all_its_answers_and_no_others() -> None:
    cache = ready_cache()
    for key, tags in (("a", ["x"]), ("b", ["x", "y"]), ("c", ["y"])):
        await cache.keep(key, kept(), tags, cache.mark())
    await cache.drop(["x", "unheard of"])
    assert [await found(cache, key) for key in "abc"] == [None, None, b"rice"]


async def test_an_answer_made_before_a_drop_is_not_kept_after_it() -> None:
    cache = ready_cache()
    before = cache.mark()
    await cache.drop(["x"])
    assert not await cache.keep("a", kept(), ["x"], before)
    assert await cache.keep("a", kept(), ["x"], cache.mark())
    assert await cache.keep("b", kept(), ["y"], before), "nothing happened to this one"


async def test_it_holds_even_when_more_tags_were_dropped_than_are_remembered() -> None:
    cache = ready_cache()
    before = cache.mark()
    await cache.drop(["x"])
    await cache.drop([f"other {number}" for number in range(60_000)])
    assert not await cache.keep("a", kept(), ["x"], before)
    assert not await cache.keep("a", kept(), ["never dropped"], before), "it cannot be told any more"


async def test_a_cache_that_hears_nothing_keeps_nothing_and_forgets_what_it_had() -> None:
    cache = ready_cache()
    await cache.keep("a", kept(), ["x"], cache.mark())
    being_made = cache.mark()
    cache.disarm()
    assert (cache.ready, await found(cache, "a")) == (False, None)
    assert not await cache.keep("a", kept(), ["x"], cache.mark())
    cache.arm()
    assert not await cache.keep("a", kept(), ["x"], being_made), "a drop may have been missed"
    assert await cache.keep("a", kept(), ["x"], cache.mark())


async def test_what_was_used_longest_ago_makes_room() -> None:
    cache = ready_cache(20_000)
    for key in "abcdefghij":
        assert await cache.keep(key, kept(b"x" * 900), [f"of {key}"], cache.mark())
        await found(cache, "a")
    assert await found(cache, "a")
    assert await found(cache, "b") is None
    assert await found(cache, "j")
    assert cache._size <= 20_000
    assert not await cache.keep("huge", kept(b"x" * 10_000), [], cache.mark())


async def test_nothing_is_left_of_what_was_forgotten() -> None:
    cache = ready_cache()
    for number in range(100):
        await cache.keep("a", kept(str(number).encode()), [f"tag {number}"], cache.mark())
    await cache.drop(["tag 99"])
    assert (cache._size, cache._entries, cache._by_tag) == (0, {}, {})


async def test_it_is_measured() -> None:
    cache = ready_cache()
    await cache.keep("a", kept(), ["x"], cache.mark())
    assert "bdc_cache_kept 1.0" in telemetry.render().decode()
