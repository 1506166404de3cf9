"""Fulfilment in memory, for the tests of those who ask it: fees and promises by zone, without a rule book."""

from datetime import timedelta

from bdcommerce.contracts.fulfilment import DeliveryQuestion, DeliveryQuote
from bdcommerce.kernel import clock
from bdcommerce.kernel.money import Money


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

    async def quote(self, questions: list[DeliveryQuestion]) -> list[DeliveryQuote]:
        """One quote per question, in order."""
        return [self._quote(question) for question in questions]

    def _quote(self, question: DeliveryQuestion) -> DeliveryQuote:
        city = question.origin.city_key
        near = city != "" and city == question.destination.city_key
        return DeliveryQuote(
            vendor_id=question.vendor_id,
            zone="same_city" if near else "other",
            fee=self.fee_same_city if near else self.fee_other,
            promised_by=clock.today() + timedelta(days=self.days_same_city if near else self.days_other),
        )
