"""Builds payments."""

from bdcommerce.contracts.compliance import ComplianceFace
from bdcommerce.contracts.fulfilment import FulfilmentFace
from bdcommerce.contracts.orders import OrdersFace
from bdcommerce.contracts.payments import PaymentsFace
from bdcommerce.contracts.vendors import VendorsFace
from bdcommerce.infra import unit_of_work
from bdcommerce.infra.outside import Exchanges, read
from bdcommerce.infra.service import Platform, Service, Wired
from bdcommerce.payments.adapters.bkash.b2c import BkashB2c
from bdcommerce.payments.adapters.bkash.b2c_settings import BkashB2cSettings
from bdcommerce.payments.adapters.bkash.client import Bkash
from bdcommerce.payments.adapters.bkash.settings import BkashSettings
from bdcommerce.payments.adapters.bkash.sns import Topic
from bdcommerce.payments.adapters.nagad.client import Nagad
from bdcommerce.payments.adapters.nagad.settings import NagadSettings
from bdcommerce.payments.adapters.postgres import PostgresWork
from bdcommerce.payments.adapters.rails import ByBank, ByHand
from bdcommerce.payments.adapters.settings import PaymentsSettings
from bdcommerce.payments.adapters.sslcommerz.client import Sslcommerz
from bdcommerce.payments.adapters.sslcommerz.ipn import Ipn
from bdcommerce.payments.adapters.sslcommerz.settings import SslcommerzSettings
from bdcommerce.payments.api import ROUTES, ApiDeps
from bdcommerce.payments.consumers import CONSUMERS
from bdcommerce.payments.events import Rail
from bdcommerce.payments.face import Face
from bdcommerce.payments.jobs import JOBS, MEASURES
from bdcommerce.payments.ports import Disburser, HookTopic, PaymentProvider, PayoutRail
from bdcommerce.payments.projections import PROJECTIONS


def build(platform: Platform) -> Wired:
    """Payments over PostgreSQL and the providers that are configured."""
    operation = platform.settings.operation
    bkash_settings = read(BkashSettings, operation)
    ssl_settings, nagad_settings = read(SslcommerzSettings, operation), read(NagadSettings, operation)
    exchanges = Exchanges(platform.database)
    bkash = Bkash(bkash_settings, platform.database, platform.sealer)
    providers: dict[str, PaymentProvider] = {}
    hooks: dict[str, HookTopic] = {}
    if bkash_settings.on:
        providers["bkash"], hooks["bkash"] = bkash, Topic(bkash_settings, exchanges)
    if ssl_settings.on:
        providers["sslcommerz"] = Sslcommerz(ssl_settings, platform.database)
        hooks["sslcommerz"] = Ipn(ssl_settings)
    if nagad_settings.on:
        providers["nagad"] = Nagad(nagad_settings, platform.database)
    settings = PaymentsSettings()
    disbursers = _disbursers(platform)
    rails: dict[Rail, PayoutRail] = {"beftn": ByBank("beftn"), "npsb": ByBank("npsb"), "manual": ByHand()}
    deps = ApiDeps(
        works=unit_of_work.works(platform.database, PostgresWork, PROJECTIONS),
        compliance=platform.ask(ComplianceFace),
        vendors=platform.ask(VendorsFace),
        orders=platform.ask(OrdersFace),
        fulfilment=platform.ask(FulfilmentFace),
        sealer=platform.sealer,
        providers=providers,
        keepers={"bkash": bkash} if bkash_settings.on else {},
        schedule=settings.schedule,
        rails={**rails, **disbursers},
        disbursers=disbursers,
        pauses=settings.pauses,
        shop_url=operation.shop_url.rstrip("/"),
        reads=platform.database.reads,
        exchanges=exchanges,
        hooks=hooks,
    )
    return Wired(deps=deps, face=Face(deps, platform.database.reads))


def _disbursers(platform: Platform) -> dict[Rail, Disburser]:
    """Rails of payouts that are configured and that we ask ourselves."""
    settings = read(BkashB2cSettings, platform.settings.operation)
    return {"bkash": BkashB2c(settings, platform.database, platform.sealer)} if settings.on else {}


SERVICE = Service(
    name="payments",
    build=build,
    routes=ROUTES,
    face=PaymentsFace,
    asks=(ComplianceFace, FulfilmentFace, OrdersFace, VendorsFace),
    consumers=CONSUMERS,
    jobs=JOBS,
    measures=MEASURES,
    projections=PROJECTIONS,
)
