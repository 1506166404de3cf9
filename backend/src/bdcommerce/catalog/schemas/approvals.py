"""What waits for staff, as vendors and staff read and decide it."""

from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from bdcommerce.catalog.domain.approvals import FIELDS, ApprovalPolicy
from bdcommerce.catalog.schemas.fields import Version
from bdcommerce.contracts.vendors import VendorTier
from bdcommerce.kernel.text import Localized

ApprovalKind = Literal["publication", "edit"]
ApprovalStatus = Literal["pending", "approved", "refused", "withdrawn"]
Reason = Annotated[
    str,
    Meta(min_length=1, max_length=500, description="the vendor reads it", examples=["The picture shows another model"]),
]
_Field = Annotated[str, Meta(max_length=60, description=f"one of {', '.join(FIELDS)}", examples=["facts.title"])]


class Approve(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Yes, as it was read."""

    version: Annotated[Version, Meta(description="`product_version` of what was read")]


class Refuse(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """No, and why."""

    version: Annotated[Version, Meta(description="`product_version` of what was read")]
    reason: Reason


class TakeDown(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Why customers are not to see a product."""

    reason: Reason


class Reinstate(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Why they may see it again."""

    reason: Reason


class ChangeApprovalPolicy(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What is to be otherwise; lists are given whole."""

    version: Annotated[int, Meta(ge=0, le=2**31 - 1)] | None = None
    """The version that was read, 0 if nobody has set the policy yet; or send If-Match."""
    fields: Annotated[list[_Field], Meta(max_length=60)] | UnsetType = UNSET
    edits_of: Annotated[list[VendorTier], Meta(max_length=3)] | UnsetType = UNSET
    first_of: Annotated[list[VendorTier], Meta(max_length=3)] | UnsetType = UNSET


class ApprovalPolicyView(msgspec.Struct, frozen=True, kw_only=True):
    """What staff want to see before customers do."""

    version: int
    fields: list[str]
    """Edits of these wait, once a product has been approved."""
    edits_of: list[VendorTier]
    """Tiers of vendors whose edits wait."""
    first_of: list[VendorTier]
    """Tiers of vendors whose products wait before their first publication."""

    @classmethod
    def of(cls, policy: ApprovalPolicy, version: int) -> "ApprovalPolicyView":
        """A policy."""
        return cls(
            version=version,
            fields=list(policy.fields),
            edits_of=list(policy.edits_of),
            first_of=list(policy.first_of),
        )


class ApprovalSummary(msgspec.Struct, frozen=True, kw_only=True):
    """Something that waits for staff, or has."""

    id: str
    kind: ApprovalKind
    status: ApprovalStatus
    product_id: str
    vendor_id: str
    title: Localized
    fields: list[str]
    """What an edit would change."""
    submitted_at: datetime
    decided_at: datetime | None
    reason: str
    """Why it was refused, or empty."""


class FieldChange(msgspec.Struct, frozen=True, kw_only=True):
    """A field of a product before and after, in the form it has in the product."""

    field: str
    before: Any
    after: Any


class ApprovalView(msgspec.Struct, frozen=True, kw_only=True):
    """The same with all that it would change."""

    id: str
    kind: ApprovalKind
    status: ApprovalStatus
    product_id: str
    product_version: int
    """To be sent with a decision, so that nobody decides on what has changed meanwhile."""
    vendor_id: str
    title: Localized
    changes: list[FieldChange]
    """Of an edit; a publication is read as the product itself."""
    submitted_at: datetime
    decided_at: datetime | None
    reason: str
