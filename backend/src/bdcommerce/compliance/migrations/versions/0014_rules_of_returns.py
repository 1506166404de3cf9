"""What returns of goods go by."""

from bdcommerce.compliance.migrations.seeding import ALWAYS, First, add_rules

revision = "0014"
down_revision = "0013"

_OWN = "the operator's first choice; change it in the rule book"
_RULES = (
    First("return.answer_hours", "48", ALWAYS, "operator", f"hours a vendor has to answer a return: {_OWN}"),
    First(
        "return.silence_approves",
        "1",
        ALWAYS,
        "operator",
        f"1: a return that its vendor does not answer in time is approved; 0: staff decide: {_OWN}",
    ),
    First(
        "return.escalate_hours",
        "72",
        ALWAYS,
        "operator",
        f"hours in which a customer may have staff look at a refused return: {_OWN}",
    ),
    First("return.send_days", "10", ALWAYS, "operator", f"days in which goods of an approved return come back: {_OWN}"),
)


def upgrade() -> None:
    """Write them."""
    add_rules(_RULES)
