"""What waits for staff: approved, refused, taken back; products taken down and reinstated."""

from collections.abc import Callable
from datetime import timedelta

from bdcommerce.catalog.domain import Product, products
from bdcommerce.catalog.domain.approvals import ApprovalPolicy, checked_policy
from bdcommerce.catalog.errors import AlreadyDecided, UnknownApproval
from bdcommerce.catalog.events import ApprovalPolicySet, RevisionApproved, RevisionRefused, RevisionWithdrawn
from bdcommerce.catalog.handlers.products import demands, put_on_sale, saved, withdrawn
from bdcommerce.catalog.ports import Work
from bdcommerce.contracts.catalog import ProductPublished
from bdcommerce.kernel.errors import Stale, ensure
from bdcommerce.kernel.text import nfc


async def approve(work: Work, approval_id: str, version: int, margin: timedelta) -> Product:
    """Let customers see what waits. `version` is that of the product staff have looked at.

    Raises UnknownApproval, AlreadyDecided, Stale, and whatever publishing or changing raises.
    """
    before = await _waiting(work, approval_id, version)
    if before.approval_id == approval_id:
        return await put_on_sale(work, before, margin)
    sheet = products.accepted(before)
    held = await demands(work, before, sheet, margin, known_brand=before.sheet.brand_id)
    sheet = products.revise(before, sheet, held.rules, held.offers, held.today).sheet
    event = RevisionApproved(product_id=before.product_id, approval_id=approval_id, sheet=sheet)
    return await saved(work, before, event, margin)


async def refuse(work: Work, approval_id: str, version: int, reason: str) -> Product:
    """What customers see stays as it is; the vendor reads why. Raises UnknownApproval, AlreadyDecided, Stale."""
    before = await _waiting(work, approval_id, version)
    if before.approval_id == approval_id:
        return await saved(work, before, products.send_back(before, reason))
    refused = RevisionRefused(product_id=before.product_id, approval_id=approval_id, reason=nfc(reason))
    return await saved(work, before, refused)


async def withdraw(work: Work, vendor_id: str, approval_id: str) -> Product:
    """The vendor takes back what waits. Raises UnknownApproval, AlreadyDecided."""
    before = await work.products.get(await work.approvals.product_of(approval_id))
    ensure(before.vendor_id == vendor_id, UnknownApproval.named(approval_id))
    before = await _waiting(work, approval_id, before.version)
    if before.approval_id == approval_id:
        return await saved(work, before, products.send_back(before, ""))
    return await saved(work, before, RevisionWithdrawn(product_id=before.product_id, approval_id=approval_id))


async def take_down(work: Work, product_id: str, reason: str) -> Product:
    """Hide a product from customers until staff reinstate it. Raises UnknownProduct, WrongStatus."""
    before = await work.products.get(product_id)
    after = await saved(work, before, products.take_down(before, reason))
    await withdrawn(work, before, "staff")
    return after


async def reinstate(work: Work, product_id: str, reason: str, margin: timedelta) -> Product:
    """Let a product be what it was; published only if it is still complete. Raises UnknownProduct, WrongStatus."""
    before = await work.products.get(product_id)
    held = await demands(work, before, before.sheet, margin)
    event = products.reinstate(before, reason, held.rules, held.offers, held.today)
    after = await saved(work, before, event, margin)
    if after.status == "published":
        await work.log.tell(ProductPublished(product_id=product_id, slug=after.slug))
    return after


async def set_policy(work: Work, version: int, change: Callable[[ApprovalPolicy], ApprovalPolicy]) -> ApprovalPolicy:
    """Say which edits and whose products wait. What waits already goes on waiting. Raises Stale, Invalid."""
    before = await work.approvals.policy()
    ensure(before.version == version, Stale("the policy has changed meanwhile", version=before.version))
    policy = checked_policy(change(before))
    event = ApprovalPolicySet(
        fields=list(policy.fields), edits_of=list(policy.edits_of), first_of=list(policy.first_of)
    )
    await work.approvals.save_policy(event, expected=version)
    return policy


async def _waiting(work: Work, approval_id: str, version: int) -> Product:
    product = await work.products.get(await work.approvals.product_of(approval_id))
    waits = {product.approval_id, product.pending.approval_id if product.pending else ""} - {""}
    ensure(approval_id in waits, AlreadyDecided.named(approval_id))
    ensure(product.version == version, Stale("the product has changed meanwhile", version=product.version))
    return product
