"""The hash chain of the audit log, as pure decisions."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime

from bdcommerce.contracts.compliance import StaffActed

GENESIS = "0" * 64
"""What the first audit entry follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Where a chain ends: the number and the hash of its last entry."""

    seq: int
    hash: str


START = Head(seq=0, hash=GENESIS)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One link: what a member of staff did, and the hash that ties it to everything before."""

    seq: int
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
    event_id: str
    previous_hash: str
    hash: str

    @property
    def as_head(self) -> Head:
        """The chain, if it ends here."""
        return Head(seq=self.seq, hash=self.hash)


def link(head: Head, acted: StaffActed, *, entry_id: str, event_id: str) -> AuditEntry:
    """The entry that follows the head of the chain."""
    entry = AuditEntry(
        **asdict(acted), seq=head.seq + 1, id=entry_id, event_id=event_id, previous_hash=head.hash, hash=""
    )
    return replace(entry, hash=_digest(entry))


def follows(head: Head, entry: AuditEntry) -> bool:
    """Whether an entry is the one that was written after this head, unchanged."""
    return entry.seq == head.seq + 1 and entry.previous_hash == head.hash and entry.hash == _digest(entry)


def _digest(entry: AuditEntry) -> str:
    """SHA-256 over canonical JSON of all but the hash: keys sorted, no white space, UTF-8, instants in UTC to the
    microsecond.
    """
    content = {name: value for name, value in asdict(entry).items() if name != "hash"}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_instant)
    return hashlib.sha256(text.encode()).hexdigest()


def _instant(value: object) -> str:
    if not isinstance(value, datetime):
        raise TypeError(f"an audit entry holds no {type(value).__name__}")
    return value.astimezone(UTC).isoformat(timespec="microseconds")
