"""How settlements of providers and couriers are matched, and what one person may write off."""

from bdcommerce.compliance.migrations.seeding import ALWAYS, First, add_rules

revision = "0017"
down_revision = "0016"

_OWN = "the operator's first choice; change it in the rule book"
_RULES = (
    First(
        "settlement.match_days",
        "3",
        ALWAYS,
        "operator",
        f"days that a line and what it settles may lie apart when nobody knows its reference: {_OWN}",
    ),
    First(
        "settlement.fee_tolerance",
        "100",
        ALWAYS,
        "operator",
        f"poisha that a provider may keep of a payment beyond the agreed fee without a word: {_OWN}",
    ),
    First(
        "settlement.write_off_limit",
        "50000",
        ALWAYS,
        "operator",
        f"poisha that one person may write off alone: {_OWN}",
    ),
    First(
        "settlement.provider_days",
        "5",
        ALWAYS,
        "operator",
        f"days within which a provider should have settled a payment: {_OWN}",
    ),
    First(
        "settlement.courier_days",
        "10",
        ALWAYS,
        "operator",
        f"days within which a courier should have handed over the cash of a parcel: {_OWN}",
    ),
)


def upgrade() -> None:
    """Write them."""
    add_rules(_RULES)
