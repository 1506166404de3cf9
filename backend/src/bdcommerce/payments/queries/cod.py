"""Cash in couriers' hands: what each owes by the ledger, and for which parcels."""

from datetime import date

from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.payments.domain import ledger
from bdcommerce.payments.schemas import CourierAgeing, CourierCash, OutstandingParcel

_COURIERS = Query(
    "payments.couriers",
    """
    SELECT courier, outstanding, (SELECT count(*) FROM escrow
                                  WHERE escrow.courier = booked.courier AND collected + claimed <> accounted) AS parcels
    FROM (SELECT substr(account, 15) AS courier, jsonb_build_object('amount', -sum(credited)) AS outstanding
          FROM journal_line WHERE account >= $1 AND account < $2
          GROUP BY account) AS booked
    ORDER BY courier
    """,
    CourierCash,
)
_PARCEL = """
    SELECT courier, vendor_order_id, jsonb_build_object('amount', collected) AS collected,
           jsonb_build_object('amount', accounted) AS accounted,
           jsonb_build_object('amount', claimed) AS claimed,
           jsonb_build_object('amount', collected + claimed - accounted) AS outstanding, collected_at
    FROM escrow WHERE collected + claimed <> accounted AND (courier, vendor_order_id) > ($1, $2)
"""
_ORDER = "ORDER BY courier, vendor_order_id LIMIT $3"
_PARCELS = Query("payments.outstanding_parcels", f"{_PARCEL} {_ORDER}", OutstandingParcel)
_PARCELS_OF_COURIER = Query(
    "payments.outstanding_parcels_of_courier", f"{_PARCEL} AND courier = $4 {_ORDER}", OutstandingParcel
)
_EVERY = (ledger.COURIERS, "asset:courier;")


async def couriers(reads: Reads, courier: str) -> list[CourierCash]:
    """What each courier owes, or one of them. Raises Invalid for a name no courier has."""
    only = ledger.courier(courier).name if courier else ""
    return await reads.all(_COURIERS, *((only, f"{only} ") if only else _EVERY))


async def parcels(reads: Reads, *, courier: str, after: tuple[str, str], limit: int) -> list[OutstandingParcel]:
    """Parcels a courier has not accounted for, by courier and vendor order."""
    if courier:
        return await reads.all(_PARCELS_OF_COURIER, *after, limit, courier)
    return await reads.all(_PARCELS, *after, limit)


_AGEING = Query(
    "payments.cod_ageing",
    """
    SELECT courier, parcels, jsonb_build_object('amount', total) AS outstanding, oldest,
           ARRAY[up_to_1, up_to_3, up_to_7, up_to_14, older]::bigint[] AS amounts
    FROM (
        SELECT courier, count(*) AS parcels, sum(owed)::bigint AS total, min(since) AS oldest,
               coalesce(sum(owed) FILTER (WHERE days <= 1), 0) AS up_to_1,
               coalesce(sum(owed) FILTER (WHERE days BETWEEN 2 AND 3), 0) AS up_to_3,
               coalesce(sum(owed) FILTER (WHERE days BETWEEN 4 AND 7), 0) AS up_to_7,
               coalesce(sum(owed) FILTER (WHERE days BETWEEN 8 AND 14), 0) AS up_to_14,
               coalesce(sum(owed) FILTER (WHERE days > 14), 0) AS older
        FROM (
            SELECT courier, collected + claimed - accounted AS owed,
                   (collected_at AT TIME ZONE 'Asia/Dhaka')::date AS since,
                   $1 - (coalesce(collected_at, now()) AT TIME ZONE 'Asia/Dhaka')::date AS days
            FROM escrow WHERE collected + claimed <> accounted
        ) AS parcel
        GROUP BY courier
    ) AS aged
    ORDER BY courier
    """,
    CourierAgeing,
)


async def ageing(reads: Reads, today: date) -> list[CourierAgeing]:
    """What each courier has not accounted for, by how many days ago it took it."""
    return await reads.all(_AGEING, today)
