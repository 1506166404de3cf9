"""Push services: Firebase for apps, Web Push for browsers."""

from bdcommerce.infra.outside import Exchanges, read
from bdcommerce.infra.settings import OperationSettings
from bdcommerce.notifications.adapters.push.fcm import Fcm
from bdcommerce.notifications.adapters.push.settings import FcmSettings, web_push
from bdcommerce.notifications.adapters.push.webpush import WebPush
from bdcommerce.notifications.ports import Gateway, OwnKeys

__all__ = ["Fcm", "WebPush", "push_gateways"]


def push_gateways(operation: OperationSettings, exchanges: Exchanges, keys: OwnKeys) -> list[Gateway]:
    """Those that are configured. Raises Refused."""
    fcm = read(FcmSettings, operation)
    browsers = WebPush(web_push(operation), keys)
    return [Fcm(fcm, exchanges), browsers] if fcm.on else [browsers]
