"""The tables of payments: the journal, which is state of its own, and what is projected from events for reading."""

from sqlalchemy import BigInteger, Column, Computed, Date, DateTime, Integer, SmallInteger, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from bdcommerce.infra import postgres

metadata = postgres.metadata("payments")
read_metadata = postgres.read_metadata()

journal_entry = Table(
    "journal_entry",
    metadata,
    Column("id", Text, primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("kind", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("currency", Text, nullable=False),
    Column("line_count", SmallInteger, nullable=False),
    Column("order_id", Text),
    Column("vendor_order_id", Text),
    Column("shipment_id", Text),
    Column("remittance_id", Text),
    Column("batch_id", Text),
    Column("reverses", Text),
)

journal_line = Table(
    "journal_line",
    metadata,
    Column("entry_id", Text, primary_key=True),
    Column("number", SmallInteger, primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("account", Text(collation="C"), nullable=False),
    Column("side", Text, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("currency", Text, nullable=False),
    Column("vendor_order_id", Text),
    Column("batch_id", Text),
    Column("credited", BigInteger, Computed("CASE side WHEN 'credit' THEN amount ELSE -amount END", persisted=True)),
)

ledger_period = Table(
    "ledger_period",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("last_day", Date, nullable=False),
    Column("ends_at", DateTime(timezone=True), nullable=False),
    Column("entries", BigInteger, nullable=False),
    Column("closed_by", Text, nullable=False),
    Column("closed_at", DateTime(timezone=True), nullable=False),
)

period_balance = Table(
    "period_balance",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("account", Text(collation="C"), primary_key=True),
    Column("balance", BigInteger, nullable=False),
)

escrow = Table(
    "escrow",
    read_metadata,
    Column("vendor_order_id", Text, primary_key=True),
    Column("vendor_id", Text),
    Column("courier", Text),
    Column("collected", BigInteger, nullable=False),
    Column("collected_at", DateTime(timezone=True)),
    Column("accounted", BigInteger, nullable=False),
    Column("claimed", BigInteger, nullable=False),
    Column("refunded", BigInteger, nullable=False),
    Column("open_disputes", Integer, nullable=False),
    Column("released_at", DateTime(timezone=True)),
    Column("vendor_amount", BigInteger),
    Column("payout_due_on", Date),
    Column("goods", BigInteger),
    Column("commission", BigInteger),
    Column("commission_vat", BigInteger),
    Column("withheld_tax", BigInteger),
)

refund = Table(
    "refund",
    read_metadata,
    Column("refund_id", Text, primary_key=True),
    Column("order_id", Text, nullable=False),
    Column("vendor_order_id", Text, nullable=False),
    Column("vendor_id", Text, nullable=False),
    Column("line_id", Text, nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
    Column("granted_by", Text, nullable=False),
    Column("granted_at", DateTime(timezone=True), nullable=False),
    Column("paid_by", Text),
    Column("paid_at", DateTime(timezone=True)),
    Column("goods", BigInteger),
    Column("commission", BigInteger),
    Column("commission_vat", BigInteger),
    Column("withheld_tax", BigInteger),
)

payout_batch = Table(
    "payout_batch",
    read_metadata,
    Column("batch_id", Text, primary_key=True),
    Column("status", Text, nullable=False),
    Column("drafted_by", Text, nullable=False),
    Column("drafted_at", DateTime(timezone=True), nullable=False),
    Column("approved_by", Text),
    Column("approved_at", DateTime(timezone=True)),
    Column("sent_at", DateTime(timezone=True)),
)

payout = Table(
    "payout",
    read_metadata,
    Column("payout_id", Text, primary_key=True),
    Column("batch_id", Text, nullable=False),
    Column("vendor_id", Text, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("due_on", Date),
    Column("payee_sealed", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("bank_charge", BigInteger),
    Column("reason", Text),
    Column("drafted_at", DateTime(timezone=True), nullable=False),
    Column("settled_at", DateTime(timezone=True)),
    Column("rail", Text, nullable=False),
    Column("wallet_key", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("asked_at", DateTime(timezone=True)),
    Column("next_at", DateTime(timezone=True)),
    Column("reference", Text),
    Column("code", Text),
    Column("unsure_since", DateTime(timezone=True)),
    Column("returned_at", DateTime(timezone=True)),
    Column("proposal", JSONB(none_as_null=True)),
)

payout_method = Table(
    "payout_method",
    read_metadata,
    Column("vendor_id", Text, primary_key=True),
    Column("rail", Text, nullable=False),
    Column("wallet_sealed", Text, nullable=False),
    Column("wallet_key", Text, nullable=False),
    Column("wallet_shown", Text, nullable=False),
    Column("accepted_by", Text),
    Column("accepted_at", DateTime(timezone=True)),
    Column("asked_rail", Text),
    Column("asked_wallet_sealed", Text),
    Column("asked_wallet_key", Text),
    Column("asked_wallet_shown", Text),
    Column("asked_by", Text),
    Column("asked_at", DateTime(timezone=True)),
    Column("refused_because", Text),
)

payout_hold = Table(
    "payout_hold",
    read_metadata,
    Column("hold_id", Text, primary_key=True),
    Column("vendor_id", Text, nullable=False),
    Column("amount", BigInteger),
    Column("reason", Text, nullable=False),
    Column("until", Date),
    Column("placed_by", Text, nullable=False),
    Column("placed_at", DateTime(timezone=True), nullable=False),
    Column("lifted_by", Text),
    Column("lifted_at", DateTime(timezone=True)),
    Column("lifted_because", Text),
)

payment = Table(
    "payment",
    read_metadata,
    Column("order_id", Text, primary_key=True),
    Column("status", Text, nullable=False),
    Column("unassigned", BigInteger, nullable=False),
    Column("next_at", DateTime(timezone=True)),
    Column("state", JSONB, nullable=False),
)

payment_attempt = Table(
    "payment_attempt",
    read_metadata,
    Column("attempt_id", Text, primary_key=True),
    Column("order_id", Text, nullable=False),
    Column("provider", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("provider_payment_id", Text),
    Column("trx_id", Text),
    Column("captured", BigInteger, nullable=False),
)

payment_refund = Table(
    "payment_refund",
    read_metadata,
    Column("refund_id", Text, primary_key=True),
    Column("vendor_order_id", Text, primary_key=True),
    Column("order_id", Text, nullable=False),
    Column("provider", Text, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("owed_at", DateTime(timezone=True), nullable=False),
    Column("done_at", DateTime(timezone=True)),
)

saved_wallet = Table(
    "saved_wallet",
    metadata,
    Column("id", Text, primary_key=True),
    Column("customer_id", Text, nullable=False),
    Column("provider", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("provider_payment_id", Text, nullable=False),
    Column("token_sealed", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("asked_at", DateTime(timezone=True), nullable=False),
)

settlement_mapping = Table(
    "settlement_mapping",
    read_metadata,
    Column("kind", Text, primary_key=True),
    Column("source", Text, primary_key=True),
    Column("mapping", JSONB, nullable=False),
    Column("saved_by", Text, nullable=False),
    Column("saved_at", DateTime(timezone=True), nullable=False),
)

settlement_statement = Table(
    "settlement_statement",
    read_metadata,
    Column("statement_id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("lines", Integer, nullable=False),
    Column("known", Integer, nullable=False),
    Column("skipped", Integer, nullable=False),
    Column("gross", BigInteger, nullable=False),
    Column("charge", BigInteger, nullable=False),
    Column("net", BigInteger, nullable=False),
    Column("imported_by", Text, nullable=False),
    Column("imported_at", DateTime(timezone=True), nullable=False),
    Column("matched_at", DateTime(timezone=True)),
)

settlement_line = Table(
    "settlement_line",
    read_metadata,
    Column("line_id", Text, primary_key=True),
    Column("statement_id", Text, nullable=False),
    Column("row", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("other_reference", Text, nullable=False),
    Column("gross", BigInteger, nullable=False),
    Column("charge", BigInteger, nullable=False),
    Column("net", BigInteger, nullable=False),
    Column("stated", BigInteger, nullable=False),
    Column("on", Date),
    Column("outcome", Text),
    Column("item_id", Text),
)

settlement_item = Table(
    "settlement_item",
    read_metadata,
    Column("kind", Text, primary_key=True),
    Column("source", Text, primary_key=True),
    Column("item_id", Text, primary_key=True),
    Column("what", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("order_id", Text, nullable=False),
    Column("balance", BigInteger, nullable=False),
    Column("opened_at", DateTime(timezone=True), nullable=False),
    Column("cleared_at", DateTime(timezone=True)),
)

settlement_move = Table(
    "settlement_move",
    read_metadata,
    Column("kind", Text, primary_key=True),
    Column("source", Text, primary_key=True),
    Column("item_id", Text, primary_key=True),
    Column("position", BigInteger, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("what", Text, nullable=False),
    Column("amount", BigInteger, nullable=False),
)

settlement_difference = Table(
    "settlement_difference",
    read_metadata,
    Column("difference_id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("reference", Text, nullable=False),
    Column("item_id", Text, nullable=False),
    Column("line_id", Text, nullable=False),
    Column("found_at", DateTime(timezone=True), nullable=False),
    Column("wait_until", Date),
    Column("proposed_how", Text),
    Column("proposed_by", Text),
    Column("how", Text),
    Column("resolved_by", Text),
    Column("resolved_at", DateTime(timezone=True)),
)

settlement_close = Table(
    "settlement_close",
    read_metadata,
    Column("close_id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("status", Text, nullable=False),
    Column("ledger", BigInteger, nullable=False),
    Column("explained", BigInteger, nullable=False),
    Column("opening", BigInteger, nullable=False),
    Column("captured", BigInteger, nullable=False),
    Column("settled", BigInteger, nullable=False),
    Column("resolved", BigInteger, nullable=False),
    Column("items", JSONB, nullable=False),
    Column("closed_by", Text, nullable=False),
    Column("closed_at", DateTime(timezone=True), nullable=False),
)
