"""Credit and debit notes (Mushak 6.7, 6.8): as invoices, they never change and their numbers have no gap."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0016"
down_revision = "0015"

_FUNCTIONS = (
    """
    CREATE FUNCTION tax_note_fits() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.seq <> 1 + coalesce((
            SELECT max(seq) FROM tax_note
            WHERE issuer_id = NEW.issuer_id AND kind = NEW.kind AND fiscal_year = NEW.fiscal_year
        ), 0) THEN
            RAISE EXCEPTION 'note % leaves a gap in its series', NEW.number USING ERRCODE = 'check_violation';
        END IF;
        IF NOT coalesce((
            SELECT sum((line->>'net')::bigint) = NEW.net AND sum((line->>'vat')::bigint) = NEW.vat
                   AND sum((line->>'gross')::bigint) = NEW.gross
            FROM jsonb_array_elements(NEW.lines) AS line
        ), false) THEN
            RAISE EXCEPTION 'the totals of note % are not the sums of its lines', NEW.number
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END
    $$
    """,
    "CREATE TRIGGER tax_note_fits BEFORE INSERT ON tax_note FOR EACH ROW EXECUTE FUNCTION tax_note_fits()",
    """CREATE TRIGGER tax_note_is_kept BEFORE UPDATE OR DELETE ON tax_note
       FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
    """CREATE TRIGGER tax_notes_are_kept BEFORE TRUNCATE ON tax_note
       FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()""",
)


def upgrade() -> None:
    """Create them; their series stand among those of invoices."""
    texts = (
        "kind", "issuer_id", "fiscal_year", "number", "vendor_id", "customer_id", "order_id", "order_number",
        "vendor_order_id", "invoice_id", "invoice_number", "reason", "explanation", "by", "parties_sealed",
    )  # fmt: skip
    op.create_table(
        "tax_note",
        sa.Column("id", sa.Text, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in texts),
        *(sa.Column(name, sa.BigInteger, nullable=False) for name in ("seq", "net", "vat", "gross")),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=False) for name in ("issued_at", "invoice_issued_at")),
        sa.Column("lines", JSONB, nullable=False),
        sa.UniqueConstraint("issuer_id", "kind", "fiscal_year", "seq", name="tax_note_series_seq_key"),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name="tax_note_invoice_id_fkey"),
        sa.CheckConstraint("kind IN ('credit', 'debit')", name="tax_note_kind_check"),
        sa.CheckConstraint("net + vat = gross AND net >= 0 AND vat >= 0 AND gross > 0", name="tax_note_gross_check"),
    )
    op.create_index("tax_note_invoice_id_idx", "tax_note", ["invoice_id", "id"])
    op.create_index("tax_note_order_id_idx", "tax_note", ["order_id", "id"])
    op.create_index("tax_note_issued_at_id_idx", "tax_note", ["issued_at", "id"])
    op.create_index("tax_note_vendor_id_issued_at_id_idx", "tax_note", ["vendor_id", "issued_at", "id"])
    for statement in _FUNCTIONS:
        op.execute(statement)
