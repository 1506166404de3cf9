"""The books, and the cash in couriers' hands."""

from datetime import date, timedelta
from typing import Annotated

import msgspec
from litestar import Response
from litestar.params import QueryParameter

from bdcommerce.contracts.payments import LedgerVerdict
from bdcommerce.infra.http import get, post
from bdcommerce.infra.http.access import staff
from bdcommerce.infra.http.documented import AlsoAsSheet
from bdcommerce.infra.http.exports import Format, sheet_reply
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page, decode, encode, page
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.money import Money
from bdcommerce.payments.api.deps import ApiDeps, Reference, begin_of, end_of, taka
from bdcommerce.payments.domain.ledger import Account
from bdcommerce.payments.errors import BooksDoNotHold, PeriodIsClosed, PeriodNotOver
from bdcommerce.payments.queries import cod
from bdcommerce.payments.queries import ledger as books
from bdcommerce.payments.schemas import (
    AccountDay,
    AgeingView,
    ClosePeriod,
    CodView,
    DailyTrialBalance,
    EntryView,
    Id,
    Micros,
    PeriodView,
    TrialBalanceView,
    instant,
    micros,
)

AsOf = Annotated[
    date | None, QueryParameter(name="as_of", description="by the end of that day in Bangladesh; now if not given")
]
AccountName = Annotated[
    str, QueryParameter(name="account", max_length=100, description="as the trial balance names it")
]
Courier = Annotated[
    str,
    QueryParameter(name="courier", max_length=60, pattern=r"^([a-z0-9][a-z0-9_-]*)?$", description="only of this one"),
]
From = Annotated[date | None, QueryParameter(name="from", description="first day, in Bangladesh")]
To = Annotated[date | None, QueryParameter(name="to", description="last day, in Bangladesh; today if not given")]
Number = Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
_WEEK, _MONTH = timedelta(days=6), timedelta(days=31)
_DAY_COLUMNS = ("day", "account", "opening_bdt", "debit_bdt", "credit_bdt", "closing_bdt")
_AGEING_COLUMNS = (
    "courier", "parcels", "outstanding_bdt", "oldest",
    "days_0_1_bdt", "days_2_3_bdt", "days_4_7_bdt", "days_8_14_bdt", "days_15_on_bdt",
)  # fmt: skip
CourierName = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9_-]+$")]


@get("/admin/ledger/trial-balance", access=staff("ledger.read"), summary="All accounts; together they make zero")
async def get_trial_balance(deps: ApiDeps, as_of: AsOf = None) -> TrialBalanceView:
    """Credit counts as positive, debit as negative."""
    accounts = await books.balances(deps.reads, end_of(as_of, "as_of") if as_of else None)
    return TrialBalanceView(as_of=as_of, accounts=accounts, total=sum((item.balance for item in accounts), Money(0)))


@get(
    "/admin/ledger/trial-balance/days",
    access=staff("ledger.read"),
    summary="What moved on every account, day by day",
    operation_class=AlsoAsSheet,
)
async def get_days(
    deps: ApiDeps, from_: From = None, to: To = None, format_: Format = "json"
) -> Response[DailyTrialBalance]:
    """At most 31 days in Bangladesh; the last seven if not given. As JSON, CSV or XLSX; in files amounts are taka."""
    last = to or clock.today()
    first = from_ or last - _WEEK
    ensure(first <= last, Invalid.field("from", "must not be after `to`"))
    ensure(last - first < _MONTH, Invalid.field("from", f"must not be more than {_MONTH.days} days before `to`"))
    found = await books.days(deps.reads, begin_of(first, "from"), end_of(last, "to"))
    if format_ == "json":
        return Response(DailyTrialBalance(items=found))
    lines = [(each.day, each.account, *_in_taka(each)) for each in found]
    return sheet_reply(f"trial-balance-{first}-{last}", _DAY_COLUMNS, lines, format_)


