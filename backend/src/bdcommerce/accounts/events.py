"""Private events of accounts: what is still to be done when the call is answered."""

from bdcommerce.kernel.events import domain_event


@domain_event()
class MessageOwed:
    """Somebody is to be written to. What, and to whom, is kept sealed until it has been sent."""

    message_id: str
