"""Builds notifications."""

from bdcommerce.contracts.accounts import AccountsFace
from bdcommerce.contracts.catalog import CatalogFace
from bdcommerce.contracts.notifications import NotificationsFace
from bdcommerce.contracts.orders import OrdersFace
from bdcommerce.contracts.vendors import VendorsFace
from bdcommerce.infra import unit_of_work
from bdcommerce.infra.service import Platform, Service, Wired
from bdcommerce.notifications.adapters.postgres import PostgresWork
from bdcommerce.notifications.api import ROUTES, ApiDeps
from bdcommerce.notifications.consumers import CONSUMERS
from bdcommerce.notifications.face import Face
from bdcommerce.notifications.jobs import JOBS


def build(platform: Platform) -> Wired:
    """Notifications over PostgreSQL."""
    deps = ApiDeps(
        works=unit_of_work.works(platform.database, lambda unit: PostgresWork(unit, platform.sealer)),
        orders=platform.ask(OrdersFace),
        vendors=platform.ask(VendorsFace),
        accounts=platform.ask(AccountsFace),
        catalog=platform.ask(CatalogFace),
        reads=platform.database.reads,
        sealer=platform.sealer,
        reveal_codes=platform.settings.operation.reveal_codes,
    )
    return Wired(deps=deps, face=Face(deps))


SERVICE = Service(
    name="notifications",
    build=build,
    routes=ROUTES,
    face=NotificationsFace,
    asks=(OrdersFace, VendorsFace, AccountsFace, CatalogFace),
    consumers=CONSUMERS,
    jobs=JOBS,
)
