"""What notifications tell themselves."""

from bdcommerce.kernel.events import domain_event


@domain_event()
class MessageDue:
    """The quiet hours that a message waited for are over."""

    message_id: str
