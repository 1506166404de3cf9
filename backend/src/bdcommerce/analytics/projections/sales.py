"""Sales by day, and by vendor, category, district and channel; and why sales came to nothing."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec
from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert

from bdcommerce.analytics.events import (
    GoodsGivenBack,
    ParcelCameBack,
    Part,
    SaleCancelled,
    SaleConfirmed,
    SaleDelivered,
    SaleReduced,
    SaleReturned,
    SaleSettled,
    Whereabouts,
)
from bdcommerce.analytics.tables import reason_by_day, sales_by_day
from bdcommerce.infra.eventlog import EventMeta
from bdcommerce.infra.postgres import Transaction
from bdcommerce.infra.projections import Projection
from bdcommerce.kernel import clock

Key = tuple[str, str]
_KEY = ("by", "day", "key")
_FIGURES = [column.name for column in sales_by_day.columns if column.name not in _KEY]
_SUMS = ", ".join(f"{name} = known.{name} + excluded.{name}" for name in _FIGURES)
# Always in one order, so that two sales never wait for each other's figures.
_ADD = text(f"""
    INSERT INTO sales_by_day AS known (by, day, key, {", ".join(_FIGURES)})
    SELECT by, CAST(:day AS date), key, {", ".join(f"coalesce({name}, 0)" for name in _FIGURES)}
    FROM jsonb_to_recordset(CAST(:rows AS jsonb))
        AS added (by text, key text, {", ".join(f"{name} bigint" for name in _FIGURES)})
    ORDER BY by COLLATE "C", key COLLATE "C"
    ON CONFLICT (by, day, key) DO UPDATE SET {_SUMS}
""")  # noqa: S608 - the names of our own columns


async def confirmed(event: SaleConfirmed, _: EventMeta, tx: Transaction) -> None:
    """One more vendor order."""
    figures = event.figures
    whole = {
        "orders": 1,
        "units": figures.units,
        "goods": figures.goods.amount,
        "delivery": figures.delivery.amount,
        "vendor_discounts": figures.vendor_discount.amount,
        "operator_discounts": figures.operator_discount.amount,
    }
    rows = _places(event.vendor_id, event.where, whole)
    await _add(tx, event.at, [*rows, *_by_category(event.parts, "orders", "units", "goods")])


async def reduced(event: SaleReduced, _: EventMeta, tx: Transaction) -> None:
    """Some units are cancelled, the vendor order is not."""
    whole = {"cancelled_units": event.units, "cancelled_goods": event.goods.amount}
    rows = _places(event.vendor_id, event.where, whole)
    await _add(tx, event.at, [*rows, *_by_category(event.parts, "", "cancelled_units", "cancelled_goods")])


async def cancelled(event: SaleCancelled, _: EventMeta, tx: Transaction) -> None:
    """A vendor order is cancelled."""
    await _ended(event, "cancelled", tx)
    await _give_reason(tx, "cancelled", event.at, event.vendor_id, by=event.by, reason=event.reason or "other")


async def returned(event: SaleReturned, _: EventMeta, tx: Transaction) -> None:
    """A parcel came back."""
    await _ended(event, "returned", tx)


async def delivered(event: SaleDelivered, _: EventMeta, tx: Transaction) -> None:
    """The customer keeps it."""
    await _ended(event, "delivered", tx)


async def settled(event: SaleSettled, _: EventMeta, tx: Transaction) -> None:
    """The money is divided. It is not known of single lines, so it counts in no category."""
    whole = {"vendor_amount": event.vendor_amount.amount, "commission": event.commission.amount}
    await _add(tx, event.at, _places(event.vendor_id, event.where, whole))


async def came_back(event: ParcelCameBack, _: EventMeta, tx: Transaction) -> None:
    """Why."""
    await _give_reason(tx, "returned", event.at, event.vendor_id, by="courier", reason=event.reason)


async def given_back(event: GoodsGivenBack, _: EventMeta, tx: Transaction) -> None:
    """Why, by the customer's own word."""
    await _give_reason(tx, "given_back", event.at, event.vendor_id, by="customer", reason=event.reason)


async def _ended(event: SaleCancelled | SaleReturned | SaleDelivered, how: str, tx: Transaction) -> None:
    whole = {how: 1, f"{how}_units": event.units, f"{how}_goods": event.goods.amount}
    rows = _places(event.vendor_id, event.where, whole)
    await _add(tx, event.at, [*rows, *_by_category(event.parts, how, f"{how}_units", f"{how}_goods")])


def _places(vendor_id: str, where: Whereabouts, figures: dict[str, int]) -> list[tuple[Key, dict[str, int]]]:
    """The same figures for everything, the vendor, the district and the channel."""
    keys = [("all", ""), ("vendor", vendor_id), ("district", where.district), ("channel", where.channel)]
    return [(key, figures) for key in keys if key[1] or key[0] == "all"]


def _by_category(parts: Sequence[Part], orders: str, units: str, goods: str) -> Iterable[tuple[Key, dict[str, int]]]:
    """Each part counts in its category and in all above it; a vendor order once in each, however many parts it has."""
    found: dict[str, dict[str, int]] = {}
    for part in parts:
        for category in part.category_path:
            figures = found.setdefault(category, {units: 0, goods: 0} | ({orders: 1} if orders else {}))
            figures[units] += part.units
            figures[goods] += part.goods.amount
    return [(("category", category), figures) for category, figures in found.items()]


async def _add(tx: Transaction, at: datetime, rows: Iterable[tuple[Key, dict[str, int]]]) -> None:
    """One statement for all of them: the rows that every sale counts in are held for as short as can be."""
    added = [{"by": by, "key": key, **figures} for (by, key), figures in rows]
    await tx.execute(_ADD, {"day": clock.dhaka_date(at), "rows": msgspec.json.encode(added).decode()})


async def _give_reason(tx: Transaction, kind: str, at: datetime, vendor_id: str, *, by: str, reason: str) -> None:
    row = {"kind": kind, "day": clock.dhaka_date(at), "vendor_id": vendor_id, "by": by, "reason": reason}
    new = insert(reason_by_day).values(**row, orders=1)
    await tx.execute(new.on_conflict_do_update(index_elements=list(row), set_={"orders": reason_by_day.c.orders + 1}))


SALES = Projection(
    name="analytics.sales",
    tables=("sales_by_day", "reason_by_day"),
    on={
        SaleConfirmed: confirmed,
        SaleReduced: reduced,
        SaleCancelled: cancelled,
        SaleReturned: returned,
        SaleDelivered: delivered,
        SaleSettled: settled,
        ParcelCameBack: came_back,
        GoodsGivenBack: given_back,
    },
)
