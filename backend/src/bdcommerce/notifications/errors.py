"""What can go wrong with a message.

BdError
├── Invalid
│   ├── UnknownTemplate    no template has that name
│   ├── MissingParameter   the template needs a value that was not given
│   ├── BadTemplate        a text that could not be sent: values missing, strange ones, or too long
│   ├── BadDevice          not what a device of that kind gives
│   ├── BadLeave           nobody was given this word to unsubscribe with
│   └── UnreadableReport   a delivery report that says nothing we understand
├── Forbidden
│   └── BadReport          a delivery report without the token of its gateway
├── NotFound
│   ├── NoSuchTemplate     the path names no template
│   ├── NoSuchGateway      the path names no gateway of this installation
│   ├── NoSuchDevice       the path names no device of the caller
│   ├── NoSuchCampaign     the path names no campaign
│   └── UnknownMessage     the path names no message
├── Conflict
│   ├── NotTriable         nothing of that kind can be sent to an address somebody types
│   ├── NotOver            the message is still on its way, or has arrived
│   ├── TooManyDevices     somebody has as many as anybody may have
│   ├── CampaignUnderWay   it is scheduled or being sent
│   └── CampaignOver       it is through, or was cancelled
└── Stale                  somebody else changed the template, the preferences or the campaign meanwhile
"""

from bdcommerce.kernel.errors import Conflict, Forbidden, Invalid, NotFound


class UnknownTemplate(Invalid):
    """No template has that name."""

    code = "unknown_template"


class MissingParameter(Invalid):
    """The template needs a value that was not given."""

    code = "missing_parameter"


class BadTemplate(Invalid):
    """The text could not be sent like this."""

    code = "bad_template"


class NoSuchTemplate(NotFound):
    """The path names no template."""

    code = "no_such_template"


class BadDevice(Invalid):
    """Not what a device of that kind gives."""

    code = "bad_device"


class BadLeave(Invalid):
    """Nobody was given this word to unsubscribe with."""

    code = "bad_leave"


class UnreadableReport(Invalid):
    """A delivery report that says nothing we understand."""

    code = "unreadable_report"


class BadReport(Forbidden):
    """A delivery report without the token of its gateway."""

    code = "bad_report"


class NoSuchGateway(NotFound):
    """The path names no gateway of this installation."""

    code = "no_such_gateway"


class NoSuchDevice(NotFound):
    """The path names no device of the caller."""

    code = "no_such_device"


class NoSuchCampaign(NotFound):
    """The path names no campaign."""

    code = "no_such_campaign"


class UnknownMessage(NotFound):
    """The path names no message."""

    code = "unknown_message"


class NotTriable(Conflict):
    """Nothing of that kind can be sent to an address that somebody types."""

    code = "not_triable"


class NotOver(Conflict):
    """The message is still on its way, or has arrived."""

    code = "not_over"


class TooManyDevices(Conflict):
    """Somebody has as many devices as anybody may have."""

    code = "too_many_devices"


class CampaignUnderWay(Conflict):
    """The campaign is scheduled or being sent."""

    code = "campaign_under_way"


class CampaignOver(Conflict):
    """The campaign is through, or was cancelled."""

    code = "campaign_over"
