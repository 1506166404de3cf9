"""Whether the books, the audit log and stock are what they must be, asked of those who keep them."""

from bdcommerce.cli.assembly import assembled
from bdcommerce.cli.doctor.finding import Finding
from bdcommerce.cli.services import SERVICES
from bdcommerce.contracts.compliance import AuditVerdict, ComplianceFace
from bdcommerce.contracts.inventory import InventoryFace, StockVerdict
from bdcommerce.contracts.payments import LedgerVerdict, PaymentsFace, UnknownPayouts
from bdcommerce.infra.settings import Settings
from bdcommerce.kernel.text import show

SECONDS_PER_HOUR = 3600
SOME = 3
"""As many are named as fit on a line or two."""


async def examined(settings: Settings, url: str) -> list[Finding]:
    """The ledger and the audit chain, recomputed; payouts that nobody knows of; the stock that has moved, held against
    its movements.
    """
    async with assembled(settings, url, SERVICES) as assembly:
        payments: PaymentsFace = assembly.find(PaymentsFace)
        compliance: ComplianceFace = assembly.find(ComplianceFace)
        inventory: InventoryFace = assembly.find(InventoryFace)
        return [
            ledger(await payments.verify_ledger()),
            payouts(await payments.unknown_payouts()),
            audit(await compliance.verify_audit()),
            stock(await inventory.audit_stock()),
        ]


def ledger(verdict: LedgerVerdict) -> Finding:
    """What the verdict on the books means."""
    if verdict.holds:
        return Finding("ok", "Ledger", f"{verdict.entries} entries, all accounts sum to zero")
    more = f" (and {len(verdict.problems) - 1} more)" if len(verdict.problems) > 1 else ""
    return Finding("wrong", "Ledger", f"{verdict.problems[0]}{more}", "docs/runbooks/ledger-not-zero.md")


def payouts(unknown: UnknownPayouts) -> Finding:
    """What payouts mean that nobody knows of: for a while that is how it goes, later somebody has to look."""
    if not unknown.count:
        return Finding("ok", "Payouts", "of all of them it is known whether they were paid")
    hours = unknown.late_after_seconds / SECONDS_PER_HOUR
    found = f"{unknown.count} unknown ({show(unknown.amount)}), {unknown.late} of them for more than {hours:g} hours"
    if not unknown.late:
        return Finding("ok", "Payouts", found)
    return Finding("wrong", "Payouts", found, "docs/runbooks/payouts-unknown.md")


def audit(verdict: AuditVerdict) -> Finding:
    """What the verdict on the audit chain means."""
    if verdict.ok:
        return Finding("ok", "Audit log", f"{verdict.entries} entries, the chain holds")
    found = f"does not hold from entry {verdict.first_broken_seq} on"
    return Finding("wrong", "Audit log", found, "docs/runbooks/audit-chain-broken.md")


def stock(verdict: StockVerdict) -> Finding:
    """What the verdict on stock means."""
    if verdict.agrees:
        found = f"rows agree with their movements; {verdict.offers} have changed since the last audit"
        return Finding("ok", "Stock", found)
    named = ", ".join(verdict.differing[:SOME])
    more = f" (and {len(verdict.differing) - SOME} more)" if len(verdict.differing) > SOME else ""
    found = f"rows that differ from their movements: {named}{more}"
    return Finding("wrong", "Stock", found, "docs/runbooks/stock-audit.md")
