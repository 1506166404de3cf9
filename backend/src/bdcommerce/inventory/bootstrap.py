"""Builds inventory."""

from bdcommerce.contracts.catalog import CatalogFace
from bdcommerce.contracts.inventory import InventoryFace
from bdcommerce.infra import unit_of_work
from bdcommerce.infra.service import Platform, Service, Wired
from bdcommerce.inventory import api, consumers, jobs
from bdcommerce.inventory.adapters.postgres import PostgresWork
from bdcommerce.inventory.face import Inventory
from bdcommerce.inventory.ports import Work
from bdcommerce.inventory.queries import Edge
from bdcommerce.kernel.work import Works


def build(platform: Platform) -> Wired:
    """Inventory over the platform's database."""
    works: Works[Work] = unit_of_work.works(platform.database, PostgresWork)
    reads = platform.database.reads
    face = Inventory(works, reads)
    return Wired(deps=Edge(works=works, catalog=platform.ask(CatalogFace), reads=reads, face=face), face=face)


SERVICE = Service(
    name="inventory",
    build=build,
    routes=api.ROUTES,
    face=InventoryFace,
    asks=(CatalogFace,),
    consumers=consumers.CONSUMERS,
    jobs=jobs.JOBS,
)
