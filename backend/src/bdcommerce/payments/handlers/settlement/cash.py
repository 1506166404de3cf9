"""What fulfilment tells of couriers' cash ends differences about it, whoever has settled it there."""

from bdcommerce.contracts.fulfilment import CodRemitted, CodShortageSettled
from bdcommerce.payments.handlers.settlement.matching import end_settled
from bdcommerce.payments.ports import Work


async def hear_remitted(work: Work, remittance: CodRemitted) -> None:
    """Cash was handed over, by a statement or at a counter."""
    parcels = sorted(parcel.vendor_order_id for parcel in remittance.parcels)
    await end_settled(work, await work.settlements.undecided("courier", remittance.courier, parcels))


async def hear_settled(work: Work, shortage: CodShortageSettled) -> None:
    """What was short was paid, or written off."""
    about = await work.settlements.undecided("courier", shortage.courier, [shortage.vendor_order_id])
    await end_settled(work, about)
