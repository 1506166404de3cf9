"""Placing an order, exactly once: what is decided before the saga begins, and what its steps write."""

from dataclasses import replace

from bdcommerce.contracts.accounts import AddressInput
from bdcommerce.contracts.orders import Channel, PaymentMethod
from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.actor import Actor, system
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Language, nfc
from bdcommerce.orders.domain import affirmations, decisions
from bdcommerce.orders.domain.carts import Cart, Shopper
from bdcommerce.orders.domain.checkouts import Checkout
from bdcommerce.orders.domain.confirmation import CodeLimits
from bdcommerce.orders.domain.contacts import CONTEXT, PHONE, Contact, to_text
from bdcommerce.orders.errors import CartChanged, CartEmpty, NotSellable
from bdcommerce.orders.events import Placed
from bdcommerce.orders.handlers import confirming, orders, promotions
from bdcommerce.orders.handlers.quoting import PricedCart, address_for, price_cart
from bdcommerce.orders.handlers.risk import Venture
from bdcommerce.orders.handlers.terms import terms_of
from bdcommerce.orders.ports import Deps, Seals, Work

SAGA = "checkout"
BY_CHECKOUT = system("checkout")


async def prepare(
    deps: Deps,
    cart: Cart,
    *,
    shopper: Shopper,
    by: Actor,
    language: Language,
    name: str,
    email: str,
    address: AddressInput | None,
    address_id: str | None,
    phone_proof: str,
    delivery_note: str,
    gift_message: str,
    payment_method: PaymentMethod,
    channel: Channel,
    expected_total: Money,
    advance_method: str = "",
    device_id: str = "",
) -> Checkout:
    """The purchase as it would be placed now, frozen. Nothing is written.

    Raises CartEmpty, NotSellable, CartChanged, CodLimitExceeded, CodRefused, AdvanceNeeded, Invalid, BadPhoneProof,
    UnknownAddress.
    """
    ensure(cart.lines, CartEmpty.of(cart.cart_id))
    phone = await _confirmed_phone(deps, shopper, phone_proof)
    destination = await address_for(deps, shopper.customer_id, address=address, address_id=address_id)
    priced = await price_cart(
        deps, cart, destination.place, customer_id=shopper.customer_id, payment_method=payment_method
    )
    _check(priced, expected_total)
    contact = Contact(
        name=name,
        phone=phone,
        email=email,
        address=destination,
        delivery_note=nfc(delivery_note),
        gift_message=nfc(gift_message),
    )
    phones = blind_phones(deps.seals, contact)
    terms = await terms_of(
        deps,
        priced,
        Venture(phones=phones, customer_id=shopper.customer_id, address=destination, device_id=device_id),
        payment_method=payment_method,
        advance_method=advance_method,
    )
    frozen = _frozen(deps.seals, cart, shopper, contact, priced)
    return replace(
        terms.on(frozen), phones=phones, by=by, language=language, payment_method=payment_method, channel=channel
    )


def _frozen(seals: Seals, cart: Cart, shopper: Shopper, contact: Contact, priced: PricedCart) -> Checkout:
    """The purchase, but for who orders it how."""
    return Checkout(
        order_id=ids.new_id("ord"),
        cart_id=cart.cart_id,
        customer_id=shopper.customer_id,
        guest_hash="" if shopper.customer_id else cart.guest_hash,
        language="en",
        payment_method="cod",
        promotions=priced.evaluation.applied,
        customer_key=shopper.customer_id or seals.blind(contact.phone, "orders.coupon.customer"),
        place=contact.address.place,
        sealed_contact=seals.seal(to_text(contact), CONTEXT),
        phones=(),
        vendor_orders=priced.priced.vendor_orders,
        return_window_days=priced.rules.return_window_days,
        accept_hours=priced.rules.accept_hours,
        by=BY_CHECKOUT,
    )


async def begin(work: Work, cart: Cart, checkout: Checkout) -> None:
    """The cart waits and the saga is on its way, together. Raises CartClosed, Stale if the cart has changed."""
    await work.carts.close(cart.checked_out(checkout.order_id))
    await work.sagas.start(SAGA, checkout.order_id, checkout)


