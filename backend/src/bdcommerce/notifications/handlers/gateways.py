"""Gateways are looked at: whether they know us, and what is left on our account."""

from bdcommerce.notifications.ports import Deps, Gateway, Health


async def check(deps: Deps, gateway: Gateway) -> Health:
    """Ask one; what it says is kept."""
    health = await gateway.check()
    async with deps.works() as work:
        await work.switchboard.checked(gateway.name, health)
    return health
