"""What somebody without an account gets for the number of an order and a proof of its phone."""

from typing import Annotated

import msgspec
from msgspec import Meta

from bdcommerce.compliance.schemas.complaints import ComplaintView
from bdcommerce.compliance.schemas.disputes import DisputeView


class GuestProof(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """How somebody without an account shows that an order is theirs."""

    order_number: Annotated[
        str, Meta(min_length=6, max_length=30, pattern=r"^[^\x00-\x1f]*$", examples=["BD-261122-000123"])
    ]
    phone_proof: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=4000,
            pattern=r"^[^\x00-\x1f]*$",
            description="from POST /auth/otp/verify with purpose `checkout`, for the phone of the order",
            examples=["eyJwaG9uZSI6Ii4uLiJ9"],
        ),
    ]


class GuestCases(msgspec.Struct, frozen=True, kw_only=True):
    """Complaints and disputes over the order, and what opens them from now on."""

    guest_token: Annotated[str, Meta(description="shown once; send it as X-Guest-Token. Earlier ones open nothing")]
    complaints: list[ComplaintView]
    disputes: list[DisputeView]
