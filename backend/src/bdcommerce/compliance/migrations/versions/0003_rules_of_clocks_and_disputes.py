"""What the clocks and the disputes go by."""

from datetime import date

from bdcommerce.compliance.migrations.seeding import ALWAYS, First, add_rules

revision = "0003"
down_revision = "0002"

_OWN = "the operator's first choice; change it in the rule book"
_RULES = (
    First(
        "dc.no_stock_refund_hours",
        "72",
        date(2021, 7, 4),
        "unverified",
        "hours from telling the customer that it cannot be supplied: Digital Commerce Operation Guidelines 2021, "
        "not found in the texts that could be read",
    ),
    First(
        "clock.at_risk_pct",
        "75",
        ALWAYS,
        "operator",
        f"per cent of the time of a statutory clock after which it is at risk: {_OWN}",
    ),
    First("dispute.window_days", "7", ALWAYS, "operator", f"days from delivery in which to dispute: {_OWN}"),
    First("dispute.answer_hours", "48", ALWAYS, "operator", f"hours for the other side to answer: {_OWN}"),
    First(
        "dispute.four_eyes_over",
        "500000",
        ALWAYS,
        "operator",
        f"poisha of a refund above which a second person approves the decision: {_OWN}",
    ),
)


def upgrade() -> None:
    """Write them."""
    add_rules(_RULES)
