"""Builds compliance."""

from bdcommerce.compliance import api
from bdcommerce.compliance.adapters.audit_trail import PostgresAuditTrail
from bdcommerce.compliance.adapters.evidence_packs import ZippedEvidence
from bdcommerce.compliance.adapters.papers import TypstPapers
from bdcommerce.compliance.adapters.postgres import PostgresWork
from bdcommerce.compliance.adapters.rule_book import RuleBookInMemory
from bdcommerce.compliance.consumers import CONSUMERS
from bdcommerce.compliance.face import Compliance
from bdcommerce.compliance.queries import ApiDeps
from bdcommerce.contracts.accounts import AccountsFace
from bdcommerce.contracts.compliance import ComplianceFace
from bdcommerce.contracts.orders import OrdersFace
from bdcommerce.contracts.vendors import VendorsFace
from bdcommerce.infra import unit_of_work
from bdcommerce.infra.pictures import KeptPhotos
from bdcommerce.infra.service import Platform, Service, Wired


def build(platform: Platform) -> Wired:
    """Compliance over its database."""
    database = platform.database
    papers, photos = TypstPapers(), KeptPhotos(platform.files)
    deps = ApiDeps(
        accounts=platform.ask(AccountsFace),
        orders=platform.ask(OrdersFace),
        vendors=platform.ask(VendorsFace),
        papers=papers,
        photos=photos,
        packs=ZippedEvidence(papers, photos),
        works=unit_of_work.works(database, lambda unit: PostgresWork(unit, platform.sealer)),
        rule_book=RuleBookInMemory(database.reads),
        audit_trail=PostgresAuditTrail(database.reads),
        reads=database.reads,
        sealer=platform.sealer,
    )
    face: ComplianceFace = Compliance(deps.rule_book, deps.audit_trail)
    return Wired(deps=deps, face=face)


SERVICE = Service(
    name="compliance",
    build=build,
    routes=api.ROUTES,
    face=ComplianceFace,
    asks=(AccountsFace, OrdersFace, VendorsFace),
    consumers=CONSUMERS,
)
