"""Notifications as other services' tests see them: what was accepted, once per key, in memory."""

from bdcommerce.contracts.notifications import GatewayHealth, Message
from bdcommerce.kernel.errors import Invalid, Unavailable, ensure

_PARAMS: dict[str, set[str]] = {
    "otp": {"code", "minutes"},
    "email_code": {"code", "minutes"},
    "delivery_code": {"number", "code", "amount"},
    "confirm_order": {"number", "code", "amount"},
    "password_changed_sms": set(),
    "password_changed_email": set(),
    "contact_changed_sms": set(),
    "contact_changed_email": set(),
    "second_factor_reset": set(),
    "survey": {"shop", "link"},
}
"""The templates that are sent through the face, and what each needs."""


class FakeNotifications:
    """A NotificationsFace. `sent` holds what was accepted; `away` makes it unavailable."""

    def __init__(self) -> None:
        self.sent: list[Message] = []
        self.away = False

    async def send(self, message: Message) -> None:
        ensure(not self.away, Unavailable("notifications do not answer"))
        ensure(message.template in _PARAMS, Invalid.field("template", "is not known"))
        missing = sorted(_PARAMS[message.template] - message.params.keys())
        ensure(not missing, Invalid("parameters are missing", fields=dict.fromkeys(missing, "is required")))
        if message.key not in {earlier.key for earlier in self.sent}:
            self.sent.append(message)

    async def check_gateways(self) -> list[GatewayHealth]:
        return [GatewayHealth(name="fake", channel="sms", working=not self.away, said="", balance="")]

    def last_code(self, to: str) -> str:
        """The one-time code that was last sent to a phone (E.164)."""
        return next(message.params["code"] for message in reversed(self.sent) if message.to == to)
