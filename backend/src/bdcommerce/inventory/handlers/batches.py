"""Goods come in with their batches, and batches go off sale before they expire."""

from collections.abc import Sequence
from datetime import timedelta

from bdcommerce.contracts.compliance import ComplianceFace
from bdcommerce.inventory.domain import EXPIRY_MARGIN, CountStock, JudgeBatches, ReceiveStock, sale_ends_at
from bdcommerce.inventory.events import BatchFellDue
from bdcommerce.inventory.handlers.stock import recount, settle
from bdcommerce.inventory.ports import Work
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import BdError


async def expiry_margin(compliance: ComplianceFace) -> timedelta:
    """How long before a batch expires its sale ends today."""
    (rule,) = await compliance.rules([EXPIRY_MARGIN], clock.today())
    return timedelta(days=int(rule.value))


async def receive_stock(work: Work, request: ReceiveStock, margin: timedelta) -> None:
    """Goods are in stock; when their sale ends, a timer says so.

    Raises UnknownStock, UnknownWarehouse, WarehouseClosed, BatchDiffers, Invalid.
    """
    await recount(work, request)
    if request.expires_on:
        due = sale_ends_at(request.expires_on, margin)
        await work.log.later(BatchFellDue(offer_id=request.offer_id), due=due)


async def set_stock(
    work: Work, requests: Sequence[CountStock | ReceiveStock], margin: timedelta
) -> list[BdError | None]:
    """Many counts and receipts at once, as a file has them: the refusal of each, in order; one stops no other.

    The offers are the vendor's: who calls has asked the catalog. Some hundreds go well in one transaction.
    """
    granted = await settle(work, requests)
    refusals = [outcome if isinstance(outcome, BdError) else None for outcome in granted.outcomes]
    for request, refusal in zip(requests, refusals, strict=True):
        if refusal is None and isinstance(request, ReceiveStock) and request.expires_on:
            due = sale_ends_at(request.expires_on, margin)
            await work.log.later(BatchFellDue(offer_id=request.offer_id), due=due)
    return refusals


async def judge_batches(work: Work, offer_ids: Sequence[str], margin: timedelta) -> None:
    """Block what expires too soon by now, and unblock what does not by a rule that has changed."""
    until = clock.today() + margin
    await settle(work, [JudgeBatches(offer_id, until) for offer_id in offer_ids])
