"""Builds payments."""

from bdcommerce.contracts.compliance import ComplianceFace
from bdcommerce.contracts.payments import PaymentsFace
from bdcommerce.contracts.vendors import VendorsFace
from bdcommerce.infra import unit_of_work
from bdcommerce.infra.service import Platform, Service, Wired
from bdcommerce.payments.adapters.postgres import PostgresWork
from bdcommerce.payments.api import ROUTES, ApiDeps
from bdcommerce.payments.consumers import CONSUMERS
from bdcommerce.payments.face import Face
from bdcommerce.payments.projections import PROJECTIONS


def build(platform: Platform) -> Wired:
    """Payments over PostgreSQL."""
    deps = ApiDeps(
        works=unit_of_work.works(platform.database, PostgresWork, PROJECTIONS),
        compliance=platform.ask(ComplianceFace),
        vendors=platform.ask(VendorsFace),
        sealer=platform.sealer,
        reads=platform.database.reads,
    )
    return Wired(deps=deps, face=Face(platform.database.reads))


SERVICE = Service(
    name="payments",
    build=build,
    routes=ROUTES,
    face=PaymentsFace,
    asks=(ComplianceFace, VendorsFace),
    consumers=CONSUMERS,
    projections=PROJECTIONS,
)
