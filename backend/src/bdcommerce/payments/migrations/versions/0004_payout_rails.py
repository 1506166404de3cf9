"""How money reaches vendors: rails, what was asked of them, what nobody is sure of, and what made up each payout.

`escrow` and `refund` say of what a vendor's part is made: remittance advice is read from that. It is not known of what
was released before, nor of refunds before, until their projection is told again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_OPEN = "status IN ('draft', 'approved', 'sent', 'unknown')"


def upgrade() -> None:
    """Add what payouts by rails need."""
    _payouts()
    _methods()
    for table in ("escrow", "refund"):
        for column in ("goods", "commission", "commission_vat", "withheld_tax"):
            op.add_column(table, sa.Column(column, sa.BigInteger))


def _payouts() -> None:
    for column in (
        sa.Column("rail", sa.Text, nullable=False, server_default="beftn"),
        sa.Column("wallet_key", sa.Text, nullable=False, server_default=""),
        sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
        sa.Column("asked_at", sa.DateTime(timezone=True)),
        sa.Column("next_at", sa.DateTime(timezone=True)),
        sa.Column("reference", sa.Text),
        sa.Column("code", sa.Text),
        sa.Column("unsure_since", sa.DateTime(timezone=True)),
        sa.Column("returned_at", sa.DateTime(timezone=True)),
        sa.Column("proposal", sa.dialects.postgresql.JSONB),
    ):
        op.add_column("payout", column)
    op.drop_constraint("payout_status_check", "payout")
    op.create_check_constraint(
        "payout_status_check",
        "payout",
        "status IN ('draft', 'approved', 'sent', 'unknown', 'paid', 'failed', 'returned', 'discarded')",
    )
    op.create_check_constraint("payout_rail_check", "payout", "rail IN ('beftn', 'npsb', 'bkash', 'manual')")
    op.create_check_constraint("payout_wallet_check", "payout", "(rail = 'bkash') = (wallet_key <> '')")
    op.drop_index("payout_one_open_per_vendor_idx")
    op.create_index(
        "payout_one_open_per_vendor_idx", "payout", ["vendor_id"], unique=True, postgresql_where=sa.text(_OPEN)
    )
    op.create_index(
        "payout_one_per_transaction_idx",
        "payout",
        ["rail", "reference"],
        unique=True,
        postgresql_where=sa.text("rail = 'bkash' AND reference IS NOT NULL"),
    )
    op.create_index("payout_next_idx", "payout", ["next_at"], postgresql_where=sa.text("next_at IS NOT NULL"))
    op.create_index(
        "payout_of_wallet_idx", "payout", ["wallet_key", "asked_at"], postgresql_where=sa.text("wallet_key <> ''")
    )
    op.create_index("payout_npsb_idx", "payout", ["drafted_at"], postgresql_where=sa.text("rail = 'npsb'"))
    op.create_index(
        "payout_wallet_open_idx",
        "payout",
        ["payout_id"],
        postgresql_where=sa.text("wallet_key <> '' AND status IN ('approved', 'unknown')"),
    )
    op.create_index("payout_unknown_idx", "payout", ["payout_id"], postgresql_where=sa.text("status = 'unknown'"))


def _methods() -> None:
    op.create_table(
        "payout_method",
        sa.Column("vendor_id", sa.Text, primary_key=True),
        sa.Column("rail", sa.Text, nullable=False, server_default="beftn"),
        sa.Column("wallet_sealed", sa.Text, nullable=False, server_default=""),
        sa.Column("wallet_key", sa.Text, nullable=False, server_default=""),
        sa.Column("wallet_shown", sa.Text, nullable=False, server_default=""),
        sa.Column("accepted_by", sa.Text),
        sa.Column("accepted_at", sa.DateTime(timezone=True)),
        sa.Column("asked_rail", sa.Text),
        sa.Column("asked_wallet_sealed", sa.Text),
        sa.Column("asked_wallet_key", sa.Text),
        sa.Column("asked_wallet_shown", sa.Text),
        sa.Column("asked_by", sa.Text),
        sa.Column("asked_at", sa.DateTime(timezone=True)),
        sa.Column("refused_because", sa.Text),
        sa.CheckConstraint("(rail = 'bkash') = (wallet_key <> '')", name="payout_method_wallet_check"),
        sa.CheckConstraint("(asked_rail IS NULL) = (asked_by IS NULL)", name="payout_method_asked_check"),
    )
    op.create_index(
        "payout_method_asked_idx", "payout_method", ["vendor_id"], postgresql_where=sa.text("asked_rail IS NOT NULL")
    )
