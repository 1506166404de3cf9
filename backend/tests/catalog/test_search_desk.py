"""What staff keep of search, and what they read of it."""

from datetime import timedelta
from typing import Any

from sqlalchemy import text

from bdcommerce.catalog.domain.search.thesaurus import SynonymGroup, checked
from bdcommerce.catalog.handlers.search import REMEMBERED
from bdcommerce.catalog.jobs import keep_search
from bdcommerce.kernel import clock
from catalog.market import Market, ok, refused
from support import tokens

STAFF = tokens.staff("search.manage")


async def found(market: Market, q: str) -> int:
    return len(ok(await market.harness.get("/search", params={"q": q}))["items"])


async def asked(market: Market, which: str, **query: Any) -> list[tuple[str, int, int]]:
    rows = ok(await market.harness.get(f"/admin/search/{which}", params=query, as_=STAFF))["items"]
    return [(row["query"], row["times"], row["in_vain"]) for row in rows]


async def test_a_synonym_holds_from_the_next_search_on(market: Market) -> None:
    await market.on_sale(await market.vendor(), await market.category())
    assert await found(market, "kaftan") == 0
    body: dict[str, Any] = {"words": ["kaftan", "Panjabi", "panjabi"]}
    kept = ok(await market.harness.put("/admin/search/synonyms/kaftan", body, as_=STAFF))
    assert (kept["words"], kept["means"], kept["version"]) == (["kaftan", "Panjabi"], [], 1)
    assert await found(market, "kaftan") == 1
    body = {"words": ["kaftan"], "means": ["saree"], "version": 1}
    ok(await market.harness.put("/admin/search/synonyms/kaftan", body, as_=STAFF))
    assert await found(market, "kaftan") == 0
    body = {"words": ["kaftan"], "means": ["সুতি পাঞ্জাবী"]}
    ok(await market.harness.put("/admin/search/synonyms/kaftan", body, as_=STAFF, headers={"If-Match": '"2"'}))
    assert await found(market, "kaftan") == 1
    reply = await market.harness.delete("/admin/search/synonyms/kaftan", as_=STAFF, headers={"If-Match": '"3"'})
    assert reply.status_code == 204
    assert await found(market, "kaftan") == 0


async def test_synonyms_that_somebody_else_changed_are_not_overwritten(market: Market) -> None:
    path, body = "/admin/search/synonyms/new-words", {"words": ["one", "two"]}
    ok(await market.harness.put(path, body, as_=STAFF))
    refused(await market.harness.put(path, body, as_=STAFF), 409, "stale")
    refused(await market.harness.put(path, body | {"version": 7}, as_=STAFF), 409, "stale")
    refused(await market.harness.delete(path, as_=STAFF, headers={"If-Match": '"7"'}), 409, "stale")
    gone = "/admin/search/synonyms/no-such-words"
    refused(await market.harness.delete(gone, as_=STAFF, headers={"If-Match": '"1"'}), 404, "unknown_synonyms")


async def test_synonyms_that_say_nothing_are_refused(market: Market) -> None:
    for body in ({"words": ["rice"]}, {"words": ["rice", "RICE"]}, {"words": ["a b c d e", "rice"]}):
        reply = await market.harness.put("/admin/search/synonyms/rice-2", body, as_=STAFF)
        assert "words" in refused(reply, 422, "invalid"), body


async def test_the_product_brings_along_sound_synonyms_for_what_people_shop(market: Market) -> None:
    seen: dict[str, Any] = {}
    cursor: str | None = ""
    while cursor is not None:
        query = {"limit": 100, "cursor": cursor}
        page = ok(await market.harness.get("/admin/search/synonyms", params=query, as_=STAFF))
        seen |= {each["key"]: each for each in page["items"]}
        cursor = page["next_cursor"]
    assert len(seen) >= 250
    assert list(seen) == sorted(seen)
    for each in seen.values():
        group = SynonymGroup(key=each["key"], words=each["words"], means=each["means"])
        assert checked(group) == group
    scripts = [
        {any("\u0980" <= letter <= "\u09ff" for letter in word) for word in each["words"]} for each in seen.values()
    ]
    assert sum(both == {True, False} for both in scripts) >= 250
    of_rice = ok(await market.harness.get("/admin/search/synonyms", params={"word": "চাল"}, as_=STAFF))["items"]
    assert [each["key"] for each in of_rice] == ["rice"]


async def test_what_is_searched_in_vain_is_counted_folded_and_by_day(market: Market) -> None:
    await market.on_sale(await market.vendor(), await market.category())
    for q in ("Unicorn", "unicorn ", "UNICORN", "dragon", "panjabi", "01712345678", "me@example.com"):
        await found(market, q)
    assert await asked(market, "misses") == [("unicorn", 3, 3), ("dragon", 1, 1)]
    assert await asked(market, "popular") == [("unicorn", 3, 3), ("panjabi", 1, 0), ("dragon", 1, 1)]
    await found(market, "dragon")
    assert await asked(market, "misses") == [("unicorn", 3, 3), ("dragon", 2, 2)]
    yesterday = str(clock.today() - timedelta(days=1))
    assert await asked(market, "misses", to=yesterday) == []
    reply = await market.harness.get("/admin/search/misses", params={"from": "2030-01-01"}, as_=STAFF)
    assert "from" in refused(reply, 422, "invalid")


async def test_a_long_list_of_misses_is_paged_and_exported(market: Market) -> None:
    for number in range(5):
        for _ in range(1 + number % 2):
            await found(market, f"unicorn{number}")
    whole = [query for query, _, _ in await asked(market, "misses")]
    assert len(whole) == 5
    first = ok(await market.harness.get("/admin/search/misses", params={"limit": 3}, as_=STAFF))
    rest = await asked(market, "misses", cursor=first["next_cursor"])
    assert [each["query"] for each in first["items"]] + [query for query, _, _ in rest] == whole
    reply = await market.harness.get("/admin/search/misses", params={"format": "csv"}, as_=STAFF)
    assert reply.headers["content-type"].startswith("text/csv")
    lines = reply.text.lstrip("\ufeff").split()
    assert lines[0] == "query,times,in_vain,last_day"
    assert [line.split(",")[0] for line in lines[1:]] == whole
    reply = await market.harness.get("/admin/search/popular", params={"format": "xlsx"}, as_=STAFF)
    assert reply.content[:2] == b"PK"


async def test_searches_are_written_down_together_and_forgotten_in_time(market: Market) -> None:
    async def kept() -> int:
        async with market.harness.database.transaction() as tx:
            return int(await tx.scalar(text("SELECT coalesce(sum(times), 0) FROM search_asked")))

    now = clock.now()
    with clock.frozen(now):
        for _ in range(3):
            await found(market, "unicorn")
        assert await kept() == 0
    with clock.frozen(now + timedelta(seconds=11)):
        await found(market, "unicorn")
        assert await kept() == 4
    with clock.frozen(now + REMEMBERED + timedelta(days=2)):
        await keep_search(market.harness.deps)
        assert await kept() == 0


async def test_only_staff_who_may_read_it(market: Market) -> None:
    for path in ("synonyms", "misses", "popular", "index"):
        url = f"/admin/search/{path}"
        assert (await market.harness.get(url)).status_code == 401
        assert (await market.harness.get(url, as_=tokens.staff("orders.read"))).status_code == 403
        assert (await market.harness.get(url, as_=tokens.vendor("ven_1"))).status_code == 403
