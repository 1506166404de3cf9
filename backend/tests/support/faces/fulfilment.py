"""Fulfilment in memory, for the tests of those who ask it: fees and promises by zone, without a rule book.

Its promise is the law's last day, the cut-off midnight; places in `not_served` (upazilas) are refused.
"""

from datetime import UTC, datetime, time, timedelta

from bdcommerce.contracts.fulfilment import (
    AreaNotServed,
    AreasFetched,
    CourierHealth,
    DeliveryQuestion,
    DeliveryQuote,
    UnmappedArea,
)
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import NotFound
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
