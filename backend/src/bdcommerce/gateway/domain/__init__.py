"""What the gateway decides: the route table, what calls count as, and what partners are told over webhooks."""

from bdcommerce.gateway.domain.deliveries import Delivery, Outcome
from bdcommerce.gateway.domain.notices import KINDS, Kind, Notice, kind_named, notices_of
from bdcommerce.gateway.domain.signing import new_secret, signatures
from bdcommerce.gateway.domain.subscriptions import Health, Subscription
from bdcommerce.gateway.domain.table import CallKind, Route, double_entries, kind_of
from bdcommerce.gateway.domain.targets import checked_url, is_public

__all__ = [
    "KINDS",
    "CallKind",
    "Delivery",
    "Health",
    "Kind",
    "Notice",
    "Outcome",
    "Route",
    "Subscription",
    "checked_url",
    "double_entries",
    "is_public",
    "kind_named",
    "kind_of",
    "new_secret",
    "notices_of",
    "signatures",
]
