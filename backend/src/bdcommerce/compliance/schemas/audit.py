"""The audit log over HTTP."""

from datetime import datetime

import msgspec


class AuditView(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the audit log."""

    seq: int
    """Counts the entries from 1, without a gap."""
    id: str
    at: datetime
    service: str
    actor_id: str
    audience: str
    vendor_id: str
    action: str
    targets: dict[str, str]
    body_hmac: str
    request_id: str
    hash: str
