"""Promotions of single units: noted when orders tell of them, opened and closed by the clock, shown everywhere."""

from bdcommerce.catalog.domain import promotions
from bdcommerce.catalog.domain.promotions import Known
from bdcommerce.catalog.events.promotions import Promotion, PromotionClosed, PromotionDue, PromotionNoted
from bdcommerce.catalog.events.shelves import Cause
from bdcommerce.catalog.handlers.shelves import rearrange
from bdcommerce.catalog.ports import Work
from bdcommerce.kernel import clock


async def note_promotion(work: Work, promotion: Promotion) -> None:
    """Orders tells of a promotion, or of other terms of a known one."""
    before = await work.promotions.find(promotion.promotion_id)
    version, revision = (before.version, before.revision + 1) if before else (0, 1)
    await work.promotions.save(promotion.promotion_id, PromotionNoted(promotion=promotion), expected=version)
    if before and before.is_open:
        await rearrange(work, Cause(kind="promotion_shown", id=promotion.promotion_id))
    noted = Known(promotion=promotion, revision=revision, is_open=False, is_over=False, version=version + 1)
    await _step(work, noted)
    due = PromotionDue(promotion_id=promotion.promotion_id, revision=revision)
    for at in (promotion.starts_at, promotion.ends_at):
        if at > clock.now():
            await work.log.later(due, due=at)


async def promotion_due(work: Work, promotion_id: str, revision: int) -> None:
    """A window opens or closes, unless the promotion has other terms by now."""
    known = await work.promotions.find(promotion_id)
    if known and known.revision == revision:
        await _step(work, known)


async def withdraw_promotion(work: Work, promotion_id: str, reason: str) -> None:
    """Orders tells that it is over before its time."""
    known = await work.promotions.find(promotion_id)
    if known and not known.is_over:
        closed = PromotionClosed(promotion_id=promotion_id, reason=reason)
        await work.promotions.save(promotion_id, closed, expected=known.version)
        await rearrange(work, Cause(kind="promotion_shown", id=promotion_id))


async def _step(work: Work, known: Known) -> None:
    event = promotions.step(known, clock.now())
    if event:
        await work.promotions.save(event.promotion_id, event, expected=known.version)
        over = isinstance(event, PromotionClosed)
        await rearrange(work, Cause(kind="promotion_shown" if over else "promotion", id=event.promotion_id))
