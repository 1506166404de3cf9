"""Push services for tests: those that are stood in for, and adapters that speak to them."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from pydantic import SecretStr

from bdcommerce.notifications.adapters.push import Fcm, WebPush
from bdcommerce.notifications.adapters.push.encryption import encoded, point
from bdcommerce.notifications.adapters.push.settings import FcmSettings, WebPushSettings
from bdcommerce.simulators.application import application
from bdcommerce.simulators.messages import browsers, fcm
from notifications.gateways import Recorded
from support.servers import serving

KEY = ec.generate_private_key(ec.SECP256R1())


class OneKey:
    """Our own key, without a database."""

    async def vapid(self) -> Any:
        return KEY

    async def web_key(self) -> str:
        return encoded(point(KEY.public_key()))


@dataclass
class Services:
    """The push services, and adapters that speak to them."""

    firebase: fcm.Firebase
    browsers: browsers.Service
    record: Recorded

    def fcm(self, **changed: Any) -> Fcm:
        credentials = SecretStr(json.dumps(changed.pop("account", self.firebase.account)))
        given: dict[str, Any] = {
            "url": f"{self.firebase.url}/fcm",
            "credentials": credentials,
            "timeout": 2.0,
        } | changed
        return Fcm(FcmSettings(**given), self.record)

    def web(self, **changed: Any) -> WebPush:
        given: dict[str, Any] = {"private": True, "timeout": 2.0} | changed
        return WebPush(WebPushSettings(**given), OneKey())


@asynccontextmanager
async def running() -> AsyncIterator[Services]:
    firebase, service = fcm.Firebase(""), browsers.Service("")
    async with serving(application([fcm.party(firebase), browsers.party(service)])) as url:
        firebase.url = service.url = url
        yield Services(firebase, service, Recorded())
