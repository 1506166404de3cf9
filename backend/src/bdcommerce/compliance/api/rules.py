"""The rule book, kept by the operator's staff."""

from bdcommerce.compliance.domain.rules import KEY
from bdcommerce.compliance.errors import BackdatedRule
from bdcommerce.compliance.handlers import rules
from bdcommerce.compliance.queries import ApiDeps
from bdcommerce.compliance.queries import rules as book
from bdcommerce.compliance.schemas.rules import ChangeRule, RuleValue, RuleView
from bdcommerce.infra.http import get, paging, post
from bdcommerce.infra.http.access import staff
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Invalid, Stale, ensure


@get("/admin/rules", access=staff("rules.manage"), summary="The rule book, with its history")
async def list_rules(deps: ApiDeps, limit: Limit = PAGE, cursor: Cursor = "") -> Page[RuleView]:
    (after,) = paging.decode(cursor, tuple[str]) or ("",)
    ensure(not after or KEY.fullmatch(after), Invalid.field("cursor", "is not a cursor of this list"))
    rows = await book.rules(deps.reads, after, limit + 1, clock.today())
    return paging.page(rows, limit, lambda rule: (rule.key,))


@post("/admin/rules", access=staff("rules.manage"), summary="Give a rule another value", raises=[BackdatedRule, Stale])
async def change_rule(data: ChangeRule, caller: Caller, deps: ApiDeps) -> RuleValue:
    async with deps.works() as work:
        span = await rules.change_rule(
            work,
            key=data.key,
            value=data.value,
            effective_from=data.effective_from,
            source=data.source,
            actor=caller.actor(),
        )
    deps.rule_book.forget()
    return RuleValue.of(span)


ROUTES = (list_rules, change_rule)
