"""Devices that are pushed to."""

from typing import Annotated

import msgspec
from litestar.params import PathParameter

from bdcommerce.infra.http import delete, get, post
from bdcommerce.infra.http.access import public, shop
from bdcommerce.infra.http.identity import Caller
from bdcommerce.kernel.errors import ensure
from bdcommerce.notifications.adapters.push.subscription import Subscription, checked
from bdcommerce.notifications.api.deps import ApiDeps
from bdcommerce.notifications.errors import BadDevice, NoSuchDevice, TooManyDevices
from bdcommerce.notifications.handlers import devices as cases
from bdcommerce.notifications.ports import Device
from bdcommerce.notifications.schemas import Devices, DeviceView, RegisterDevice, WebKey

DeviceId = Annotated[str, PathParameter(max_length=64, pattern=r"^[a-z0-9_]+$")]


@get("/push/web-key", access=public(), summary="The key that browsers subscribe with")
async def get_web_key(deps: ApiDeps) -> WebKey:
    """For `pushManager.subscribe({applicationServerKey})`; it stays the same."""
    return WebKey(key=await deps.keys.web_key())


@get("/me/devices/push", access=shop(), summary="Your devices that are pushed to")
async def list_devices(caller: Caller, deps: ApiDeps) -> Devices:
    """Ten at most."""
    async with deps.works() as work:
        return Devices(items=[_view(device) for device in await work.devices.of(caller.user_id)])


@post(
    "/me/devices/push",
    access=shop(),
    summary="Be told on a device too",
    raises=[BadDevice, TooManyDevices],
    resumable=True,
)
async def register_device(data: RegisterDevice, caller: Caller, deps: ApiDeps) -> DeviceView:
    """A browser or an app that has registered before is the same device, and from now on yours."""
    address = _address(data, deps)
    async with deps.works() as work:
        return _view(await cases.register(work, caller.user_id, data.kind, address, data.label))


@delete("/me/devices/push/{device_id:str}", access=shop(), summary="Be told nothing more on it", raises=[NoSuchDevice])
async def drop_device(device_id: DeviceId, caller: Caller, deps: ApiDeps) -> None:
    """Sign out with this, so that whoever uses the device next is not told what concerns you."""
    async with deps.works() as work:
        await cases.drop(work, caller.user_id, device_id)


def _address(data: RegisterDevice, deps: ApiDeps) -> str:
    served = any(gateway.name == data.kind for gateway in deps.gateways)
    ensure(served, BadDevice.field("kind", "is not pushed to here"))
    if data.kind == "fcm":
        ensure(data.token, BadDevice.field("token", "is missing"))
        return data.token
    given = data.subscription
    if given is None:
        raise BadDevice.field("subscription", "is missing")
    found = Subscription(given.endpoint, given.keys.p256dh.rstrip("="), given.keys.auth.rstrip("="))
    return msgspec.json.encode(checked(found, deps.web_push)).decode()


def _view(device: Device) -> DeviceView:
    return DeviceView(id=device.id, kind=device.kind, label=device.label, registered_at=device.registered_at)


ROUTES = (get_web_key, list_devices, register_device, drop_device)
