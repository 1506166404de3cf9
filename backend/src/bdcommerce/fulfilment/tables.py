"""The tables of fulfilment: what is shown of shipments, sealed contacts, and the cash."""

from sqlalchemy import BigInteger, Boolean, Column, DateTime, ForeignKey, Integer, Table, Text

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
)

parcel = Table(
    "parcel",
    fulfilment,
    Column("shipment_id", Text, primary_key=True),
    Column("vendor_order_id", Text, nullable=False, unique=True),
    Column("contacts_sealed", Text, nullable=False),
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
