"""Whose turn it is to be paid: balances, tiers and the rules of the payout cycle put together."""

from collections.abc import Mapping, Sequence
from datetime import date

from bdcommerce.contracts.compliance import ComplianceFace
from bdcommerce.contracts.vendors import VendorsFace, VendorTier
from bdcommerce.payments.domain.cycles import CYCLE_RULES

Tiers = Mapping[str, VendorTier]
"""By vendor."""
Cycles = Mapping[VendorTier, int]
"""Days."""


async def ask_cycles(compliance: ComplianceFace, on: date) -> Cycles:
    """How often vendors of each tier are paid, in days, by the rule book of a day."""
    rules = await compliance.rules(list(CYCLE_RULES.values()), on)
    return {tier: int(rule.value) for tier, rule in zip(CYCLE_RULES, rules, strict=True)}


async def ask_tiers(vendors: VendorsFace, vendor_ids: Sequence[str]) -> Tiers:
    """How far each vendor is trusted."""
    return dict(zip(vendor_ids, await vendors.tiers(list(vendor_ids)), strict=True)) if vendor_ids else {}
