"""Goods come in with their batches, and batches go off sale before they expire."""

from collections.abc import Sequence
from datetime import timedelta

from bdcommerce.contracts.compliance import ComplianceFace
from bdcommerce.inventory.domain import EXPIRY_MARGIN, JudgeBatches, ReceiveStock, sale_ends_at
from bdcommerce.inventory.events import BatchFellDue
from bdcommerce.inventory.handlers.stock import recount, settle
from bdcommerce.inventory.ports import Work
from bdcommerce.kernel import clock


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


async def judge_batches(work: Work, offer_ids: Sequence[str], margin: timedelta) -> None:
    """Block what expires too soon by now, and unblock what does not by a rule that has changed."""
    until = clock.today() + margin
    await settle(work, [JudgeBatches(offer_id, until) for offer_id in offer_ids])
