"""What happened to products and edits that wait for staff, and to the policy that says which do."""

from bdcommerce.catalog.events.products import ProductSheet
from bdcommerce.contracts.vendors import VendorTier
from bdcommerce.kernel.events import domain_event


@domain_event()
class ApprovalPolicySet:
    """From now on these edits, and these vendors' products, wait for staff."""

    fields: list[str]
    edits_of: list[VendorTier]
    first_of: list[VendorTier]


@domain_event()
class ProductSubmitted:
    """A product waits for staff before customers see it for the first time."""

    product_id: str
    approval_id: str


@domain_event()
class ProductSentBack:
    """It is a draft again: staff do not want it like this, or its vendor has taken it back."""

    product_id: str
    approval_id: str
    reason: str
    """Empty: its vendor has taken it back."""


@domain_event()
class RevisionSubmitted:
    """An edit of an approved product waits for staff; told again when the vendor has changed it meanwhile."""

    product_id: str
    vendor_id: str
    approval_id: str
    before: ProductSheet
    """What customers see."""
    sheet: ProductSheet
    """What they would see."""
    fields: list[str]
    """What of it waits."""


@domain_event()
class RevisionApproved:
    """This is the whole sheet from now on."""

    product_id: str
    approval_id: str
    sheet: ProductSheet


@domain_event()
class RevisionRefused:
    """What customers see stays as it is."""

    product_id: str
    approval_id: str
    reason: str


@domain_event()
class RevisionWithdrawn:
    """The vendor does not want the edit any more."""

    product_id: str
    approval_id: str
