"""What the rule book says of settlements."""

from dataclasses import dataclass
from decimal import Decimal

from bdcommerce.contracts.compliance import ComplianceFace, UnknownRule
from bdcommerce.kernel import clock
from bdcommerce.kernel.money import Money
from bdcommerce.payments.events import SourceKind

_KEYS = (
    "settlement.match_days",
    "settlement.fee_tolerance",
    "settlement.write_off_limit",
    "settlement.provider_days",
    "settlement.courier_days",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """As of today."""

    match_days: int
    """How many days a line and what it settles may lie apart when nobody knows its reference."""
    fee_tolerance: Money
    """What a provider may keep beyond the agreed fee of a payment without a word."""
    write_off_limit: Money
    """What one person may write off alone."""
    days: int
    """Within how many days the source should have settled."""
    fee_percent: Decimal | None
    """The agreed fee of a provider; None: nobody has written it down."""


async def ask_rules(compliance: ComplianceFace, kind: SourceKind, source: str) -> Rules:
    """Ask for them. An agreed fee is the rule `gateway.fee_pct_<provider>`, if there is one."""
    match_days, tolerance, limit, provider_days, courier_days = await compliance.rules([*_KEYS], clock.today())
    return Rules(
        match_days=int(match_days.value),
        fee_tolerance=Money(int(tolerance.value)),
        write_off_limit=Money(int(limit.value)),
        days=int((provider_days if kind == "provider" else courier_days).value),
        fee_percent=await _fee(compliance, source) if kind == "provider" else None,
    )


async def _fee(compliance: ComplianceFace, provider: str) -> Decimal | None:
    try:
        (rule,) = await compliance.rules([f"gateway.fee_pct_{provider}"], clock.today())
    except UnknownRule:
        return None
    return rule.value
