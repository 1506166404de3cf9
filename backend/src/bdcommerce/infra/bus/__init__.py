"""The bus: what one service tells, others hear, once each, in order per key."""

from bdcommerce.infra.bus.port import Bus, Claimed, DeadLetter, Message
from bdcommerce.infra.bus.postgres import PostgresBus

__all__ = ["Bus", "Claimed", "DeadLetter", "Message", "PostgresBus"]
