"""The audit chain as it is read back: from end to end, in batches, on the read pool."""

from collections.abc import AsyncIterator

from bdcommerce.compliance.domain.audit import AuditEntry
from bdcommerce.compliance.ports import ChainExtent
from bdcommerce.infra.postgres import Query, Reads

_BATCH = 1000
_EXTENT = Query(
    "compliance.audit_extent",
    """
    SELECT (SELECT jsonb_build_object('seq', seq, 'hash', hash) FROM audit_head) AS head,
           (SELECT coalesce(max(seq), 0) FROM audit_entry) AS last_seq
    """,
    ChainExtent,
)
_ENTRIES = Query(
    "compliance.audit_chain",
    """
    SELECT seq, id, at, service, actor_id, audience, vendor_id, action, targets, body_hmac, request_id, event_id,
           previous_hash, hash
    FROM audit_entry WHERE seq > $1 AND seq <= $2 ORDER BY seq LIMIT $3
    """,
    AuditEntry,
)


class PostgresAuditTrail:
    """See ports.AuditTrail."""

    def __init__(self, reads: Reads) -> None:
        self._reads = reads

    async def extent(self) -> ChainExtent:
        """See ports.AuditTrail."""
        (extent,) = await self._reads.all(_EXTENT)
        return extent

    async def entries(self, up_to: int) -> AsyncIterator[AuditEntry]:
        """See ports.AuditTrail."""
        after = 0
        while batch := await self._reads.all(_ENTRIES, after, up_to, _BATCH):
            for entry in batch:
                yield entry
            after = batch[-1].seq
