"""Cash on delivery: handed over, short, made good."""

from collections.abc import Sequence

from bdcommerce.contracts.fulfilment import CodRemitted, CodShortageSettled
from bdcommerce.fulfilment.domain import cash
from bdcommerce.fulfilment.domain.cash import HandedOver, How
from bdcommerce.fulfilment.ports import Work
from bdcommerce.kernel import clock, ids


async def remit(
    work: Work, courier: str, reference: str, handed_over: Sequence[HandedOver], recorded_by: str
) -> CodRemitted:
    """A courier hands over cash."""
    parcels = await work.cash.parcels([one.shipment_id for one in handed_over])
    remittance = cash.remit(courier, reference, handed_over, parcels, remittance_id=ids.new_id("rem"), at=clock.now())
    await work.cash.remit(remittance, recorded_by)
    await work.log.tell(remittance)
    return remittance


async def settle_shortage(work: Work, shortage_id: str, how: How, reason: str, settled_by: str) -> CodShortageSettled:
    """A courier makes a shortage good, or the operator writes it off."""
    shortage = await work.cash.shortage(shortage_id)
    settled = cash.settle(shortage, how, clock.now())
    await work.cash.settle(settled, reason, settled_by)
    await work.log.tell(settled)
    return settled
