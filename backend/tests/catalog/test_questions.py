"""Questions on products over HTTP: answered by the vendor and by those who have the product."""

from typing import Any

from catalog.market import Market, done, ok, refused
from catalog.reviewing import MODERATOR, receives
from support import tokens
from support.faces.accounts import FakeAccounts

ASKER = tokens.customer("usr_asker")


async def for_sale(market: Market) -> tuple[str, Any]:
    vendor_id = await market.vendor()
    product, _ = await market.on_sale(vendor_id, await market.category())
    return vendor_id, product


async def ask(market: Market, product_id: str, body: str = "Does it <b>shrink</b>?", as_: str = ASKER) -> Any:
    return ok(await market.harness.post(f"/products/{product_id}/questions", {"body": body}, as_=as_))


async def asked(market: Market, product_id: str) -> list[Any]:
    return list(ok(await market.harness.get(f"/products/{product_id}/questions"))["items"])


async def unanswered(market: Market, vendor_id: str, show: str = "unanswered") -> list[str]:
    reply = await market.harness.get("/vendor/questions", params={"show": show}, as_=tokens.vendor(vendor_id))
    return [each["id"] for each in ok(reply)["items"]]


async def test_a_question_is_answered_by_its_vendor_and_by_who_has_the_product(
    market: Market, people: FakeAccounts
) -> None:
    vendor_id, product = await for_sale(market)
    question = await ask(market, product["id"])
    assert (question["body"], question["status"]) == ("Does it shrink?", "published")
    assert await unanswered(market, vendor_id) == [question["id"]]
    path, body = f"/questions/{question['id']}/answers", {"body": "Mine did not"}
    refused(await market.harness.post(path, body, as_=ASKER), 403, "not_received")
    buyer_id = people.person(name="Karim", number="01712345678")
    buyer = await receives(market, product["id"], vendor_id, buyer_id)
    ok(await market.harness.post(path, body, as_=buyer))
    refused(await market.harness.post(path, body, as_=buyer), 409, "already_answered")
    assert await unanswered(market, vendor_id) == [question["id"]]
    theirs = f"/vendor/questions/{question['id']}/answers"
    other = tokens.vendor(await market.vendor("Karim Traders"))
    refused(await market.harness.post(theirs, {"body": "Two per cent"}, as_=other), 404, "unknown_question")
    ok(await market.harness.post(theirs, {"body": "Two per cent"}, as_=tokens.vendor(vendor_id)))
    again = await market.harness.post(theirs, {"body": "Three"}, as_=tokens.vendor(vendor_id, user_id="usr_colleague"))
    refused(again, 409, "already_answered")
    assert (await unanswered(market, vendor_id), await unanswered(market, vendor_id, "all")) == ([], [question["id"]])
    (shown,) = await asked(market, product["id"])
    assert [(each["by_vendor"], each["author"]) for each in shown["answers"]] == [
        (True, {"name": "", "district": ""}),
        (False, {"name": "K.", "district": "dhaka"}),
    ]
    assert buyer_id not in str(shown)
    first = ok(await market.harness.get(path, params={"limit": 1}))
    rest = ok(await market.harness.get(path, params={"limit": 1, "cursor": first["next_cursor"]}))
    assert [each["by_vendor"] for each in (*first["items"], *rest["items"])] == [True, False]
    assert rest["next_cursor"] is None


async def test_words_of_the_list_hold_and_staff_decide(market: Market) -> None:
    vendor_id, product = await for_sale(market)
    held = await ask(market, product["id"], "Which BASTARD made this?")
    assert (held["status"], held["held"], await asked(market, product["id"])) == ("held", ["words"], [])
    assert await unanswered(market, vendor_id) == []
    (waiting,) = ok(await market.harness.get("/admin/questions", as_=MODERATOR))["items"]
    assert (waiting["post"]["id"], waiting["author_id"]) == (held["id"], "usr_asker")
    path = f"/admin/questions/{held['id']}"
    ok(await market.harness.post(f"{path}/publish", as_=MODERATOR))
    assert len(await asked(market, product["id"])) == 1
    ok(await market.harness.post(f"{path}/reject", {"code": "abusive", "note": "Rude"}, as_=MODERATOR))
    refused(await market.harness.post(f"{path}/reject", {"code": "fake"}, as_=MODERATOR), 409, "question_closed")
    (own,) = ok(await market.harness.get("/me/questions", as_=ASKER))["items"]
    assert (own["status"], own["code"], own["note"]) == ("rejected", "abusive", "Rude")
    assert await asked(market, product["id"]) == []
    rejected = ok(await market.harness.get("/admin/questions", params={"status": "rejected"}, as_=MODERATOR))["items"]
    assert len(rejected) == 1
    refused(await market.harness.get("/admin/questions", as_=tokens.staff("catalog.manage")), 403, "forbidden")


async def test_a_question_waits_again_when_the_vendors_answer_is_rejected(market: Market) -> None:
    vendor_id, product = await for_sale(market)
    question = await ask(market, product["id"])
    path = f"/vendor/questions/{question['id']}/answers"
    answer = ok(await market.harness.post(path, {"body": "Call 017"}, as_=tokens.vendor(vendor_id)))
    assert await unanswered(market, vendor_id) == []
    body = {"code": "advertising"}
    ok(await market.harness.post(f"/admin/questions/{answer['id']}/reject", body, as_=MODERATOR))
    assert await unanswered(market, vendor_id) == [question["id"]]
    assert (await asked(market, product["id"]))[0]["answers"] == []


async def test_one_takes_back_ones_own_and_asks_no_more_than_five(market: Market) -> None:
    _, product = await for_sale(market)
    questions = [await ask(market, product["id"], f"Question {number}") for number in range(5)]
    path = f"/products/{product['id']}/questions"
    refused(await market.harness.post(path, {"body": "One more"}, as_=ASKER), 429, "too_many_questions")
    own = f"/me/questions/{questions[0]['id']}"
    refused(await market.harness.delete(own, as_=tokens.customer("usr_other")), 404, "unknown_question")
    for _ in range(2):
        done(await market.harness.delete(own, as_=ASKER))
    assert [each["body"] for each in await asked(market, product["id"])] == [f"Question {n}" for n in (4, 3, 2, 1)]
    refused(await market.harness.post(path, {"body": "<br>"}, as_=ASKER), 422, "invalid")
    await ask(market, product["id"], "One more")
    unknown = await market.harness.post("/products/prd_0/questions", {"body": "?"}, as_=ASKER)
    refused(unknown, 404, "unknown_product")
