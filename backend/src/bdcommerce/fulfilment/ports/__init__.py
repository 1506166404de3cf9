"""What fulfilment needs of the world."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bdcommerce.contracts.accounts import AccountsFace
from bdcommerce.contracts.compliance import ComplianceFace
from bdcommerce.contracts.fulfilment import CodRemitted, CodShortageSettled, ReturnLeg
from bdcommerce.contracts.notifications import NotificationsFace
from bdcommerce.contracts.orders import OrdersFace
from bdcommerce.contracts.vendors import VendorsFace
from bdcommerce.fulfilment.domain.cash import CodParcel, Shortage
from bdcommerce.fulfilment.domain.claim import Claim
from bdcommerce.fulfilment.domain.closing import Closing, Count
from bdcommerce.fulfilment.domain.delivery import Holiday
from bdcommerce.fulfilment.domain.evidence import Evidence, Photo
from bdcommerce.fulfilment.domain.promise import Hours
from bdcommerce.fulfilment.domain.shipment import Shipment
from bdcommerce.fulfilment.domain.tariff import FeeTable, Pair, Zone
from bdcommerce.fulfilment.events import ClaimEvent, ClaimOpened, ShipmentEvent, ShipmentPlanned
from bdcommerce.fulfilment.ports.couriers import (
    Bookings,
    Courier,
    CourierBook,
    CourierJob,
    CourierReads,
    NewsShelf,
    StartedSagas,
)
from bdcommerce.fulfilment.ports.parcels import Contacts, Owner
from bdcommerce.kernel.text import Localized
from bdcommerce.kernel.work import Work as KernelWork
from bdcommerce.kernel.work import Works


class Codes(Protocol):
    """Delivery codes: made, compared and handed on without ever being readable in the database."""

    def new(self) -> str:
        """A code of four digits."""

    def digest(self, shipment_id: str, code: str) -> str:
        """Keyed hash of a code, by which a shipment knows it."""

    def seal(self, code: str) -> str:
        """The code, for nobody but `open`."""

    def open(self, sealed: str) -> str:
        """The code again."""


class ContactsSeal(Protocol):
    """Contacts as they are stored."""

    def seal(self, contacts: Contacts) -> str:
        """The contacts, for nobody but `open`."""

    def open(self, sealed: str) -> Contacts:
        """The contacts again."""


class Shipments(Protocol):
    """The shipments, in one transaction."""

    async def add(self, planned: ShipmentPlanned, contacts: Contacts, owner: Owner) -> Shipment:
        """A new shipment. Raises AlreadyShipped if the vendor order has one."""

    async def get(self, shipment_id: str) -> Shipment:
        """Raises UnknownShipment."""

    async def contacts(self, shipment_id: str) -> Contacts:
        """From whom it is fetched, and to whom it goes. Raises UnknownShipment."""

    async def of_vendor_order(self, vendor_order_id: str) -> Shipment | None:
        """The shipment of a vendor order, if it has one."""

    async def of_return(self, return_id: str, leg: ReturnLeg) -> Shipment | None:
        """The parcel of a return, if it has one."""

    async def append(self, shipment: Shipment, happened: Sequence[ShipmentEvent]) -> None:
        """Store what happened to a shipment after it was read. Raises Stale if something else did meanwhile."""


class Cash(Protocol):
    """COD cash in couriers' hands, in one transaction."""

    async def collect(self, parcel: CodParcel) -> None:
        """A courier has taken cash at a door."""

    async def parcels(self, shipment_ids: Sequence[str]) -> Mapping[str, CodParcel]:
        """Those of these parcels for which cash was collected, locked until the transaction ends."""

    async def remit(self, remittance: CodRemitted, recorded_by: str) -> None:
        """Cash was handed over; what is short of a parcel becomes a shortage. Raises ReferenceUsed."""

    async def shortage(self, shortage_id: str) -> Shortage:
        """A shortage, locked until the transaction ends. Raises UnknownShortage."""

    async def shortage_of(self, shipment_id: str) -> Shortage:
        """The shortage of a parcel, locked until the transaction ends. Raises UnknownShortage."""

    async def remitted_as(self, courier: str, reference: str) -> bool:
        """Whether a courier's remittance of that reference was recorded."""

    async def settle(self, settled: CodShortageSettled, reason: str, settled_by: str) -> None:
        """A shortage is made good or written off."""


class DeliveryBook(Protocol):
    """What deliveries cost and when they are there, in one transaction; every change is a new edition for quotes."""

    async def zone(self, code: str) -> Zone:
        """Raises UnknownZone."""

    async def coverage(self, code: str) -> Collection[Pair]:
        """The pairs of areas that a zone covers."""

    async def add_zone(self, zone: Zone, coverage: Collection[Pair], by: str) -> None:
        """Raises ZoneExists, PairTaken."""

    async def change_zone(self, zone: Zone, coverage: Collection[Pair], by: str) -> None:
        """What it is and covers from now on. Raises PairTaken."""

    async def add_table(self, table: FeeTable, by: str) -> None:
        """Fees from a day on; of two tables for one day the later one holds."""

    async def set_hours(self, vendor_id: str, hours: Hours, by: str) -> None:
        """A vendor's hours, or (OPERATOR) those of every vendor without its own."""

    async def drop_hours(self, vendor_id: str) -> None:
        """The operator's hours hold for the vendor again."""

    async def put_holiday(self, holiday: Holiday, by: str) -> None:
        """Staff know better than the calendar."""

    async def drop_holiday(self, day: date) -> None:
        """The calendar holds again. Raises UnknownHoliday."""


