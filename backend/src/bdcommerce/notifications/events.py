"""What notifications tell themselves."""

from bdcommerce.kernel.events import domain_event


@domain_event()
class MessageDue:
    """The quiet hours that a message waited for are over."""

    message_id: str


@domain_event()
class ReportArrived:
    """A gateway has said what became of messages; it is stored and waits to be read."""

    report_id: str
