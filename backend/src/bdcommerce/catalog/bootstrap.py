"""Builds the catalog."""

from bdcommerce.catalog.adapters.darkroom import PillowDarkroom
from bdcommerce.catalog.adapters.postgres import PostgresWork
from bdcommerce.catalog.adapters.search import MemoryTally, PostgresSearch
from bdcommerce.catalog.api import ROUTES, ApiDeps
from bdcommerce.catalog.consumers import CONSUMERS
from bdcommerce.catalog.events.imports import ImportDue
from bdcommerce.catalog.face import Catalog
from bdcommerce.catalog.jobs import JOBS
from bdcommerce.catalog.ports import Work
from bdcommerce.catalog.projections import PROJECTIONS
from bdcommerce.catalog.queries.imports import RUNS
from bdcommerce.contracts.accounts import AccountsFace
from bdcommerce.contracts.catalog import CatalogFace
from bdcommerce.contracts.compliance import ComplianceFace
from bdcommerce.infra import unit_of_work
from bdcommerce.infra.imports import Imports
from bdcommerce.infra.service import Platform, Service, Wired


def build(platform: Platform) -> Wired:
    """The catalog over its database."""
    database = platform.database
    imports: Imports[Work] = Imports(
        database,
        PostgresWork,
        projected=PROJECTIONS,
        files=platform.files,
        queries=RUNS,
        due=lambda import_id, position: ImportDue(import_id=import_id, position=position),
    )
    deps = ApiDeps(
        works=unit_of_work.works(database, PostgresWork, PROJECTIONS),
        files=platform.files,
        darkroom=PillowDarkroom(),
        compliance=platform.ask(ComplianceFace),
        search=PostgresSearch(database),
        tally=MemoryTally(),
        reads=database.reads,
        imports=imports,
        accounts=platform.ask(AccountsFace),
    )
    face: CatalogFace = Catalog(database.reads)
    return Wired(deps=deps, face=face)


SERVICE = Service(
    name="catalog",
    build=build,
    routes=ROUTES,
    face=CatalogFace,
    asks=(AccountsFace, ComplianceFace),
    consumers=CONSUMERS,
    jobs=JOBS,
    projections=PROJECTIONS,
)
