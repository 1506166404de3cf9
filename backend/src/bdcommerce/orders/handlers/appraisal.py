"""Which promotions a cart has: asks how far they are used and who the customer is to them, then works it out once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from bdcommerce.contracts.catalog import OfferTerms
from bdcommerce.contracts.orders import PaymentMethod
from bdcommerce.kernel import clock, ids
from bdcommerce.orders.domain.carts import Cart, CartLine
from bdcommerce.orders.domain.pricing import Delivery, Item
from bdcommerce.orders.domain.promotions.evaluation import Buyer, Evaluation, evaluate
from bdcommerce.orders.domain.promotions.rules import Rule, Rulebook, lines_of
from bdcommerce.orders.domain.promotions.sales import Till, promotions_of
from bdcommerce.orders.ports import Deps


@dataclass(frozen=True, slots=True, kw_only=True)
class Appraisal:
    """The lines of a cart as they would be sold now, and the promotions that could concern them."""

    items: tuple[Item, ...]
    rules: tuple[Rule, ...]
    codes: Mapping[str, str]
    buyer: Buyer
    code_trouble: str
    """Why the code that was entered does not work, or empty."""

    def evaluated(self, deliveries: Sequence[Delivery] = (), district: str = "") -> Evaluation:
        """What the promotions give, delivered like this."""
        return evaluate(self.items, deliveries, self.rules, self.codes, replace(self.buyer, district=district))


async def appraise(
    deps: Deps,
    cart: Cart,
    buyable: Sequence[tuple[CartLine, OfferTerms]],
    vat: Mapping[str, Decimal],
    *,
    customer_id: str,
    payment_method: PaymentMethod = "cod",
    book: Rulebook | None = None,
    at: datetime | None = None,
    alone: bool = False,
) -> Appraisal:
    """The cart's lines at today's prices, and everything that decides about its promotions. Nothing is written.

    `vat` is per cent by the rule that an offer names. A preview brings a `book` and an instant of its own; lines that
    are looked at alone have promotional prices, and no cart promotions.
    """
    offers, now = [offer for _, offer in buyable], at or clock.now()
    book = book or await deps.promotions.current()
    rules = [] if alone else book.for_goods_of(dict.fromkeys(offer.vendor_id for offer in offers))
    codes, code_trouble = {}, ""
    if cart.coupon_id:
        rule, code_trouble = await deps.promotions.coded(cart.coupon_id, cart.coupon_code)
        rules += [] if code_trouble else [rule]
        codes[rule.id] = cart.coupon_code
    concerned = [rule for rule in rules if any(rule.scope.fits(offer) for offer in offers) or rule.id in codes]
    counted = {rule.id for rule in concerned if rule.counted} | set(promotions_of(offers))
    usage = await deps.promotions.usage(counted, customer_id) if counted else {}
    till = Till(book, usage, now)
    items = tuple(_item(line, offer, till, vat) for line, offer in buyable)
    buyer = Buyer(at=now, customer_id=customer_id, payment_method=payment_method, usage=usage)
    return Appraisal(
        items=items,
        rules=tuple(concerned),
        codes=codes,
        buyer=await _with_standing(deps, buyer, [rule for rule in concerned if lines_of(rule, items)]),
        code_trouble=code_trouble,
    )


async def _with_standing(deps: Deps, buyer: Buyer, rules: Sequence[Rule]) -> Buyer:
    """What some promotions ask of a person is looked up only for those."""
    if not buyer.customer_id:
        return buyer
    conditions = [rule.terms.conditions for rule in rules]
    if any(each.first_order for each in conditions):
        buyer = replace(buyer, first_order=not await deps.promotions.has_ordered(buyer.customer_id))
    if any(each.list_id for each in conditions):
        buyer = replace(buyer, lists=await deps.promotions.lists_of(buyer.customer_id))
    return buyer


def _item(line: CartLine, offer: OfferTerms, till: Till, vat: Mapping[str, Decimal]) -> Item:
    return Item(
        line_id=ids.new_id("lin"),
        offer_id=offer.offer_id,
        product_id=offer.product_id,
        variant_id=offer.variant_id,
        vendor_id=offer.vendor_id,
        title=offer.title,
        sku=offer.sku,
        quantity=line.quantity,
        unit_price=offer.promotion.was if offer.promotion else offer.price,
        unit_weight_grams=offer.weight_grams,
        unit=offer.unit,
        vat_percent=vat[offer.vat_rule],
        category_path=tuple(offer.category_path),
        brand_id=offer.brand_id,
        sale=till.sale(offer, line.quantity),
        ready_to_ship=offer.ready_to_ship,
    )
