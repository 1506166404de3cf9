"""Photos over HTTP."""

from datetime import datetime

import msgspec

from bdcommerce.fulfilment.domain.evidence import Purpose


class EvidenceView(msgspec.Struct, frozen=True, kw_only=True):
    """A photo of a parcel."""

    evidence_id: str
    purpose: Purpose
    width: int
    height: int
    captured_at: datetime | None
    """When the camera says it was taken; null: it says nothing."""
    uploaded_at: datetime
