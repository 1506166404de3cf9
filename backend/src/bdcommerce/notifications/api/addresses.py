"""Where staff send what they want to see at work: a phone for SMS, an address for e-mail."""

from bdcommerce.kernel import phone
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.notifications.domain.templates import Channel


def address(to: str, channel: Channel) -> str:
    """As messages are kept with it. Raises Invalid naming `to`."""
    if channel != "email":
        return phone.normalise(to, "to")
    local, at, host = to.partition("@")
    ensure(local and at and "." in host and to.isprintable(), Invalid.field("to", "is not an e-mail address"))
    return to
