"""Named reads of what became of parcels: for customers, vendors and the back office."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import product

import msgspec

from bdcommerce.contracts.fulfilment import ShipmentStatus
from bdcommerce.fulfilment.domain.shipment import Step
from bdcommerce.fulfilment.errors import UnknownShipment
from bdcommerce.fulfilment.events import Condition, Leg, Proof
from bdcommerce.fulfilment.ports import Owner
from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.kernel.address import Place
from bdcommerce.kernel.money import Money


class TrackedRow(msgspec.Struct, frozen=True, kw_only=True):
    """A shipment as its parties may see it."""

    shipment_id: str
    order_id: str
    vendor_order_id: str
    vendor_id: str
    number: str
    status: ShipmentStatus
    courier: str
    tracking_no: str
    rider_id: str
    cod: Money
    weight_grams: int
    reason: str
    attempts: int
    deliver_on: date | None
    proof: Proof | None
    evidence_id: str
    return_confirmed: bool
    return_condition: Condition | None
    leg: Leg
    return_id: str
    planned_at: datetime
    changed_at: datetime


class StepRow(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened to a shipment."""

    shipment_id: str
    version: int
    at: datetime
    what: Step
    code: str
    reason: str
    hub: str
    by: str
    day: date | None


class ParcelRow(msgspec.Struct, frozen=True, kw_only=True):
    """Whose a parcel is, and from where to where it goes; places of old parcels are not known."""

    shipment_id: str
    customer_id: str
    guest_hash: str
    origin: Place | None
    destination: Place | None

    def owner(self) -> Owner:
        """Whose it is."""
        return Owner(customer_id=self.customer_id, guest_hash=self.guest_hash)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Which shipments are asked for; what is empty does not matter. Planned in [first, last)."""

    status: ShipmentStatus | None = None
    vendor_id: str = ""
    rider_id: str = ""
    first: datetime
    last: datetime


_COLUMNS = """
    v.shipment_id, v.order_id, v.vendor_order_id, v.vendor_id, v.number, v.status, v.courier, v.tracking_no, v.rider_id,
    jsonb_build_object('amount', v.cod, 'currency', v.currency) AS cod, v.weight_grams, v.reason, v.attempts,
    v.deliver_on, nullif(v.proof, '') AS proof, v.evidence_id, v.return_confirmed,
    nullif(v.return_condition, '') AS return_condition, v.leg, v.return_id, v.planned_at, v.changed_at
"""


def _newest(chosen: tuple[str, ...]) -> Query[TrackedRow]:
    """One query per way to filter, so that each is a range of an index: the newest first, before a position."""
    conditions = "".join(f" AND v.{column} = ${number}" for number, column in enumerate(chosen, 5))
    return Query(
        f"fulfilment.tracked{''.join(f'_by_{column}' for column in chosen)}",
        f"""
        SELECT {_COLUMNS} FROM shipment_view v
        WHERE v.planned_at >= $1 AND (v.planned_at, v.shipment_id) < ($2, $3) {conditions}
        ORDER BY v.planned_at DESC, v.shipment_id DESC LIMIT $4
        """,  # noqa: S608 - columns stand above
        TrackedRow,
    )


_FILTERS = ("vendor_id", "status", "rider_id")
_CHOICES = [
    tuple(name for name, wanted in zip(_FILTERS, chosen, strict=True) if wanted)
    for chosen in product((False, True), repeat=len(_FILTERS))
]
TRACKED = {chosen: _newest(chosen) for chosen in _CHOICES}
"""By the filters that are set."""
TRACKED_ONE = Query(
    "fulfilment.tracked_one",
    f"SELECT {_COLUMNS} FROM shipment_view v WHERE v.shipment_id = $1",  # noqa: S608 - no value is interpolated
    TrackedRow,
)
TRACKED_OF_ORDER = Query(
    "fulfilment.tracked_of_order",
    f"""
    SELECT {_COLUMNS} FROM parcel p JOIN shipment_view v USING (shipment_id)
    WHERE p.order_id = $1 AND p.shipment_id > $4
      AND (p.customer_id <> '' AND p.customer_id = $2 OR p.guest_hash <> '' AND p.guest_hash = $3)
    ORDER BY p.shipment_id LIMIT $5
    """,  # noqa: S608 - no value is interpolated
    TrackedRow,
)
STEPS = Query(
    "fulfilment.tracking_steps",
    """
    SELECT shipment_id, version, at, what, code, reason, hub, by, day FROM tracking_step
    WHERE shipment_id = ANY($1::text[]) ORDER BY shipment_id, version
    """,
    StepRow,
)
PARCEL = Query(
    "fulfilment.parcel",
    "SELECT shipment_id, customer_id, guest_hash, origin, destination FROM parcel WHERE shipment_id = $1",
    ParcelRow,
)


async def newest(reads: Reads, sought: Sought, before: tuple[datetime, str] | None, limit: int) -> list[TrackedRow]:
    """Shipments, the newest first, before one of them."""
    values = {name: getattr(sought, name) for name in _FILTERS}
    given = {name: value for name, value in values.items() if value}
    return await reads.all(TRACKED[tuple(given)], sought.first, *(before or (sought.last, "")), limit, *given.values())


async def one(reads: Reads, shipment_id: str, *, vendor_id: str = "") -> TrackedRow:
    """A shipment; with a vendor, one of that vendor. Raises UnknownShipment."""
    row = await reads.one(TRACKED_ONE, shipment_id)
    if row is None or vendor_id not in {"", row.vendor_id}:
        raise UnknownShipment.of(shipment_id)
    return row


async def of_order(reads: Reads, order_id: str, owner: Owner, after: str, limit: int) -> list[TrackedRow]:
    """The shipments of an order, if it is the owner's."""
    return await reads.all(TRACKED_OF_ORDER, order_id, owner.customer_id, owner.guest_hash, after, limit)


async def steps(reads: Reads, *shipment_ids: str) -> list[StepRow]:
    """What happened to these shipments, in order."""
    return await reads.all(STEPS, list(shipment_ids))


async def parcel(reads: Reads, shipment_id: str) -> ParcelRow:
    """Whose a parcel is, and where it goes. Raises UnknownShipment."""
    row = await reads.one(PARCEL, shipment_id)
    if row is None:
        raise UnknownShipment.of(shipment_id)
    return row


async def owned(reads: Reads, shipment_id: str, owner: Owner) -> ParcelRow:
    """The same, if it is the owner's. Raises UnknownShipment."""
    row = await parcel(reads, shipment_id)
    if not row.owner().is_(owner):
        raise UnknownShipment.of(shipment_id)
    return row
