"""A parcel may be received and given back whole, for no fault."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_BEFORE = "'', 'delivered', 'refused', 'absent', 'returned'"


def upgrade() -> None:
    """That is an end of its own."""
    _ends(f"{_BEFORE}, 'given_back'")


def downgrade() -> None:
    """It was delivered."""
    op.execute("UPDATE parcel_outcome SET outcome = 'delivered' WHERE outcome = 'given_back'")
    _ends(_BEFORE)


def _ends(outcomes: str) -> None:
    op.execute("ALTER TABLE parcel_outcome DROP CONSTRAINT parcel_outcome_outcome_check")
    op.execute(
        f"ALTER TABLE parcel_outcome ADD CONSTRAINT parcel_outcome_outcome_check CHECK (outcome IN ({outcomes}))"
    )
