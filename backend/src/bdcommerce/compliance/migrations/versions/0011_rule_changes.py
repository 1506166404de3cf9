"""Changes of the rule book that one person proposes and another decides; clocks by when they began, for previews."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_TRIGGERS = (
    """CREATE TRIGGER rule_change_is_kept BEFORE DELETE ON rule_change
       FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
    """CREATE TRIGGER rule_change_is_decided_once BEFORE UPDATE ON rule_change FOR EACH ROW
       WHEN (OLD.status <> 'proposed') EXECUTE FUNCTION refuse_change()""",
    """CREATE TRIGGER rule_change_says_the_same BEFORE UPDATE OF id, key, value, effective_from, source, reason,
       retroactive, proposed_by, proposed_at ON rule_change FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
)


def upgrade() -> None:
    """Create them."""
    texts = ("key", "source", "reason", "status", "proposed_by", "decided_by", "note", "rule_id")
    op.create_table(
        "rule_change",
        sa.Column("id", sa.Text, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in texts),
        sa.Column("value", sa.Numeric, nullable=False),
        sa.Column("effective_from", sa.Date, nullable=False),
        sa.Column("retroactive", sa.Boolean, nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint(
            "status IN ('proposed', 'approved', 'refused', 'withdrawn')", name="rule_change_status_check"
        ),
        sa.CheckConstraint("(status = 'proposed') = (decided_at IS NULL)", name="rule_change_decided_check"),
        sa.CheckConstraint("(status = 'approved') = (rule_id <> '')", name="rule_change_rule_check"),
        sa.CheckConstraint(
            "status NOT IN ('approved', 'refused') OR decided_by <> proposed_by", name="rule_change_four_eyes_check"
        ),
    )
    for column in ("status", "key"):
        op.create_index(f"rule_change_{column}_id_idx", "rule_change", [column, "id"])
    op.create_index("clock_kind_started_at_id_idx", "clock", ["kind", "started_at", "id"])
    for trigger in _TRIGGERS:
        op.execute(trigger)
