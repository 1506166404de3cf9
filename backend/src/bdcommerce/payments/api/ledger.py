"""The books, and the cash in couriers' hands."""

from datetime import date
from typing import Annotated

import msgspec
from litestar.params import QueryParameter

from bdcommerce.contracts.payments import LedgerVerdict
from bdcommerce.infra.http import get
from bdcommerce.infra.http.access import staff
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page, decode, encode, page
from bdcommerce.kernel.money import Money
from bdcommerce.payments.api.deps import ApiDeps, Reference, end_of
from bdcommerce.payments.domain.ledger import Account
from bdcommerce.payments.queries import cod
from bdcommerce.payments.queries import ledger as books
from bdcommerce.payments.schemas import CodView, EntryView, Id, Micros, TrialBalanceView, instant, micros

AsOf = Annotated[
    date | None, QueryParameter(name="as_of", description="by the end of that day in Bangladesh; now if not given")
]
AccountName = Annotated[str, QueryParameter(name="account", max_length=100)]
Courier = Annotated[str, QueryParameter(name="courier", max_length=60, pattern=r"^([a-z0-9][a-z0-9_-]*)?$")]
CourierName = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9_-]+$")]


@get("/admin/ledger/trial-balance", access=staff("ledger.read"), summary="All accounts; together they make zero")
async def get_trial_balance(deps: ApiDeps, as_of: AsOf = None) -> TrialBalanceView:
    """Credit counts as positive, debit as negative."""
    accounts = await books.balances(deps.reads, end_of(as_of, "as_of") if as_of else None)
    return TrialBalanceView(as_of=as_of, accounts=accounts, total=sum((item.balance for item in accounts), Money(0)))


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


ROUTES = (get_trial_balance, list_entries, verify, get_cod)
