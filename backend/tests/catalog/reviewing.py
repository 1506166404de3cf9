"""People who have bought things, for tests of what they say about them."""

from dataclasses import replace
from typing import Any

from bdcommerce.contracts.fulfilment import ShipmentDelivered
from bdcommerce.contracts.orders import OrderConfirmed
from bdcommerce.kernel import clock
from bdcommerce.kernel.ids import new_id
from bdcommerce.kernel.money import Money
from catalog.market import Market, ok
from support import tokens
from support.purchases import Bought, confirmed, vendor_order

MODERATOR = tokens.staff("reviews.moderate")


async def buys(market: Market, product_id: str, vendor_id: str = "", customer_id: str = "") -> OrderConfirmed:
    """Somebody (empty: somebody new) orders a product of a vendor."""
    terms = vendor_order(Bought(unit_price=100), vendor_id=vendor_id)
    terms = replace(terms, lines=[replace(terms.lines[0], product_id=product_id)])
    order = replace(confirmed(terms), customer_id=customer_id or new_id("usr"))
    await market.harness.publish(order)
    return order


async def delivered(market: Market, order: OrderConfirmed) -> None:
    """The parcel is in the customer's hands."""
    await market.harness.publish(
        *(
            ShipmentDelivered(
                shipment_id=new_id("shp"),
                order_id=order.order_id,
                vendor_order_id=terms.vendor_order_id,
                vendor_id=terms.vendor_id,
                courier="own",
                collected=Money(0),
                proof="otp",
                at=clock.now(),
            )
            for terms in order.vendor_orders
        )
    )


async def receives(market: Market, product_id: str, vendor_id: str = "", customer_id: str = "") -> str:
    """Somebody gets a product that they ordered; their token."""
    order = await buys(market, product_id, vendor_id, customer_id)
    await delivered(market, order)
    return tokens.customer(order.customer_id)


async def reviews(market: Market, product_id: str, as_: str, rating: int = 4, **body: Any) -> Any:
    """They say how it is."""
    body = {"rating": rating, "title": "Soft", "body": "Soft cloth, a little wide."} | body
    return ok(await market.harness.post(f"/products/{product_id}/reviews", body, as_=as_))


async def listed(market: Market, product_id: str, **query: Any) -> list[Any]:
    """What everybody reads."""
    return list(ok(await market.harness.get(f"/products/{product_id}/reviews", params=query))["items"])
