"""Fulfilment in memory, for the tests of those who ask it: fees and promises by zone, without a rule book.

Its promise is the law's last day, the cut-off midnight; places in `not_served` (upazilas) are refused.
"""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Literal

from bdcommerce.contracts.fulfilment import (
    AreaNotServed,
    AreasFetched,
    CodRemitted,
    CodStanding,
    CourierHealth,
    DeliveryQuestion,
    DeliveryQuote,
    HandedOverCash,
    RemittedParcel,
    UnmappedArea,
)
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Conflict, Invalid, NotFound, ensure
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized


class FakeFulfilment:
    """A FulfilmentFace with the fees (VAT included) and days that the rule book is seeded with."""

    def __init__(
        self,
        fee_same_city: Money = Money(6000),
        fee_other: Money = Money(12000),
        days_same_city: int = 5,
        days_other: int = 10,
    ) -> None:
        self.fee_same_city, self.fee_other = fee_same_city, fee_other
        self.days_same_city, self.days_other = days_same_city, days_other
        self.not_served: set[str] = set()
        self.cash: dict[str, CodStanding] = {}
        """By the tracking number."""
        self.handed: dict[str, tuple[str, str, list[HandedOverCash]]] = {}
        """By the reference: courier, who recorded it, parcels."""
        self.short: dict[str, Money] = {}
        """By shipment: what a courier still owes of what it handed over."""
        self.settled: dict[str, str] = {}

    async def quote(self, questions: list[DeliveryQuestion]) -> list[DeliveryQuote]:
        """One quote per question, in order."""
        return [self._quote(question) for question in questions]

    async def courier_health(self) -> list[CourierHealth]:
        """Riders, and nobody else."""
        return [CourierHealth(courier="own_riders", configured=True, enabled=True, works=True, problem="")]

    async def fetch_areas(self, courier: str) -> AreasFetched:
        """There is no courier that has any."""
        raise NotFound(f"there is no courier {courier}")

    async def unmapped_areas(self, courier: str) -> list[UnmappedArea]:
        """There is no courier that wants any."""
        raise NotFound(f"there is no courier {courier}")

    def collect(self, tracking_no: str, shipment_id: str, vendor_order_id: str, collected: Money | None) -> None:
        """A courier has (or has not yet) taken cash for a parcel."""
        self.cash[tracking_no] = CodStanding(
            reference=tracking_no,
            shipment_id=shipment_id,
            vendor_order_id=vendor_order_id,
            collected=collected,
            remitted_as="",
        )

    async def cash_of(self, courier: str, references: list[str]) -> list[CodStanding]:
        """Parcels by tracking number, shipment or vendor order."""
        return [
            replace(parcel, reference=asked)
            for asked in references
            for number, parcel in self.cash.items()
            if asked in {number, parcel.shipment_id, parcel.vendor_order_id}
        ]

    async def hand_over(self, courier: str, reference: str, parcels: list[HandedOverCash], by: str) -> None:
        """All of it, or none; once for a reference."""
        if reference in self.handed:
            return
        numbers = {parcel.shipment_id: number for number, parcel in self.cash.items()}
        for each in parcels:
            parcel = self.cash[numbers[each.shipment_id]]
            ensure(parcel.collected and not parcel.remitted_as, Conflict("no cash of it is in its hands"))
            short = (parcel.collected or Money(0)) - each.arrived - each.charge
            ensure(min(short, each.arrived, each.charge) >= Money(0), Invalid.field("arrived", "is too much"))
            self.short |= {each.shipment_id: short} if short else {}
            self.cash[numbers[each.shipment_id]] = replace(parcel, remitted_as=reference)
        self.handed[reference] = (courier, by, parcels)

    async def settle_cash(self, shipment_id: str, how: Literal["paid", "written_off"], reason: str, by: str) -> None:
        """Once."""
        ensure(shipment_id in self.short, NotFound("nothing of it is short"))
        ensure(self.settled.setdefault(shipment_id, how) == how, Conflict("it was settled otherwise"))

    def told(self, reference: str, courier: str) -> CodRemitted:
        """What fulfilment tells of cash that was handed over."""
        known = {parcel.shipment_id: parcel for parcel in self.cash.values()}
        return CodRemitted(
            remittance_id=f"rem_{reference.replace('/', '_')}",
            courier=courier,
            reference=reference,
            parcels=[
                RemittedParcel(
                    shipment_id=each.shipment_id,
                    vendor_order_id=known[each.shipment_id].vendor_order_id,
                    collected=known[each.shipment_id].collected or Money(0),
                    arrived=each.arrived,
                    charge=each.charge,
                    short=self.short.get(each.shipment_id, Money(0)),
                )
                for each in self.handed[reference][2]
            ],
            at=clock.now(),
        )

    def _quote(self, question: DeliveryQuestion) -> DeliveryQuote:
        if question.destination.upazila in self.not_served:
            raise AreaNotServed.because(Localized("nothing is delivered there"))
        city = question.origin.city_key
        near = city != "" and city == question.destination.city_key
        today = clock.today()
        return DeliveryQuote(
            vendor_id=question.vendor_id,
            zone="same_city" if near else "other",
            fee=self.fee_same_city if near else self.fee_other,
            promised_by=today + timedelta(days=self.days_same_city if near else self.days_other),
            promised_from=today + timedelta(days=1),
            order_before=datetime.combine(today + timedelta(days=1), time(), tzinfo=clock.DHAKA).astimezone(UTC),
        )
