"""A guest's cart goes along when its owner signs in; a customer's cart is there on every device."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.contracts.catalog import OfferTerms
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Stale
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.work import Works
from bdcommerce.orders.adapters.memory import MemoryWorks
from bdcommerce.orders.domain.carts import MAX_LINES, Cart, CartLine, Shopper
from bdcommerce.orders.domain.filling import Wanted, fill
from bdcommerce.orders.handlers import carts
from bdcommerce.orders.jobs import expire_guest_carts
from bdcommerce.orders.ports import Work
from orders.market import Market
from support import tokens
from support.faces.catalog import offer_terms

LIMIT = 5
OFFERS = [offer_terms(price=Money(100 + at)) for at in range(4)]
IDS = [each.offer_id for each in OFFERS]
BOOK: dict[str, OfferTerms | None] = {each.offer_id: each for each in OFFERS}
WANTED = st.lists(st.builds(Wanted, offer_id=st.sampled_from(IDS), quantity=st.integers(1, 12)), max_size=8)


def filled(cart: Cart, wanted: Sequence[Wanted], offers: dict[str, OfferTerms | None] = BOOK) -> Any:
    ids = iter(range(10_000))
    return fill(cart, wanted, offers, LIMIT, lambda: f"cln_{len(cart.lines)}_{next(ids)}")


@given(WANTED, WANTED)
def test_every_wanted_unit_is_in_the_cart_or_accounted_for(already: list[Wanted], wanted: list[Wanted]) -> None:
    before, _ = filled(Cart(cart_id="crt_1", customer_id="usr_1"), already)
    after, left = filled(before, wanted)
    for offer_id in IDS:
        had, has = (sum(line.quantity for line in cart.lines if line.offer_id == offer_id) for cart in (before, after))
        asked = sum(each.quantity for each in wanted if each.offer_id == offer_id)
        refused = sum(each.quantity for each in left if each.offer_id == offer_id)
        assert had + asked == has + refused
        assert has <= LIMIT


def test_what_does_not_sell_or_is_gone_stays_behind_and_says_so() -> None:
    offers = BOOK | {IDS[0]: offer_terms(reason="inactive"), IDS[1]: None}
    cart, left = filled(Cart(cart_id="crt_1"), [Wanted(offer_id=each, quantity=1) for each in IDS], offers)
    assert [line.offer_id for line in cart.lines] == IDS[2:]
    assert [(each.reason, each.detail, each.title is None) for each in left] == [
        ("not_sellable", "inactive", False),
        ("gone", "", True),
    ]


def test_a_full_cart_takes_more_of_what_it_has_and_nothing_else() -> None:
    lines = [CartLine(line_id=f"l{at}", offer_id=f"off_{at}", quantity=1, price_seen=Money(1)) for at in range(99)]
    own = CartLine(line_id="own", offer_id=IDS[0], quantity=1, price_seen=Money(1))
    cart = Cart(cart_id="crt_1", lines=(*lines, own))
    assert len(cart.lines) == MAX_LINES
    after, left = filled(cart, [Wanted(offer_id=IDS[0], quantity=1), Wanted(offer_id=IDS[1], quantity=2)])
    assert after.lines[-1].quantity == 2
    assert [(each.offer_id, each.quantity, each.reason) for each in left] == [(IDS[1], 2, "cart_full")]


async def test_a_line_put_in_while_merging_is_not_lost() -> None:
    works: Works[Work] = MemoryWorks()
    line = CartLine(line_id="cln_1", offer_id=IDS[0], quantity=1, price_seen=Money(1))
    async with works() as work:
        await work.carts.add(Cart(cart_id="crt_1", guest_hash="hash", lines=(line,)))
    with pytest.raises(Stale):
        async with works() as work:
            shopper = Shopper(customer_id="usr_1", guest_hash="hash")
            await carts.merge(work, "crt_1", shopper, offers={}, limit=LIMIT)


async def merge(market: Market, cart_id: str, guest: str) -> Any:
    return await market.service.post(f"/carts/{cart_id}/merge", as_=market.customer, guest=guest)


def contents(market: Market, cart: Any) -> dict[str, int]:
    names = {offer_id: name for name, offer_id in market.offers.items()}
    return {names[line["offer_id"]]: line["quantity"] for line in cart["lines"]}


async def test_a_guests_cart_goes_into_the_customers_up_to_the_limit(market: Market) -> None:
    market.compliance.set_rule("cart.max_quantity_per_line", 5)
    own = await market.cart(("panjabi", 4), as_=market.customer)
    cart_id, token = await market.guest_cart(("panjabi", 3), ("sari", 1), ("mug", 2))
    market.catalog.reprice(market.offers["sari"], Money(77700))
    market.catalog.stop_selling(market.offers["mug"])
    reply = await merge(market, cart_id, token)
    assert reply.status_code == 200, reply.text
    assert reply.json()["cart"]["id"] == own
    assert contents(market, reply.json()["cart"]) == {"panjabi": 5, "sari": 1}
    assert reply.json()["cart"]["problems"] == []
    assert [(each["quantity"], each["reason"], each["detail"]) for each in reply.json()["left_out"]] == [
        (2, "quantity_limit", "at most 5 of one offer"),
        (2, "not_sellable", "inactive"),
    ]


async def test_merging_again_changes_nothing(market: Market) -> None:
    cart_id, token = await market.guest_cart(("sari", 1))
    first, second = await merge(market, cart_id, token), await merge(market, cart_id, token)
    assert first.json() == second.json()
    assert contents(market, second.json()["cart"]) == {"sari": 1}
    mine = await market.service.get("/carts/mine", as_=market.customer)
    assert mine.json() == first.json()["cart"]
    itself = await market.service.post(f"/carts/{mine.json()['id']}/merge", as_=market.customer)
    assert itself.json() == first.json()
    left = (await market.service.get(f"/carts/{cart_id}", guest=token)).json()
    assert left["status"] == "merged"
    line = {"offer_id": market.offers["sari"], "quantity": 1}
    assert (await market.service.post(f"/carts/{cart_id}/lines", line, guest=token)).json()["code"] == "cart_closed"


async def test_a_merge_needs_the_token_of_the_cart_and_somebody_signed_in(market: Market) -> None:
    cart_id, token = await market.guest_cart(("sari", 1))
    assert (await market.service.post(f"/carts/{cart_id}/merge", guest=token)).status_code == 401
    assert (await merge(market, cart_id, "x" * 43)).json()["code"] == "unknown_cart"
    other = await market.cart(("sari", 1), as_=tokens.customer("usr_stranger"))
    assert (await merge(market, other, token)).json()["code"] == "unknown_cart"


async def test_a_cart_that_is_being_ordered_is_not_merged(market: Market) -> None:
    cart_id, token = await market.guest_cart(("mug", 1))
    form = await market.order_form(cart_id, guest=token)
    assert (await market.service.post("/checkout", form, as_=market.customer, guest=token)).status_code == 201
    assert (await merge(market, cart_id, token)).json()["code"] == "cart_closed"


async def test_my_cart_is_the_newest_open_one(market: Market) -> None:
    assert (await market.service.get("/carts/mine", as_=market.customer)).json()["code"] == "unknown_cart"
    older, newer = [await market.cart(("mug", 1), as_=market.customer) for _ in range(2)]
    assert (await market.service.get("/carts/mine", as_=market.customer)).json()["id"] == newer
    form = await market.order_form(newer, as_=market.customer)
    assert (await market.service.post("/checkout", form, as_=market.customer)).status_code == 201
    assert (await market.service.get("/carts/mine", as_=market.customer)).json()["id"] == older
    assert (await market.service.get("/carts/mine")).status_code == 401


async def coupon(market: Market, code: str, *, starts: int = -1) -> None:
    now = clock.now()
    body = {
        "code": code,
        "percent": "10",
        "funder": {"kind": "operator"},
        "starts_at": (now + timedelta(hours=starts)).isoformat(),
        "ends_at": (now + timedelta(hours=starts + 2)).isoformat(),
        "total_limit": 5,
    }
    reply = await market.service.post("/admin/coupons", body, as_=tokens.staff("coupons.manage"))
    assert reply.status_code == 201, reply.text


async def test_the_guests_coupon_comes_along_unless_the_customer_has_one(market: Market) -> None:
    await coupon(market, "GUEST10")
    await coupon(market, "OWN10")
    for own, kept in (("", "GUEST10"), ("OWN10", "OWN10")):
        if own:
            mine = (await market.service.get("/carts/mine", as_=market.customer)).json()["id"]
            await market.service.post(f"/carts/{mine}/coupon", {"code": own}, as_=market.customer)
        cart_id, token = await market.guest_cart(("sari", 1))
        await market.service.post(f"/carts/{cart_id}/coupon", {"code": "GUEST10"}, guest=token)
        assert (await merge(market, cart_id, token)).json()["cart"]["coupon_code"] == kept


async def test_carts_that_guests_left_behind_are_forgotten(market: Market) -> None:
    at = datetime(2026, 11, 22, tzinfo=UTC)
    with clock.frozen(at):
        old, old_token = await market.guest_cart(("mug", 1))
        merged, merged_token = await market.guest_cart(("mug", 1))
        await merge(market, merged, merged_token)
        members = await market.cart(("mug", 1), as_=tokens.customer("usr_1"))
    with clock.frozen(at + timedelta(days=29)):
        young, young_token = await market.guest_cart(("mug", 1))
    with clock.frozen(at + timedelta(days=30, seconds=1)):
        await expire_guest_carts(market.service.deps)
        for cart_id, token, status in ((old, old_token, 404), (merged, merged_token, 404), (young, young_token, 200)):
            assert (await market.service.get(f"/carts/{cart_id}", guest=token)).status_code == status
        mine = await market.service.get("/carts/mine", as_=tokens.customer("usr_1"))
        assert mine.json()["id"] == members
