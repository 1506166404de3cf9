"""The bank's file of what became of payouts, taken in row by row."""

import asyncio
import io
from collections.abc import Mapping
from itertools import islice
from typing import Annotated, Any

from litestar import Request
from litestar.datastructures import State
from litestar.params import QueryParameter

from bdcommerce.infra import sheets
from bdcommerce.infra.http import post
from bdcommerce.infra.http.access import staff
from bdcommerce.infra.http.documented import takes_file
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.sheets import Unreadable
from bdcommerce.kernel.errors import ensure
from bdcommerce.payments.api.deps import ApiDeps
from bdcommerce.payments.domain import answers
from bdcommerce.payments.domain.answers import COLUMNS, Answer, Problem
from bdcommerce.payments.handlers import answers as cases
from bdcommerce.payments.schemas import AnsweredRow, AnswersReport

MAX_BYTES = 2_000_000
MOST_ROWS = 2_000
_XLSX = sheets.TYPES["xlsx"]
_TAKES_TABLE = takes_file(sheets.TYPES["csv"], _XLSX, at_most=MAX_BYTES, form=False)
_EFFECTS = frozenset({"paid", "failed", "returned", "unchanged", "look"})
Columns = Annotated[
    str,
    QueryParameter(
        name="columns",
        max_length=500,
        pattern=r"^[^\x00-\x1f]*$",
        description="what your bank calls columns of other names, as `payout_id:Narration,status:Txn Status`",
    ),
]
DryRun = Annotated[bool, QueryParameter(name="dry_run", description="only say what would follow")]


@post(
    "/admin/payouts/answers",
    access=staff("payouts.settle"),
    summary="Take in the bank's file of what became of payouts",
    raises=[Unreadable],
    status_code=200,
    max_bytes=MAX_BYTES,
    resumable=True,
    operation_class=_TAKES_TABLE,
)
async def take_in(
    request: Request[Any, Any, State], caller: Caller, deps: ApiDeps, columns: Columns = "", *, dry_run: DryRun = False
) -> AnswersReport:
    """Columns `payout_id` (it may stand among other words), `status` (paid, settled, failed, returned, …, or a return
    code), and where the bank gives them `amount` and `charge` (taka), `reference` and `reason`; at most 2,000 rows.
    Paid payouts that it calls returned are owed to the vendor again. What bKash pays is asked about by the
    transaction in `reference`: bKash decides. The same file again changes nothing.
    """
    names = _named(columns)
    kind: sheets.Kind = "xlsx" if request.headers.get("content-type", "").startswith(_XLSX) else "csv"
    rows = await asyncio.to_thread(_rows, await request.body(), kind)
    ensure(len(rows) <= MOST_ROWS, Unreadable.field("file", f"has more than {MOST_ROWS} rows"))
    read = [
        (number, answers.read({ours: row.get(theirs, "") for ours, theirs in names.items()})) for number, row in rows
    ]
    return AnswersReport(
        dry_run=dry_run, rows=[await _answered(deps, number, said, caller, dry_run=dry_run) for number, said in read]
    )


async def _answered(
    deps: ApiDeps, number: int, said: Answer | Problem, caller: Caller, *, dry_run: bool
) -> AnsweredRow:
    if not isinstance(said, Answer):
        return AnsweredRow(row=number, payout_id=None, outcome=None, problem=said)
    found = await cases.apply(deps, said, caller.user_id, only_say=dry_run)
    outcome, problem = (found, None) if found in _EFFECTS else (None, found)
    return AnsweredRow(row=number, payout_id=said.payout_id, outcome=outcome, problem=problem)


def _rows(body: bytes, kind: sheets.Kind) -> list[tuple[int, dict[str, str]]]:
    return list(islice(sheets.rows(io.BytesIO(body), kind), MOST_ROWS + 1))


def _named(columns: str) -> Mapping[str, str]:
    """Our columns by what the bank calls them."""
    names = {name: name for name in COLUMNS}
    for pair in filter(None, (each.strip() for each in columns.split(","))):
        ours, _, theirs = pair.partition(":")
        known = ours.strip() in names and theirs.strip()
        ensure(known, Unreadable.field("columns", f"'{pair}' names no column of ours"))
        names[ours.strip()] = theirs.strip()
    return names


ROUTES = (take_in,)
