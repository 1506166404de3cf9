"""What the outbox shows."""

from datetime import datetime

import msgspec

from bdcommerce.kernel.text import Language
from bdcommerce.notifications.domain import Channel


class MessageView(msgspec.Struct, frozen=True):
    """A message; the recipient is masked, and so are codes unless this installation reveals them."""

    id: str
    template: str
    channel: Channel
    to: str
    language: Language
    text: str
    params: dict[str, str]
    at: datetime
