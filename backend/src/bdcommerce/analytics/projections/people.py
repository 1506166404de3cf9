"""How far visits get, how content customers are, how long vendors wait to be let in."""

from datetime import date
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects.postgresql import insert

from bdcommerce.analytics.events import (
    PurchasePlaced,
    PurchaseReceived,
    Step,
    SurveyAnswered,
    SurveyAsked,
    VendorOnboarded,
    VisitWentOn,
)
from bdcommerce.analytics.tables import comment, funnel_by_day, onboarding_by_day, satisfaction_by_day
from bdcommerce.infra.eventlog import EventMeta
from bdcommerce.infra.postgres import Transaction
from bdcommerce.infra.projections import Projection
from bdcommerce.kernel import clock

_DAY_SECONDS = 86_400
_COUNTED: dict[Step, str] = {"view": "views", "cart": "carts", "checkout": "checkouts"}


async def went_on(event: VisitWentOn, _: EventMeta, tx: Transaction) -> None:
    """One visit more at each of these steps."""
    await _add(tx, funnel_by_day, {"day": event.day}, dict.fromkeys((_COUNTED[step] for step in event.steps), 1))


async def placed(event: PurchasePlaced, _: EventMeta, tx: Transaction) -> None:
    """A purchase."""
    await _add(tx, funnel_by_day, {"day": clock.dhaka_date(event.at)}, {"orders": 1})


async def received(event: PurchaseReceived, _: EventMeta, tx: Transaction) -> None:
    """A purchase that arrived."""
    await _add(tx, funnel_by_day, {"day": clock.dhaka_date(event.at)}, {"delivered": 1})


async def asked(event: SurveyAsked, _: EventMeta, tx: Transaction) -> None:
    """A question."""
    await _add(tx, satisfaction_by_day, _of_vendor(clock.dhaka_date(event.at), event.vendor_id), {"asked": 1})


async def answered(event: SurveyAnswered, _: EventMeta, tx: Transaction) -> None:
    """An answer."""
    key = _of_vendor(clock.dhaka_date(event.at), event.vendor_id)
    await _add(tx, satisfaction_by_day, key, {"answered": 1, "points": event.score})
    row = {
        "vendor_order_id": event.vendor_order_id,
        "vendor_id": event.vendor_id,
        "score": event.score,
        "comment_sealed": event.comment_sealed,
        "at": event.at,
    }
    await tx.execute(insert(comment).values(row))


async def onboarded(event: VendorOnboarded, _: EventMeta, tx: Transaction) -> None:
    """A vendor."""
    figures = {"vendors": 1, "seconds": event.seconds, "within_a_day": int(event.seconds < _DAY_SECONDS)}
    await _add(tx, onboarding_by_day, {"day": clock.dhaka_date(event.at)}, figures)


def _of_vendor(day: date, vendor_id: str) -> dict[str, Any]:
    return {"day": day, "vendor_id": vendor_id}


async def _add(tx: Transaction, table: Table, key: dict[str, Any], figures: dict[str, int]) -> None:
    new = insert(table).values(**key, **figures)
    sums = {name: table.c[name] + new.excluded[name] for name in figures}
    await tx.execute(new.on_conflict_do_update(index_elements=list(key), set_=sums))


PEOPLE = Projection(
    name="analytics.people",
    tables=("funnel_by_day", "satisfaction_by_day", "comment", "onboarding_by_day"),
    on={
        VisitWentOn: went_on,
        PurchasePlaced: placed,
        PurchaseReceived: received,
        SurveyAsked: asked,
        SurveyAnswered: answered,
        VendorOnboarded: onboarded,
    },
)
