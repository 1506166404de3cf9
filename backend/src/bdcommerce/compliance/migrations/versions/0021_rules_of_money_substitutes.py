"""What stands for money is not sold until Bangladesh Bank has permitted it."""

from datetime import date

from bdcommerce.compliance.migrations.seeding import First, add_rules

revision = "0021"
down_revision = "0020"

_GUIDELINES = date(2021, 7, 4)
_BAN = (
    "1: the permission of Bangladesh Bank is on file; 0: it is not, and none is sold (DC-BAN-06): Digital Commerce "
    "Operation Guidelines 2021, gazetted 4 July 2021, as quoted by the press"
)
_RULES = tuple(
    First(f"dc.permit_{kind}", "0", _GUIDELINES, "seen", f"{what}, {_BAN}")
    for kind, what in (
        ("gift_card", "gift cards and cash vouchers"),
        ("wallet", "top-ups of a digital wallet"),
        ("store_credit", "credit that is bought at a shop"),
    )
)


def upgrade() -> None:
    """Write them."""
    add_rules(_RULES)
