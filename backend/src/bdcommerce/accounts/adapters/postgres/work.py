"""A unit of work over one open transaction."""

from collections.abc import Callable

from bdcommerce.accounts.adapters.postgres.addresses import PostgresAddresses
from bdcommerce.accounts.adapters.postgres.api_keys import PostgresApiKeys
from bdcommerce.accounts.adapters.postgres.codes import PostgresCodes
from bdcommerce.accounts.adapters.postgres.consents import PostgresConsents
from bdcommerce.accounts.adapters.postgres.contact_changes import PostgresContactChanges
from bdcommerce.accounts.adapters.postgres.counting import PostgresDevices, PostgresThrottles
from bdcommerce.accounts.adapters.postgres.keys import PostgresKeys
from bdcommerce.accounts.adapters.postgres.people import PostgresPeople
from bdcommerce.accounts.adapters.postgres.roles import PostgresRoles
from bdcommerce.accounts.adapters.postgres.second_factors import PostgresMessages, PostgresSecondFactors
from bdcommerce.accounts.adapters.postgres.sessions import PostgresSessions
from bdcommerce.accounts.domain.geography import Geography
from bdcommerce.infra.security import Sealer
from bdcommerce.infra.unit_of_work import Unit


class PostgresWork:
    """See ports.Work."""

    def __init__(self, unit: Unit, sealer: Sealer, geography: Geography) -> None:
        self.log = unit.log
        self.people = PostgresPeople(unit.tx, sealer)
        self.roles = PostgresRoles(unit.tx, sealer)
        self.consents = PostgresConsents(unit.tx, sealer)
        self.codes = PostgresCodes(unit.tx, sealer)
        self.contact_changes = PostgresContactChanges(unit.tx, sealer)
        self.sessions = PostgresSessions(unit.tx, sealer)
        self.devices = PostgresDevices(unit.tx, sealer)
        self.throttles = PostgresThrottles(unit.tx, sealer)
        self.second_factors = PostgresSecondFactors(unit.tx, sealer)
        self.messages = PostgresMessages(unit.tx, sealer)
        self.addresses = PostgresAddresses(unit.tx, sealer, geography)
        self.keys = PostgresKeys(unit.tx, sealer)
        self.api_keys = PostgresApiKeys(unit.tx)


def opener(sealer: Sealer, geography: Geography) -> Callable[[Unit], PostgresWork]:
    """What builds the repositories of a unit of work."""
    return lambda unit: PostgresWork(unit, sealer, geography)
