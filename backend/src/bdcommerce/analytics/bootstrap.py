"""Builds analytics."""

from bdcommerce.analytics.api import ROUTES, ApiDeps
from bdcommerce.analytics.consumers import CONSUMERS
from bdcommerce.analytics.projections import PROJECTIONS
from bdcommerce.contracts.catalog import CatalogFace
from bdcommerce.contracts.compliance import ComplianceFace
from bdcommerce.contracts.notifications import NotificationsFace
from bdcommerce.contracts.orders import OrdersFace
from bdcommerce.contracts.vendors import VendorsFace
from bdcommerce.infra import unit_of_work
from bdcommerce.infra.service import Platform, Service, Wired


def build(platform: Platform) -> Wired:
    """Analytics over PostgreSQL."""
    deps = ApiDeps(
        works=unit_of_work.works(platform.database, lambda unit: unit, PROJECTIONS),
        catalog=platform.ask(CatalogFace),
        orders=platform.ask(OrdersFace),
        vendors=platform.ask(VendorsFace),
        notifications=platform.ask(NotificationsFace),
        compliance=platform.ask(ComplianceFace),
        sealer=platform.sealer,
        shop_url=platform.settings.operation.shop_url.rstrip("/"),
        reads=platform.database.reads,
    )
    return Wired(deps=deps)


SERVICE = Service(
    name="analytics",
    build=build,
    routes=ROUTES,
    asks=(CatalogFace, OrdersFace, VendorsFace, NotificationsFace, ComplianceFace),
    consumers=CONSUMERS,
    projections=PROJECTIONS,
)
