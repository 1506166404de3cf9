"""The account that wallets are paid from: what is in it by the books and by bKash, and money put into it."""

from bdcommerce.infra.http import get, post
from bdcommerce.infra.http.access import staff
from bdcommerce.kernel.errors import Invalid, Unavailable, ensure
from bdcommerce.kernel.money import Money
from bdcommerce.payments.api.deps import ApiDeps
from bdcommerce.payments.domain import postings
from bdcommerce.payments.errors import AlreadyPosted
from bdcommerce.payments.queries import payout_desk as queries
from bdcommerce.payments.schemas import FloatAccount, FloatView, MoveFloat


@get("/admin/payouts/float", access=staff("ledger.read"), summary="What there is to pay wallets from")
async def get_float(deps: ApiDeps) -> FloatView:
    """By the books and by bKash's own word, and what waits to be paid from it."""
    return await _view(deps)


@post(
    "/admin/payouts/float",
    access=staff("payouts.settle"),
    summary="Money was put into the account that wallets are paid from",
    raises=[AlreadyPosted],
    status_code=200,
)
async def move(data: MoveFloat, deps: ApiDeps) -> FloatView:
    """From the bank, or back with an amount below zero. It moves nothing by itself: it records what the bank did."""
    ensure(data.amount, Invalid.field("amount", "must not be zero"))
    async with deps.works() as work:
        await work.journal.post(postings.float_moved(data.reference, Money(data.amount)))
    return await _view(deps)


async def _view(deps: ApiDeps) -> FloatView:
    booked = await queries.wallet_float(deps.reads)
    accounts, trouble = await _accounts(deps)
    return FloatView(
        ledger=Money(booked.ledger),
        waiting=Money(booked.waiting),
        unknown=Money(booked.unknown),
        accounts=accounts,
        trouble=trouble,
    )


async def _accounts(deps: ApiDeps) -> tuple[list[FloatAccount], str]:
    rail = deps.disbursers.get("bkash")
    if rail is None:
        return [], "off"
    try:
        found = await rail.accounts()
    except Unavailable as error:
        return [], str(error.data.get("provider_code", error.code))
    return [FloatAccount(name=each.name, available=each.available) for each in found], ""


ROUTES = (get_float, move)
