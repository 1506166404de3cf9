"""Orders as the tests of this service make them: small, complete, and priced by the real pricing."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

from bdcommerce.kernel.actor import Actor, system
from bdcommerce.kernel.address import Place
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized
from bdcommerce.orders import events
from bdcommerce.orders.domain.order import Order, evolve, fold
from bdcommerce.orders.domain.pricing import Delivery, Discount, Item, PricedOrder, Rates, price

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


def priced(
    items: Sequence[Item], discounts: Sequence[Discount] = (), percents: dict[str, str] | None = None, fee: int = 6000
) -> PricedOrder:
    """Every vendor of the items delivers; commission is 10 per cent unless `percents` (by line) says otherwise."""
    vendors = dict.fromkeys(each.vendor_id for each in items)
    commission = {each.offer_id: Decimal((percents or {}).get(each.line_id, "10")) for each in items}
    return price(items, discounts, [delivery(vendor_id, fee) for vendor_id in vendors], commission, RATES)


def placed(purchase: PricedOrder) -> events.Placed:
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
