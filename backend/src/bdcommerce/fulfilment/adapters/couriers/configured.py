"""The couriers of this installation: the operator's own riders, and the outside ones that are configured."""

from collections.abc import Mapping

from bdcommerce.fulfilment.adapters.couriers.own_riders import OwnRiders
from bdcommerce.fulfilment.adapters.couriers.pathao import Pathao
from bdcommerce.fulfilment.adapters.couriers.redx import Redx
from bdcommerce.fulfilment.adapters.couriers.settings import PathaoSettings, RedxSettings, SteadfastSettings
from bdcommerce.fulfilment.adapters.couriers.steadfast import Steadfast
from bdcommerce.fulfilment.ports import Courier
from bdcommerce.infra.outside import Exchanges, Outside, PartySettings, read
from bdcommerce.infra.settings import Settings


def configured(settings: Settings, exchanges: Exchanges) -> Mapping[str, Courier]:
    """By name. Raises Refused for wrong settings."""
    operation = settings.operation
    pathao, steadfast = read(PathaoSettings, operation), read(SteadfastSettings, operation)
    redx = read(RedxSettings, operation)
    found: list[Courier] = [OwnRiders()]
    if pathao.on:
        found.append(Pathao(pathao, _outside(pathao, exchanges)))
    if steadfast.on:
        found.append(Steadfast(steadfast, _outside(steadfast, exchanges)))
    if redx.on:
        found.append(Redx(redx, _outside(redx, exchanges)))
    return {courier.name: courier for courier in found}


def _outside(settings: PartySettings, exchanges: Exchanges) -> Outside:
    return Outside(
        settings.party,
        settings.url,
        exchanges,
        timeout=settings.timeout,
        failures=settings.breaker_failures,
        pause=settings.breaker_pause,
    )
