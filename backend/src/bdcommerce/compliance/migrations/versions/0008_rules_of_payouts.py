"""What payouts go by beside the law."""

from bdcommerce.compliance.migrations.seeding import ALWAYS, First, add_rules

revision = "0008"
down_revision = "0007"

_OWN = "the operator's first choice; change it in the rule book"
_RULES = (
    First("payout.cycle_days_new", "7", ALWAYS, "operator", f"how often a new vendor is paid, days: {_OWN}"),
    First(
        "payout.cycle_days_standard",
        "3",
        ALWAYS,
        "operator",
        f"how often a vendor of tier standard is paid, days: {_OWN}",
    ),
    First("payout.cycle_days_trusted", "1", ALWAYS, "operator", f"how often a trusted vendor is paid, days: {_OWN}"),
)


def upgrade() -> None:
    """Write them."""
    add_rules(_RULES)
