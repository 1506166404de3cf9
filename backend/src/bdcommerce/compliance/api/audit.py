"""The audit log, read by few."""

from datetime import datetime
from typing import Annotated

from litestar.params import QueryParameter

from bdcommerce.compliance.api.parameters import FIRST, LAST, From, To, span
from bdcommerce.compliance.handlers import audit
from bdcommerce.compliance.queries import ApiDeps
from bdcommerce.compliance.queries import audit as log
from bdcommerce.compliance.schemas.audit import AuditView
from bdcommerce.contracts.compliance import AuditVerdict
from bdcommerce.infra.http import get, paging
from bdcommerce.infra.http.access import staff
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page
from bdcommerce.kernel.errors import Invalid, ensure

_CLEAN = r"^[^\x00]*$"
_Actor = Annotated[str, QueryParameter(name="actor", max_length=100, pattern=_CLEAN, description="a user id")]
_Action = Annotated[
    str,
    QueryParameter(
        name="action", max_length=200, pattern=_CLEAN, description="a call, such as `POST /api/v1/admin/coupons`"
    ),
]


@get("/admin/audit", access=staff("audit.read"), summary="Who changed what")
async def list_audit(
    *,
    deps: ApiDeps,
    actor: _Actor = "",
    action: _Action = "",
    first: From = FIRST,
    last: To = LAST,
    limit: Limit = PAGE,
    cursor: Cursor = "",
) -> Page[AuditView]:
    """The latest first; by who did it, by what was done, and by days in Bangladesh."""
    since, end_of_last = span(first, last)
    end = (end_of_last, 0)
    rows = await log.audit(
        deps.reads,
        actor=actor,
        action=action,
        since=since,
        before=min(end, _position(cursor) or end),
        limit=limit + 1,
    )
    return paging.page(rows, limit, lambda entry: (entry.at.isoformat(), entry.seq))


@get("/admin/audit/verify", access=staff("audit.read"), summary="Whether the audit log is whole")
async def verify_audit(deps: ApiDeps) -> AuditVerdict:
    """Recomputes the whole chain, which takes time in proportion to its length."""
    return await audit.verify_audit(deps.audit_trail)


def _position(cursor: str) -> tuple[datetime, int] | None:
    position = paging.decode(cursor, tuple[datetime, int])
    ensure(position is None or position[0].tzinfo, Invalid.field("cursor", "is not a cursor of this list"))
    return position


ROUTES = (list_audit, verify_audit)
