"""Disputes and claims on escrow, holds on payouts, and periods of the books that are closed for good.

A posting takes a lock that all postings share; closing takes it alone. So an entry that was begun before the close is
either seen by it or refused.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_OPEN_PERIOD = """
CREATE FUNCTION refuse_closed_period() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    closed timestamptz;
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended('payments.periods', 0));
    SELECT max(ends_at) INTO closed FROM ledger_period;
    IF NEW.at < closed THEN
        RAISE EXCEPTION 'the books are closed until %', closed
            USING ERRCODE = 'check_violation', CONSTRAINT = 'journal_entry_open_period_check';
    END IF;
    RETURN NEW;
END $$
"""


def upgrade() -> None:
    """Add what the shop in depth needs of payments."""
    _escrow()
    _holds()
    _periods()


def _escrow() -> None:
    op.add_column("escrow", sa.Column("claimed", sa.BigInteger, nullable=False, server_default="0"))
    op.add_column("escrow", sa.Column("open_disputes", sa.Integer, nullable=False, server_default="0"))
    op.drop_index("escrow_outstanding_idx")
    op.create_index(
        "escrow_outstanding_idx",
        "escrow",
        ["courier", "vendor_order_id"],
        postgresql_where=sa.text("collected + claimed <> accounted"),
    )
    op.create_index("escrow_disputed_idx", "escrow", ["vendor_id"], postgresql_where=sa.text("open_disputes > 0"))


def _holds() -> None:
    op.create_table(
        "payout_hold",
        sa.Column("hold_id", sa.Text, primary_key=True),
        sa.Column("vendor_id", sa.Text, nullable=False),
        sa.Column("amount", sa.BigInteger),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("until", sa.Date),
        sa.Column("placed_by", sa.Text, nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_by", sa.Text),
        sa.Column("lifted_at", sa.DateTime(timezone=True)),
        sa.Column("lifted_because", sa.Text),
        sa.CheckConstraint("amount > 0", name="payout_hold_amount_check"),
        sa.CheckConstraint("(lifted_by IS NULL) = (lifted_at IS NULL)", name="payout_hold_lifted_check"),
    )
    op.create_index(
        "payout_hold_standing_idx", "payout_hold", ["vendor_id"], postgresql_where=sa.text("lifted_at IS NULL")
    )
    op.create_index("payout_hold_of_vendor_idx", "payout_hold", ["vendor_id", "hold_id"])


def _periods() -> None:
    op.create_table(
        "ledger_period",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("last_day", sa.Date, nullable=False, unique=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False, unique=True),
        sa.Column("entries", sa.BigInteger, nullable=False),
        sa.Column("closed_by", sa.Text, nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number > 0", name="ledger_period_number_check"),
        sa.CheckConstraint("ends_at <= closed_at", name="ledger_period_over_check"),
    )
    op.create_table(
        "period_balance",
        sa.Column("number", sa.Integer, sa.ForeignKey("ledger_period.number"), primary_key=True),
        sa.Column("account", sa.Text(collation="C"), primary_key=True),
        sa.Column("balance", sa.BigInteger, nullable=False),
    )
    for table in ("ledger_period", "period_balance"):
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    op.create_index("journal_line_at_idx", "journal_line", ["at"], postgresql_include=["account", "side", "amount"])
    op.execute(_OPEN_PERIOD)
    op.execute(
        "CREATE TRIGGER journal_entry_open_period BEFORE INSERT ON journal_entry "
        "FOR EACH ROW EXECUTE FUNCTION refuse_closed_period()"
    )
