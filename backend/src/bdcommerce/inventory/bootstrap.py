"""Builds inventory."""

from bdcommerce.contracts.accounts import AccountsFace
from bdcommerce.contracts.catalog import CatalogFace
from bdcommerce.contracts.compliance import ComplianceFace
from bdcommerce.contracts.inventory import InventoryFace
from bdcommerce.contracts.vendors import VendorsFace
from bdcommerce.infra import unit_of_work
from bdcommerce.infra.imports import Imports
from bdcommerce.infra.service import Platform, Service, Wired
from bdcommerce.inventory import api, consumers, jobs
from bdcommerce.inventory.adapters.postgres import PostgresWork
from bdcommerce.inventory.events import ImportDue
from bdcommerce.inventory.face import Inventory
from bdcommerce.inventory.ports import Work
from bdcommerce.inventory.projections import PROJECTIONS
from bdcommerce.inventory.queries.edge import Edge
from bdcommerce.inventory.queries.imports import RUNS
from bdcommerce.kernel.work import Works


def build(platform: Platform) -> Wired:
    """Inventory over the platform's database."""
    works: Works[Work] = unit_of_work.works(platform.database, PostgresWork, PROJECTIONS)
    reads = platform.database.reads
    face = Inventory(works, reads)
    imports: Imports[Work] = Imports(
        platform.database,
        PostgresWork,
        projected=PROJECTIONS,
        files=platform.files,
        queries=RUNS,
        due=lambda import_id, position: ImportDue(import_id=import_id, position=position),
    )
    deps = Edge(
        works=works,
        accounts=platform.ask(AccountsFace),
        catalog=platform.ask(CatalogFace),
        compliance=platform.ask(ComplianceFace),
        vendors=platform.ask(VendorsFace),
        reads=reads,
        imports=imports,
        face=face,
    )
    return Wired(deps=deps, face=face)


SERVICE = Service(
    name="inventory",
    build=build,
    routes=api.ROUTES,
    face=InventoryFace,
    asks=(AccountsFace, CatalogFace, ComplianceFace, VendorsFace),
    consumers=consumers.CONSUMERS,
    jobs=jobs.JOBS,
    projections=PROJECTIONS,
)
