"""The rule book, in which no two values of a key hold on one day, and the audit chain, which only grows."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_REFUSE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused: what stands here stays', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$
"""
_TRIGGERS = (
    "CREATE TRIGGER rule_is_kept BEFORE DELETE ON rule FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    "CREATE TRIGGER rule_book_is_kept BEFORE TRUNCATE ON rule FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    """CREATE TRIGGER rule_only_ends
       BEFORE UPDATE OF id, key, value, effective_from, source, status, verified_by, recorded_at ON rule
       FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
    """CREATE TRIGGER rule_ends_once_or_earlier BEFORE UPDATE ON rule FOR EACH ROW
       WHEN (coalesce(NEW.effective_to, 'infinity') > coalesce(OLD.effective_to, 'infinity'))
       EXECUTE FUNCTION refuse_change()""",
    """CREATE TRIGGER audit_entry_is_kept BEFORE UPDATE OR DELETE ON audit_entry
       FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
    """CREATE TRIGGER audit_chain_is_kept BEFORE TRUNCATE ON audit_entry
       FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()""",
    "CREATE TRIGGER audit_head_is_kept BEFORE DELETE ON audit_head FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    """CREATE TRIGGER audit_head_table_is_kept BEFORE TRUNCATE ON audit_head
       FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()""",
    """CREATE TRIGGER audit_head_moves_by_one BEFORE UPDATE ON audit_head FOR EACH ROW
       WHEN (NEW.seq <> OLD.seq + 1) EXECUTE FUNCTION refuse_change()""",
)


def upgrade() -> None:
    """Create the tables of compliance and what guards them."""
    _create_rule_book()
    _create_audit_chain()
    op.execute(_REFUSE)
    for trigger in _TRIGGERS:
        op.execute(trigger)


def _create_rule_book() -> None:
    op.create_table(
        "rule",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("value", sa.Numeric, nullable=False),
        sa.Column("effective_from", sa.Date, nullable=False),
        sa.Column("effective_to", sa.Date),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("verified_by", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("value >= 0", name="rule_value_check"),
        sa.CheckConstraint("effective_to >= effective_from", name="rule_effective_to_check"),
        sa.CheckConstraint("status IN ('seen', 'unverified', 'operator')", name="rule_status_check"),
    )
    op.execute("""
        ALTER TABLE rule ADD CONSTRAINT rule_one_value_a_day_excl
        EXCLUDE USING gist (key WITH =, daterange(effective_from, effective_to) WITH &&)
        """)
    op.create_index("rule_key_effective_from_id_idx", "rule", ["key", "effective_from", "id"])
    _create_single("rule_book", sa.Column("version", sa.BigInteger, nullable=False))
    op.execute("INSERT INTO rule_book (version) VALUES (1)")


def _create_audit_chain() -> None:
    texts = ("id", "service", "actor_id", "audience", "vendor_id", "action", "body_hmac", "request_id", "event_id")
    op.create_table(
        "audit_entry",
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in texts),
        sa.Column("targets", sa.dialects.postgresql.JSONB, nullable=False),
        sa.Column("previous_hash", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.UniqueConstraint("id", name="audit_entry_id_key"),
        sa.UniqueConstraint("event_id", name="audit_entry_event_id_key"),
        sa.CheckConstraint("seq > 0", name="audit_entry_seq_check"),
    )
    op.create_index("audit_entry_at_seq_idx", "audit_entry", ["at", "seq"])
    op.create_index("audit_entry_actor_id_at_seq_idx", "audit_entry", ["actor_id", "at", "seq"])
    op.create_index("audit_entry_action_at_seq_idx", "audit_entry", ["action", "at", "seq"])
    _create_single(
        "audit_head", sa.Column("seq", sa.BigInteger, nullable=False), sa.Column("hash", sa.Text, nullable=False)
    )
    op.execute("INSERT INTO audit_head (seq, hash) VALUES (0, repeat('0', 64))")


def _create_single(name: str, *columns: "sa.Column[int] | sa.Column[str]") -> None:
    """A table that never has more than one row."""
    only = sa.Column("only_row", sa.Boolean, primary_key=True, server_default=sa.true())
    op.create_table(name, only, *columns, sa.CheckConstraint("only_row", name=f"{name}_only_row_check"))
