"""What a cart costs now, for an address: asks everybody concerned, then prices it. Nothing is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bdcommerce.contracts.accounts import AddressInput
from bdcommerce.contracts.catalog import OfferTerms, UnknownOffer
from bdcommerce.contracts.fulfilment import DeliveryQuestion
from bdcommerce.contracts.orders import PaymentMethod
from bdcommerce.contracts.vendors import CommissionQuestion, VendorCard
from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.address import Address, Place
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.money import Money
from bdcommerce.orders.domain.advances import EVERYTHING, lawful, sum_of
from bdcommerce.orders.domain.carts import Cart, CartLine
from bdcommerce.orders.domain.inspection import price_changes, problems_of
from bdcommerce.orders.domain.pricing import Delivery, Item, PricedOrder, Rates, price
from bdcommerce.orders.domain.promotions.evaluation import Evaluation
from bdcommerce.orders.domain.quotes import CartProblem, Quote, quote_of
from bdcommerce.orders.handlers.appraisal import Appraisal, appraise
from bdcommerce.orders.ports import Deps

SELLING = frozenset({"active", "restricted"})
_RULES = (
    "vat.delivery",
    "vat.marketplace_commission",
    "tds.agency_pct",
    "order.return_window_days",
    "cart.max_quantity_per_line",
    "cod.max_order",
    "order.accept_hours",
    "dc.advance_max_pct_not_ready",
    "dc.advance_escrow",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What the rule book says today."""

    rates: Rates
    return_window_days: int
    accept_hours: int
    max_quantity: int
    cod_limit: Money
    not_ready: Decimal
    """Per cent of goods that are not ready to ship which may be paid in advance."""
    goods_vat: Mapping[str, Decimal]
    """Per cent, by the rule that an offer names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenCart:
    """A cart before anybody knows where it goes. `offers` stand in the order of the lines; `items` can be bought."""

    offers: Sequence[OfferTerms]
    items: tuple[Item, ...]
    problems: tuple[CartProblem, ...]
    evaluation: Evaluation


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedCart:
    """A cart at today's prices: the whole of it, and the customer's side."""

    evaluation: Evaluation
    priced: PricedOrder
    quote: Quote
    rules: Rules


async def rules_today(deps: Deps, offers: Sequence[OfferTerms] = ()) -> Rules:
    """The rules that a purchase goes by, with those of the VAT inside the price of these offers."""
    goods = sorted({offer.vat_rule for offer in offers})
    values = [rule.value for rule in await deps.compliance.rules([*_RULES, *goods], clock.today())]
    delivery_vat, commission_vat, withheld_tax, window, quantity, cod, accept, pct, escrow = values[: len(_RULES)]
    return Rules(
        rates=Rates(delivery_vat=delivery_vat, commission_vat=commission_vat, withheld_tax=withheld_tax),
        return_window_days=int(window),
        accept_hours=int(accept),
        max_quantity=int(quantity),
        cod_limit=Money(int(cod)),
        not_ready=EVERYTHING if escrow else pct,
        goods_vat=dict(zip(goods, values[len(_RULES) :], strict=True)),
    )


async def address_for(deps: Deps, customer_id: str, *, address: AddressInput | None, address_id: str | None) -> Address:
    """The checked address: typed, or a stored one of the customer. Raises Invalid, UnknownAddress."""
    ensure((address is None) != (address_id is None), Invalid.field("address", "give address or address_id, not both"))
    if address is not None:
        return await deps.accounts.check_address(address)
    ensure(customer_id, Invalid.field("address_id", "is for customers who are signed in"))
    return await deps.accounts.address(customer_id, address_id or "")


async def offers_of(deps: Deps, offer_ids: Sequence[str]) -> dict[str, OfferTerms | None]:
    """What the catalog says of these offers; None of those that it does not know any more."""
    found: dict[str, OfferTerms | None] = dict.fromkeys(offer_ids)
    wanted = list(found)
    while wanted:
        try:
            return found | {offer.offer_id: offer for offer in await deps.catalog.offers(wanted)}
        except UnknownOffer as unknown:
            wanted.remove(unknown.data["offer_id"])
    return found


async def look_at_cart(deps: Deps, cart: Cart, customer_id: str) -> SeenCart:
    """The cart as its owner sees it while filling it: nobody knows yet where it goes."""
    offers = await _offers(deps, cart)
    rules = await rules_today(deps, offers)
    problems = problems_of(cart, offers, rules.max_quantity)
    buyable = _buyable(cart, offers, problems)
    appraisal = await appraise(deps, cart, buyable, rules.goods_vat, customer_id=customer_id)
    evaluation = appraisal.evaluated()
    problems += [*price_changes(cart, appraisal.items), *_coupon_problems(cart, appraisal, evaluation)]
    return SeenCart(offers=offers, items=appraisal.items, problems=tuple(problems), evaluation=evaluation)


async def price_cart(
    deps: Deps, cart: Cart, destination: Place, *, customer_id: str, payment_method: PaymentMethod = "cod"
) -> PricedCart:
    """The cart priced for a destination, without the lines that cannot be bought. Raises what the faces raise."""
    offers = await _offers(deps, cart)
    rules = await rules_today(deps, offers)
    cards = {card.vendor_id: card for card in await deps.vendors.cards(_vendors(offers))}
    closed = {vendor_id for vendor_id, card in cards.items() if card.status not in SELLING}
    problems = problems_of(cart, offers, rules.max_quantity, closed)
    buyable = _buyable(cart, offers, problems)
    appraisal = await appraise(
        deps, cart, buyable, rules.goods_vat, customer_id=customer_id, payment_method=payment_method
    )
    deliveries = await _deliveries(deps, appraisal.items, cards, destination)
    evaluation = appraisal.evaluated(deliveries, destination.district)
    problems += [*price_changes(cart, appraisal.items), *_coupon_problems(cart, appraisal, evaluation)]
    commission = await _commission(deps, [offer for _, offer in buyable])
    priced = price(appraisal.items, evaluation.applied, deliveries, commission, rules.rates)
    quote = quote_of(priced, evaluation, problems)
    if payment_method != "cod" and (advances := lawful(priced.vendor_orders, rules.not_ready)):
        quote = replace(quote, advance=sum_of(advances))
    return PricedCart(evaluation=evaluation, priced=priced, quote=quote, rules=rules)


def _buyable(
    cart: Cart, offers: Sequence[OfferTerms], problems: Sequence[CartProblem]
) -> list[tuple[CartLine, OfferTerms]]:
    blocked = {problem.line_id for problem in problems if problem.blocks}
    return [(line, offer) for line, offer in zip(cart.lines, offers, strict=True) if line.line_id not in blocked]


def _coupon_problems(cart: Cart, appraisal: Appraisal, evaluation: Evaluation) -> list[CartProblem]:
    reason = appraisal.code_trouble or evaluation.refused.get(cart.coupon_id, "")
    if not cart.coupon_id or not reason:
        return []
    return [CartProblem(code="coupon_not_usable", line_id="", reason=reason, blocks=False)]


async def _offers(deps: Deps, cart: Cart) -> list[OfferTerms]:
    return await deps.catalog.offers([line.offer_id for line in cart.lines]) if cart.lines else []


async def deliveries_to(deps: Deps, items: Sequence[Item], destination: Place) -> list[Delivery]:
    """Bringing these goods somewhere: one delivery per vendor, in the order of the goods."""
    vendor_ids = list(dict.fromkeys(item.vendor_id for item in items))
    cards = {card.vendor_id: card for card in await deps.vendors.cards(vendor_ids)}
    return await _deliveries(deps, items, cards, destination)


async def _deliveries(
    deps: Deps, items: Sequence[Item], cards: dict[str, VendorCard], destination: Place
) -> list[Delivery]:
    weights: dict[str, int] = {}
    for item in items:
        weights[item.vendor_id] = weights.get(item.vendor_id, 0) + item.unit_weight_grams * item.quantity
    questions = [
        DeliveryQuestion(
            vendor_id=vendor_id,
            origin=cards[vendor_id].dispatch,
            destination=destination,
            weight_grams=weight,
        )
        for vendor_id, weight in weights.items()
    ]
    quotes = await deps.fulfilment.quote(questions) if questions else []
    return [
        Delivery(
            vendor_order_id=ids.new_id("vor"),
            vendor_id=quote.vendor_id,
            vendor_name=cards[quote.vendor_id].name,
            fee=quote.fee,
            promised_by=quote.promised_by,
        )
        for quote in quotes
    ]


async def _commission(deps: Deps, offers: Sequence[OfferTerms]) -> dict[str, Decimal]:
    questions = [CommissionQuestion(vendor_id=each.vendor_id, category_path=each.category_path) for each in offers]
    terms = await deps.vendors.commission(questions) if questions else []
    return {offer.offer_id: each.percent for offer, each in zip(offers, terms, strict=True)}


def _vendors(offers: Sequence[OfferTerms]) -> list[str]:
    return list(dict.fromkeys(offer.vendor_id for offer in offers))
