"""Invoices that never change and whose numbers have no gap, commission, and who the operator is."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0007"
down_revision = "0006"

_FUNCTIONS = (
    """
    CREATE FUNCTION invoice_fits() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.seq <> 1 + coalesce((
            SELECT max(seq) FROM invoice
            WHERE issuer_id = NEW.issuer_id AND kind = NEW.kind AND fiscal_year = NEW.fiscal_year
        ), 0) THEN
            RAISE EXCEPTION 'invoice % leaves a gap in its series', NEW.number USING ERRCODE = 'check_violation';
        END IF;
        IF NOT coalesce((
            SELECT sum((line->>'net')::bigint) = NEW.net AND sum((line->>'vat')::bigint) = NEW.vat
                   AND sum((line->>'gross')::bigint) = NEW.gross
            FROM jsonb_array_elements(NEW.lines) AS line
        ), false) THEN
            RAISE EXCEPTION 'the totals of invoice % are not the sums of its lines', NEW.number
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END
    $$
    """,
    "CREATE TRIGGER invoice_fits BEFORE INSERT ON invoice FOR EACH ROW EXECUTE FUNCTION invoice_fits()",
    """CREATE TRIGGER invoice_is_kept BEFORE UPDATE OR DELETE ON invoice
       FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
    """CREATE TRIGGER invoices_are_kept BEFORE TRUNCATE ON invoice
       FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()""",
    """CREATE TRIGGER invoice_series_is_kept BEFORE DELETE ON invoice_series
       FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
    """CREATE TRIGGER invoice_series_moves_by_one BEFORE UPDATE ON invoice_series FOR EACH ROW
       WHEN (NEW.last_seq <> OLD.last_seq + 1) EXECUTE FUNCTION refuse_change()""",
    """CREATE TRIGGER commission_is_billed_once BEFORE UPDATE ON commission FOR EACH ROW
       WHEN (OLD.invoice_id IS NOT NULL) EXECUTE FUNCTION refuse_change()""",
    """CREATE TRIGGER operator_profile_is_kept BEFORE UPDATE OR DELETE ON operator_profile
       FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
)


def upgrade() -> None:
    """Create them."""
    _create_invoices()
    _create_commissions()
    op.create_table(
        "operator_profile",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("identity", JSONB, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Text, nullable=False),
    )
    for statement in _FUNCTIONS:
        op.execute(statement)


def _create_invoices() -> None:
    texts = ("kind", "issuer_id", "fiscal_year", "number", "vendor_id", "customer_id", "order_id", "order_number")
    op.create_table(
        "invoice",
        sa.Column("id", sa.Text, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in (*texts, "destination", "parties_sealed")),
        *(sa.Column(name, sa.BigInteger, nullable=False) for name in ("seq", "operator_discount")),
        *(sa.Column(name, sa.BigInteger, nullable=False) for name in ("net", "vat", "gross")),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=False) for name in ("issued_at", "supplied_at")),
        sa.Column("vendor_order_id", sa.Text),
        sa.Column("month", sa.Date),
        sa.Column("lines", JSONB, nullable=False),
        sa.UniqueConstraint("issuer_id", "kind", "fiscal_year", "seq", name="invoice_series_seq_key"),
        sa.UniqueConstraint("vendor_order_id", name="invoice_vendor_order_id_key"),
        sa.CheckConstraint("kind IN ('vat', 'bill', 'commission')", name="invoice_kind_check"),
        sa.CheckConstraint("net + vat = gross AND net >= 0 AND vat >= 0", name="invoice_gross_check"),
        sa.CheckConstraint("kind <> 'bill' OR vat = 0", name="invoice_bill_check"),
        sa.CheckConstraint(
            "(kind = 'commission') = (month IS NOT NULL) AND (kind = 'commission') = (vendor_order_id IS NULL)",
            name="invoice_subject_check",
        ),
    )
    op.create_index("invoice_issued_at_id_idx", "invoice", ["issued_at", "id"])
    op.create_index("invoice_vendor_id_issued_at_id_idx", "invoice", ["vendor_id", "issued_at", "id"])
    op.create_index("invoice_issuer_id_issued_at_id_idx", "invoice", ["issuer_id", "issued_at", "id"])
    op.create_index("invoice_kind_issued_at_id_idx", "invoice", ["kind", "issued_at", "id"])
    op.create_index("invoice_order_id_idx", "invoice", ["order_id"])
    op.create_index("invoice_number_idx", "invoice", ["number"])
    op.create_table(
        "invoice_series",
        *(sa.Column(name, sa.Text, primary_key=True) for name in ("issuer_id", "kind", "fiscal_year")),
        sa.Column("last_seq", sa.BigInteger, nullable=False),
    )


def _create_commissions() -> None:
    op.create_table(
        "commission",
        sa.Column("vendor_order_id", sa.Text, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("vendor_id", "order_number")),
        sa.Column("month", sa.Date, nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("amount", sa.BigInteger, nullable=False),
        sa.Column("vat_percent", sa.Numeric, nullable=False),
        sa.Column("invoice_id", sa.Text),
        sa.CheckConstraint("amount > 0", name="commission_amount_check"),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name="commission_invoice_id_fkey"),
    )
    waiting = sa.text("invoice_id IS NULL")
    columns = ["vendor_id", "month", "released_at"]
    op.create_index("commission_waiting_idx", "commission", columns, postgresql_where=waiting)
    op.create_index("commission_invoice_id_idx", "commission", ["invoice_id"])
