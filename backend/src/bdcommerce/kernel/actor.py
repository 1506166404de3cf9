"""Who does something: what a decision, a timeline and the audit log need to know of the caller."""

from dataclasses import dataclass
from typing import Literal

Audience = Literal["shop", "vendor", "admin"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person in a role, or the system itself (`kind="system"`; the id names the rule, like `return-window`)."""

    id: str
    kind: Literal["guest", "customer", "vendor", "staff", "system"]
    vendor_id: str = ""


def system(name: str) -> Actor:
    """The marketplace itself, acting by a rule or a clock."""
    return Actor(id=name, kind="system")
