"""The journal with its guards, escrow and refunds as they are read, payout batches.

No account has a row with a running balance: every delivery in the country would queue for the one of customer_funds.
A posting only inserts, so postings never wait for each other, and a balance is a sum over the index
`journal_line_account_at_idx`, which holds all it needs.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_BALANCED = """
CREATE FUNCTION entry_balances() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    entry text := to_jsonb(NEW) ->> TG_ARGV[0];
    wanted integer;
    lines integer;
    difference bigint;
BEGIN
    SELECT line_count INTO wanted FROM journal_entry WHERE id = entry;
    SELECT count(*), coalesce(sum(credited), 0) INTO lines, difference FROM journal_line WHERE entry_id = entry;
    IF lines <> wanted OR difference <> 0 THEN
        RAISE EXCEPTION 'entry % has % of % lines and a difference of %', entry, lines, wanted, difference
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$
"""
_APPEND_ONLY = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is append-only: no % of %', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""
# A vendor is paid first what was released first, so its balance is made up of the newest releases: walk back until
# they cover it. None if nothing is owed.
_OLDEST_UNPAID = """
CREATE FUNCTION oldest_unpaid(vendor text, owed bigint) RETURNS date
LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
    WITH RECURSIVE unpaid AS (
        (SELECT released_at, vendor_order_id, payout_due_on, vendor_amount AS total FROM escrow
         WHERE vendor_id = vendor AND released_at IS NOT NULL AND owed > 0
         ORDER BY released_at DESC, vendor_order_id DESC LIMIT 1)
        UNION ALL
        SELECT older.* FROM unpaid, LATERAL (
            SELECT released_at, vendor_order_id, payout_due_on, unpaid.total + vendor_amount FROM escrow
            WHERE vendor_id = vendor AND released_at IS NOT NULL
              AND (released_at, vendor_order_id) < (unpaid.released_at, unpaid.vendor_order_id)
            ORDER BY released_at DESC, vendor_order_id DESC LIMIT 1) AS older
        WHERE unpaid.total < owed
    )
    SELECT payout_due_on FROM unpaid ORDER BY released_at, vendor_order_id LIMIT 1
