"""A unit of work of compliance over an open transaction."""

from bdcommerce.compliance.adapters.audit_chain import PostgresAudit
from bdcommerce.compliance.adapters.cases import (
    PostgresAnswerTemplates,
    PostgresComplaints,
    PostgresDisputes,
    PostgresLetters,
)
from bdcommerce.compliance.adapters.clocks import PostgresClocks
from bdcommerce.compliance.adapters.invoices import PostgresCommissions, PostgresInvoices, PostgresOperator
from bdcommerce.compliance.adapters.notes import PostgresNotes
from bdcommerce.compliance.adapters.payouts import PostgresPayouts
from bdcommerce.compliance.adapters.rules import PostgresChanges, PostgresRules
from bdcommerce.compliance.adapters.sales import PostgresSales
from bdcommerce.infra.security import Sealer
from bdcommerce.infra.unit_of_work import Unit


class PostgresWork:
    """See ports.Work."""

    def __init__(self, unit: Unit, sealer: Sealer) -> None:
        self.log = unit.log
        self.invoices = PostgresInvoices(unit.tx, sealer)
        self.notes = PostgresNotes(unit.tx, sealer)
        self.commissions = PostgresCommissions(unit.tx)
        self.operator = PostgresOperator(unit.tx)
        self.sales = PostgresSales(unit.tx)
        self.clocks = PostgresClocks(unit.tx)
        self.payouts = PostgresPayouts(unit.tx)
        self.letters = PostgresLetters(unit.tx, sealer)
        self.complaints = PostgresComplaints(unit.tx)
        self.disputes = PostgresDisputes(unit.tx)
        self.answer_templates = PostgresAnswerTemplates(unit.tx)
        self.rules = PostgresRules(unit.tx)
        self.changes = PostgresChanges(unit.tx)
        self.audit = PostgresAudit(unit.tx)
