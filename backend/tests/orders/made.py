"""Orders as the tests of this service make them: small, complete, and priced by the real pricing."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from bdcommerce.kernel.actor import Actor, system
from bdcommerce.kernel.address import Place
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized
from bdcommerce.orders import events
from bdcommerce.orders.domain.order import Order, evolve, fold
from bdcommerce.orders.domain.pricing import Delivery, Item, PricedOrder, Rates, price
from bdcommerce.orders.domain.promotions.evaluation import Buyer, Evaluation, evaluate
from bdcommerce.orders.domain.promotions.rules import compiled
from bdcommerce.orders.events import AppliedPromotion, Benefit, Funding, PromotionTerms

NOON = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
CUSTOMER = Actor(id="usr_1", kind="customer")
VENDOR = Actor(id="usr_2", kind="vendor", vendor_id="ven_a")
STAFF = Actor(id="usr_3", kind="staff")
COURIER = system("fulfilment")
RATES = Rates(delivery_vat=Decimal(15), commission_vat=Decimal(15), withheld_tax=Decimal(1))
DHANMONDI = Place(division="dhaka", district="dhaka", upazila="dhaka/dhanmondi", city_key="dhaka")


def item(line_id: str, vendor_id: str, unit_price: int, quantity: int = 1) -> Item:
    return Item(
        line_id=line_id,
        offer_id=f"off_{line_id}",
        product_id=f"prd_{line_id}",
        variant_id=f"var_{line_id}",
        vendor_id=vendor_id,
        title=Localized(line_id),
        sku=line_id,
        quantity=quantity,
        unit_price=Money(unit_price),
        unit_weight_grams=100,
        unit="piece",
        vat_percent=Decimal(15),
    )


def delivery(vendor_id: str, fee: int = 6000) -> Delivery:
    return Delivery(
        vendor_order_id=f"vor_{vendor_id}",
        vendor_id=vendor_id,
        vendor_name=Localized(vendor_id),
        fee=Money(fee),
        promised_by=date(2026, 11, 27),
    )


def promotion(name: str, benefit: Benefit, **changes: Any) -> PromotionTerms:
    """A promotion of the operator for carts, running since yesterday."""
    dates = {"starts_at": NOON - timedelta(days=1), "ends_at": NOON + timedelta(days=1)}
    return PromotionTerms(
        **{
            "promotion_id": f"prm_{name}",
            "name": Localized(name),
            "level": "cart",
            "benefit": benefit,
            **dates,
            **changes,
        }
    )


def percent_off(percent: Decimal | int | str, vendor_id: str = "", name: str = "", **changes: Any) -> PromotionTerms:
    """A percentage, paid by a vendor or by the operator."""
    funding = Funding(vendor_id=vendor_id, vendor_percent=Decimal(100 if vendor_id else 0))
    benefit = Benefit(kind="percentage", percent=Decimal(percent))
    return promotion(name or f"percent_{vendor_id}", benefit, **{"funding": funding, **changes})


def amount_off(amount: int, name: str = "amount", **changes: Any) -> PromotionTerms:
    """An amount off the whole, paid by the operator."""
    return promotion(name, Benefit(kind="amount", amount=Money(amount)), **changes)


def deliveries(items: Sequence[Item], fee: int = 6000) -> list[Delivery]:
    """Every vendor of the items delivers."""
    return [delivery(vendor_id, fee) for vendor_id in dict.fromkeys(each.vendor_id for each in items)]


def evaluated(
    items: Sequence[Item], promotions: Sequence[PromotionTerms], fee: int = 6000, buyer: Buyer | None = None
) -> Evaluation:
    """What the promotions give on these items, delivered."""
    rules = [compiled(terms) for terms in promotions]
    return evaluate(items, deliveries(items, fee), rules, {}, buyer or Buyer(at=NOON, customer_id=CUSTOMER.id))


def priced(
    items: Sequence[Item],
    promotions: Sequence[PromotionTerms] = (),
    percents: dict[str, str] | None = None,
    fee: int = 6000,
) -> PricedOrder:
    """Commission is 10 per cent unless `percents` (by line) says otherwise."""
    commission = {each.offer_id: Decimal((percents or {}).get(each.line_id, "10")) for each in items}
    applied = evaluated(items, promotions, fee).applied
    return price(items, applied, deliveries(items, fee), commission, RATES)


def placed(purchase: PricedOrder, promotions: Sequence[AppliedPromotion] = ()) -> events.Placed:
    return events.Placed(
        order_id="ord_1",
        number="BD-261122-000001",
        cart_id="crt_1",
        customer_id=CUSTOMER.id,
        guest_hash="",
        language="bn",
        payment_method="cod",
        hold_id="hld_1",
        coupon_id="",
        place=DHANMONDI,
        vendor_orders=purchase.vendor_orders,
        return_window_days=7,
        by=CUSTOMER,
        at=NOON,
        promotions=tuple(promotions),
    )


def confirmed_order(*items: Item) -> Order:
    """An order that binds; by default vendor A sells two lines and vendor B one."""
    default = (item("a1", "ven_a", 125000, 2), item("a2", "ven_a", 50000), item("b1", "ven_b", 89900))
    order = fold([placed(priced(items or default)), events.Confirmed(order_id="ord_1", by=COURIER, at=NOON)])
    assert order
    return order


def after(order: Order, happened: Sequence[object]) -> Order:
    for event in happened:
        order = evolve(order, event)
    return order