async def place(work: Work, checkout: Checkout) -> None:
    """The purchase exists. Again: nothing more.

    Raises CartClosed, CouponExhausted, PromotionSoldOut, CodExposureExceeded.
    """
    if not await work.purchases.claim(checkout.cart_id, checkout.order_id, checkout.sealed_contact, checkout.phones):
        return
    now = clock.now()
    if checkout.exposure:
        await work.risk.claim(checkout.exposure)
    await work.risk.trace(checkout.order_id, checkout.traces, now)
    await promotions.claim(work, checkout.claims, checkout.customer_key, checkout.order_id)
    day = clock.dhaka_date(now)
    number = f"BD-{day:%y%m%d}-{await work.purchases.next_number(day):06d}"
    placed = Placed(
        order_id=checkout.order_id,
        number=number,
        cart_id=checkout.cart_id,
        customer_id=checkout.customer_id,
        guest_hash=checkout.guest_hash,
        language=checkout.language,
        payment_method=checkout.payment_method,
        hold_id=checkout.hold_id,
        coupon_id=next((each.terms.promotion_id for each in checkout.promotions if each.code), ""),
        promotions=checkout.promotions,
        place=checkout.place,
        vendor_orders=checkout.vendor_orders,
        return_window_days=checkout.return_window_days,
        accept_hours=checkout.accept_hours,
        by=checkout.by,
        channel=checkout.channel,
        appraisal=checkout.appraisal,
        at=now,
    )
    await orders.place(work, placed)


async def take_back(work: Work, checkout: Checkout) -> bool:
    """The purchase came to nothing: cancelled, its promotions unused, its cart free to be opened. Again: nothing.

    True, and nothing done, if it binds already: confirming was the last step, and only the note of it was lost.
    """
    order = await orders.find(work, checkout.order_id)
    if order is None or order.stands:
        return order is not None
    if order.status == "placed":
        await orders.record(work, order, decisions.fail(order, "checkout_failed", BY_CHECKOUT, clock.now()))
        await work.purchases.disclaim(checkout.cart_id, checkout.order_id)
    return False


async def reopen_cart(work: Work, cart_id: str, order_id: str) -> bool:
    """The cart is its owner's again, unless the attempt has made an order that binds: then True."""
    order = await orders.find(work, order_id)
    if order and order.stands:
        return True
    await work.carts.reopen(cart_id, order_id)
    return False


async def confirm(work: Work, checkout: Checkout, seals: Seals, limits: CodeLimits | None) -> None:
    """The purchase binds, or waits for its money or its customer, who is sent a code. Again: nothing more."""
    order, now = await orders.load(work, checkout.order_id), clock.now()
    if order.stands:
        return
    if checkout.pay_until is not None:
        happened = decisions.await_payment(order, checkout.pay_until, BY_CHECKOUT, now, checkout.advances)
    elif checkout.confirm_until is not None:
        happened = affirmations.await_confirmation(order, checkout.confirm_until, BY_CHECKOUT, now)
        if limits:
            await confirming.begin(work, seals, order.order_id, limits)
    else:
        happened = decisions.confirm(order, BY_CHECKOUT, now)
    await orders.record(work, order, happened)


def blind_phones(seals: Seals, contact: Contact) -> tuple[str, ...]:
    """By what an order is found when somebody gives a phone number."""
    return tuple(sorted(seals.blind(phone, PHONE) for phone in contact.phones))


async def _confirmed_phone(deps: Deps, shopper: Shopper, phone_proof: str) -> str:
    if shopper.customer_id:
        return ""
    ensure(phone_proof, Invalid.field("phone_proof", "is needed from guests: confirm a phone number first"))
    return await deps.accounts.confirmed_phone(phone_proof)


def _check(priced: PricedCart, expected_total: Money) -> None:
    blocking = [problem for problem in priced.quote.problems if problem.blocks]
    ensure(not blocking, NotSellable.because(blocking))
    total = priced.priced.total
    ensure(total == expected_total, CartChanged.to(total, priced.quote))
