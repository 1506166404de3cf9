"""Cash in couriers' hands: what each owes by the ledger, and for which parcels."""

from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.payments.domain import ledger
from bdcommerce.payments.schemas import CourierCash, OutstandingParcel

_COURIERS = Query(
    "payments.couriers",
    """
    SELECT courier, outstanding, (SELECT count(*) FROM escrow
                                  WHERE escrow.courier = booked.courier AND collected <> accounted) AS parcels
    FROM (SELECT substr(account, 15) AS courier, jsonb_build_object('amount', -sum(credited)) AS outstanding
          FROM journal_line WHERE account >= $1 AND account < $2
          GROUP BY account) AS booked
    ORDER BY courier
    """,
    CourierCash,
)
_PARCELS = Query(
    "payments.outstanding_parcels",
    """
    SELECT courier, vendor_order_id, jsonb_build_object('amount', collected) AS collected,
           jsonb_build_object('amount', accounted) AS accounted,
           jsonb_build_object('amount', collected - accounted) AS outstanding, collected_at
    FROM escrow
    WHERE collected <> accounted AND ($1 = '' OR courier = $1) AND (courier, vendor_order_id) > ($2, $3)
    ORDER BY courier, vendor_order_id LIMIT $4
    """,
    OutstandingParcel,
)
_EVERY = (ledger.COURIERS, "asset:courier;")


async def couriers(reads: Reads, courier: str) -> list[CourierCash]:
    """What each courier owes, or one of them. Raises Invalid for a name no courier has."""
    only = ledger.courier(courier).name if courier else ""
    return await reads.all(_COURIERS, *((only, f"{only} ") if only else _EVERY))


async def parcels(reads: Reads, *, courier: str, after: tuple[str, str], limit: int) -> list[OutstandingParcel]:
    """Parcels a courier has not accounted for, by courier and vendor order."""
    return await reads.all(_PARCELS, courier, *after, limit)
