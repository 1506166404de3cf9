"""What is read of reviews and questions, and what products show of them, can be built again from the log."""

from typing import Any

from sqlalchemy import text

from bdcommerce.catalog.projections import PROJECTIONS
from bdcommerce.infra import projections
from bdcommerce.infra.postgres import Database
from catalog.market import Market, done, ok
from catalog.pictures import small
from catalog.reviewing import MODERATOR, buys, receives, reviews
from support import tokens

TABLES = (
    "purchase",
    "review",
    "review_voice",
    "product_rating",
    "held_words",
    "post",
    "product",
    "listing",
    "media_use",
)
ASKER = tokens.customer("usr_asker")


async def snapshot(database: Database) -> dict[str, Any]:
    tables = {}
    async with database.transaction() as tx:
        for table in (*TABLES, "media", "product_page", "shelf"):
            rows = await tx.rows(text(f"SELECT to_jsonb(t) AS row FROM {table} t ORDER BY to_jsonb(t)::text"))
            tables[table] = [row["row"] for row in rows]
    return tables


async def much_is_said(market: Market) -> None:
    vendor_id, market_ = await market.vendor(), market.harness
    product, _ = await market.on_sale(vendor_id, await market.category())
    ok(await market_.put("/admin/held-words", {"version": 0, "words": ["jhamela"]}, as_=MODERATOR))
    await buys(market, product["id"], vendor_id)
    first, second, third = [await receives(market, product["id"], vendor_id) for _ in range(3)]
    media_id = ok(await market_.post("/me/media", as_=first, content=small()))["id"]
    held = (await reviews(market, product["id"], first, media_ids=[media_id]))["review"]["id"]
    ok(await market_.post(f"/admin/reviews/{held}/publish", as_=MODERATOR))
    done(await market_.put(f"/reviews/{held}/helpful", {"helpful": True}, as_=ASKER))
    done(await market_.post(f"/reviews/{held}/report", {"code": "fake"}, as_=second))
    edited = (await reviews(market, product["id"], second, 1))["review"]["id"]
    ok(await market_.patch(f"/me/reviews/{edited}", {"rating": 3, "body": "Not so bad"}, as_=second))
    ok(await market_.put(f"/vendor/reviews/{edited}/reply", {"text": "Thanks"}, as_=tokens.vendor(vendor_id)))
    rejected = (await reviews(market, product["id"], third, 2))["review"]["id"]
    ok(await market_.post(f"/admin/reviews/{rejected}/reject", {"code": "fake"}, as_=MODERATOR))
    path = f"/products/{product['id']}/questions"
    question = ok(await market_.post(path, {"body": "Does it shrink?"}, as_=ASKER))["id"]
    ok(await market_.post(f"/questions/{question}/answers", {"body": "No"}, as_=first))
    theirs = f"/vendor/questions/{question}/answers"
    answer = ok(await market_.post(theirs, {"body": "jhamela"}, as_=tokens.vendor(vendor_id)))["id"]
    ok(await market_.post(f"/admin/questions/{answer}/reject", {"code": "abusive"}, as_=MODERATOR))
    taken_back = ok(await market_.post(path, {"body": "Never mind"}, as_=ASKER))["id"]
    done(await market_.delete(f"/me/questions/{taken_back}", as_=ASKER))


async def test_a_rebuild_gives_identical_rows(market: Market) -> None:
    await much_is_said(market)
    before = await snapshot(market.harness.database)
    assert all(before[table] for table in TABLES)
    for projection in PROJECTIONS:
        async for _ in projections.rebuild(market.harness.database, projection):
            pass
    assert await snapshot(market.harness.database) == before
