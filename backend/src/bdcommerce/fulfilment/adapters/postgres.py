"""Fulfilment's unit of work on PostgreSQL."""

from bdcommerce.fulfilment.adapters.book import PostgresBook
from bdcommerce.fulfilment.adapters.cash import PostgresCash
from bdcommerce.fulfilment.adapters.claims import PostgresClaims
from bdcommerce.fulfilment.adapters.closings import PostgresClosings
from bdcommerce.fulfilment.adapters.evidence import PostgresEvidence
from bdcommerce.fulfilment.adapters.runs import PostgresRuns
from bdcommerce.fulfilment.adapters.shipments import PostgresShipments
from bdcommerce.fulfilment.ports import ContactsSeal
from bdcommerce.infra.unit_of_work import Unit


class PostgresWork:
    """See ports.Work."""

    def __init__(self, unit: Unit, contacts: ContactsSeal) -> None:
        self.log = unit.log
        self.shipments = PostgresShipments(unit.tx, unit.log, contacts)
        self.cash = PostgresCash(unit.tx)
        self.book = PostgresBook(unit.tx)
        self.closings = PostgresClosings(unit.tx)
        self.runs = PostgresRuns(unit.tx)
        self.claims = PostgresClaims(unit.log)
        self.evidence = PostgresEvidence(unit.tx)
