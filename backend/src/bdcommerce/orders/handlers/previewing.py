"""What a promotion would do before anybody can get it: at which prices, and for which carts. Nothing is written."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bdcommerce.contracts.catalog import OfferTerms, PromotionPrice
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized
from bdcommerce.orders.domain.carts import Cart, CartLine
from bdcommerce.orders.domain.filling import Wanted
from bdcommerce.orders.domain.promotions.evaluation import WhyNot
from bdcommerce.orders.domain.promotions.hints import GivenPromotion, NearPromotion, given, hints
from bdcommerce.orders.domain.promotions.promotion import Promotion
from bdcommerce.orders.domain.promotions.rules import Rule, compiled
from bdcommerce.orders.events import NOTHING
from bdcommerce.orders.handlers.appraisal import appraise
from bdcommerce.orders.handlers.quoting import deliveries_to, offers_of, rules_today
from bdcommerce.orders.ports import Deps


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewedPrice:
    """What one unit of an offer costs now, and what it would cost."""

    offer_id: str
    title: Localized
    was: Money
    price: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What the promotion would do, together with those that run. `refused` says why it would not apply to the cart.

    goods - discount + delivery = total; delivery is only known with an address.
    """

    prices: tuple[PreviewedPrice, ...]
    goods: Money
    discount: Money
    delivery: Money | None
    total: Money
    promotions: tuple[GivenPromotion, ...]
    nearly: tuple[NearPromotion, ...]
    refused: WhyNot | None


async def preview(
    deps: Deps, promotion: Promotion, lines: Sequence[Wanted], *, customer_id: str, upazila_id: str
) -> Preview:
    """As if it ran, at the beginning of its window or now. Raises Invalid for an offer or a place nobody knows."""
    rule = compiled(promotion.terms)
    offers = await _offers(deps, [*(line.offer_id for line in lines), *promotion.terms.scope.offer_ids])
    rules = await rules_today(deps, offers)
    shown = {offer.offer_id: _as_shown(rule, offer) for offer in offers}
    cart = _cart(promotion, lines, shown)
    at = max(clock.now(), promotion.terms.starts_at)
    appraisal = await appraise(
        deps,
        cart,
        [(line, shown[line.offer_id]) for line in cart.lines],
        rules.goods_vat,
        customer_id=customer_id,
        book=(await deps.promotions.current()).having(rule),
        at=at,
    )
    place = await deps.accounts.place(upazila_id) if upazila_id else None
    deliveries = await deliveries_to(deps, appraisal.items, place) if place else []
    evaluation = appraisal.evaluated(deliveries, place.district if place else "")
    goods = sum((item.worth for item in appraisal.items), NOTHING)
    discount = sum((each.goods for each in evaluation.applied), NOTHING)
    waived = sum((each.delivery for each in evaluation.applied), NOTHING)
    delivery = sum((each.fee for each in deliveries), NOTHING) - waived if place else None
    return Preview(
        prices=tuple(_price(each) for each in shown.values() if rule.terms.level == "catalogue"),
        goods=goods,
        discount=discount,
        delivery=delivery,
        total=goods - discount + (delivery or NOTHING),
        promotions=given(evaluation.applied),
        nearly=hints(evaluation.near),
        refused=evaluation.refused.get(rule.id),
    )


async def _offers(deps: Deps, offer_ids: Sequence[str]) -> list[OfferTerms]:
    found = await offers_of(deps, offer_ids) if offer_ids else {}
    for offer_id, offer in found.items():
        ensure(offer, Invalid.field("lines", f"there is no offer {offer_id}"))
    return [offer for offer in found.values() if offer]


def _as_shown(rule: Rule, offer: OfferTerms) -> OfferTerms:
    """The offer as the catalog would show it."""
    own = offer.promotion.was if offer.promotion else offer.price
    cut = rule.unit_cut(own) if rule.terms.level == "catalogue" and rule.scope.fits(offer) else NOTHING
    if own - cut >= offer.price:
        return offer
    terms = rule.terms
    shown = PromotionPrice(promotion_id=rule.id, was=own, funded_by=terms.funding.vendor_id, ends_at=terms.ends_at)
    return replace(offer, price=own - cut, promotion=shown)


def _cart(promotion: Promotion, lines: Sequence[Wanted], shown: dict[str, OfferTerms]) -> Cart:
    return Cart(
        cart_id=promotion.id,
        lines=tuple(
            CartLine(
                line_id=str(at),
                offer_id=line.offer_id,
                quantity=line.quantity,
                price_seen=shown[line.offer_id].price,
            )
            for at, line in enumerate(lines)
        ),
    )


def _price(offer: OfferTerms) -> PreviewedPrice:
    was = offer.promotion.was if offer.promotion else offer.price
    return PreviewedPrice(offer_id=offer.offer_id, title=offer.title, was=was, price=offer.price)
