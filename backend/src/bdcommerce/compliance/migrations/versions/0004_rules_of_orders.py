"""What orders go by beside the law."""

from bdcommerce.compliance.migrations.seeding import ALWAYS, First, add_rules

revision = "0004"
down_revision = "0003"

_OWN = "the operator's first choice; change it in the rule book"
_RULES = (
    First(
        "order.accept_hours",
        "24",
        ALWAYS,
        "operator",
        f"hours a vendor has to accept an order, half of the 48 h of DC-SHP-01: {_OWN}",
    ),
    First(
        "order.edit_confirm_hours",
        "24",
        ALWAYS,
        "operator",
        f"hours a customer has to confirm a changed order that costs more: {_OWN}",
    ),
    First("cart.guest_days", "30", ALWAYS, "operator", f"days an untouched guest's cart is kept: {_OWN}"),
)


def upgrade() -> None:
    """Write them."""
    add_rules(_RULES)
