"""What others may ask of fulfilment."""

from bdcommerce.contracts.compliance import ComplianceFace
from bdcommerce.contracts.fulfilment import DeliveryQuestion, DeliveryQuote
from bdcommerce.fulfilment.domain import delivery
from bdcommerce.fulfilment.queries.delivery import DeliveryBooks
from bdcommerce.kernel import clock


class Fulfilment:
    """See contracts.fulfilment.FulfilmentFace."""

    def __init__(self, compliance: ComplianceFace, books: DeliveryBooks) -> None:
        self._compliance, self._books = compliance, books

    async def quote(self, questions: list[DeliveryQuestion]) -> list[DeliveryQuote]:
        """See FulfilmentFace."""
        now = clock.now()
        rules = {rule.key: rule.value for rule in await self._compliance.rules(delivery.RULES, clock.today())}
        opened = await self._books.open({question.vendor_id for question in questions})
        return [
            delivery.quote(question, opened.book, opened.hours_of(question.vendor_id), rules, now)
            for question in questions
        ]
