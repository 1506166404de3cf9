"""The client that somebody else wrote for Pathao (PyPI `pathao`) works unchanged against the one that plays.

But for new stores: it names their field `store_name`, where the official plugin and we have `name`.
"""

import asyncio

import httpx
from pathao import PathaoClient

from bdcommerce.simulators.application import application
from bdcommerce.simulators.couriers import pathao as played
from support.servers import serving


async def test_it_finds_its_way_prices_books_and_asks() -> None:
    async with serving(application([played.party("http://127.0.0.1:9/hooks")])) as url:
        await asyncio.to_thread(_use, f"{url}/pathao")


def _use(url: str) -> None:
    client = PathaoClient(**played.CLIENT)
    client.http_client.base_url = url
    city = next(each for each in client.locations.get_cities().data if each.city_name == "Dhaka")
    zone = client.locations.get_zones(city.city_id).data[0]
    area = client.locations.get_areas(zone.zone_id).data[0]
    place = {"city_id": city.city_id, "zone_id": zone.zone_id, "area_id": area.area_id}
    shop = {"name": "Rahim Stores", "contact_name": "Rahim", "contact_number": "01711000001"}
    known = {"Authorization": f"Bearer {client.auth_module.get_access_token()}"}
    body = {**shop, "address": "House 1, Road 2, Dhanmondi", **place}
    httpx.post(f"{url}/aladdin/api/v1/stores", json=body, headers=known).raise_for_status()
    store_id = client.stores.list().data[0].store_id
    where = {"recipient_city": city.city_id, "recipient_zone": zone.zone_id}
    price = client.prices.calculate(store_id, 2, 48, 0.5, **where)
    made = client.orders.create(
        store_id=store_id,
        merchant_order_id="vor_1",
        recipient_name="Rahima Khatun",
        recipient_phone="01712345678",
        recipient_address="House 7, Road 5, Dhanmondi",
        delivery_type=48,
        item_type=2,
        item_quantity=1,
        item_weight=0.5,
        amount_to_collect=1250,
        **where,
    )
    assert made.delivery_fee == price.final_price
    info = client.orders.get_info(made.consignment_id)
    assert (info.merchant_order_id, info.order_status_slug) == ("vor_1", "Pending")
