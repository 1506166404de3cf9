"""Where a call comes from, as its request tells."""

from typing import Annotated, Any

from litestar import Request
from litestar.params import HeaderParameter

from bdcommerce.accounts.domain.devices import Origin, described, network
from bdcommerce.accounts.queries import Edge

_LONGEST_AGENT = 500
DeviceToken = Annotated[
    str,
    HeaderParameter(
        name="X-Device-Token",
        description="the latest `device_token` that this client was given; keep it as long as you can: wrong passwords "
        "of strangers never lock out a device that one has signed in on",
    ),
]
"""Declare it with its default: `device_token: DeviceToken = ""`."""


def origin_of(request: Request[Any, Any, Any], deps: Edge, device_token: str) -> Origin:
    """Device, address and browser. A device token that is not genuine is none."""
    agent = request.headers.get("user-agent", "")[:_LONGEST_AGENT]
    return Origin(
        address=network(request.client.host if request.client else ""),
        agent=described(agent),
        device=deps.device_notes.device(device_token) if device_token else "",
    )
