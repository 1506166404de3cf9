"""What other services may ask of notifications."""

from bdcommerce.contracts.notifications import GatewayHealth, Message
from bdcommerce.notifications.handlers import gateways, sending
from bdcommerce.notifications.ports import Deps


class Face:
    """See contracts.notifications.NotificationsFace."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    async def send(self, message: Message) -> None:
        """See contracts.notifications.NotificationsFace."""
        async with self._deps.works() as work:
            await sending.send(work, message)

    async def check_gateways(self) -> list[GatewayHealth]:
        """See contracts.notifications.NotificationsFace."""
        found = [(gateway, await gateways.check(self._deps, gateway)) for gateway in self._deps.gateways]
        return [
            GatewayHealth(
                name=gateway.name,
                channel=gateway.channel,
                working=health.working,
                said=health.said,
                balance=health.balance,
            )
            for gateway, health in found
        ]
