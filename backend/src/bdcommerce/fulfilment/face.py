"""What others may ask of fulfilment."""

import asyncio
from typing import Literal

from bdcommerce.contracts.fulfilment import (
    AreasFetched,
    CodStanding,
    CourierHealth,
    DeliveryQuestion,
    DeliveryQuote,
    HandedOverCash,
    UnmappedArea,
)
from bdcommerce.fulfilment.domain import delivery
from bdcommerce.fulfilment.domain.booking import Account
from bdcommerce.fulfilment.domain.cash import HandedOver
from bdcommerce.fulfilment.errors import AlreadySettled
from bdcommerce.fulfilment.handlers import areas, cash
from bdcommerce.fulfilment.queries import cash as cash_queries
from bdcommerce.fulfilment.queries.edge import Edge
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import BdError, Invalid, ensure

_MOST = 500


class Fulfilment:
    """See contracts.fulfilment.FulfilmentFace."""

    def __init__(self, edge: Edge) -> None:
        self._edge = edge

    async def quote(self, questions: list[DeliveryQuestion]) -> list[DeliveryQuote]:
        """See FulfilmentFace."""
        now = clock.now()
        rules = {rule.key: rule.value for rule in await self._edge.compliance.rules(delivery.RULES, clock.today())}
        opened = await self._edge.books.open({question.vendor_id for question in questions})
        return [
            delivery.quote(question, opened.book, opened.hours_of(question.vendor_id), rules, now)
            for question in questions
        ]

    async def courier_health(self) -> list[CourierHealth]:
        """See FulfilmentFace."""
        return list(await asyncio.gather(*(self._health(each) for each in await self._edge.market.accounts())))

    async def fetch_areas(self, courier: str) -> AreasFetched:
        """See FulfilmentFace."""
        done = await areas.fetch(self._edge, courier)
        return AreasFetched(courier=courier, areas=done.areas, proposals=done.proposals)

    async def unmapped_areas(self, courier: str) -> list[UnmappedArea]:
        """See FulfilmentFace."""
        found = await areas.unmapped(self._edge, courier)
        return [UnmappedArea(courier=courier, level=each.level, our_id=each.id, name=each.name) for each in found]

    async def cash_of(self, courier: str, references: list[str]) -> list[CodStanding]:
        """See FulfilmentFace."""
        ensure(len(references) <= _MOST, Invalid.field("references", f"must be at most {_MOST}"))
        return await cash_queries.standing(self._edge.reads, courier, references)

    async def hand_over(self, courier: str, reference: str, parcels: list[HandedOverCash], by: str) -> None:
        """See FulfilmentFace."""
        handed_over = [
            HandedOver(shipment_id=each.shipment_id, arrived=each.arrived, charge=each.charge) for each in parcels
        ]
        async with self._edge.works() as work:
            if not await work.cash.remitted_as(courier, reference):
                await cash.remit(work, courier, reference, handed_over, by)

    async def settle_cash(self, shipment_id: str, how: Literal["paid", "written_off"], reason: str, by: str) -> None:
        """See FulfilmentFace."""
        async with self._edge.works() as work:
            shortage = await work.cash.shortage_of(shipment_id)
            ensure(shortage.how in (None, how), AlreadySettled.of(shortage.shortage_id))
            if not shortage.settled:
                await cash.settle_shortage(work, shortage.shortage_id, how, reason, by)

    async def _health(self, account: Account) -> CourierHealth:
        configured = self._edge.couriers.get(account.courier)
        problem = "" if configured else "no address and credentials are set"
        if configured:
            try:
                await configured.check()
            except BdError as error:
                problem = error.message
        return CourierHealth(
            courier=account.courier,
            configured=configured is not None,
            enabled=account.enabled,
            works=not problem,
            problem=problem,
        )
