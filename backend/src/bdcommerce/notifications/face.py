"""What other services may ask of notifications."""

from bdcommerce.contracts.notifications import Message
from bdcommerce.notifications.handlers import sending
from bdcommerce.notifications.ports import Deps


class Face:
    """See contracts.notifications.NotificationsFace."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    async def send(self, message: Message) -> None:
        """See contracts.notifications.NotificationsFace."""
        async with self._deps.works() as work:
            await sending.send(work, message)
