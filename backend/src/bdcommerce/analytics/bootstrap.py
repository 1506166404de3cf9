"""Builds analytics."""

from bdcommerce.analytics.api import ROUTES, ApiDeps
from bdcommerce.analytics.consumers import CONSUMERS
from bdcommerce.analytics.projections import SALES
from bdcommerce.infra import unit_of_work
from bdcommerce.infra.service import Platform, Service, Wired


def build(platform: Platform) -> Wired:
    """Analytics over PostgreSQL."""
    works = unit_of_work.works(platform.database, lambda unit: unit, (SALES,))
    return Wired(deps=ApiDeps(works=works, reads=platform.database.reads))


SERVICE = Service(name="analytics", build=build, routes=ROUTES, consumers=CONSUMERS, projections=(SALES,))
