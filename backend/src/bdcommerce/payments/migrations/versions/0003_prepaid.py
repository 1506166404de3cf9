"""Money before delivery: what the sweeper has to look after, the keys that no provider may give twice, and tokens.

`payment_attempt` holds the keys: one payment of a provider, one transaction of it, and one reference of ours each stand
for one attempt.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add what prepaid orders need of payments."""
    _payments()
    op.create_table(
        "provider_token",
        sa.Column("provider", sa.Text, primary_key=True),
        sa.Column("sealed", sa.Text, nullable=False, server_default=""),
        sa.Column("refresh_sealed", sa.Text, nullable=False, server_default=""),
        sa.Column("digest", sa.Text, nullable=False, server_default=""),
        sa.Column("valid_until", sa.DateTime(timezone=True)),
        sa.Column("asked_at", sa.ARRAY(sa.DateTime(timezone=True)), nullable=False, server_default="{}"),
        sa.Column("lease_until", sa.DateTime(timezone=True)),
        sa.CheckConstraint("sealed = '' OR valid_until IS NOT NULL", name="provider_token_valid_until_check"),
    )
    op.create_table(
        "saved_wallet",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("customer_id", sa.Text, nullable=False),
        sa.Column("provider", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("provider_payment_id", sa.Text, nullable=False),
        sa.Column("token_sealed", sa.Text, nullable=False, server_default=""),
        sa.Column("number", sa.Text, nullable=False, server_default=""),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("status IN ('asked', 'saved', 'refused', 'forgotten')", name="saved_wallet_status_check"),
        sa.CheckConstraint("(status = 'saved') = (token_sealed <> '')", name="saved_wallet_token_check"),
        sa.UniqueConstraint("provider", "provider_payment_id", name="saved_wallet_asked_once_key"),
    )
    op.create_index("saved_wallet_of_customer_idx", "saved_wallet", ["customer_id", "id"])


def _payments() -> None:
    op.create_table(
        "payment",
        sa.Column("order_id", sa.Text, primary_key=True),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("unassigned", sa.BigInteger, nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True)),
        sa.Column("state", sa.dialects.postgresql.JSONB, nullable=False),
        sa.CheckConstraint("unassigned >= 0", name="payment_unassigned_check"),
    )
    op.create_index("payment_due_idx", "payment", ["next_at"], postgresql_where=sa.text("next_at IS NOT NULL"))
    op.create_index("payment_by_status_idx", "payment", ["status", sa.text("order_id DESC")])
    op.create_table(
        "payment_attempt",
        sa.Column("attempt_id", sa.Text, primary_key=True),
        sa.Column("order_id", sa.Text, nullable=False),
        sa.Column("provider", sa.Text, nullable=False),
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("provider_payment_id", sa.Text),
        sa.Column("trx_id", sa.Text),
        sa.Column("captured", sa.BigInteger, nullable=False, server_default="0"),
        sa.UniqueConstraint("order_id", "number", name="payment_attempt_number_key"),
        sa.UniqueConstraint("provider", "reference", "number", name="payment_attempt_reference_key"),
        sa.UniqueConstraint("provider", "provider_payment_id", name="payment_attempt_payment_key"),
        sa.UniqueConstraint("provider", "trx_id", name="payment_attempt_trx_key"),
        sa.CheckConstraint("(trx_id IS NULL) = (captured = 0)", name="payment_attempt_captured_check"),
    )
    op.create_table(
        "payment_refund",
        sa.Column("refund_id", sa.Text, primary_key=True),
        sa.Column("vendor_order_id", sa.Text, primary_key=True),
        sa.Column("order_id", sa.Text, nullable=False),
        sa.Column("provider", sa.Text, nullable=False),
        sa.Column("amount", sa.BigInteger, nullable=False),
        sa.Column("owed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("amount > 0", name="payment_refund_amount_check"),
    )
    op.create_index(
        "payment_refund_owed_idx", "payment_refund", ["refund_id"], postgresql_where=sa.text("done_at IS NULL")
    )
