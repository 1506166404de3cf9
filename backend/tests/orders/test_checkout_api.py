from orders.conftest import ADDRESS, Market


async def test_a_member_buys_from_two_vendors(market: Market) -> None:
    order = await market.buy(("panjabi", 2), ("sari", 1))
    assert order["total"] == {"amount": 2 * 125000 + 89900 + 12000, "currency": "BDT"}