class Closings(Protocol):
    """Riders' days and how their cash was counted, in one transaction."""

    async def ensure_open(self, rider_id: str, day: date) -> None:
        """Nobody else counts or adds to the rider's day until the transaction ends. Raises DayClosed."""

    async def uncounted(self, rider_id: str, day: date) -> Sequence[CodParcel]:
        """The cash that the rider took on a day and that no closing has counted, locked."""

    async def counted(self, closing_id: str) -> Sequence[CodParcel]:
        """The cash that a closing has counted, locked."""

    async def add(self, closing: Closing, count: Count, parcels: Sequence[CodParcel]) -> None:
        """A count of these parcels; the day takes no more."""

    async def get(self, closing_id: str) -> Closing:
        """A closing, locked. Raises UnknownClosing."""

    async def confirm(self, closing: Closing, remittance_id: str, by: str) -> None:
        """Its cash was remitted."""

    async def reject(self, closing: Closing, reason: str, by: str) -> None:
        """Its cash is uncounted again, the day open."""


class Runs(Protocol):
    """What riders have before them, in one transaction."""

    async def take(self, day: date, rider_id: str, shipment_id: str) -> None:
        """The rider has a parcel that day, at the end of its run unless it had it before."""

    async def plan(self, day: date, rider_id: str, shipment_ids: Sequence[str]) -> None:
        """The rider's whole day, in this order."""


class Claims(Protocol):
    """The claims, in one transaction."""

    async def add(self, opened: ClaimOpened) -> None:
        """A new claim. Raises ClaimIsOpen if the parcel has an open one."""

    async def get(self, claim_id: str) -> Claim:
        """Raises UnknownClaim."""

    async def append(self, claim: Claim, happened: Sequence[ClaimEvent]) -> None:
        """Store what happened to a claim after it was read. Raises Stale."""


class EvidenceShelf(Protocol):
    """Kept photos, in one transaction."""

    async def add(self, photo: Evidence) -> None:
        """Keep one more. Raises PhotoUsed."""

    async def of(self, shipment_id: str) -> Sequence[Evidence]:
        """Those of a shipment, in the order they came."""

    async def of_delivery(self, file: str) -> Evidence | None:
        """The delivery that a picture proves, if any."""


class Photos(Protocol):
    """Turns uploads into pictures that can be kept."""

    async def develop(self, upload: bytes) -> Photo:
        """The picture without anything but its points, and when it was taken. Raises UnreadablePhoto."""


class FileStore(Protocol):
    """Files by what is in them."""

    async def put(self, content: bytes, suffix: str = "") -> str:
        """Keep these bytes; the name they have from now on."""

    async def read(self, name: str) -> bytes:
        """What is in a file. Raises NotFound."""


class PublicHolidays(Protocol):
    """The public holidays of Bangladesh as a calendar foretells them."""

    async def of(self, year: int) -> Mapping[date, Localized]:
        """Those of a year, by day. Moon-sighted ones are estimates."""


class Work(KernelWork, Protocol):
    """A unit of work of fulfilment."""

    @property
    def shipments(self) -> Shipments:
        """The shipments."""

    @property
    def cash(self) -> Cash:
        """The cash."""

    @property
    def closings(self) -> Closings:
        """The closings."""

    @property
    def runs(self) -> Runs:
        """The runs."""

    @property
    def claims(self) -> Claims:
        """The claims."""

    @property
    def evidence(self) -> EvidenceShelf:
        """The photos."""

    @property
    def book(self) -> DeliveryBook:
        """What deliveries cost and when they are there."""

    @property
    def bookings(self) -> Bookings:
        """The bookings with couriers."""

    @property
    def news(self) -> NewsShelf:
        """What couriers have said."""

    @property
    def couriers(self) -> CourierBook:
        """What staff say of couriers."""

    @property
    def sagas(self) -> StartedSagas:
        """Processes that begin with this unit of work."""


@dataclass(frozen=True)
class Deps:
    """What fulfilment is given of the world."""

    works: Works[Work]
    contacts: ContactsSeal
    codes: Codes
    couriers: Mapping[str, Courier]
    """Those that are configured here, by name."""
    market: CourierReads
    orders: OrdersFace
    vendors: VendorsFace
    notifications: NotificationsFace
    accounts: AccountsFace
    compliance: ComplianceFace
    holidays: PublicHolidays
    photos: Photos
    files: FileStore


__all__ = [
    "Bookings", "Cash", "Claims", "Closings", "Codes", "Contacts", "ContactsSeal", "Courier", "CourierBook",
    "CourierJob", "CourierReads", "DeliveryBook", "Deps", "EvidenceShelf", "FileStore", "NewsShelf", "Owner", "Photos",
    "PublicHolidays", "Runs", "Shipments", "StartedSagas", "Work",
]  # fmt: skip
