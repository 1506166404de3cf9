from typing import Any

import pytest

from bdcommerce.kernel.money import Money
from orders.market import ADDRESS, Market
from support import tokens


def amounts(view: Any, *names: str) -> list[int]:
    return [view[name]["amount"] for name in names]


async def test_a_guest_gets_a_token_once_and_only_with_it_the_cart(market: Market) -> None:
    made = (await market.service.post("/carts")).json()
    assert made["guest_token"]
    assert (await market.service.get(f"/carts/{made['id']}", guest=made["guest_token"])).status_code == 200
    stranger = (await market.service.post("/carts")).json()
    for who in ({}, {"guest": stranger["guest_token"]}, {"as_": market.customer}):
        reply = await market.service.get(f"/carts/{made['id']}", **who)
        assert (reply.status_code, reply.json()["code"]) == (404, "unknown_cart")


async def test_a_members_cart_has_no_token_and_is_no_other_members(market: Market) -> None:
    made = (await market.service.post("/carts", as_=market.customer)).json()
    assert made["guest_token"] is None
    other = await market.service.get(f"/carts/{made['id']}", as_=tokens.customer("usr_other"))
    assert other.status_code == 404


async def test_lines_are_added_changed_and_removed_at_the_catalogs_price(market: Market) -> None:
    cart_id = await market.cart(("panjabi", 1), ("panjabi", 2), ("mug", 1), as_=market.customer)
    view = (await market.service.get(f"/carts/{cart_id}", as_=market.customer)).json()
    first, second = view["lines"]
    assert (first["quantity"], first["line_total"]["amount"]) == (3, 375000)
    assert view["goods"]["amount"] == 375000 + 33333
    path = f"/carts/{cart_id}/lines"
    changed = await market.service.patch(f"{path}/{first['id']}", {"quantity": 5}, as_=market.customer)
    assert changed.json()["lines"][0]["quantity"] == 5
    left = await market.service.delete(f"{path}/{second['id']}", as_=market.customer)
    assert [line["id"] for line in left.json()["lines"]] == [first["id"]]


async def test_a_price_in_the_body_is_refused(market: Market) -> None:
    cart_id = await market.cart(as_=market.customer)
    line = {"offer_id": market.offers["mug"], "quantity": 1, "price": {"amount": 1, "currency": "BDT"}}
    reply = await market.service.post(f"/carts/{cart_id}/lines", line, as_=market.customer)
    assert reply.status_code in (400, 422)


@pytest.mark.parametrize("quantity", [0, -1, 100, 10**12, "two"])
async def test_quantities_keep_to_the_rule_book(market: Market, quantity: object) -> None:
    cart_id = await market.cart(as_=market.customer)
    line = {"offer_id": market.offers["mug"], "quantity": quantity}
    reply = await market.service.post(f"/carts/{cart_id}/lines", line, as_=market.customer)
    assert reply.status_code in (400, 422)
    assert reply.json()["errors"][0]["field"] == "quantity"


async def test_the_rule_book_may_allow_less(market: Market) -> None:
    market.compliance.set_rule("cart.max_quantity_per_line", 2)
    cart_id = await market.cart(("mug", 2), as_=market.customer)
    line = {"offer_id": market.offers["mug"], "quantity": 1}
    assert (await market.service.post(f"/carts/{cart_id}/lines", line, as_=market.customer)).status_code == 422


async def test_what_does_not_sell_or_exist_stays_out(market: Market) -> None:
    cart_id = await market.cart(as_=market.customer)
    market.catalog.stop_selling(market.offers["mug"])
    for offer_id, status, code in ((market.offers["mug"], 409, "not_sellable"), ("off_none", 404, "unknown_offer")):
        reply = await market.service.post(
            f"/carts/{cart_id}/lines", {"offer_id": offer_id, "quantity": 1}, as_=market.customer
        )
        assert (reply.status_code, reply.json()["code"]) == (status, code)


async def test_a_quote_breaks_down_by_vendor_with_fees_and_promises(market: Market) -> None:
    cart_id = await market.cart(("panjabi", 2), ("mug", 1), as_=market.customer)
    quote = await market.quote(cart_id, as_=market.customer)
    near, far = quote["vendor_orders"]
    assert amounts(near, "goods", "discount", "delivery", "total") == [250000, 0, 6000, 256000]
    assert amounts(far, "goods", "discount", "delivery", "total") == [33333, 0, 12000, 45333]
    assert quote["total"]["amount"] == 301333
    assert near["promised_by"] < far["promised_by"]
    assert near["vendor_name"]["en"] == "Vendor a"
    assert quote["problems"] == []


async def test_a_quote_names_what_cannot_be_bought_and_leaves_it_out(market: Market) -> None:
    cart_id = await market.cart(("panjabi", 1), ("sari", 1), ("mug", 3), as_=market.customer)
    market.catalog.stop_selling(market.offers["panjabi"], "unpublished")
    market.vendors.set_status(market.vendor_ids["b"], "suspended")
    market.compliance.set_rule("cart.max_quantity_per_line", 2)
    quote = await market.quote(cart_id, as_=market.customer)
    assert [(each["code"], each["reason"]) for each in quote["problems"]] == [
        ("not_sellable", "unpublished"),
        ("not_sellable", "vendor_suspended"),
        ("too_many", "at most 2"),
    ]
    assert all(each["blocks"] for each in quote["problems"])
    assert (quote["vendor_orders"], quote["total"]["amount"]) == ([], 0)


async def test_a_quote_tells_of_a_changed_price_and_uses_it(market: Market) -> None:
    cart_id = await market.cart(("mug", 1), as_=market.customer)
    market.catalog.reprice(market.offers["mug"], Money(40000))
    quote = await market.quote(cart_id, as_=market.customer)
    (problem,) = quote["problems"]
    assert (problem["code"], problem["blocks"]) == ("price_changed", False)
    assert (problem["was"]["amount"], problem["now"]["amount"]) == (33333, 40000)
    assert quote["total"]["amount"] == 52000


async def test_a_quote_for_a_stored_address_is_the_owners_only(market: Market) -> None:
    cart_id = await market.cart(("mug", 1), as_=market.customer)
    typed = await market.service.post(
        f"/carts/{cart_id}/quote", {"address": ADDRESS, "address_id": "adr_1"}, as_=market.customer
    )
    assert typed.json()["errors"][0]["field"] == "address"
    unknown = await market.service.post(f"/carts/{cart_id}/quote", {"address_id": "adr_1"}, as_=market.customer)
    assert (unknown.status_code, unknown.json()["code"]) == (404, "unknown_address")
    guest_cart, token = await market.guest_cart(("mug", 1))
    guest = await market.service.post(f"/carts/{guest_cart}/quote", {"address_id": "adr_1"}, guest=token)
    assert guest.json()["errors"][0]["field"] == "address_id"


async def test_an_empty_cart_costs_nothing(market: Market) -> None:
    cart_id = await market.cart(as_=market.customer)
    quote = await market.quote(cart_id, as_=market.customer)
    assert (quote["vendor_orders"], quote["total"]["amount"]) == ([], 0)
