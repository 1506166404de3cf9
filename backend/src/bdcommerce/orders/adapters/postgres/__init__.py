"""A unit of work of orders over PostgreSQL."""

from bdcommerce.infra.sagas import Sagas
from bdcommerce.infra.unit_of_work import Unit
from bdcommerce.orders.adapters.postgres.carts import PostgresCarts
from bdcommerce.orders.adapters.postgres.customer_lists import PostgresCustomerLists
from bdcommerce.orders.adapters.postgres.editions import PostgresEditions
from bdcommerce.orders.adapters.postgres.promotions import PostgresPromotions
from bdcommerce.orders.adapters.postgres.purchases import PostgresPurchases
from bdcommerce.orders.adapters.postgres.risk import PostgresRisk
from bdcommerce.orders.domain.checkouts import Checkout
from bdcommerce.orders.domain.editions import Edition


class PostgresWork:
    """A unit of work of orders."""

    def __init__(self, unit: Unit, sagas: Sagas) -> None:
        self.log = unit.log
        self.carts = PostgresCarts(unit.tx)
        self.promotions = PostgresPromotions(unit.tx)
        self.customer_lists = PostgresCustomerLists(unit.tx)
        self.purchases = PostgresPurchases(unit.tx)
        self.editions = PostgresEditions(unit.tx)
        self.risk = PostgresRisk(unit.tx)
        self.sagas = StartedSagas(unit, sagas)


class StartedSagas:
    """See ports.StartedSagas."""

    def __init__(self, unit: Unit, sagas: Sagas) -> None:
        self._unit, self._sagas = unit, sagas

    async def start(self, kind: str, saga_id: str, state: Checkout | Edition) -> None:
        """See the port."""
        await self._sagas.start(self._unit, kind, saga_id, state)
