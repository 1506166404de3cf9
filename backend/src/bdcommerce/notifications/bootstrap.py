"""Builds notifications."""

from collections.abc import Sequence

from bdcommerce.contracts.accounts import AccountsFace
from bdcommerce.contracts.catalog import CatalogFace
from bdcommerce.contracts.notifications import NotificationsFace
from bdcommerce.contracts.orders import OrdersFace
from bdcommerce.contracts.vendors import VendorsFace
from bdcommerce.infra import unit_of_work
from bdcommerce.infra.outside import Exchanges
from bdcommerce.infra.service import Platform, Service, Wired
from bdcommerce.notifications.adapters import settings
from bdcommerce.notifications.adapters.leave import SealedLeave
from bdcommerce.notifications.adapters.own_keys import PostgresOwnKeys
from bdcommerce.notifications.adapters.postgres import PostgresWork
from bdcommerce.notifications.adapters.push import push_gateways
from bdcommerce.notifications.adapters.push.settings import web_push
from bdcommerce.notifications.adapters.sms import sms_gateways
from bdcommerce.notifications.adapters.smtp import Smtp
from bdcommerce.notifications.api import ROUTES, ApiDeps
from bdcommerce.notifications.consumers import CONSUMERS
from bdcommerce.notifications.face import Face
from bdcommerce.notifications.jobs import JOBS
from bdcommerce.notifications.ports import Caps, Gateway


def build(platform: Platform) -> Wired:
    """Notifications over PostgreSQL, and over the gateways that are configured. Raises Refused."""
    messaging = settings.messaging()
    exchanges, operation = Exchanges(platform.database), platform.settings.operation
    keys = PostgresOwnKeys(platform.database, platform.sealer)
    gateways = (
        *sms_gateways(messaging.sms_gateways, operation, exchanges),
        *_mail(settings.smtp(operation)),
        *push_gateways(operation, exchanges, keys),
    )
    deps = ApiDeps(
        works=unit_of_work.works(platform.database, lambda unit: PostgresWork(unit, platform.sealer)),
        orders=platform.ask(OrdersFace),
        vendors=platform.ask(VendorsFace),
        accounts=platform.ask(AccountsFace),
        catalog=platform.ask(CatalogFace),
        gateways=gateways,
        caps=Caps(parts=messaging.sms_daily_parts, to_one=messaging.sms_daily_to_one),
        leave=SealedLeave(platform.sealer, operation.shop_url),
        reads=platform.database.reads,
        sealer=platform.sealer,
        reveal_codes=operation.reveal_codes,
        keys=keys,
        web_push=web_push(operation),
    )
    return Wired(deps=deps, face=Face(deps))


def _mail(wanted: settings.SmtpSettings) -> Sequence[Gateway]:
    return [Smtp(wanted)] if wanted.on else []


SERVICE = Service(
    name="notifications",
    build=build,
    routes=ROUTES,
    face=NotificationsFace,
    asks=(OrdersFace, VendorsFace, AccountsFace, CatalogFace),
    consumers=CONSUMERS,
    jobs=JOBS,
)
