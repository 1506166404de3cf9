"""SMS gateways: one class each, all asked in the same way."""

from collections.abc import Mapping, Sequence

from bdcommerce.infra.outside import Exchanges, read
from bdcommerce.infra.settings import OperationSettings
from bdcommerce.notifications.adapters.settings import (
    BulkSmsBdSettings,
    MimSmsSettings,
    SmsHttpSettings,
    SslWirelessSettings,
)
from bdcommerce.notifications.adapters.sms.bulksmsbd import BulkSmsBd
from bdcommerce.notifications.adapters.sms.mimsms import MimSms
from bdcommerce.notifications.adapters.sms.smshttp import SmsHttp
from bdcommerce.notifications.adapters.sms.sslwireless import SslWireless
from bdcommerce.notifications.ports import Gateway

__all__ = ["BulkSmsBd", "MimSms", "SmsHttp", "SslWireless", "sms_gateways"]


def sms_gateways(order: Sequence[str], operation: OperationSettings, exchanges: Exchanges) -> list[Gateway]:
    """Those that are configured, in that order. Raises Refused."""
    ssl, bulk = read(SslWirelessSettings, operation), read(BulkSmsBdSettings, operation)
    mim, http = read(MimSmsSettings, operation), read(SmsHttpSettings, operation)
    made: Mapping[str, Gateway | None] = {
        "sslwireless": SslWireless(ssl, exchanges) if ssl.on else None,
        "bulksmsbd": BulkSmsBd(bulk, exchanges) if bulk.on else None,
        "mimsms": MimSms(mim, exchanges) if mim.on else None,
        "smshttp": SmsHttp(http, exchanges) if http.on else None,
    }
    return [gateway for name in order if (gateway := made.get(name)) is not None]
