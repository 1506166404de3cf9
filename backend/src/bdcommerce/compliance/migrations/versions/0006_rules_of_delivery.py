"""What delivery goes by beside the law."""

from bdcommerce.compliance.migrations.seeding import ALWAYS, First, add_rules

revision = "0006"
down_revision = "0005"

_OWN = "the operator's first choice; change it in the rule book"
_RULES = (
    First(
        "delivery.max_attempts", "3", ALWAYS, "operator", f"failed delivery attempts, then the parcel goes back: {_OWN}"
    ),
    First(
        "delivery.reschedules_max",
        "2",
        ALWAYS,
        "operator",
        f"how often a customer may choose another day for one parcel: {_OWN}",
    ),
    First("delivery.reschedule_days", "5", ALWAYS, "operator", f"calendar days ahead a customer may choose: {_OWN}"),
    First(
        "delivery.photo_proof_max_cod",
        "50000",
        ALWAYS,
        "operator",
        f"poisha; up to this cash on delivery a photo proves a delivery, above it only the code: {_OWN}",
    ),
    First(
        "delivery.return_code_required",
        "0",
        ALWAYS,
        "operator",
        "1: a returned parcel is handed back only against the vendor's code; 0: the vendor may confirm "
        f"afterwards: {_OWN}",
    ),
    First(
        "delivery.claim_days",
        "30",
        ALWAYS,
        "operator",
        f"calendar days after delivery or return within which a claim for damage may be opened: {_OWN}",
    ),
)


def upgrade() -> None:
    """Write them."""
    add_rules(_RULES)
