"""Builds orders."""

from bdcommerce.contracts.accounts import AccountsFace
from bdcommerce.contracts.catalog import CatalogFace
from bdcommerce.contracts.compliance import ComplianceFace
from bdcommerce.contracts.fulfilment import FulfilmentFace
from bdcommerce.contracts.inventory import InventoryFace
from bdcommerce.contracts.notifications import NotificationsFace
from bdcommerce.contracts.orders import OrdersFace
from bdcommerce.contracts.payments import PaymentsFace
from bdcommerce.contracts.vendors import VendorsFace
from bdcommerce.infra import unit_of_work
from bdcommerce.infra.pictures import KeptPhotos
from bdcommerce.infra.sagas import Sagas
from bdcommerce.infra.service import Platform, Service, Wired
from bdcommerce.infra.unit_of_work import Unit
from bdcommerce.kernel.saga import Saga
from bdcommerce.kernel.work import Works
from bdcommerce.orders import api
from bdcommerce.orders.adapters.districts import KnownDistricts
from bdcommerce.orders.adapters.postgres import PostgresWork
from bdcommerce.orders.adapters.settings import PrepaidSettings
from bdcommerce.orders.consumers import CONSUMERS
from bdcommerce.orders.domain.checkouts import Checkout
from bdcommerce.orders.domain.editions import Edition
from bdcommerce.orders.face import Orders
from bdcommerce.orders.handlers.checkout import SAGA
from bdcommerce.orders.handlers.editing import AGREED, EDIT
from bdcommerce.orders.jobs import JOBS
from bdcommerce.orders.ports import Deps, Work
from bdcommerce.orders.projections import PROJECTIONS
from bdcommerce.orders.queries import ApiDeps
from bdcommerce.orders.queries.promotions import PromotionReads
from bdcommerce.orders.queries.risk import RiskReads
from bdcommerce.orders.sagas import AGREED_STEPS, DEADLINE, EDIT_STEPS, STEPS

EDITED: Saga[Edition, Deps] = Saga(kind=EDIT, state=Edition, steps=EDIT_STEPS, deadline=DEADLINE)
AGREED_TO: Saga[Edition, Deps] = Saga(kind=AGREED, state=Edition, steps=AGREED_STEPS, deadline=DEADLINE)
CHECKOUT: Saga[Checkout, Deps] = Saga(kind=SAGA, state=Checkout, steps=STEPS, deadline=DEADLINE)

SAGAS = (CHECKOUT, EDITED, AGREED_TO)


def build(platform: Platform) -> Wired:
    """Orders over its database."""
    database = platform.database
    sagas = Sagas(database, SAGAS, lambda: deps)

    def over(unit: Unit) -> PostgresWork:
        return PostgresWork(unit, sagas)

    works: Works[Work] = unit_of_work.works(database, over, PROJECTIONS)
    accounts = platform.ask(AccountsFace)
    deps = ApiDeps(
        works=works,
        sagas=sagas,
        promotions=PromotionReads(database.reads),
        risk=RiskReads(database.reads),
        districts=KnownDistricts(accounts),
        seals=platform.sealer,
        accounts=accounts,
        catalog=platform.ask(CatalogFace),
        compliance=platform.ask(ComplianceFace),
        fulfilment=platform.ask(FulfilmentFace),
        inventory=platform.ask(InventoryFace),
        notifications=platform.ask(NotificationsFace),
        payments=platform.ask(PaymentsFace),
        vendors=platform.ask(VendorsFace),
        payment_window=PrepaidSettings().payment_window,
        reads=database.reads,
        photos=KeptPhotos(platform.files),
    )
    face: OrdersFace = Orders(database.reads, platform.sealer)
    return Wired(deps=deps, face=face)


SERVICE = Service(
    name="orders",
    build=build,
    routes=api.ROUTES,
    face=OrdersFace,
    asks=(
        AccountsFace,
        CatalogFace,
        ComplianceFace,
        FulfilmentFace,
        InventoryFace,
        NotificationsFace,
        PaymentsFace,
        VendorsFace,
    ),
    consumers=CONSUMERS,
    jobs=JOBS,
    projections=PROJECTIONS,
    sagas=SAGAS,
)
