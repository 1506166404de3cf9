"""Fulfilment's unit of work on PostgreSQL."""

from bdcommerce.fulfilment.adapters.book import PostgresBook
from bdcommerce.fulfilment.adapters.bookings import PostgresBookings
from bdcommerce.fulfilment.adapters.cash import PostgresCash
from bdcommerce.fulfilment.adapters.claims import PostgresClaims
from bdcommerce.fulfilment.adapters.closings import PostgresClosings
from bdcommerce.fulfilment.adapters.courier_book import PostgresCourierBook
from bdcommerce.fulfilment.adapters.evidence import PostgresEvidence
from bdcommerce.fulfilment.adapters.news import PostgresNews
from bdcommerce.fulfilment.adapters.runs import PostgresRuns
from bdcommerce.fulfilment.adapters.shipments import PostgresShipments
from bdcommerce.fulfilment.ports import ContactsSeal
from bdcommerce.infra.sagas import Sagas
from bdcommerce.infra.unit_of_work import Unit


class PostgresWork:
    """See ports.Work."""

    def __init__(self, unit: Unit, contacts: ContactsSeal, sagas: Sagas) -> None:
        self.log = unit.log
        self.bookings = PostgresBookings(unit.tx)
        self.news = PostgresNews(unit.tx)
        self.couriers = PostgresCourierBook(unit.tx)
        self.sagas = StartedSagas(unit, sagas)
        self.shipments = PostgresShipments(unit.tx, unit.log, contacts)
        self.cash = PostgresCash(unit.tx)
        self.book = PostgresBook(unit.tx)
        self.closings = PostgresClosings(unit.tx)
        self.runs = PostgresRuns(unit.tx)
        self.claims = PostgresClaims(unit.log)
        self.evidence = PostgresEvidence(unit.tx)


class StartedSagas:
    """See ports.StartedSagas."""

    def __init__(self, unit: Unit, sagas: Sagas) -> None:
        self._unit, self._sagas = unit, sagas

    async def start(self, kind: str, saga_id: str, state: object) -> None:
        """See ports.StartedSagas."""
        await self._sagas.start(self._unit, kind, saga_id, state)
