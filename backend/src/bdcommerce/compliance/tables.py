"""The tables that compliance writes."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from bdcommerce.infra import postgres

metadata = postgres.metadata("compliance")

LETTER = "compliance.letter.text"
"""What binds a sealed text to its column."""
PARTIES = "compliance.invoice.parties"
"""What binds the sealed names of an invoice to their column."""

rule = sa.Table(
    "rule",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("value", sa.Numeric, nullable=False),
    sa.Column("effective_from", sa.Date, nullable=False),
    sa.Column("effective_to", sa.Date),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("verified_by", sa.Text, nullable=False),
    sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
)
rule_book = sa.Table(
    "rule_book",
    metadata,
    sa.Column("only_row", sa.Boolean, primary_key=True),
    sa.Column("version", sa.BigInteger, nullable=False),
)
audit_entry = sa.Table(
    "audit_entry",
    metadata,
    sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("service", sa.Text, nullable=False),
    sa.Column("actor_id", sa.Text, nullable=False),
    sa.Column("audience", sa.Text, nullable=False),
    sa.Column("vendor_id", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("targets", JSONB, nullable=False),
    sa.Column("body_hmac", sa.Text, nullable=False),
    sa.Column("request_id", sa.Text, nullable=False),
    sa.Column("event_id", sa.Text, nullable=False),
    sa.Column("previous_hash", sa.Text, nullable=False),
    sa.Column("hash", sa.Text, nullable=False),
)
audit_head = sa.Table(
    "audit_head",
    metadata,
    sa.Column("only_row", sa.Boolean, primary_key=True),
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.Column("hash", sa.Text, nullable=False),
)
sale = sa.Table(
    "sale",
    metadata,
    sa.Column("vendor_order_id", sa.Text, primary_key=True),
    sa.Column("order_id", sa.Text, nullable=False),
    sa.Column("vendor_id", sa.Text, nullable=False),
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("customer_id", sa.Text, nullable=False),
    sa.Column("released_at", sa.DateTime(timezone=True)),
    sa.Column("facts", JSONB, nullable=False),
)
clock = sa.Table(
    "clock",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("subject_id", sa.Text, nullable=False),
    sa.Column("order_id", sa.Text, nullable=False),
    sa.Column("vendor_id", sa.Text, nullable=False),
    sa.Column("rule_key", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("started", JSONB, nullable=False),
    sa.Column("at_risk_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("stopped_at", sa.DateTime(timezone=True)),
    sa.Column("stopped", JSONB(none_as_null=True)),
    sa.Column("at_risk_told_at", sa.DateTime(timezone=True)),
    sa.Column("breach_told_at", sa.DateTime(timezone=True)),
    sa.Column("withdrawn_at", sa.DateTime(timezone=True)),
    sa.Column("wake_at", sa.DateTime(timezone=True)),
)
payee = sa.Table("payee", metadata, sa.Column("vendor_id", sa.Text, primary_key=True))
payout = sa.Table(
    "payout",
    metadata,
    sa.Column("payout_id", sa.Text, primary_key=True),
    sa.Column("vendor_id", sa.Text, nullable=False),
    sa.Column("paid_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("released_until", sa.DateTime(timezone=True), nullable=False),
    sa.Column("proof", JSONB, nullable=False),
)
invoice = sa.Table(
    "invoice",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("issuer_id", sa.Text, nullable=False),
    sa.Column("fiscal_year", sa.Text, nullable=False),
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("supplied_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("vendor_id", sa.Text, nullable=False),
    sa.Column("customer_id", sa.Text, nullable=False),
    sa.Column("order_id", sa.Text, nullable=False),
    sa.Column("order_number", sa.Text, nullable=False),
    sa.Column("vendor_order_id", sa.Text),
    sa.Column("month", sa.Date),
    sa.Column("destination", sa.Text, nullable=False),
    sa.Column("lines", JSONB, nullable=False),
    sa.Column("operator_discount", sa.BigInteger, nullable=False),
    sa.Column("net", sa.BigInteger, nullable=False),
    sa.Column("vat", sa.BigInteger, nullable=False),
    sa.Column("gross", sa.BigInteger, nullable=False),
    sa.Column("parties_sealed", sa.Text, nullable=False),
)
invoice_series = sa.Table(
    "invoice_series",
    metadata,
    sa.Column("issuer_id", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("fiscal_year", sa.Text, primary_key=True),
    sa.Column("last_seq", sa.BigInteger, nullable=False),
)
commission = sa.Table(
    "commission",
    metadata,
    sa.Column("vendor_order_id", sa.Text, primary_key=True),
    sa.Column("vendor_id", sa.Text, nullable=False),
    sa.Column("order_number", sa.Text, nullable=False),
    sa.Column("month", sa.Date, nullable=False),
    sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("amount", sa.BigInteger, nullable=False),
    sa.Column("vat_percent", sa.Numeric, nullable=False),
    sa.Column("invoice_id", sa.Text),
)
operator_profile = sa.Table(
    "operator_profile",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("identity", JSONB, nullable=False),
    sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("recorded_by", sa.Text, nullable=False),
)
letter = sa.Table(
    "letter",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("case_id", sa.Text, nullable=False),
    sa.Column("side", sa.Text, nullable=False),
    sa.Column("author_id", sa.Text, nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("text_sealed", sa.Text, nullable=False),
    sa.Column("photo", sa.Text, nullable=False),
    sa.Column("internal", sa.Boolean, nullable=False),
)
complaint = sa.Table(
    "complaint",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("category", sa.Text, nullable=False),
    sa.Column("customer_id", sa.Text, nullable=False),
    sa.Column("guest_hash", sa.Text, nullable=False),
    sa.Column("order_id", sa.Text, nullable=False),
    sa.Column("order_number", sa.Text, nullable=False),
    sa.Column("vendor_order_id", sa.Text, nullable=False),
    sa.Column("vendor_id", sa.Text, nullable=False),
    sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("waits_for_staff", sa.Boolean, nullable=False),
    sa.Column("assigned_to", sa.Text, nullable=False),
    sa.Column("acted", JSONB(none_as_null=True)),
    sa.Column("ended_at", sa.DateTime(timezone=True)),
    sa.Column("authority", sa.Text),
    sa.Column("external_reference", sa.Text, nullable=False),
)
answer_template = sa.Table(
    "answer_template",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("category", sa.Text),
    sa.Column("text", JSONB, nullable=False),
)
dispute = sa.Table(
    "dispute",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("opened_by", sa.Text, nullable=False),
    sa.Column("customer_id", sa.Text, nullable=False),
    sa.Column("guest_hash", sa.Text, nullable=False),
    sa.Column("order_id", sa.Text, nullable=False),
    sa.Column("order_number", sa.Text, nullable=False),
    sa.Column("vendor_order_id", sa.Text, nullable=False),
    sa.Column("vendor_id", sa.Text, nullable=False),
    sa.Column("asked", sa.BigInteger, nullable=False),
    sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("answer_due_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("answered_at", sa.DateTime(timezone=True)),
    sa.Column("decision", JSONB(none_as_null=True)),
    sa.Column("refund", sa.BigInteger, nullable=False),
    sa.Column("approved_by", sa.Text, nullable=False),
    sa.Column("decided_at", sa.DateTime(timezone=True)),
    sa.Column("return_id", sa.Text, nullable=False),
)
rule_change = sa.Table(
    "rule_change",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("value", sa.Numeric, nullable=False),
    sa.Column("effective_from", sa.Date, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("retroactive", sa.Boolean, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("proposed_by", sa.Text, nullable=False),
    sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("decided_by", sa.Text, nullable=False),
    sa.Column("decided_at", sa.DateTime(timezone=True)),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("rule_id", sa.Text, nullable=False),
)
