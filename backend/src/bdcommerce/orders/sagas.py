"""Checkout: hold the stock, place the order, commit the stock, confirm; or, if it is to be paid or confirmed by its
customer first, wait for that.
And editing a placed order: hold what is added, ask the customer if it costs more, commit, carry out. Each step stands
beside what takes it back.

The transaction that begins one has frozen what is to be. An order that is confirmed stands, even if the process dies
before it has noted so; so does one that waits for its money or its customer, and an edit that was carried out.
"""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from bdcommerce.contracts.inventory import HoldGone
from bdcommerce.kernel.address import Place
from bdcommerce.kernel.errors import BdError, Stale, Unavailable
from bdcommerce.kernel.saga import Step
from bdcommerce.orders.domain.checkouts import Checkout
from bdcommerce.orders.domain.editions import Edition
from bdcommerce.orders.handlers import checkout, confirming, editing, paying
from bdcommerce.orders.ports import Deps

DEADLINE = timedelta(minutes=2)


async def hold_stock(state: Checkout, deps: Deps) -> Checkout:
    """All units are set aside, or none. Raises OutOfStock."""
    await deps.inventory.hold(state.hold_id, state.stock, state.hold_seconds)
    return state


async def release_stock(state: Checkout, deps: Deps) -> Checkout:
    """Others may buy the units, whether they were only held or already committed."""
    if not state.stands:
        await deps.inventory.release(state.hold_id, "checkout_failed")
    return state


async def place_order(state: Checkout, deps: Deps) -> Checkout:
    """The purchase exists. Raises CouponExhausted, CodExposureExceeded."""
    async with deps.works() as work:
        await checkout.place(work, state)
    return state


async def take_back_order(state: Checkout, deps: Deps) -> Checkout:
    """The purchase came to nothing."""
    async with deps.works() as work:
        stands = await checkout.take_back(work, state)
    return replace(state, stands=stands)


async def commit_stock(state: Checkout, deps: Deps) -> Checkout:
    """The units are sold, unless they have to be paid for, or confirmed, first. Raises HoldGone. Taken back with the
    hold.
    """
    if state.waits:
        return state
    # lint-skip: no-commit it is stock that inventory commits
    await deps.inventory.commit(state.hold_id, state.order_id, state.place)
    return state


async def confirm_order(state: Checkout, deps: Deps) -> Checkout:
    """The purchase binds, or waits for its money or its customer. Raises MethodOff."""
    if state.pay_until is not None:
        await deps.payments.open(await paying.payment_of(deps, state, state.pay_until))
    limits = await confirming.limits_of(deps) if state.confirm_until else None
    async with deps.works() as work:
        await checkout.confirm(work, state, deps.seals, limits)
    return state


STEPS: tuple[Step[Checkout, Deps], ...] = (
    Step("hold_stock", hold_stock, release_stock),
    Step("place_order", place_order, take_back_order),
    Step("commit_stock", commit_stock),
    Step("confirm_order", confirm_order),
)


async def keep_word(deps: Deps, order_id: str, hold_id: str, place: Place) -> None:
    """Of an order that was affirmed: its stock is sold, and it binds; or it comes to nothing, because that is gone.
    Again, or from two places at once: nothing more.
    """
    gone = False
    try:
        # lint-skip: no-commit it is stock that inventory commits
        await deps.inventory.commit(hold_id, order_id, place)
    except HoldGone:
        gone = True
    with suppress(Stale):
        async with deps.works() as work:
            await confirming.bind(work, order_id, stock_gone=gone)


async def hold_added_stock(state: Edition, deps: Deps) -> Edition:
    """All added units are set aside, or none. Raises OutOfStock."""
    if state.stock:
        await deps.inventory.hold(state.proposal.hold_id, state.stock, state.hold_seconds)
    return state


async def release_added_stock(state: Edition, deps: Deps) -> Edition:
    """Others may buy the units, unless the edit has been carried out or waits for its customer."""
    async with deps.works() as work:
        stands = await editing.stands(work, state)
    if state.stock and not stands:
        await deps.inventory.release(state.proposal.hold_id, "edit_failed")
    return replace(state, stands=stands)


async def ask_customer(state: Edition, deps: Deps) -> Edition:
    """If it costs more, the customer is asked, and that is all for now. Raises OrderMoved, EditPending."""
    async with deps.works() as work:
        await editing.propose(work, state)
    return state


async def commit_added_stock(state: Edition, deps: Deps) -> Edition:
    """The added units are sold, unless the customer is to be asked first. Raises HoldGone. Taken back with the hold."""
    if state.stock and state.expires_at is None:
        # lint-skip: no-commit it is stock that inventory commits
        await deps.inventory.commit(state.proposal.hold_id, state.order_id, state.proposal.place)
    return state


async def carry_out_edit(state: Edition, deps: Deps) -> Edition:
    """The order is another one, unless the customer is to be asked first. Raises OrderMoved, PromotionSoldOut."""
    async with deps.works() as work:
        await editing.carry_out(work, state)
    return state


async def keep_agreement(state: Edition, deps: Deps) -> Edition:  # noqa: ARG001 - what the customer said stands already
    """Nothing: the customer has agreed."""
    return state


async def drop_agreement(state: Edition, deps: Deps) -> Edition:
    """It cannot be done any more: the order stays what it was, and waits no longer."""
    if not state.stands:
        async with deps.works() as work:
            await editing.fail(work, state)
    return state


async def release_agreed_stock(state: Edition, deps: Deps) -> Edition:
    """Others may buy the units, unless the edit has been carried out."""
    async with deps.works() as work:
        stands = await editing.carried_out(work, state)
    if state.stock and not stands:
        await deps.inventory.release(state.proposal.hold_id, "edit_failed")
    return replace(state, stands=stands)


EDIT_STEPS: tuple[Step[Edition, Deps], ...] = (
    Step("hold_added_stock", hold_added_stock, release_added_stock),
    Step("ask_customer", ask_customer),
    Step("commit_added_stock", commit_added_stock),
    Step("carry_out_edit", carry_out_edit),
)
AGREED_STEPS: tuple[Step[Edition, Deps], ...] = (
    Step("keep_agreement", keep_agreement, drop_agreement),
    Step("commit_added_stock", commit_added_stock, release_agreed_stock),
    Step("carry_out_edit", carry_out_edit),
)


async def drive(deps: Deps, saga_id: str) -> None:
    """Drive an edit to its end. What somebody else has done to the order at that very moment does not stand in its way
    twice. Raises the refusal that made it turn back; Unavailable if it has to wait.
    """
    try:
        await deps.sagas.run(saga_id)
    except Stale:
        await deps.sagas.run(saga_id)


async def finish(deps: Deps, cart_id: str, order_id: str) -> None:
    """Drive an attempt to its end. If it came to nothing, the cart is opened again, and the refusal raised.

    Raises Unavailable while it goes on elsewhere, or waits for a part that does not answer.
    """
    try:
        await deps.sagas.run(order_id)
    except (Unavailable, Stale):
        raise
    except BdError:
        async with deps.works() as work:
            stands = await checkout.reopen_cart(work, cart_id, order_id)
        if not stands:
            raise
