"""Builds fulfilment."""

from bdcommerce.contracts.accounts import AccountsFace
from bdcommerce.contracts.compliance import ComplianceFace
from bdcommerce.contracts.fulfilment import FulfilmentFace
from bdcommerce.contracts.notifications import NotificationsFace
from bdcommerce.contracts.orders import OrdersFace
from bdcommerce.contracts.vendors import VendorsFace
from bdcommerce.fulfilment import api, consumers, jobs
from bdcommerce.fulfilment.adapters.calendar import Calendar
from bdcommerce.fulfilment.adapters.couriers.configured import configured
from bdcommerce.fulfilment.adapters.photos import PillowPhotos
from bdcommerce.fulfilment.adapters.postgres import PostgresWork
from bdcommerce.fulfilment.adapters.sealing import SealedCodes, SealedContacts
from bdcommerce.fulfilment.domain.booking import BOOKING, Ride
from bdcommerce.fulfilment.face import Fulfilment
from bdcommerce.fulfilment.ports import Deps, Work
from bdcommerce.fulfilment.projections.claims import CLAIM_VIEW
from bdcommerce.fulfilment.projections.shipments import SHIPMENT_VIEW
from bdcommerce.fulfilment.queries.couriers import Market
from bdcommerce.fulfilment.queries.delivery import DeliveryBooks
from bdcommerce.fulfilment.queries.edge import Edge
from bdcommerce.fulfilment.sagas import DEADLINE, STEPS
from bdcommerce.infra import unit_of_work
from bdcommerce.infra.outside import Exchanges
from bdcommerce.infra.sagas import Sagas
from bdcommerce.infra.service import Platform, Service, Wired
from bdcommerce.kernel.saga import Saga
from bdcommerce.kernel.work import Works

PROJECTIONS = (SHIPMENT_VIEW, CLAIM_VIEW)
BOOKED: Saga[Ride, Deps] = Saga(kind=BOOKING, state=Ride, steps=STEPS, deadline=DEADLINE)
SAGAS = (BOOKED,)


def build(platform: Platform) -> Wired:
    """Fulfilment over the platform's database, with the operator's own riders and the couriers that are configured."""
    contacts, calendar, reads = SealedContacts(platform.sealer), Calendar(), platform.database.reads
    compliance, books = platform.ask(ComplianceFace), DeliveryBooks(reads, calendar)
    sagas, exchanges = Sagas(platform.database, SAGAS, lambda: edge), Exchanges(platform.database)
    works: Works[Work] = unit_of_work.works(
        platform.database, lambda unit: PostgresWork(unit, contacts, sagas), projected=PROJECTIONS
    )
    edge = Edge(
        works=works,
        contacts=contacts,
        codes=SealedCodes(platform.sealer),
        couriers=configured(platform.settings, exchanges),
        market=Market(reads),
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
        exchanges=exchanges,
    )
    return Wired(deps=edge, face=Fulfilment(edge))


SERVICE = Service(
    name="fulfilment",
    build=build,
    routes=api.ROUTES,
    face=FulfilmentFace,
    asks=(OrdersFace, VendorsFace, NotificationsFace, ComplianceFace, AccountsFace),
    consumers=consumers.CONSUMERS,
    jobs=jobs.JOBS,
    sagas=SAGAS,
    projections=PROJECTIONS,
)
