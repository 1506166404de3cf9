"""Pathao Courier's merchant API (aladdin/api/v1): token, places, stores, orders, price plan, webhooks.

The panel is `PUT /panel`: the webhook's address and secret; saving them sends the integration event and takes nothing
but the answer that Pathao demands. `POST /panel/approve` approves stores that wait. Shapes as in the official plugins;
what they do not say is as strict as plausible.
"""

import secrets
from datetime import timedelta

import aiohttp
import msgspec
from litestar import Response, get, post, put
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from bdcommerce.kernel import clock
from bdcommerce.simulators.couriers.checks import Rule, phone, whole, words, wrong
from bdcommerce.simulators.couriers.parcels import desk
from bdcommerce.simulators.couriers.pathao.memory import (
    AREA,
    CLIENT,
    EVENTS,
    INTEGRATION,
    LIFE,
    WEBHOOK_SECRET,
    Body,
    Call,
    Panel,
    Pathao,
    cities,
    no,
    ok,
    refused,
    zones,
)
from bdcommerce.simulators.couriers.pathao.orders import orders, questions
from bdcommerce.simulators.party import Party
from bdcommerce.simulators.telling import TIMEOUT, Telling

__all__ = ["CLIENT", "INTEGRATION", "WEBHOOK_SECRET", "cities", "party", "zones"]


def party(hook: str, telling: Telling | None = None) -> Party:
    """Pathao; its webhooks go to `hook` until the panel says otherwise."""
    made = Pathao(hook, telling)
    return Party(
        name="pathao",
        about="Pathao Courier, merchant API (aladdin/api/v1)",
        routes=[
            *_token(made),
            *_places(made),
            *_stores(made),
            *orders(made),
            *questions(made),
            *_panel(made),
            *desk("Pathao", made.shelf, tuple(EVENTS), made.move, made.faults),
        ],
        faults=made.faults,
        forget=made.forget,
    )


def _token(pathao: Pathao) -> list[ControllerRouterHandler]:
    @post("/aladdin/api/v1/issue-token", status_code=200)
    async def issue(data: JSONBody[Body]) -> Response[Body]:
        if pathao.faults.happens("down"):
            return no(503, "Service Unavailable")
        wanted = {"password": CLIENT, "refresh_token": {name: CLIENT[name] for name in ("client_id", "client_secret")}}
        expected = wanted.get(str(data.get("grant_type")))
        if expected is None or any(data.get(name) != value for name, value in expected.items()):
            return no(401, "The user credentials were incorrect.")
        if data["grant_type"] == "refresh_token" and str(data.get("refresh_token")) not in pathao.tokens:
            return no(401, "The refresh token is invalid.")
        access, refresh = secrets.token_hex(16), secrets.token_hex(16)
        pathao.tokens |= {access: clock.now() + timedelta(seconds=LIFE), refresh: clock.now()}
        body = {"token_type": "Bearer", "expires_in": LIFE, "access_token": access, "refresh_token": refresh}
        return Response(body)

    return [issue]


def _places(pathao: Pathao) -> list[ControllerRouterHandler]:
    @get("/aladdin/api/v1/city-list")
    async def list_cities(request: Call) -> Response[Body]:
        rows = [{"city_id": number, "city_name": name} for number, name in cities().items()]
        return refused(pathao, request) or ok({"data": rows})

    @get("/aladdin/api/v1/cities/{city:int}/zone-list")
    async def list_zones(city: FromPath[int], request: Call) -> Response[Body]:
        rows = [{"zone_id": number, "zone_name": name} for number, (of, name) in zones().items() if of == city]
        return refused(pathao, request) or ok({"data": rows})

    @get("/aladdin/api/v1/zones/{zone:int}/area-list")
    async def list_areas(zone: FromPath[int], request: Call) -> Response[Body]:
        known = {zone: zones()[zone]} if zone in zones() else {}
        rows = [
            {
                "area_id": AREA + number,
                "area_name": f"{name} Bazar",
                "home_delivery_available": True,
                "pickup_available": True,
            }
            for number, (_, name) in known.items()
        ]
        return refused(pathao, request) or ok({"data": rows})

    @get("/aladdin/api/v1/user/short-info")
    async def who(request: Call) -> Response[Body]:
        return refused(pathao, request) or ok({"id": 1, "name": "Play merchant"})

    return [list_cities, list_zones, list_areas, who]


def _stores(pathao: Pathao) -> list[ControllerRouterHandler]:
    @get("/aladdin/api/v1/stores")
    async def list_stores(request: Call) -> Response[Body]:
        rows = list(pathao.stores.values())
        page = {"data": rows, "total": len(rows), "current_page": 1, "per_page": 1000, "last_page": 1}
        return refused(pathao, request) or ok(page)

    @post("/aladdin/api/v1/stores", status_code=200)
    async def add_store(data: JSONBody[Body], request: Call) -> Response[Body]:
        if refusal := refused(pathao, request):
            return refusal
        rules: dict[str, Rule] = {
            "name": words(3, 50),
            "contact_name": words(3, 50),
            "contact_number": phone,
            "address": words(15, 120),
            "city_id": lambda value: value in cities(),
            "zone_id": lambda value: zones().get(value, (None,))[0] == data.get("city_id"),
            "area_id": whole,
        }
        if errors := wrong(data, rules):
            return no(422, "Please fix the given errors", errors)
        number = 5_000 + pathao.shelf.number()
        pathao.stores[number] = {
            "store_id": number,
            "store_name": data["name"],
            "store_address": data["address"],
            "is_active": 0 if pathao.faults.happens("store_waits") else 1,
            "city_id": data["city_id"],
            "zone_id": data["zone_id"],
            "hub_id": 1,
            "is_default_store": False,
            "is_default_return_store": False,
        }
        message = "Store created successfully, Please wait one hour for approval."
        return ok({"store_name": data["name"]}, message)

    return [list_stores, add_store]


def _panel(pathao: Pathao) -> list[ControllerRouterHandler]:
    @put("/panel")
    async def save(data: JSONBody[Panel]) -> Response[Body]:
        headers = {"X-PATHAO-Signature": data.secret, "Content-Type": "application/json"}
        body = msgspec.json.encode({"event": "webhook_integration"})
        async with (
            aiohttp.ClientSession(timeout=TIMEOUT) as session,
            session.post(data.url, data=body, headers=headers) as reply,
        ):
            told = reply.headers.get("X-Pathao-Merchant-Webhook-Integration-Secret")
        if (reply.status, told) != (202, INTEGRATION):
            return no(422, f"The webhook answered {reply.status}, not as it must.")
        pathao.panel = data
        return ok({}, "Saved")

    @post("/panel/approve", status_code=200)
    async def approve() -> dict[str, int]:
        waiting = [store for store in pathao.stores.values() if not store["is_active"]]
        for store in waiting:
            store["is_active"] = 1
        return {"approved": len(waiting), "stores": len(pathao.stores)}

    return [save, approve]
