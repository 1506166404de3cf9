"""Named reads for labels."""

from bdcommerce.fulfilment.domain.labels import LabelRow
from bdcommerce.infra.postgres import Query

LABELS = Query(
    "fulfilment.labels",
    """
    SELECT v.shipment_id, v.vendor_id, v.number, v.courier, v.tracking_no, v.status,
           jsonb_build_object('amount', v.cod, 'currency', v.currency) AS cod, v.weight_grams, p.contacts_sealed
    FROM shipment_view v JOIN parcel p USING (shipment_id) WHERE v.shipment_id = ANY($1::text[])
    """,
    LabelRow,
)
