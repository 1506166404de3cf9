import pytest

from bdcommerce.kernel.errors import Invalid
from bdcommerce.kernel.money import Money
from bdcommerce.orders.domain.carts import MAX_LINES, Cart, CartLine, Shopper, new_guest_token, token_hash
from bdcommerce.orders.domain.promotions.codes import normal_code
from bdcommerce.orders.errors import CartClosed, CartEmpty, UnknownCart, UnknownCartLine


def line(offer_id: str, quantity: int = 1) -> CartLine:
    return CartLine(line_id=f"cln_{offer_id}", offer_id=offer_id, quantity=quantity, price_seen=Money(100))


def test_the_same_offer_twice_is_one_line() -> None:
    cart = Cart(cart_id="crt_1").with_units(line("off_1", 2), 99).with_units(line("off_1", 3), 99)
    assert [each.quantity for each in cart.lines] == [5]


def test_units_of_one_offer_are_bounded_however_they_are_added() -> None:
    cart = Cart(cart_id="crt_1").with_units(line("off_1", 5), 5)
    with pytest.raises(Invalid) as refused:
        cart.with_units(line("off_1", 1), 5)
    assert "quantity" in refused.value.data["fields"]
    with pytest.raises(Invalid):
        cart.with_quantity("cln_off_1", 6, Money(100), 5)


def test_a_cart_has_room_for_a_purchase_not_for_a_catalogue() -> None:
    cart = Cart(cart_id="crt_1")
    for at in range(MAX_LINES):
        cart = cart.with_units(line(f"off_{at}"), 99)
    with pytest.raises(Invalid):
        cart.with_units(line("off_more"), 99)


def test_every_change_is_a_new_version() -> None:
    cart = Cart(cart_id="crt_1").with_units(line("off_1"), 99)
    cart = cart.with_quantity("cln_off_1", 4, Money(90), 99).with_coupon("cpn_1").without("cln_off_1")
    assert (cart.version, cart.lines, cart.coupon_id) == (4, (), "cpn_1")


def test_a_line_that_is_not_there_is_named_unknown() -> None:
    with pytest.raises(UnknownCartLine):
        Cart(cart_id="crt_1").without("cln_off_1")


def test_a_cart_that_is_checked_out_changes_no_more() -> None:
    cart = Cart(cart_id="crt_1").with_units(line("off_1"), 99).checked_out("ord_1")
    with pytest.raises(CartClosed):
        cart.without("cln_off_1")
    with pytest.raises(CartClosed):
        cart.with_coupon("")
    with pytest.raises(CartClosed):
        cart.checked_out("ord_2")


def test_an_empty_cart_is_not_checked_out() -> None:
    with pytest.raises(CartEmpty):
        Cart(cart_id="crt_1").checked_out("ord_1")


def test_a_cart_is_its_owners_only() -> None:
    token = new_guest_token()
    guests = Cart(cart_id="crt_1", guest_hash=token_hash(token))
    members = Cart(cart_id="crt_2", customer_id="usr_1")
    assert guests.of(Shopper(guest_hash=token_hash(token))) is guests
    assert members.of(Shopper(customer_id="usr_1")) is members
    strangers = [Shopper(), Shopper(customer_id="usr_2"), Shopper(guest_hash=token_hash(new_guest_token()))]
    for cart in (guests, members):
        for stranger in strangers:
            with pytest.raises(UnknownCart):
                cart.of(stranger)


@pytest.mark.parametrize("typed", ["eid১০", " EID10 ", "Eid10"])
def test_a_code_is_recognised_however_it_is_typed(typed: str) -> None:
    assert normal_code(typed) == "EID10"
