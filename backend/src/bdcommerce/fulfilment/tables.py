"""The tables of fulfilment: what is shown of shipments, sealed contacts, the cash, and what deliveries cost."""

from sqlalchemy import BigInteger, Boolean, Column, Date, DateTime, ForeignKey, Identity, Integer, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from bdcommerce.infra.postgres import metadata, read_metadata

fulfilment = metadata("fulfilment")
projected = read_metadata()

shipment_view = Table(
    "shipment_view",
    projected,
    Column("shipment_id", Text, primary_key=True),
    Column("vendor_order_id", Text, nullable=False),
    Column("vendor_id", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("weight_grams", Integer, nullable=False),
    Column("cod", BigInteger, nullable=False),
    Column("currency", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("courier", Text, nullable=False),
    Column("tracking_no", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    Column("order_id", Text, nullable=False),
    Column("rider_id", Text, nullable=False),
    Column("proof", Text, nullable=False),
    Column("evidence_id", Text, nullable=False),
    Column("return_condition", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("deliver_on", Date),
    Column("return_confirmed", Boolean, nullable=False),
    Column("planned_at", DateTime(timezone=True), nullable=False),
    Column("leg", Text, nullable=False),
    Column("return_id", Text, nullable=False),
)

tracking_step = Table(
    "tracking_step",
    projected,
    Column("shipment_id", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("what", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("hub", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("day", Date),
)

claim_view = Table(
    "claim_view",
    projected,
    Column("claim_id", Text, primary_key=True),
    Column("shipment_id", Text, nullable=False),
    Column("vendor_order_id", Text, nullable=False),
    Column("vendor_id", Text, nullable=False),
    Column("courier", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("asked", BigInteger, nullable=False),
    Column("offered", BigInteger),
    Column("settled", BigInteger),
    Column("currency", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("opened_by", Text, nullable=False),
    Column("evidence_ids", JSONB, nullable=False),
    Column("opened_at", DateTime(timezone=True), nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
)

parcel = Table(
    "parcel",
    fulfilment,
    Column("shipment_id", Text, primary_key=True),
    Column("vendor_order_id", Text, nullable=False),
    Column("contacts_sealed", Text, nullable=False),
    Column("order_id", Text, nullable=False),
    Column("customer_id", Text, nullable=False),
    Column("guest_hash", Text, nullable=False),
    Column("origin", JSONB),
    Column("destination", JSONB),
    Column("leg", Text, nullable=False),
    Column("return_id", Text, nullable=False),
)

evidence = Table(
    "evidence",
    fulfilment,
    Column("id", Text, primary_key=True),
    Column("shipment_id", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("captured_at", DateTime(timezone=True)),
    Column("uploaded_at", DateTime(timezone=True), nullable=False),
    Column("uploaded_by", Text, nullable=False),
)

cod_parcel = Table(
    "cod_parcel",
    fulfilment,
    Column("shipment_id", Text, primary_key=True),
    Column("vendor_order_id", Text, nullable=False),
    Column("courier", Text, nullable=False),
    Column("collected", BigInteger, nullable=False),
    Column("currency", Text, nullable=False),
    Column("collected_at", DateTime(timezone=True), nullable=False),
    Column("remitted", Boolean, nullable=False),
    Column("rider_id", Text, nullable=False),
    Column("closing_id", Text),
)

remittance = Table(
    "remittance",
    fulfilment,
    Column("id", Text, primary_key=True),
    Column("courier", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    Column("recorded_by", Text, nullable=False),
)

remitted_parcel = Table(
    "remitted_parcel",
    fulfilment,
    Column("shipment_id", Text, ForeignKey(cod_parcel.c.shipment_id), primary_key=True),
    Column("remittance_id", Text, ForeignKey(remittance.c.id), nullable=False),
    Column("collected", BigInteger, nullable=False),
    Column("arrived", BigInteger, nullable=False),
    Column("charge", BigInteger, nullable=False),
    Column("short", BigInteger, nullable=False),
)

shortage = Table(
    "shortage",
    fulfilment,
    Column("id", Text, primary_key=True),
    Column("shipment_id", Text, ForeignKey(remitted_parcel.c.shipment_id), nullable=False, unique=True),
    Column("amount", BigInteger, nullable=False),
    Column("opened_at", DateTime(timezone=True), nullable=False),
    Column("how", Text),
    Column("reason", Text),
    Column("settled_at", DateTime(timezone=True)),
    Column("settled_by", Text),
)

zone = Table(
    "zone",
    fulfilment,
    Column("code", Text, primary_key=True),
    Column("name", JSONB, nullable=False),
    Column("transit_min", Integer, nullable=False),
    Column("transit_max", Integer, nullable=False),
    Column("rest_days", ARRAY(Integer), nullable=False),
    Column("fee_rule", Text, nullable=False),
    Column("refusal", JSONB(none_as_null=True)),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    Column("changed_by", Text, nullable=False),
)

zone_coverage = Table(
    "zone_coverage",
    fulfilment,
    Column("origin_level", Text, primary_key=True),
    Column("origin_key", Text, primary_key=True),
    Column("destination_level", Text, primary_key=True),
    Column("destination_key", Text, primary_key=True),
    Column("zone", Text, ForeignKey(zone.c.code), nullable=False),
)

fee_table = Table(
    "fee_table",
    fulfilment,
    Column("revision", BigInteger, Identity(always=True), primary_key=True),
    Column("zone", Text, ForeignKey(zone.c.code), nullable=False),
    Column("effective_from", Date, nullable=False),
    Column("steps", JSONB, nullable=False),
    Column("extra_per_kg", BigInteger, nullable=False),
    Column("set_at", DateTime(timezone=True), nullable=False),
    Column("set_by", Text, nullable=False),
)

dispatch_hours = Table(
    "dispatch_hours",
    fulfilment,
    Column("vendor_id", Text, primary_key=True),
    Column("cut_off_minutes", Integer, nullable=False),
    Column("rest_days", ARRAY(Integer), nullable=False),
    Column("handling_days", Integer, nullable=False),
    Column("set_at", DateTime(timezone=True), nullable=False),
    Column("set_by", Text, nullable=False),
)

holiday_override = Table(
    "holiday_override",
    fulfilment,
    Column("day", Date, primary_key=True),
    Column("closed", Boolean, nullable=False),
    Column("name", JSONB, nullable=False),
    Column("set_at", DateTime(timezone=True), nullable=False),
    Column("set_by", Text, nullable=False),
)

delivery_book = Table(
    "delivery_book",
    fulfilment,
    Column("sole", Boolean, primary_key=True),
    Column("revision", BigInteger, nullable=False),
)

run_stop = Table(
    "run_stop",
    fulfilment,
    Column("day", Date, primary_key=True),
    Column("shipment_id", Text, primary_key=True),
    Column("rider_id", Text, nullable=False),
    Column("position", Integer, nullable=False),
)

cash_closing = Table(
    "cash_closing",
    fulfilment,
    Column("id", Text, primary_key=True),
    Column("rider_id", Text, nullable=False),
    Column("courier", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("status", Text, nullable=False),
    Column("expected", BigInteger, nullable=False),
    Column("counted", BigInteger, nullable=False),
    Column("currency", Text, nullable=False),
    Column("pieces", JSONB, nullable=False),
    Column("reason", Text, nullable=False),
    Column("handed_to", Text, nullable=False),
    Column("counted_by", Text, nullable=False),
    Column("counted_at", DateTime(timezone=True), nullable=False),
    Column("decided_by", Text),
    Column("decided_at", DateTime(timezone=True)),
    Column("decision", Text),
    Column("remittance_id", Text, ForeignKey(remittance.c.id)),
)

rider_day = Table(
    "rider_day",
    fulfilment,
    Column("rider_id", Text, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("closing_id", Text, ForeignKey(cash_closing.c.id)),
)

courier_account = Table(
    "courier_account",
    fulfilment,
    Column("courier", Text, primary_key=True),
    Column("enabled", Boolean, nullable=False),
    Column("fetches", Boolean, nullable=False),
    Column("blocked", Text, nullable=False),
    Column("cod_limit", BigInteger),
    Column("licence_no", Text, nullable=False),
    Column("licence_expires", Date),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    Column("changed_by", Text, nullable=False),
)

courier_policy = Table(
    "courier_policy",
    fulfilment,
    Column("sole", Boolean, primary_key=True),
    Column("failure_cost", BigInteger, nullable=False),
    Column("prior_success_pct", Integer, nullable=False),
    Column("prior_weight", Integer, nullable=False),
    Column("book_at_once", Boolean, nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    Column("changed_by", Text, nullable=False),
)

booking = Table(
    "booking",
    fulfilment,
    Column("shipment_id", Text, primary_key=True),
    Column("vendor_order_id", Text, nullable=False),
    Column("vendor_id", Text, nullable=False),
    Column("of_return", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("courier", Text, nullable=False),
    Column("round", Integer, nullable=False),
    Column("status", Text, nullable=False),
    Column("tracking_no", Text, nullable=False),
    Column("district", Text, nullable=False),
    Column("cod", BigInteger, nullable=False),
    Column("currency", Text, nullable=False),
    Column("weight_grams", Integer, nullable=False),
    Column("charge", BigInteger),
    Column("attempts", Integer, nullable=False),
    Column("choice", JSONB(none_as_null=True)),
    Column("problem", JSONB(none_as_null=True)),
    Column("heard_at", DateTime(timezone=True)),
    Column("heard_rank", Integer),
    Column("polled_at", DateTime(timezone=True), nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
)

courier_news = Table(
    "courier_news",
    fulfilment,
    Column("id", Text, primary_key=True),
    Column("courier", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("said", Text, nullable=False),
    Column("told_at", DateTime(timezone=True), nullable=False),
    Column("tracking_no", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("collected", BigInteger),
    Column("charge", BigInteger),
    Column("currency", Text, nullable=False),
    Column("heard_at", DateTime(timezone=True), nullable=False),
    Column("outcome", Text, nullable=False),
    Column("shipment_id", Text, nullable=False),
)

courier_area = Table(
    "courier_area",
    fulfilment,
    Column("courier", Text, primary_key=True),
    Column("level", Text, primary_key=True),
    Column("their_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("parent", Text, nullable=False),
    Column("within", Text, nullable=False),
)

area_mapping = Table(
    "area_mapping",
    fulfilment,
    Column("courier", Text, primary_key=True),
    Column("level", Text, primary_key=True),
    Column("our_id", Text, primary_key=True),
    Column("their_id", Text, nullable=False),
    Column("likeness", Integer, nullable=False),
    Column("confirmed_by", Text, nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
)

pickup_point = Table(
    "pickup_point",
    fulfilment,
    Column("courier", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("their_id", Text, nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False),
)

courier_tariff = Table(
    "courier_tariff",
    fulfilment,
    Column("revision", BigInteger, Identity(always=True), primary_key=True),
    Column("courier", Text, nullable=False),
    Column("reach", Text, nullable=False),
    Column("effective_from", Date, nullable=False),
    Column("steps", JSONB, nullable=False),
    Column("extra_per_kg", BigInteger, nullable=False),
    Column("cod_basis_points", Integer, nullable=False),
    Column("set_at", DateTime(timezone=True), nullable=False),
    Column("set_by", Text, nullable=False),
)

courier_record = Table(
    "courier_record",
    fulfilment,
    Column("courier", Text, primary_key=True),
    Column("district", Text, primary_key=True),
    Column("delivered", Integer, nullable=False),
    Column("failed", Integer, nullable=False),
)

bulk_booking = Table(
    "bulk_booking",
    fulfilment,
    Column("id", Text, primary_key=True),
    Column("courier", Text, nullable=False),
    Column("begun_at", DateTime(timezone=True), nullable=False),
    Column("begun_by", Text, nullable=False),
)

bulk_booking_row = Table(
    "bulk_booking_row",
    fulfilment,
    Column("bulk_id", Text, ForeignKey(bulk_booking.c.id), primary_key=True),
    Column("row", Integer, primary_key=True),
    Column("shipment_id", Text, nullable=False),
    Column("problem", Text, nullable=False),
)
