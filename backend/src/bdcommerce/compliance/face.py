"""Compliance, as other services may ask it."""

from datetime import date

from bdcommerce.compliance.handlers import audit
from bdcommerce.compliance.ports import AuditTrail, RuleBook
from bdcommerce.contracts.compliance import AuditVerdict, Rule


class Compliance:
    """See contracts.compliance.ComplianceFace."""

    def __init__(self, rule_book: RuleBook, audit_trail: AuditTrail) -> None:
        self._rule_book, self._audit_trail = rule_book, audit_trail

    async def rules(self, keys: list[str], on: date) -> list[Rule]:
        """See the contract."""
        return await self._rule_book.rules(keys, on)

    async def verify_audit(self) -> AuditVerdict:
        """See the contract."""
        return await audit.verify_audit(self._audit_trail)
