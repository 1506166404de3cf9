"""A unit of work of compliance over an open transaction."""

from bdcommerce.compliance.adapters.audit_chain import PostgresAudit
from bdcommerce.compliance.adapters.rules import PostgresRules
from bdcommerce.infra.unit_of_work import Unit


class PostgresWork:
    """See ports.Work."""

    def __init__(self, unit: Unit) -> None:
        self.log = unit.log
        self.rules = PostgresRules(unit.tx)
        self.audit = PostgresAudit(unit.tx)