@post(
    "/admin/ledger/periods",
    access=staff("ledger.close"),
    summary="Close the books through a day",
    raises=[PeriodIsClosed, PeriodNotOver, BooksDoNotHold],
)
async def close_period(data: ClosePeriod, caller: Caller, deps: ApiDeps) -> PeriodView:
    """For good: the database accepts no entry of that time any more. The books are verified first."""
    verdict = await books.verify(deps.reads)
    ensure(verdict.holds, BooksDoNotHold.because(verdict.problems))
    end_of(data.last_day, "last_day")
    async with deps.works() as work:
        closed = await work.journal.close(data.last_day, caller.user_id)
    return PeriodView(
        number=closed.number,
        last_day=closed.last_day,
        entries=closed.entries,
        closed_by=closed.by,
        closed_at=closed.at,
    )


@get("/admin/ledger/periods", access=staff("ledger.read"), summary="Closed periods, the latest first")
async def list_periods(deps: ApiDeps, limit: Limit = PAGE, cursor: Cursor = "") -> Page[PeriodView]:
    """Nothing is posted into them any more."""
    position = decode(cursor, tuple[Number])
    rows = await books.periods(deps.reads, before=position[0] if position else 0, limit=limit + 1)
    return page(rows, limit, lambda period: (period.number,))


@get("/admin/ledger/entries", access=staff("ledger.read"), summary="Journal entries, the newest first")
async def list_entries(
    deps: ApiDeps, account: AccountName = "", reference: Reference = "", limit: Limit = PAGE, cursor: Cursor = ""
) -> Page[EntryView]:
    """Of an account, of whatever an id stands for, or all."""
    name = Account(account).name if account else ""
    position = decode(cursor, tuple[Micros, Id])
    before = (instant(position[0]), position[1]) if position else None
    rows = await books.entries(deps.reads, account=name, reference=reference, before=before, limit=limit + 1)
    return page(rows, limit, lambda entry: (micros(entry.at), entry.id))


@get("/admin/ledger/verify", access=staff("ledger.read"), summary="Recompute the books from their lines")
async def verify(deps: ApiDeps) -> LedgerVerdict:
    """Whether every entry balances, all accounts make zero, and escrow, payouts and refunds agree with them."""
    return await books.verify(deps.reads)


@get("/admin/cod", access=staff("ledger.read"), summary="Cash in couriers' hands")
async def get_cod(deps: ApiDeps, courier: Courier = "", limit: Limit = PAGE, cursor: Cursor = "") -> CodView:
    """What each courier owes by the ledger, and the parcels it has not accounted for."""
    after = decode(cursor, tuple[CourierName, Id]) or ("", "")
    couriers = await cod.couriers(deps.reads, courier)
    rows = await cod.parcels(deps.reads, courier=courier, after=after, limit=limit + 1)
    shown = rows[:limit]
    more = encode(shown[-1].courier, shown[-1].vendor_order_id) if len(rows) > limit else None
    return CodView(couriers=couriers, parcels=shown, next_cursor=more)


@get(
    "/admin/cod/ageing",
    access=staff("ledger.read"),
    summary="How long couriers have had the cash they owe",
    operation_class=AlsoAsSheet,
)
async def get_ageing(deps: ApiDeps, format_: Format = "json") -> Response[AgeingView]:
    """By days since it was taken at the door. As JSON, CSV or XLSX; in files amounts are taka."""
    today = clock.today()
    found = await cod.ageing(deps.reads, today)
    if format_ == "json":
        return Response(AgeingView(on=today, items=found))
    lines = [
        (each.courier, each.parcels, taka(each.outstanding.amount), each.oldest, *map(taka, each.amounts))
        for each in found
    ]
    return sheet_reply(f"cod-ageing-{today}", _AGEING_COLUMNS, lines, format_)


def _in_taka(day: AccountDay) -> list[str]:
    return [taka(each.amount) for each in (day.opening, day.debit, day.credit, day.closing)]


ROUTES = (get_trial_balance, get_days, close_period, list_periods, list_entries, verify, get_cod, get_ageing)
