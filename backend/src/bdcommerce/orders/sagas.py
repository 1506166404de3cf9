"""Checkout: hold the stock, place the order, commit the stock, confirm. Each step stands beside what takes it back.

The transaction that begins it has frozen the purchase and closed the cart. An order that is confirmed stands, even if
the process dies before it has noted so.
"""

from dataclasses import replace
from datetime import timedelta

from bdcommerce.kernel.errors import BdError, Stale, Unavailable
from bdcommerce.kernel.saga import Step
from bdcommerce.orders.domain.checkouts import Checkout
from bdcommerce.orders.handlers import checkout
from bdcommerce.orders.ports import Deps

DEADLINE = timedelta(minutes=2)
HOLD_SECONDS = int(timedelta(minutes=15).total_seconds())
"""Much longer than the deadline: a checkout that still goes on never loses its units to somebody else."""


async def hold_stock(state: Checkout, deps: Deps) -> Checkout:
    """All units are set aside, or none. Raises OutOfStock."""
    await deps.inventory.hold(state.hold_id, state.stock, HOLD_SECONDS)
    return state


async def release_stock(state: Checkout, deps: Deps) -> Checkout:
    """Others may buy the units, whether they were only held or already committed."""
    if not state.stands:
        await deps.inventory.release(state.hold_id, "checkout_failed")
    return state


async def place_order(state: Checkout, deps: Deps) -> Checkout:
    """The purchase exists. Raises CouponExhausted."""
    async with deps.works() as work:
        await checkout.place(work, state)
    return state


async def take_back_order(state: Checkout, deps: Deps) -> Checkout:
    """The purchase came to nothing."""
    async with deps.works() as work:
        stands = await checkout.take_back(work, state)
    return replace(state, stands=stands)


async def commit_stock(state: Checkout, deps: Deps) -> Checkout:
    """The units are sold. Raises HoldGone. Taken back with the hold."""
    # lint-skip: no-commit it is stock that inventory commits
    await deps.inventory.commit(state.hold_id, state.order_id, state.place)
    return state


async def confirm_order(state: Checkout, deps: Deps) -> Checkout:
    """The purchase binds."""
    async with deps.works() as work:
        await checkout.confirm(work, state)
    return state


STEPS: tuple[Step[Checkout, Deps], ...] = (
    Step("hold_stock", hold_stock, release_stock),
    Step("place_order", place_order, take_back_order),
    Step("commit_stock", commit_stock),
    Step("confirm_order", confirm_order),
)


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
