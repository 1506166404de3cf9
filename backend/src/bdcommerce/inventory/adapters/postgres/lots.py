"""Where units lie, and where they were picked from.

Every change of a lot is made under the lock of its offer's row in `stock`, so lots need no locks of their own.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ARRAY, BigInteger, Boolean, Date, DateTime, RowMapping, Text, bindparam, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError

from bdcommerce.infra.postgres import Transaction
from bdcommerce.inventory.adapters.postgres.batches import arrays, batch
from bdcommerce.inventory.domain import Hold, Lots, Pick, Shelf
from bdcommerce.inventory.events import Lot
from bdcommerce.inventory.tables import lot, pick
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Stale

NEVER = date.max
"""As the driver reads and writes the day `infinity`."""
_ids = bindparam("ids", type_=ARRAY(Text))
_LOTS = select(lot).where(lot.c.offer_id == func.any(_ids))
_NAME = ("offer_id", "warehouse_id", "batch_no", "expires_on", "blocked")
_lots = batch(
    offer_id=Text,
    warehouse_id=Text,
    batch_no=Text,
    expires_on=Date,
    blocked=Boolean,
    vendor_id=Text,
    on_hand=BigInteger,
)
_filled = insert(lot).from_select(list(_lots.c.keys()), select(*_lots.c))
_FILL_LOTS = _filled.on_conflict_do_update(index_elements=_NAME, set_={"on_hand": _filled.excluded.on_hand})
_emptied = batch(offer_id=Text, warehouse_id=Text, batch_no=Text, expires_on=Date, blocked=Boolean)
_EMPTY_LOTS = delete(lot).where(*(lot.c[name] == _emptied.c[name] for name in _NAME))

_PICKS = (
    select(pick)
    .where(pick.c.hold_id == func.any(_ids))
    .order_by(pick.c.hold_id, pick.c.offer_id, pick.c.warehouse_id, pick.c.expires_on, pick.c.batch_no)
)
_PICK_NAME = ("hold_id", "offer_id", "warehouse_id", "batch_no", "expires_on")
_picks = batch(
    hold_id=Text,
    offer_id=Text,
    warehouse_id=Text,
    batch_no=Text,
    expires_on=Date,
    vendor_id=Text,
    reference=Text,
    quantity=BigInteger,
    given_back=BigInteger,
)
_picked = insert(pick).from_select(
    [*_picks.c.keys(), "picked_at"], select(*_picks.c, bindparam("now", type_=DateTime(timezone=True)))
)
_SAVE_PICKS = _picked.on_conflict_do_update(index_elements=_PICK_NAME, set_={"given_back": _picked.excluded.given_back})


async def read_lots(tx: Transaction, offer_ids: Sequence[str]) -> dict[str, Lots]:
    """The lots of some offers whose rows in `stock` are locked."""
    found: dict[str, dict[Lot, int]] = defaultdict(dict)
    for row in await tx.rows(_LOTS, {"ids": offer_ids}):
        found[row["offer_id"]][lot_of(row)] = row["on_hand"]
    return {offer_id: found[offer_id] for offer_id in offer_ids}


async def save_lots(tx: Transaction, before: Shelf, after: Mapping[str, Lots], vendors: Mapping[str, str]) -> None:
    """Write the lots that have changed. Raises Stale if a warehouse was closed meanwhile."""
    filled, emptied = list[tuple[Any, ...]](), list[tuple[Any, ...]]()
    for offer_id, lots in after.items():
        known = before.lots_of(offer_id)
        filled += [
            (*_named(offer_id, one), vendors[offer_id], units) for one, units in lots.items() if units != known.get(one)
        ]
        emptied += [_named(offer_id, one) for one in known if one not in lots]
    if emptied:
        await tx.execute(_EMPTY_LOTS, arrays(_NAME, emptied))
    if filled:
        try:
            await tx.execute(_FILL_LOTS, arrays(list(_lots.c.keys()), filled))
        except IntegrityError as error:
            raise Stale("a warehouse was closed while something was put into it") from error


async def read_picks(tx: Transaction, hold_ids: Sequence[str]) -> dict[str, list[RowMapping]]:
    """What each of these holds was picked from."""
    found: dict[str, list[RowMapping]] = defaultdict(list)
    for row in await tx.rows(_PICKS, {"ids": hold_ids}):
        found[row["hold_id"]].append(row)
    return found


async def save_picks(tx: Transaction, holds: Iterable[Hold], shelf: Shelf) -> None:
    """Write what these holds were picked from, and what of it is back."""
    rows = [
        (
            one.hold_id,
            each.offer_id,
            each.lot.warehouse_id,
            each.lot.batch_no,
            each.lot.expires_on or NEVER,
            shelf.of(each.offer_id).vendor_id,
            one.reference,
            each.quantity,
            each.given_back,
        )
        for one in holds
        for each in one.picks
    ]
    if rows:
        await tx.execute(_SAVE_PICKS, {**arrays(list(_picks.c.keys()), rows), "now": clock.now()})


def pick_of(row: RowMapping) -> Pick:
    """A pick as the domain knows it."""
    picked = Lot(row["warehouse_id"], row["batch_no"], _day(row["expires_on"]))
    return Pick(row["offer_id"], picked, row["quantity"], row["given_back"])


def lot_of(row: RowMapping) -> Lot:
    """A lot as the domain knows it."""
    return Lot(row["warehouse_id"], row["batch_no"], _day(row["expires_on"]), row["blocked"])


def _named(offer_id: str, one: Lot) -> tuple[Any, ...]:
    return (offer_id, one.warehouse_id, one.batch_no, one.expires_on or NEVER, one.blocked)


def _day(expires_on: date) -> date | None:
    return None if expires_on == NEVER else expires_on
