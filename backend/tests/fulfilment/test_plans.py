"""Among many parcels, every named query goes by an index."""

from datetime import UTC, date, datetime

from bdcommerce.fulfilment.bootstrap import SERVICE
from bdcommerce.fulfilment.queries import cash, claims, couriers, delivery, evidence, labels, runs, shipments, tracking
from support import plans

MANY = """
    INSERT INTO shipment_view (shipment_id, vendor_order_id, vendor_id, number, weight_grams, cod, currency, status,
                               courier, tracking_no, reason, changed_at)
    SELECT 'shp_' || n, 'vor_' || n, 'ven_1', 'BD', n, 1000, 'BDT',
           CASE WHEN n % 200 = 0 THEN 'booked' ELSE 'delivered' END, 'own_riders', 'OR', '', now()
    FROM generate_series(1, 20000) n;
    UPDATE shipment_view SET planned_at = planned_at - weight_grams * interval '1 second',
                             vendor_id = 'ven_' || substr(shipment_id, length(shipment_id) - 2),
                             rider_id = 'usr_' || substr(shipment_id, length(shipment_id) - 1);
    INSERT INTO parcel (shipment_id, vendor_order_id, contacts_sealed, order_id, customer_id)
    SELECT shipment_id, vendor_order_id, repeat('x', 400), 'ord_' || shipment_id, 'usr_1' FROM shipment_view;
    INSERT INTO tracking_step (shipment_id, version, at, what, code, reason, hub, by)
    SELECT shipment_id, k, now(), 'booked', '', '', '', '' FROM shipment_view, generate_series(1, 4) k;
    INSERT INTO cod_parcel (shipment_id, vendor_order_id, courier, collected, currency, collected_at, remitted)
    SELECT 'shp_' || n, 'vor_' || n, 'own_riders', 1000, 'BDT', now(), n % 200 > 0 FROM generate_series(1, 20000) n;
    INSERT INTO remittance (id, courier, reference, recorded_at, recorded_by)
    SELECT 'rem_' || n, 'own_riders', 'S-' || n, now(), 'usr_1' FROM generate_series(1, 2000) n;
    INSERT INTO remitted_parcel (shipment_id, remittance_id, collected, arrived, charge, short)
    SELECT shipment_id, 'rem_' || 1 + row_number() OVER () % 2000, 1000, 900, 0, 100 FROM cod_parcel WHERE remitted;
    INSERT INTO shortage (id, shipment_id, amount, opened_at, how, reason, settled_at, settled_by)
    SELECT 'sht_' || shipment_id, shipment_id, 100, now(), 'paid', '', now(), '' FROM remitted_parcel;
    UPDATE shortage SET how = NULL, reason = NULL, settled_at = NULL, settled_by = NULL WHERE id LIKE '%77';
    INSERT INTO dispatch_hours (vendor_id, cut_off_minutes, rest_days, handling_days, set_at, set_by)
    SELECT 'ven_' || n, 840, '{5}', 1, now(), '' FROM generate_series(1, 20000) n;
    INSERT INTO zone (code, name, transit_min, transit_max, rest_days, fee_rule, changed_at, changed_by)
    SELECT 'zone_' || n, '{}', 1, 2, '{5}', '', now(), '' FROM generate_series(1, 2000) n;
    INSERT INTO zone_coverage (origin_level, origin_key, destination_level, destination_key, zone)
    SELECT 'anywhere', '', 'upazila', 'u' || n || '-' || k, 'zone_' || n
    FROM generate_series(1, 2000) n, generate_series(1, 5) k;
    INSERT INTO fee_table (zone, effective_from, steps, extra_per_kg, set_at, set_by)
    SELECT 'zone_' || n, date '2026-01-01' + k, '[{}]', 0, now(), ''
    FROM generate_series(1, 2000) n, generate_series(1, 5) k;
    INSERT INTO holiday_override (day, closed, name, set_at, set_by)
    SELECT date '1990-01-01' + n, true, '{}', now(), '' FROM generate_series(1, 20000) n;
    INSERT INTO evidence (id, shipment_id, purpose, file, width, height, uploaded_at, uploaded_by)
    SELECT 'evd_' || n, 'shp_' || n, 'delivery', 'f' || n, 1, 1, now(), '' FROM generate_series(1, 20000) n;
    UPDATE cod_parcel SET rider_id = 'usr_' || substr(shipment_id, length(shipment_id) - 1);
    INSERT INTO run_stop (day, shipment_id, rider_id, position)
    SELECT date '2026-01-01' + n % 300, 'shp_' || n, 'usr_' || n % 40, n FROM generate_series(1, 20000) n;
    INSERT INTO cash_closing (id, rider_id, courier, status, day, expected, counted, currency, pieces, reason,
                              handed_to, counted_by, counted_at)
    SELECT 'cls_' || n, 'usr_' || n % 400, '', CASE WHEN n % 200 = 0 THEN 'counted' ELSE 'rejected' END,
           date '2026-01-01', 1, 1, 'BDT', '{}', '', '', '', now() FROM generate_series(1, 20000) n;
    INSERT INTO claim_view (claim_id, shipment_id, vendor_order_id, vendor_id, courier, number, kind, status, asked,
                            currency, description, answer, reason, opened_by, evidence_ids, opened_at, changed_at)
    SELECT 'clm_' || n, 'shp_' || n, '', 'ven_' || n % 999, '', '', 'lost',
           CASE WHEN n % 200 = 0 THEN 'open' ELSE 'settled' END, 100, 'BDT', '', '', '', 'staff', '[]',
           now(), now() FROM generate_series(1, 20000) n;
    INSERT INTO courier_record (courier, district, delivered, failed) SELECT 'c' || n % 4, 'd' || n, 1, 1
    FROM generate_series(1, 5000) n;
    INSERT INTO booking (shipment_id, vendor_order_id, vendor_id, reference, courier, round, status, tracking_no,
                         district, cod, currency, weight_grams, attempts, polled_at, changed_at)
    SELECT 'shp_' || n, 'vor_' || n, 'ven_1', 'vor_' || n, 'pathao', 1,
           CASE WHEN n % 200 = 0 THEN 'refused' WHEN n % 50 = 0 THEN 'booked' ELSE 'ended' END, 'DD' || n, 'dhaka',
           1000, 'BDT', 1, 0, now(), now() FROM generate_series(1, 5000) n;
    INSERT INTO courier_news (id, courier, key, source, status, said, told_at, tracking_no, reference, reason, currency,
                              heard_at, outcome, shipment_id)
    SELECT 'cnw_' || n, 'pathao', n::text, 'hook', 'picked_up', '', now(), '', '', '', 'BDT', now(),
           CASE WHEN n % 500 = 0 THEN 'contradiction' ELSE 'applied' END, 'shp_' || n FROM generate_series(1, 5000) n;
    INSERT INTO courier_area (courier, level, their_id, name, parent, within)
    SELECT 'c' || n % 20, 'upazila', n::text, 'name ' || n, '', '' FROM generate_series(1, 5000) n;
    INSERT INTO area_mapping (courier, level, our_id, their_id, likeness, confirmed_by, changed_at)
    SELECT courier, level, 'o' || their_id, their_id, 100, 'usr_1', now() FROM courier_area;
    INSERT INTO pickup_point (courier, key, their_id, made_at) SELECT 'pathao', n::text, '1', now()
    FROM generate_series(1, 5000) n;
    INSERT INTO courier_tariff (courier, reach, effective_from, steps, extra_per_kg, cod_basis_points, set_at, set_by)
    SELECT 'c' || n % 400, 'anywhere', date '2026-01-01' + n % 300, '[]', 0, 0, now(), ''
    FROM generate_series(1, 5000) n;
    INSERT INTO bulk_booking (id, courier, begun_at, begun_by) SELECT 'blk_' || n, '', now(), ''
    FROM generate_series(1, 500) n;
    INSERT INTO bulk_booking_row (bulk_id, row, shipment_id, problem) SELECT 'blk_' || n, k, 'shp_' || n, ''
    FROM generate_series(1, 500) n, generate_series(1, 10) k;
"""
EDITION = "a new edition of the book is read as a whole, when staff have changed something"
FEW = "the handful of couriers with the one row of how they are chosen"
WHOLE = {
    **{query.name: EDITION for query in (delivery.ZONES, delivery.COVERAGE, delivery.TABLES)},
    **{query.name: FEW for query in (couriers.ACCOUNTS, couriers.POLICY)},
}
SPAN = (datetime(2020, 1, 1, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC), "shp_~")
CHOSEN = {"vendor_id": "ven_7", "status": "booked", "rider_id": "usr_7"}
ASKED: list[plans.Asked] = [
    (shipments.SHIPMENTS, ("shp_1", 21)),
    (shipments.SHIPMENTS_IN_STATUS, ("shp_1", 21, "booked")),
    (shipments.CONTACTS, ("shp_7",)),
    (cash.SHORTAGES, ("sht_shp_1", 21)),
    (cash.OPEN_SHORTAGES, ("sht_shp_1", 21)),
    (cash.CASH_TOTAL, ("own_riders",)),
    (cash.STANDING, ("pathao", ["DD7", "vor_7", "shp_7"])),
    (cash.CASH_PARCELS, ("own_riders", "shp_1", 21, date(2026, 11, 22))),
    *((query, (*SPAN, 21, *(CHOSEN[name] for name in chosen))) for chosen, query in tracking.TRACKED.items()),
    (tracking.TRACKED_ONE, ("shp_7",)),
    (tracking.TRACKED_OF_ORDER, ("ord_shp_7", "usr_1", "", "", 21)),
    (tracking.STEPS, (["shp_7", "shp_8"],)),
    (tracking.PARCEL, ("shp_7",)),
    (evidence.EVIDENCE, ("shp_7", "evd_7")),
    (evidence.EVIDENCE_OF, ("shp_7",)),
    (claims.CLAIM, ("clm_7",)),
    (claims.CLAIMS, ("clm_~", 21)),
    (claims.CLAIMS_IN_STATUS, ("clm_~", 21, "open")),
    (claims.CLAIMS_OF_VENDOR, ("clm_~", 21, "ven_7")),
    (claims.CLAIMS_OF_VENDOR_IN_STATUS, ("clm_~", 21, "ven_7", "open")),
    (runs.RUN, ("usr_7", date(2026, 1, 8), 0, "", 21)),
    (runs.RUN_TOTAL, ("usr_7", date(2026, 1, 8))),
    (runs.RIDER_PARCELS, ("usr_00", *SPAN[:2])),
    (runs.RIDERS_CASH, ("usr_", 21, date(2026, 11, 22))),
    (runs.CLOSING, ("cls_7",)),
    (runs.CLOSINGS, ("cls_~", 21)),
    (runs.CLOSINGS_IN_STATUS, ("cls_~", 21, "counted")),
    (runs.CLOSINGS_OF_RIDER, ("cls_~", 21, "usr_7", "")),
    (delivery.EDITION, (["", "ven_7"],)),
    (delivery.ZONES, ()),
    (delivery.COVERAGE, ()),
    (delivery.TABLES, ()),
    (delivery.HOLIDAYS, (date(2026, 1, 1), date(2027, 12, 31))),
    (delivery.ZONES_AFTER, ("zone_7", 21)),
    (delivery.ZONES_FROM, ("zone_7", 1)),
    (delivery.COVERAGE_OF, (["zone_7", "zone_8"],)),
    (delivery.TABLES_OF, (["zone_7", "zone_8"],)),
    (delivery.HOURS_OF, ("ven_7",)),
    (couriers.ACCOUNTS, ()),
    (couriers.POLICY, ()),
    (couriers.RECORD, ("c1", "d7")),
    (couriers.TARIFFS, ("c7", date(2026, 6, 1))),
    (couriers.ALL_TARIFFS, ("c7",)),
    (couriers.MAPPED, ("c7", ["district", "upazila"], ["o7", "o8"])),
    (couriers.MAPPED_ALL, ("c7",)),
    (couriers.THEIRS, ("c7", "", "", 21)),
    (couriers.THEIRS_CALLED, ("c7", "", "", 21, "name 7")),
    (couriers.MAPPINGS, ("c7", "", "", 21)),
    (couriers.UNCONFIRMED, ("c7", "", "", 21)),
    (couriers.PICKUP_POINT, ("pathao", "7")),
    (couriers.WAITING, ("pathao", datetime(2099, 1, 1, tzinfo=UTC), 200)),
    (couriers.BOOKING, ("shp_7",)),
    (couriers.BOOKINGS, ("shp_7", 21)),
    (couriers.BOOKINGS_IN_STATUS, ("shp_7", 21, "refused")),
    (couriers.BULK, ("blk_7",)),
    (couriers.BULK_ROWS, ("blk_7", 0, 21)),
    (couriers.NEWS_OF, ("shp_7",)),
    (couriers.NEWS_BY_OUTCOME, ("contradiction", "cnw_~", 21)),
    (labels.LABELS, (["shp_7", "shp_8"],)),
]


async def test_no_named_query_reads_more_than_it_shows(postgres_url: str) -> None:
    async with plans.grown(postgres_url, SERVICE, MANY) as connection:
        found = await plans.faults(connection, SERVICE, ASKED, small={"delivery_book"}, whole=WHOLE)
        assert not found, "\n".join(found)
