"""What accounts told itself to do later."""

from bdcommerce.accounts import handlers
from bdcommerce.accounts.events import MessageOwed
from bdcommerce.accounts.queries import Edge
from bdcommerce.infra.service import Consumer


async def message_owed(event: MessageOwed, deps: Edge) -> None:
    """Send it; sending twice sends once, because its id is the key."""
    message = await deps.directory.owed_message(event.message_id)
    if message and message.to:
        await deps.notifications.send(message.message())
    async with deps.works() as work:
        await handlers.sent(work, event.message_id)


CONSUMERS = (Consumer(MessageOwed, message_owed),)
