"""What notifications do: write a message."""

from bdcommerce.contracts.notifications import Message
from bdcommerce.kernel import clock, ids
from bdcommerce.notifications.domain import template
from bdcommerce.notifications.ports import Work, Written


async def send(work: Work, message: Message) -> None:
    """Put a message into the outbox. Raises UnknownTemplate, MissingParameter."""
    chosen = template(message.template)
    chosen.render(message.params, message.language)
    await work.outbox.write(
        Written(
            id=ids.new_id("msg"),
            key=message.key,
            template=chosen.name,
            channel=chosen.channel,
            to=message.to,
            language=message.language,
            params=dict(message.params),
            at=clock.now(),
        )
    )
