"""The rule book, read by the operator's staff. It is changed by proposals, see changes."""

from datetime import date

from litestar import Response

from bdcommerce.compliance.api.registers import SheetFormat
from bdcommerce.compliance.domain.rules import KEY
from bdcommerce.compliance.queries import ApiDeps, rules
from bdcommerce.compliance.schemas.rules import RuleView
from bdcommerce.infra.http import exports, get, paging
from bdcommerce.infra.http.access import staff
from bdcommerce.infra.http.documented import Sheet
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Invalid, ensure

COLUMNS = ("key", "value", "effective_from", "effective_to", "source", "status", "verified_by", "recorded_at")


@get("/admin/rules", access=staff("rules.manage"), summary="The rule book, with its history")
async def list_rules(deps: ApiDeps, limit: Limit = PAGE, cursor: Cursor = "") -> Page[RuleView]:
    """By key; what holds today, and everything that has held or will hold."""
    (after,) = paging.decode(cursor, tuple[str]) or ("",)
    ensure(not after or KEY.fullmatch(after), Invalid.field("cursor", "is not a cursor of this list"))
    rows = await rules.rules(deps.reads, after, limit + 1, clock.today())
    return paging.page(rows, limit, lambda rule: (rule.key,))


@get(
    "/admin/rules/export",
    access=staff("rules.manage"),
    summary="The whole rule book as a file",
    operation_class=Sheet,
)
async def export_rules(deps: ApiDeps, kind: SheetFormat = "csv") -> Response[bytes]:
    """A row per value of a rule, with the days on which it holds, where it is from and who has verified it."""
    book = await deps.rule_book.book()
    spans = sorted(
        (span for history in book.spans.values() for span in history),
        key=lambda span: (span.key, span.effective_from, span.recorded_at),
    )
    lines = ([getattr(span, column) for column in COLUMNS] for span in spans)
    today: date = clock.today()
    return exports.sheet_reply(f"rule-book-{today}", COLUMNS, lines, kind)


ROUTES = (list_rules, export_rules)
