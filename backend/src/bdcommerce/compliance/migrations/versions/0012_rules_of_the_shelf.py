"""What leaves the shop before it expires goes by."""

from bdcommerce.compliance.migrations.seeding import ALWAYS, First, add_rules

revision = "0012"
down_revision = "0011"

_OWN = "the operator's first choice; change it in the rule book"
_RULES = (
    First(
        "catalog.expiry_margin_days",
        "3",
        ALWAYS,
        "operator",
        "days before the day of expiry on which goods leave the shop; CR-12, section 51 of the Consumer "
        f"Rights Protection Act 2009 forbids selling expired goods: {_OWN}",
    ),
)


def upgrade() -> None:
    """Write them."""
    add_rules(_RULES)
