"""Reviews over HTTP: by those who received the product, answered by its vendor, moderated by staff."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from bdcommerce.catalog.adapters.markup import plain_text
from bdcommerce.catalog.domain.moderation import USUAL_WORDS, contains
from bdcommerce.catalog.domain.reviews import counted, mean
from bdcommerce.catalog.jobs import drop_unused_media
from bdcommerce.contracts.catalog import ReviewPosted
from bdcommerce.contracts.orders import VendorOrderAmended
from bdcommerce.kernel import clock
from catalog.market import Market, done, ok, refused
from catalog.pictures import picture, small
from catalog.reviewing import MODERATOR, buys, delivered, listed, receives, reviews
from support import tokens
from support.faces.accounts import FakeAccounts
from support.purchases import without_line

SOMEBODY = tokens.customer()


async def for_sale(market: Market) -> tuple[str, Any]:
    """A vendor, and a product it sells."""
    vendor_id = await market.vendor()
    product, _ = await market.on_sale(vendor_id, await market.category())
    return vendor_id, product


async def photo(market: Market, as_: str, content: bytes = b"") -> str:
    headers = {"Content-Type": "image/jpeg"}
    reply = await market.harness.post("/me/media", as_=as_, content=content or small(), headers=headers)
    return str(ok(reply)["id"])


async def decide(market: Market, review_id: str, what: str, **body: Any) -> Any:
    return ok(await market.harness.post(f"/admin/reviews/{review_id}/{what}", body or None, as_=MODERATOR))


async def queued(market: Market, status: str = "held") -> list[Any]:
    items = ok(await market.harness.get("/admin/reviews", params={"status": status}, as_=MODERATOR))["items"]
    return [each["review"]["id"] for each in items]


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("Nice <b>cloth</b>", "Nice cloth"),
        ("<script>alert(1)</script>ok", "ok"),
        ("5 < 6 & 7 > 6", "5 < 6 & 7 > 6"),
        ("&amp;lt;img src=x onerror=alert(1)&amp;gt;", ""),
        ("ভালো, ধন্যবাদ", "ভালো, ধন্যবাদ"),
    ],
)
def test_markup_is_taken_out_however_it_is_wrapped(typed: str, kept: str) -> None:
    assert plain_text(typed) == kept


@pytest.mark.parametrize(
    "text, held",
    [
        ("what a BASTARD he is", True),
        ("bastardised", False),
        ("লোকটা হারামি!", True),
        ("হারামিপনা", False),
        ("very good", False),
    ],
)
def test_words_hold_a_text_as_words_of_their_own(text: str, held: bool) -> None:
    assert contains(text, USUAL_WORDS) is held


@pytest.mark.parametrize(
    "stars, expected", [([0, 0, 0, 0, 0], 0), ([1, 0, 0, 0, 0], 100), ([0, 0, 0, 1, 2], 467), ([1, 1, 0, 0, 0], 150)]
)
def test_the_mean_is_in_hundredths_rounded_half_up(stars: Sequence[int], expected: int) -> None:
    assert mean(stars) == expected
    assert counted(counted(stars, new=3), gone=3) == list(stars)


async def test_only_those_who_received_it_review_a_product_and_once(market: Market) -> None:
    vendor_id, product = await for_sale(market)
    path, body = f"/products/{product['id']}/reviews", {"rating": 5, "body": "Good"}
    refused(await market.harness.post(path, body), 401, "unauthenticated")
    refused(await market.harness.post(path, body, as_=SOMEBODY), 403, "not_received")
    order = await buys(market, product["id"], vendor_id)
    buyer = tokens.customer(order.customer_id)
    refused(await market.harness.post(path, body, as_=buyer), 403, "not_received")
    await delivered(market, order)
    other = body | {"order_id": (await buys(market, product["id"], vendor_id)).order_id}
    refused(await market.harness.post(path, other, as_=buyer), 403, "not_received")
    made = ok(await market.harness.post(path, body | {"order_id": order.order_id}, as_=buyer))
    assert (made["status"], made["review"]["author"]) == ("published", {"name": "", "district": "dhaka"})
    refused(await market.harness.post(path, body, as_=buyer), 409, "already_reviewed")
    (told,) = await market.harness.told(ReviewPosted)
    assert (told.review_id, told.vendor_id, told.rating) == (made["review"]["id"], vendor_id, 5)


async def test_a_line_that_was_cancelled_is_not_reviewed(market: Market) -> None:
    vendor_id, product = await for_sale(market)
    order = await buys(market, product["id"], vendor_id)
    terms = without_line(order.vendor_orders[0], order.vendor_orders[0].lines[0].line_id)
    amended = VendorOrderAmended(order_id=order.order_id, terms=terms, cancelled_lines=[], reason="", at=clock.now())
    await market.harness.publish(amended)
    await delivered(market, order)
    reply = await market.harness.post(
        f"/products/{product['id']}/reviews", {"rating": 1, "body": "?"}, as_=tokens.customer(order.customer_id)
    )
    refused(reply, 403, "not_received")


async def test_ratings_are_counted_where_the_product_is_shown(market: Market) -> None:
    vendor_id, product = await for_sale(market)
    first = await receives(market, product["id"], vendor_id)
    made = await reviews(market, product["id"], first, 5)
    await reviews(market, product["id"], await receives(market, product["id"], vendor_id), 4)
    page = await market.page(product["slug"])
    assert (page["rating"], page["reviews"], page["stars"]) == (450, 2, [0, 0, 0, 1, 1])
    assert [(each["rating"], each["reviews"]) for each in await market.list(rating=4)] == [(450, 2)]
    summary = ok(await market.harness.get(f"/products/{product['id']}/rating"))
    assert summary == {"mean": 450, "reviews": 2, "stars": [0, 0, 0, 1, 1]}
    edited = {"rating": 1, "body": "It tore."}
    ok(await market.harness.patch(f"/me/reviews/{made['review']['id']}", edited, as_=first))
    assert (await market.page(product["slug"]))["rating"] == 250
    done(await market.harness.delete(f"/me/reviews/{made['review']['id']}", as_=first))
    assert (await market.page(product["slug"]))["stars"] == [0, 0, 0, 1, 0]
    again = await reviews(market, product["id"], first, 2)
    assert again["review"]["id"] != made["review"]["id"]


async def test_names_are_chosen_or_initials(market: Market, people: FakeAccounts) -> None:
    vendor_id, product = await for_sale(market)
    user_id = people.person(name="rashida Khatun", number="01712345678")
    as_ = await receives(market, product["id"], vendor_id, user_id)
    made = await reviews(market, product["id"], as_)
    assert made["review"]["author"] == {"name": "R.", "district": "dhaka"}
    body = {"rating": 4, "body": "Good", "display_name": "Rashida of Mirpur"}
    ok(await market.harness.patch(f"/me/reviews/{made['review']['id']}", body, as_=as_))
    (shown,) = await listed(market, product["id"])
    assert shown["author"] == {"name": "Rashida of Mirpur", "district": ""}
    assert user_id not in str(shown)


async def test_photos_wait_for_staff_and_are_kept_while_they_are_shown(market: Market) -> None:
    vendor_id, product = await for_sale(market)
    as_ = await receives(market, product["id"], vendor_id)
    media_id = await photo(market, as_)
    path, body = f"/products/{product['id']}/reviews", {"rating": 5, "body": "Look", "media_ids": [media_id]}
    other = await receives(market, product["id"], vendor_id)
    assert "media_ids" in refused(await market.harness.post(path, body, as_=other), 422, "invalid")
    made = await reviews(market, product["id"], as_, media_ids=[media_id])
    assert (made["status"], made["held"], await listed(market, product["id"])) == ("held", ["photos"], [])
    assert (await market.page(product["slug"]))["reviews"] == 0
    assert await market.harness.told(ReviewPosted) == []
    with clock.frozen(clock.now() + timedelta(days=2)):
        await drop_unused_media(market.harness.deps)
    assert await queued(market) == [made["review"]["id"]]
    await decide(market, made["review"]["id"], "publish")
    (shown,) = await listed(market, product["id"], photos=True)
    assert shown["pictures"][0]["sizes"][0]["webp"].startswith("/api/v1/media/")
    assert len(await market.harness.told(ReviewPosted)) == 1
    same = {"rating": 3, "body": "Look again", "media_ids": [media_id]}
    kept = ok(await market.harness.patch(f"/me/reviews/{made['review']['id']}", same, as_=as_))
    assert kept["status"] == "published"


async def test_somebody_who_only_uploads_is_stopped(market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bdcommerce.catalog.domain.reviews.MAX_WAITING_PICTURES", 1)
    await photo(market, SOMEBODY)
    reply = await market.harness.post(
        "/me/media", as_=SOMEBODY, content=picture(120, 160), headers={"Content-Type": "image/jpeg"}
    )
    refused(reply, 429, "too_many_pictures")
    await photo(market, tokens.customer("usr_other"))


async def test_words_of_the_list_hold_a_review_and_staff_keep_the_list(market: Market) -> None:
    vendor_id, product = await for_sale(market)
    words = ok(await market.harness.get("/admin/held-words", as_=MODERATOR))
    assert (words["version"], "bastard" in words["words"]) == (0, True)
    body = {"version": 0, "words": ["Jhamela", "jhamela", "০১৭"]}
    assert ok(await market.harness.put("/admin/held-words", body, as_=MODERATOR))["words"] == ["017", "jhamela"]
    refused(await market.harness.put("/admin/held-words", body, as_=MODERATOR), 409, "stale")
    as_ = await receives(market, product["id"], vendor_id)
    made = await reviews(market, product["id"], as_, title="JHAMELA!")
    assert (made["status"], made["held"]) == ("held", ["words"])
    mine = await receives(market, product["id"], vendor_id)
    assert (await reviews(market, product["id"], mine, body="bastard"))["status"] == "published"


async def test_what_staff_reject_stays_with_the_reason_and_counts_no_more(market: Market) -> None:
    vendor_id, product = await for_sale(market)
    as_ = await receives(market, product["id"], vendor_id)
    review_id = (await reviews(market, product["id"], as_, 1))["review"]["id"]
    refused(
        await market.harness.post(f"/admin/reviews/{review_id}/reject", {"code": "bad"}, as_=MODERATOR), 422, "invalid"
    )
    await decide(market, review_id, "reject", code="personal_data", note="A phone number")
    assert (await listed(market, product["id"]), (await market.page(product["slug"]))["rating"]) == ([], None)
    assert await queued(market, "rejected") == [review_id]
    (own,) = ok(await market.harness.get("/me/reviews", as_=as_))["items"]
    assert (own["status"], own["code"], own["note"]) == ("rejected", "personal_data", "A phone number")
    again = ok(await market.harness.patch(f"/me/reviews/{review_id}", {"rating": 1, "body": "It tore."}, as_=as_))
    assert (again["status"], again["held"]) == ("held", ["edited_after_rejection"])
    shown = await decide(market, review_id, "publish")
    assert [(each["rating"], each["body"]) for each in shown["earlier"]] == [(1, "Soft cloth, a little wide.")]
    assert len(await market.harness.told(ReviewPosted)) == 1
    assert (await market.page(product["slug"]))["stars"] == [1, 0, 0, 0, 0]


async def test_a_review_is_edited_for_thirty_days(market: Market) -> None:
    vendor_id, product = await for_sale(market)
    user_id = "usr_slow"
    review_id = (await reviews(market, product["id"], await receives(market, product["id"], vendor_id, user_id)))[
        "review"
    ]["id"]
    path, body = f"/me/reviews/{review_id}", {"rating": 2, "body": "Later"}
    refused(await market.harness.patch(path, body, as_=SOMEBODY), 404, "unknown_review")
    with clock.frozen(clock.now() + timedelta(days=30, seconds=5)):
        refused(await market.harness.patch(path, body, as_=tokens.customer(user_id)), 409, "review_closed")


async def test_only_the_vendor_that_sold_it_answers(market: Market) -> None:
    vendor_id, product = await for_sale(market)
    review_id = (await reviews(market, product["id"], await receives(market, product["id"], vendor_id)))["review"]["id"]
    path, as_ = f"/vendor/reviews/{review_id}/reply", tokens.vendor(vendor_id)
    other = tokens.vendor(await market.vendor("Karim Traders"))
    refused(await market.harness.put(path, {"text": "Thanks"}, as_=other), 404, "unknown_review")
    waiting = ok(await market.harness.get("/vendor/reviews", params={"show": "unanswered"}, as_=as_))["items"]
    assert [each["id"] for each in waiting] == [review_id]
    for text in ("Thanks", "Thank <i>you</i>"):
        ok(await market.harness.put(path, {"text": text}, as_=as_))
    (shown,) = await listed(market, product["id"])
    assert (shown["reply"]["text"], shown["reply"]["vendor_id"]) == ("Thank you", vendor_id)
    assert ok(await market.harness.get("/vendor/reviews", params={"show": "unanswered"}, as_=as_))["items"] == []
    assert len(ok(await market.harness.get("/vendor/reviews", as_=as_))["items"]) == 1
    assert ok(await market.harness.get("/vendor/reviews", as_=other))["items"] == []


async def test_others_say_once_that_a_review_helps_or_is_abuse(market: Market) -> None:
    vendor_id, product = await for_sale(market)
    author = await receives(market, product["id"], vendor_id)
    first = (await reviews(market, product["id"], author, 2))["review"]["id"]
    second = (await reviews(market, product["id"], await receives(market, product["id"], vendor_id), 5))["review"]["id"]
    helps, abuse = f"/reviews/{first}/helpful", f"/reviews/{first}/report"
    refused(await market.harness.put(helps, {"helpful": True}, as_=author), 409, "review_closed")
    for _ in range(2):
        done(await market.harness.put(helps, {"helpful": True}, as_=SOMEBODY))
        done(await market.harness.post(abuse, {"code": "fake"}, as_=SOMEBODY))
    shown = await listed(market, product["id"], sort="helpful")
    assert [(each["id"], each["helpful"]) for each in shown] == [(first, 1), (second, 0)]
    done(await market.harness.put(helps, {"helpful": False}, as_=SOMEBODY))
    assert (await listed(market, product["id"], rating=2))[0]["helpful"] == 0
    assert await queued(market, "reported") == [first]
    assert (await decide(market, first, "publish"))["reports"] == 0
    assert await queued(market, "reported") == []


async def test_every_sort_goes_on_where_a_page_ends(market: Market) -> None:
    vendor_id, product = await for_sale(market)
    for rating in (3, 5, 1, 3):
        await reviews(market, product["id"], await receives(market, product["id"], vendor_id), rating)
    path = f"/products/{product['id']}/reviews"
    for sort, expected in (
        ("newest", [3, 1, 5, 3]),
        ("rating_high", [5, 3, 3, 1]),
        ("rating_low", [1, 3, 3, 5]),
        ("helpful", [3, 1, 5, 3]),
    ):
        seen: list[Any] = []
        cursor: str | None = ""
        while cursor is not None:
            page = ok(await market.harness.get(path, params={"sort": sort, "limit": 1, "cursor": cursor}))
            seen += page["items"]
            cursor = page["next_cursor"]
        assert [each["rating"] for each in seen] == expected, sort
        assert len({each["id"] for each in seen}) == 4, sort
    refused(await market.harness.get(path, params={"cursor": "nonsense"}), 422, "invalid")


async def test_reviews_written_at_once_are_all_counted_and_one_each(market: Market) -> None:
    vendor_id, product = await for_sale(market)
    people = [await receives(market, product["id"], vendor_id) for _ in range(3)]
    path, body = f"/products/{product['id']}/reviews", {"rating": 5, "body": "Good"}
    sent = [market.harness.post(path, body, as_=each) for each in people * 2]
    assert sorted(reply.status_code for reply in await asyncio.gather(*sent)) == [201] * 3 + [409] * 3
    assert (await market.page(product["slug"]))["stars"] == [0, 0, 0, 0, 3]


async def test_decisions_are_for_moderators(market: Market) -> None:
    as_ = tokens.staff("catalog.manage")
    for path in ("/admin/reviews", "/admin/held-words"):
        refused(await market.harness.get(path, as_=as_), 403, "forbidden")
    refused(await market.harness.post("/admin/reviews/rvw_0/publish", as_=MODERATOR), 404, "unknown_review")
