"""What fetching returned goods at their customers' costs, who bears it, and what goods given back say of a phone."""

from bdcommerce.compliance.migrations.seeding import ALWAYS, First, add_rules

revision = "0019"
down_revision = "0018"

_OWN = "the operator's first choice; change it in the rule book"
_RULES = (
    First(
        "return.pickup_fee",
        "6000",
        ALWAYS,
        "operator",
        f"poisha for fetching returned goods at a customer's door, VAT included: {_OWN}",
    ),
    First(
        "return.pickup_customer_pays",
        "1",
        ALWAYS,
        "operator",
        f"1: who gives goods back that have no fault bears the pick-up; 0: the operator does: {_OWN}",
    ),
    First(
        "return.pickup_vendor_pays",
        "1",
        ALWAYS,
        "operator",
        f"1: the vendor bears the pick-up of goods that come back by its fault; 0: the operator does: {_OWN}",
    ),
    First(
        "cod.points_given_back",
        "5",
        ALWAYS,
        "operator",
        f"points for each parcel that was received and given back whole, for no fault; 0: none: {_OWN}",
    ),
)


def upgrade() -> None:
    """Write them."""
    add_rules(_RULES)
