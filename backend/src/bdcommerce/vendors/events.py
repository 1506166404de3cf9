"""What happened to a vendor, as it is stored. Ids and public facts only; who and when stand in the event's metadata.

Numbers of persons, accounts and phones are never in here: they lie sealed in a table of their own.
"""

from datetime import date
from typing import Literal

from bdcommerce.contracts.vendors import VendorTier
from bdcommerce.kernel.address import Place
from bdcommerce.kernel.events import domain_event
from bdcommerce.kernel.text import Localized

StaffRole = Literal["owner", "manager", "packer"]


@domain_event()
class ApplicationSubmitted:
    """Somebody wants to sell here, and has accepted the agreement."""

    vendor_id: str
    applicant_id: str
    name: Localized
    trade_licence: str
    trade_licence_expires: date
    bin: str
    rjsc_no: str
    dbid: str
    dbid_tracking: str
    dispatch: Place


@domain_event()
class ApplicationApproved:
    """The operator lets them sell, under this path of the shop."""

    vendor_id: str
    slug: str


@domain_event()
class ApplicationRefused:
    """The operator does not."""

    vendor_id: str
    reason: str


@domain_event()
class SellingSuspended:
    """Nothing of this vendor sells for the time being."""

    vendor_id: str
    reason: str


@domain_event()
class SellingResumed:
    """The vendor sells again."""

    vendor_id: str


@domain_event()
class StaffAdded:
    """A person works for the vendor."""

    vendor_id: str
    staff_id: str
    user_id: str
    role: StaffRole


@domain_event()
class StaffRemoved:
    """A person works for the vendor no longer."""

    vendor_id: str
    staff_id: str
    user_id: str


@domain_event()
class DispatchMoved:
    """Parcels are picked up somewhere else."""

    vendor_id: str
    dispatch: Place


@domain_event()
class TierSet:
    """The operator trusts the vendor more, or less."""

    vendor_id: str
    tier: VendorTier
    reason: str


@domain_event()
class IssuerNamed:
    """Invoices are issued under another name, from another address, or by somebody else."""

    vendor_id: str


@domain_event()
class BankAccountReplaced:
    """The vendor is paid elsewhere from now on."""

    vendor_id: str
