"""What the rule book allows on a parcel's way."""

from bdcommerce.contracts.compliance import ComplianceFace
from bdcommerce.fulfilment.domain.shipment import Limits
from bdcommerce.kernel import clock
from bdcommerce.kernel.money import Money

RULES = [
    "delivery.max_attempts",
    "delivery.reschedules_max",
    "delivery.reschedule_days",
    "delivery.photo_proof_max_cod",
    "delivery.return_code_required",
]
"""Attempts, times and calendar days; poisha; 1 or 0. All of them the operator's own choice."""


async def limits(compliance: ComplianceFace) -> Limits:
    """The limits that hold today. Raises UnknownRule."""
    found = [int(rule.value) for rule in await compliance.rules(RULES, clock.today())]
    attempts, reschedules, reschedule_days, photo_max_cod, return_code = found
    return Limits(
        max_attempts=attempts,
        reschedules=reschedules,
        reschedule_days=reschedule_days,
        photo_max_cod=Money(photo_max_cod),
        return_code_required=bool(return_code),
    )