$$
"""


def upgrade() -> None:
    """Create the tables of payments."""
    _journal()
    op.execute(_BALANCED)
    op.execute(_APPEND_ONLY)
    for table, entry in (("journal_entry", "id"), ("journal_line", "entry_id")):
        op.execute(
            f"CREATE CONSTRAINT TRIGGER {table}_balances AFTER INSERT ON {table} DEFERRABLE INITIALLY DEFERRED "
            f"FOR EACH ROW EXECUTE FUNCTION entry_balances('{entry}')"
        )
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    _escrow()
    _payouts()


def _journal() -> None:
    op.create_table(
        "journal_entry",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("currency", sa.Text, nullable=False),
        sa.Column("line_count", sa.SmallInteger, nullable=False),
        sa.Column("order_id", sa.Text),
        sa.Column("vendor_order_id", sa.Text),
        sa.Column("shipment_id", sa.Text),
        sa.Column("remittance_id", sa.Text),
        sa.Column("batch_id", sa.Text),
        sa.Column("reverses", sa.Text, sa.ForeignKey("journal_entry.id")),
        sa.CheckConstraint("reference <> ''", name="journal_entry_reference_check"),
        sa.CheckConstraint("line_count >= 2", name="journal_entry_line_count_check"),
        sa.CheckConstraint("reverses <> id", name="journal_entry_reverses_check"),
        sa.UniqueConstraint("reverses", name="journal_entry_reverses_key"),
        sa.UniqueConstraint("reference", "kind", name="journal_entry_posted_once_key"),
        sa.UniqueConstraint("id", "currency", "at", name="journal_entry_lines_agree_key"),
    )
    for column in ("order_id", "vendor_order_id", "remittance_id", "batch_id"):
        where = sa.text(f"{column} IS NOT NULL")
        op.create_index(f"journal_entry_{column}_idx", "journal_entry", [column], postgresql_where=where)
    op.create_index("journal_entry_at_idx", "journal_entry", ["at", "id"])
    op.create_table(
        "journal_line",
        sa.Column("entry_id", sa.Text, primary_key=True),
        sa.Column("number", sa.SmallInteger, primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account", sa.Text(collation="C"), nullable=False),
        sa.Column("side", sa.Text, nullable=False),
        sa.Column("amount", sa.BigInteger, nullable=False),
        sa.Column("currency", sa.Text, nullable=False),
        sa.Column("vendor_order_id", sa.Text),
        sa.Column("batch_id", sa.Text),
        sa.Column(
            "credited",
            sa.BigInteger,
            sa.Computed("CASE side WHEN 'credit' THEN amount ELSE -amount END", persisted=True),
        ),
        sa.CheckConstraint("amount > 0", name="journal_line_amount_check"),
        sa.CheckConstraint("side IN ('debit', 'credit')", name="journal_line_side_check"),
        sa.CheckConstraint(
            "account ~ '^(asset|liability|income|expense):[a-z0-9_:-]+$'", name="journal_line_account_check"
        ),
        sa.ForeignKeyConstraint(
            ["entry_id", "currency", "at"],
            ["journal_entry.id", "journal_entry.currency", "journal_entry.at"],
            name="journal_line_entry_fkey",
        ),
    )
    op.create_index(
        "journal_line_account_at_idx",
        "journal_line",
        ["account", "at", "entry_id", "number"],
        postgresql_include=["credited"],
    )


def _escrow() -> None:
    op.create_table(
        "escrow",
        sa.Column("vendor_order_id", sa.Text, primary_key=True),
        sa.Column("vendor_id", sa.Text),
        sa.Column("courier", sa.Text),
        sa.Column("collected", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("collected_at", sa.DateTime(timezone=True)),
        sa.Column("accounted", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("released_at", sa.DateTime(timezone=True)),
        sa.Column("vendor_amount", sa.BigInteger),
        sa.Column("payout_due_on", sa.Date),
        sa.CheckConstraint(
            "released_at IS NULL"
            " OR (accounted >= collected AND vendor_amount IS NOT NULL AND payout_due_on IS NOT NULL)",
            name="escrow_released_when_arrived_check",
        ),
    )
    op.create_index(
        "escrow_outstanding_idx",
        "escrow",
        ["courier", "vendor_order_id"],
        postgresql_where=sa.text("collected <> accounted"),
    )
    op.create_index(
        "escrow_released_idx",
        "escrow",
        ["vendor_id", "released_at", "vendor_order_id"],
        postgresql_where=sa.text("released_at IS NOT NULL"),
    )
    op.execute(_OLDEST_UNPAID)
    op.create_table(
        "refund",
        sa.Column("refund_id", sa.Text, primary_key=True),
        sa.Column("order_id", sa.Text, nullable=False),
        sa.Column("vendor_order_id", sa.Text, nullable=False),
        sa.Column("vendor_id", sa.Text, nullable=False),
        sa.Column("line_id", sa.Text, nullable=False),
        sa.Column("quantity", sa.Integer, nullable=False),
        sa.Column("amount", sa.BigInteger, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("granted_by", sa.Text, nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paid_by", sa.Text),
        sa.Column("paid_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("quantity > 0", name="refund_quantity_check"),
        sa.CheckConstraint("(paid_by IS NULL) = (paid_at IS NULL)", name="refund_paid_check"),
    )
    op.create_index("refund_owed_idx", "refund", ["refund_id"], postgresql_where=sa.text("paid_at IS NULL"))


def _payouts() -> None:
    op.create_table(
        "payout_batch",
        sa.Column("batch_id", sa.Text, primary_key=True),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("drafted_by", sa.Text, nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.Text),
        sa.Column("approved_at", sa.DateTime(timezone=True)),
        sa.Column("sent_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint(
            "status IN ('draft', 'approved', 'sent', 'settled', 'discarded')", name="payout_batch_status_check"
        ),
        sa.CheckConstraint("approved_by <> drafted_by", name="payout_batch_four_eyes_check"),
        sa.CheckConstraint(
            "(approved_by IS NULL) = (status IN ('draft', 'discarded'))", name="payout_batch_approved_check"
        ),
    )
    op.create_table(
        "payout",
        sa.Column("payout_id", sa.Text, primary_key=True),
        sa.Column("batch_id", sa.Text, nullable=False),
        sa.Column("vendor_id", sa.Text, nullable=False),
        sa.Column("amount", sa.BigInteger, nullable=False),
        sa.Column("due_on", sa.Date),
        sa.Column("payee_sealed", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("bank_charge", sa.BigInteger),
        sa.Column("reason", sa.Text),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("amount > 0", name="payout_amount_check"),
        sa.CheckConstraint("bank_charge >= 0", name="payout_bank_charge_check"),
        sa.CheckConstraint(
            "status IN ('draft', 'approved', 'sent', 'paid', 'failed', 'discarded')", name="payout_status_check"
        ),
    )
    op.create_index("payout_of_batch_idx", "payout", ["batch_id", "payout_id"])
    op.create_index("payout_of_vendor_idx", "payout", ["vendor_id", "payout_id"])
    op.create_index(
        "payout_one_open_per_vendor_idx",
        "payout",
        ["vendor_id"],
        unique=True,
        postgresql_where=sa.text("status IN ('draft', 'approved', 'sent')"),
    )
