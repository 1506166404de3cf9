"""How long before their day of expiry goods leave the shop."""

from datetime import timedelta

from bdcommerce.contracts.compliance import ComplianceFace, UnknownRule
from bdcommerce.kernel import clock

MARGIN = "inventory.expiry_margin_days"


async def expiry_margin(compliance: ComplianceFace) -> timedelta:
    """What the rule book says today; an operator that has no such rule sells until the day itself."""
    try:
        (rule,) = await compliance.rules([MARGIN], clock.today())
    except UnknownRule:
        return timedelta(0)
    return timedelta(days=int(rule.value))
