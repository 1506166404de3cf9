"""Words that people are given to unsubscribe with: sealed, so that nobody makes one up, and good without signing in."""

from typing import get_args

from bdcommerce.infra.security import Sealer, Unreadable
from bdcommerce.notifications.domain.templates import Channel
from bdcommerce.notifications.errors import BadLeave

_CONTEXT = "notifications.leave"


class SealedLeave:
    """See ports.Leave."""

    def __init__(self, sealer: Sealer, shop_url: str) -> None:
        self._sealer, self._shop_url = sealer, shop_url.rstrip("/")

    def link(self, owner_id: str, channel: Channel) -> str:
        """See ports.Leave."""
        return f"{self._shop_url}/api/v1/unsubscribe/{self._word(owner_id, channel)}"

    def page(self, owner_id: str, channel: Channel) -> str:
        """See ports.Leave."""
        return f"{self._shop_url}/unsubscribe#{self._word(owner_id, channel)}"

    def who(self, token: str) -> tuple[str, Channel]:
        """See ports.Leave."""
        try:
            channel, _, owner_id = self._sealer.open(token, _CONTEXT).partition(" ")
        except Unreadable as error:
            raise BadLeave.field("token", "was given to nobody") from error
        found: Channel = next(each for each in get_args(Channel) if each == channel)
        return owner_id, found

    def _word(self, owner_id: str, channel: Channel) -> str:
        return self._sealer.seal(f"{channel} {owner_id}", _CONTEXT)
