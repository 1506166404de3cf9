"""Builds vendors."""

from functools import partial

from bdcommerce.contracts.accounts import AccountsFace
from bdcommerce.contracts.vendors import VendorsFace
from bdcommerce.infra import unit_of_work
from bdcommerce.infra.service import Platform, Service, Wired
from bdcommerce.vendors import api
from bdcommerce.vendors.adapters.banks import Banco
from bdcommerce.vendors.adapters.postgres import PostgresWork
from bdcommerce.vendors.adapters.vault import SealedColumns
from bdcommerce.vendors.api import ApiDeps
from bdcommerce.vendors.face import Vendors
from bdcommerce.vendors.projections import VENDORS

PROJECTIONS = (VENDORS,)


def build(platform: Platform) -> Wired:
    """Vendors over its database."""
    reads, vault = platform.database.reads, SealedColumns(platform.sealer)
    deps = ApiDeps(
        works=unit_of_work.works(platform.database, partial(PostgresWork, vault=vault), PROJECTIONS),
        accounts=platform.ask(AccountsFace),
        banks=Banco(),
        reads=reads,
        vault=vault,
    )
    face: VendorsFace = Vendors(reads, vault, deps.banks)
    return Wired(deps=deps, face=face)


SERVICE = Service(
    name="vendors",
    build=build,
    routes=api.ROUTES,
    face=VendorsFace,
    asks=(AccountsFace,),
    projections=PROJECTIONS,
)
