"""What others tell of an order's money."""

from bdcommerce.contracts.compliance import DisputeDecided, DisputeOpened
from bdcommerce.contracts.fulfilment import (
    ClaimSettled,
    CodRemitted,
    CodShortageSettled,
    ShipmentDelivered,
    ShipmentLost,
)
from bdcommerce.contracts.orders import (
    OrderCancelled,
    OrderConfirmed,
    ReturnAccepted,
    ReturnEnded,
    ReturnPickupCharged,
    ReturnRequested,
    VendorOrderAmended,
    VendorOrderCancelled,
    VendorOrderCompleted,
    VendorOrderReturned,
)
from bdcommerce.infra.service import Consumer
from bdcommerce.kernel import clock
from bdcommerce.payments.events import StatementDue
from bdcommerce.payments.handlers import escrow, prepaid, returns
from bdcommerce.payments.handlers.settlement import cash, turns
from bdcommerce.payments.ports import Deps
from bdcommerce.payments.queries import ApiDeps, settlements

PAYOUT_DAYS = "dc.seller_payout_days"


async def order_confirmed(event: OrderConfirmed, deps: Deps) -> None:
    """Open escrow, with the payout deadline of the day of the order."""
    (rule,) = await deps.compliance.rules([PAYOUT_DAYS], clock.dhaka_date(event.at))
    async with deps.works() as work:
        await escrow.open_escrows(work, event, int(rule.value))
        await prepaid.hear_confirmed(work, event)


async def amended(event: VendorOrderAmended, deps: Deps) -> None:
    """Other terms."""
    async with deps.works() as work:
        await escrow.amend_escrow(work, event)
        await prepaid.hear_change(work, event)


async def ended(event: VendorOrderCancelled | VendorOrderReturned | ShipmentLost, deps: Deps) -> None:
    """Nothing to collect."""
    async with deps.works() as work:
        await escrow.close_escrow(work, event)
        await prepaid.hear_change(work, event)


async def cancelled(event: OrderCancelled, deps: Deps) -> None:
    """Nothing to pay."""
    async with deps.works() as work:
        await prepaid.hear_cancelled(work, event)


async def delivered(event: ShipmentDelivered, deps: Deps) -> None:
    """Cash at the door."""
    async with deps.works() as work:
        await escrow.collect_cash(work, event)


async def remitted(event: CodRemitted, deps: Deps) -> None:
    """Cash from a courier."""
    async with deps.works() as work:
        await escrow.account_for_remittance(work, event)
        await cash.hear_remitted(work, event)


async def shortage_settled(event: CodShortageSettled, deps: Deps) -> None:
    """Cash a courier was short."""
    async with deps.works() as work:
        await escrow.settle_shortage(work, event)
        await cash.hear_settled(work, event)


async def claim_settled(event: ClaimSettled, deps: Deps) -> None:
    """A courier answers for a parcel."""
    async with deps.works() as work:
        await escrow.accept_claim(work, event)


async def disputed(event: DisputeOpened, deps: Deps) -> None:
    """The money stays."""
    async with deps.works() as work:
        await escrow.dispute(work, event)


async def decided(event: DisputeDecided, deps: Deps) -> None:
    """The money may go on."""
    async with deps.works() as work:
        await escrow.end_dispute(work, event)


async def completed(event: VendorOrderCompleted, deps: Deps) -> None:
    """The customer keeps the goods."""
    async with deps.works() as work:
        await escrow.accept_goods(work, event)


async def statement_due(event: StatementDue, deps: ApiDeps) -> None:
    """Lines of a settlement statement are to be matched."""
    await turns.take_turn(deps, event.turn, await settlements.next_lines(deps.reads, event.statement_id))


async def return_requested(event: ReturnRequested, deps: Deps) -> None:
    """The money waits."""
    async with deps.works() as work:
        await returns.open_return(work, event)


async def return_accepted(event: ReturnAccepted, deps: Deps) -> None:
    """The money goes back."""
    async with deps.works() as work:
        await returns.refund(work, event)


async def pickup_charged(event: ReturnPickupCharged, deps: Deps) -> None:
    """A vendor bears a pick-up."""
    async with deps.works() as work:
        await returns.charge_pickup(work, event)


async def return_ended(event: ReturnEnded, deps: Deps) -> None:
    """The rest of it may go on."""
    async with deps.works() as work:
        await returns.end_return(work, event)


CONSUMERS = (
    Consumer(OrderConfirmed, order_confirmed),
    Consumer(OrderCancelled, cancelled),
    Consumer(VendorOrderAmended, amended),
    Consumer(VendorOrderCancelled, ended),
    Consumer(VendorOrderReturned, ended),
    Consumer(VendorOrderCompleted, completed),
    Consumer(ShipmentDelivered, delivered),
    Consumer(CodRemitted, remitted),
    Consumer(CodShortageSettled, shortage_settled),
    Consumer(ShipmentLost, ended),
    Consumer(ClaimSettled, claim_settled),
    Consumer(DisputeOpened, disputed),
    Consumer(DisputeDecided, decided),
    Consumer(StatementDue, statement_due),
    Consumer(ReturnRequested, return_requested),
    Consumer(ReturnAccepted, return_accepted),
    Consumer(ReturnPickupCharged, pickup_charged),
    Consumer(ReturnEnded, return_ended),
)
