"""What fulfilment refuses.

NotFound
├── UnknownShipment       there is no such shipment
├── UnknownCourier        there is no such courier
├── UnknownShortage       there is no such shortage
├── UnknownClosing        there is no such closing
├── UnknownClaim          there is no such claim
├── UnknownEvidence       there is no such photo of this shipment
├── HookRefused           the webhook does not prove that it comes from the courier
├── UnknownBooking        the shipment has no booking
├── UnknownArea           the courier has no such area
├── UnknownBulk           there is no such bulk booking
├── UnknownZone           there is no such delivery zone
└── UnknownHoliday        staff have said nothing of that day
Forbidden
└── FourEyes              somebody else has to decide on the closing
Invalid
├── HookUnreadable        the webhook's body is not what the courier sends
├── UnreadablePhoto       the bytes are no picture that can be kept
├── WrongCode             the delivery code is not the one that was sent
└── WrongCollection       the cash is not what was to be collected
Conflict
├── CourierRefused        the courier has said no
├── CourierCannot         the courier's API has no such call
├── AreaUnmapped          a place of ours has no area of the courier's
├── NoCourier             no courier can have the parcel
├── NotToBook             the booking is in another state
├── TrackingNumberUsed    the tracking number is another parcel's
├── DayClosed             the rider's day is counted: it takes no more cash
├── NothingToClose        the rider holds no cash of that day
├── ClosingDecided        the closing is confirmed or rejected
├── InClosing             the cash of a parcel is in a closing
├── ClaimClosed           the claim is decided or withdrawn
├── ClaimIsOpen           a parcel has one open claim
├── TooLateToClaim        damage is claimed within days
├── PhotoUsed             the picture proves the delivery of another parcel
├── TooManyPhotos         a parcel has as many photos as may be
├── PhotoNotEnough        this much cash is handed over against the code only
├── ReturnCodeNeeded      a parcel goes back to its vendor against the vendor's code
├── AskedForLater         the customer has chosen a later day
├── TooOftenRescheduled   the customer has chosen another day as often as may be
├── AlreadyChecked        the vendor has said how the parcel came back
├── ZoneExists            the code stands for another zone
├── PairTaken             another zone covers this pair of areas
├── CatchAllNeeded        some zone must cover what no other does
├── NotPossibleNow        the shipment is in another state
├── CodeLocked            too many wrong codes; a new one must be sent
├── AlreadyShipped        the vendor order has a shipment
├── AlreadyRemitted       cash of a parcel is handed over once
├── NotCollected          no cash of this courier was collected for this parcel
├── ReferenceUsed         the courier's reference stands for another remittance
└── AlreadySettled        the shortage was paid or written off before
TooMany
└── CodeJustSent          a new code may be sent a little later
Unavailable
├── CourierSilent         the courier did not answer: what it did is not known
├── PickupPointWaits      the courier has not yet approved the place
└── CourierAway           the courier cannot be asked: it has done nothing
    └── CredentialsRefused    it does not take our credentials
"""

from bdcommerce.fulfilment.errors.cash import (
    AlreadyRemitted,
    AlreadySettled,
    ClosingDecided,
    DayClosed,
    FourEyes,
    InClosing,
    NotCollected,
    NothingToClose,
    ReferenceUsed,
    UnknownClosing,
    UnknownShortage,
)
from bdcommerce.fulfilment.errors.claims import ClaimClosed, ClaimIsOpen, TooLateToClaim, UnknownClaim
from bdcommerce.fulfilment.errors.couriers import (
    AreaUnmapped,
    CourierAway,
    CourierCannot,
    CourierRefused,
    CourierSilent,
    CredentialsRefused,
    HookRefused,
    HookUnreadable,
    NoCourier,
    NotToBook,
    PickupPointWaits,
    TrackingNumberUsed,
    UnknownArea,
    UnknownBooking,
    UnknownBulk,
)
from bdcommerce.fulfilment.errors.delivery import CatchAllNeeded, PairTaken, UnknownHoliday, UnknownZone, ZoneExists
from bdcommerce.fulfilment.errors.parcels import (
    AlreadyChecked,
    AlreadyShipped,
    AskedForLater,
    NotPossibleNow,
    TooOftenRescheduled,
    UnknownCourier,
    UnknownShipment,
    WrongCollection,
)
from bdcommerce.fulfilment.errors.proof import (
    CodeJustSent,
    CodeLocked,
    PhotoNotEnough,
    PhotoUsed,
    ReturnCodeNeeded,
    TooManyPhotos,
    UnknownEvidence,
    UnreadablePhoto,
    WrongCode,
)

__all__ = [
    "AlreadyChecked",
    "AlreadyRemitted",
    "AlreadySettled",
    "AlreadyShipped",
    "AreaUnmapped",
    "AskedForLater",
    "CatchAllNeeded",
    "ClaimClosed",
    "ClaimIsOpen",
    "ClosingDecided",
    "CodeJustSent",
    "CodeLocked",
    "CourierAway",
    "CourierCannot",
    "CourierRefused",
    "CourierSilent",
    "CredentialsRefused",
    "DayClosed",
    "FourEyes",
    "HookRefused",
    "HookUnreadable",
    "InClosing",
    "NoCourier",
    "NotCollected",
    "NotPossibleNow",
    "NotToBook",
    "NothingToClose",
    "PairTaken",
    "PhotoNotEnough",
    "PhotoUsed",
    "PickupPointWaits",
    "ReferenceUsed",
    "ReturnCodeNeeded",
    "TooLateToClaim",
    "TooManyPhotos",
    "TooOftenRescheduled",
    "TrackingNumberUsed",
    "UnknownArea",
    "UnknownBooking",
    "UnknownBulk",
    "UnknownClaim",
    "UnknownClosing",
    "UnknownCourier",
    "UnknownEvidence",
    "UnknownHoliday",
    "UnknownShipment",
    "UnknownShortage",
    "UnknownZone",
    "UnreadablePhoto",
    "WrongCode",
    "WrongCollection",
    "ZoneExists",
]
