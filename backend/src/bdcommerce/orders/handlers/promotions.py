"""Promotions, as staff and vendors make and run them, and as purchases use them."""

from collections.abc import Sequence
from datetime import datetime

from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.orders.domain.promotions.checks import checked
from bdcommerce.orders.domain.promotions.claims import Claim
from bdcommerce.orders.domain.promotions.codes import new_codes, normal_code
from bdcommerce.orders.domain.promotions.promotion import Codes, Promotion, announcement
from bdcommerce.orders.errors import CouponEnded, PromotionFixed, UnknownCoupon, UnknownCustomerList, UnknownPromotion
from bdcommerce.orders.events import PromotionTerms
from bdcommerce.orders.ports import Work

MOST_CODES = 100_000
"""Of one promotion: enough for a campaign, few enough for one file."""


async def draft(work: Work, owner: str, terms: PromotionTerms, *, codes: Codes, code: str) -> Promotion:
    """A new promotion that nobody gets yet. Raises Invalid, CouponCodeTaken, UnknownCustomerList."""
    await _check(work, terms, codes)
    promotion = Promotion(terms=terms, owner=owner, codes=codes, code=normal_code(code) if code else "")
    await work.promotions.add(promotion)
    return promotion


async def revise(
    work: Work, owner: str, promotion_id: str, terms: PromotionTerms, *, codes: Codes, code: str
) -> Promotion:
    """Other terms for a draft or a paused promotion.

    Raises UnknownPromotion, PromotionFixed, PromotionOver, Invalid, CouponCodeTaken, UnknownCustomerList.
    """
    before = await _owned(work, owner, promotion_id)
    ensure(before.owner == owner, PromotionFixed.of(promotion_id, "its vendor changes it"))
    await _check(work, terms, codes)
    revised = before.revised(terms, codes, normal_code(code) if code else "", clock.now())
    await work.promotions.save(revised)
    return revised


async def start(work: Work, owner: str, promotion_id: str) -> Promotion:
    """Let it run, or run on. Again: the same. Raises UnknownPromotion, PromotionOver, PromotionFixed."""
    before = await _owned(work, owner, promotion_id)
    if before.codes == "unique":
        has_codes = await work.promotions.count_codes(promotion_id)
        ensure(has_codes, PromotionFixed.of(promotion_id, "make codes for it first"))
    started = before.started(clock.now())
    if before.state == "paused":
        await work.promotions.recount(promotion_id)
    return await _kept(work, before, started)


async def pause(work: Work, owner: str, promotion_id: str) -> Promotion:
    """Stop it for a while. Again: the same. Raises UnknownPromotion, PromotionOver, PromotionFixed."""
    before = await _owned(work, owner, promotion_id)
    return await _kept(work, before, before.paused(clock.now()))


async def end(work: Work, owner: str, promotion_id: str) -> Promotion:
    """Stop it for good. Raises UnknownPromotion, PromotionOver."""
    before = await _owned(work, owner, promotion_id)
    return await _kept(work, before, before.ended(clock.now()))


async def make_codes(work: Work, owner: str, promotion_id: str, *, how_many: int, prefix: str) -> int:
    """Codes that work once each; how many were made. Raises UnknownPromotion, PromotionFixed."""
    promotion = await _owned(work, owner, promotion_id)
    unique = promotion.codes == "unique"
    ensure(unique, PromotionFixed.of(promotion_id, "it was made without codes of their own"))
    has = await work.promotions.count_codes(promotion_id)
    ensure(
        has + how_many <= MOST_CODES, PromotionFixed.of(promotion_id, f"it may have {MOST_CODES} codes, and has {has}")
    )
    return await work.promotions.add_codes(promotion_id, list(new_codes(prefix, how_many)))


async def make_coupon(work: Work, terms: PromotionTerms, code: str) -> Promotion:
    """A promotion with one code for everybody, running at once. Raises Invalid, CouponCodeTaken."""
    coupon = await draft(work, "", terms, codes="shared", code=code)
    started = coupon.started(clock.now())
    await work.promotions.save(started)
    return started


async def end_coupon(work: Work, promotion_id: str, at: datetime) -> Promotion:
    """It holds no longer from an instant on, at the earliest from now. Raises UnknownCoupon, CouponEnded, Invalid."""
    try:
        coupon = await work.promotions.lock(promotion_id)
    except UnknownPromotion as unknown:
        raise UnknownCoupon.of(promotion_id) from unknown
    now = clock.now()
    ensure(coupon.codes == "shared", UnknownCoupon.of(promotion_id))
    ensure(coupon.status_at(now) != "ended", CouponEnded.of(coupon.code))
    ensure(at < coupon.terms.ends_at, Invalid.field("ends_at", "must be before the coupon ends anyway"))
    ended = coupon.ending(max(at, now, coupon.terms.starts_at))
    await work.promotions.save(ended)
    return ended


async def claim(work: Work, claims: Sequence[Claim], customer: str, order_id: str) -> None:
    """An order uses promotions; who sells out a price tells so. Raises PromotionSoldOut, CouponExhausted."""
    if claims:
        await _announce(work, await work.promotions.claim(claims, customer, order_id, clock.now()))


async def give_back(work: Work, order_id: str, claims: Sequence[Claim]) -> None:
    """An order does not use so much after all; a price that was sold out is there again."""
    if claims:
        await _announce(work, await work.promotions.give_back(order_id, claims))


async def _announce(work: Work, promotion_ids: Sequence[str]) -> None:
    for promotion_id in promotion_ids:
        promotion = await work.promotions.get(promotion_id)
        if promotion.terms.level == "catalogue" and promotion.status_at(clock.now()) in ("scheduled", "active"):
            used_up, offers = await work.promotions.sold_out(promotion_id)
            await work.log.tell(announcement(promotion, offers, used_up=used_up))


async def _kept(work: Work, before: Promotion, after: Promotion) -> Promotion:
    """Keep a change of state, and tell the catalog of it."""
    if after == before:
        return after
    await work.promotions.save(after)
    if after.terms.level == "catalogue" and (before.state, after.state) != ("draft", "ended"):
        used_up, offers = await work.promotions.sold_out(after.id)
        await work.log.tell(announcement(after, offers, used_up=used_up))
    return after


async def _owned(work: Work, owner: str, promotion_id: str) -> Promotion:
    """One of this vendor's; the operator (empty) may handle everybody's."""
    promotion = await work.promotions.lock(promotion_id)
    ensure(owner in ("", promotion.owner), UnknownPromotion.of(promotion_id))
    return promotion


async def _check(work: Work, terms: PromotionTerms, codes: Codes) -> None:
    checked(terms, codes, clock.now())
    list_id = terms.conditions.list_id
    ensure(not list_id or await work.customer_lists.exists(list_id), UnknownCustomerList.of(list_id))
