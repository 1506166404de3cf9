"""Builds fulfilment."""

from bdcommerce.contracts.accounts import AccountsFace
from bdcommerce.contracts.compliance import ComplianceFace
from bdcommerce.contracts.fulfilment import FulfilmentFace
from bdcommerce.contracts.notifications import NotificationsFace
from bdcommerce.contracts.orders import OrdersFace
from bdcommerce.contracts.vendors import VendorsFace
from bdcommerce.fulfilment import api, consumers
from bdcommerce.fulfilment.adapters.calendar import Calendar
from bdcommerce.fulfilment.adapters.couriers import OwnRiders
from bdcommerce.fulfilment.adapters.photos import PillowPhotos
from bdcommerce.fulfilment.adapters.postgres import PostgresWork
from bdcommerce.fulfilment.adapters.sealing import SealedCodes, SealedContacts
from bdcommerce.fulfilment.face import Fulfilment
from bdcommerce.fulfilment.ports import Work
from bdcommerce.fulfilment.projections.claims import CLAIM_VIEW
from bdcommerce.fulfilment.projections.shipments import SHIPMENT_VIEW
from bdcommerce.fulfilment.queries.delivery import DeliveryBooks
from bdcommerce.fulfilment.queries.edge import Edge
from bdcommerce.infra import unit_of_work
from bdcommerce.infra.service import Platform, Service, Wired
from bdcommerce.kernel.work import Works

PROJECTIONS = (SHIPMENT_VIEW, CLAIM_VIEW)


def build(platform: Platform) -> Wired:
    """Fulfilment over the platform's database, with the operator's own riders."""
    contacts, calendar, reads = SealedContacts(platform.sealer), Calendar(), platform.database.reads
    compliance, books = platform.ask(ComplianceFace), DeliveryBooks(reads, calendar)
    works: Works[Work] = unit_of_work.works(
        platform.database, lambda unit: PostgresWork(unit, contacts), projected=PROJECTIONS
    )
    edge = Edge(
        works=works,
        contacts=contacts,
        codes=SealedCodes(platform.sealer),
        courier=OwnRiders(),
        orders=platform.ask(OrdersFace),
        vendors=platform.ask(VendorsFace),
        notifications=platform.ask(NotificationsFace),
        accounts=platform.ask(AccountsFace),
        compliance=compliance,
        holidays=calendar,
        photos=PillowPhotos(),
        files=platform.files,
        reads=reads,
        books=books,
    )
    return Wired(deps=edge, face=Fulfilment(compliance, books))


SERVICE = Service(
    name="fulfilment",
    build=build,
    routes=api.ROUTES,
    face=FulfilmentFace,
    asks=(OrdersFace, VendorsFace, NotificationsFace, ComplianceFace, AccountsFace),
    consumers=consumers.CONSUMERS,
    projections=PROJECTIONS,
)
