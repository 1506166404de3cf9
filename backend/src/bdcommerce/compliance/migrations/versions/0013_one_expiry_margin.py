"""How long before it expires something is sold no more is one rule: `inventory.expiry_margin_days`.

The other one goes. Where somebody has ever changed it, the book keeps what has held, and it ends today.
"""

from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Only what was a first value and nothing else is taken out."""
    op.execute("ALTER TABLE rule DISABLE TRIGGER rule_is_kept")
    op.execute("""
        DELETE FROM rule WHERE key = 'catalog.expiry_margin_days'
            AND (SELECT count(*) FROM rule AS each WHERE each.key = 'catalog.expiry_margin_days') = 1
    """)
    op.execute("ALTER TABLE rule ENABLE TRIGGER rule_is_kept")
    op.execute("""
        UPDATE rule SET effective_to = greatest(effective_from, CURRENT_DATE)
        WHERE key = 'catalog.expiry_margin_days' AND effective_to IS NULL
    """)
    op.execute("UPDATE rule_book SET version = version + 1")
