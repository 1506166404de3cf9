"""What others may ask of fulfilment."""

from bdcommerce.contracts.compliance import ComplianceFace
from bdcommerce.contracts.fulfilment import DeliveryQuestion, DeliveryQuote
from bdcommerce.fulfilment.domain import delivery
from bdcommerce.kernel import clock


class Fulfilment:
    """See contracts.fulfilment.FulfilmentFace."""

    def __init__(self, compliance: ComplianceFace) -> None:
        self._compliance = compliance

    async def quote(self, questions: list[DeliveryQuestion]) -> list[DeliveryQuote]:
        """See FulfilmentFace."""
        today = clock.today()
        rules = await self._compliance.rules(delivery.RULES, today)
        by_zone = delivery.tariffs({rule.key: rule.value for rule in rules})
        return [delivery.quote(question, by_zone, today) for question in questions]
