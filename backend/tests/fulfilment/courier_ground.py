"""Outside couriers to play with over real HTTP: their simulators, and a door by which their webhooks come in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Any

import httpx
from litestar import Litestar, Request, Response, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.types import ASGIApp

from bdcommerce.fulfilment.domain.areas import TheirArea
from bdcommerce.fulfilment.domain.booking import Account
from bdcommerce.fulfilment.domain.prices import CourierTariff
from bdcommerce.fulfilment.domain.tariff import WeightStep
from bdcommerce.kernel.money import Money
from bdcommerce.simulators.application import application
from bdcommerce.simulators.couriers import pathao, redx, steadfast
from bdcommerce.simulators.telling import Telling
from support import tokens
from support.harness import Harness
from support.parcels import Parcels
from support.servers import answers, serving

INTEGRATION = pathao.INTEGRATION
PLANNER = tokens.staff("delivery.manage", "shipments.manage", user_id="usr_planner")
DELIVERED = {"pathao": "order.delivered", "steadfast": "delivered", "redx": "delivered"}
OUT = {
    "pathao": "order.assigned-for-delivery",
    "steadfast": "delivered_approval_pending",
    "redx": "delivery-in-progress",
}
PICKED = {"pathao": "order.picked", "steadfast": "pending", "redx": "ready-for-delivery"}
HELD = {"pathao": "order.on-hold", "steadfast": "hold", "redx": "agent-hold"}


class Door:
    """Where webhooks arrive; what they are answered is kept."""

    def __init__(self) -> None:
        self.service: Harness | None = None
        self.answers: list[httpx.Response] = []

    def routes(self) -> Litestar:
        @post("/api/v1/hooks/{courier:str}")
        async def pass_on(courier: FromPath[str], request: Request[Any, Any, State]) -> Response[Any]:
            assert self.service
            reply = await self.service.call(
                "POST",
                f"/hooks/{courier}",
                headers={k: v for k, v in request.headers.items() if k not in {"host", "content-length"}},
                content=await request.body(),
                params=dict(request.query_params.items()),
            )
            self.answers.append(reply)
            kept = {k: v for k, v in reply.headers.items() if k.lower().startswith("x-pathao")}
            return Response(reply.content, status_code=reply.status_code, headers=kept)

        return answers(pass_on)


class Ground:
    """The couriers' side of a test."""

    def __init__(self, url: str, telling: Telling, door: Door) -> None:
        self.url, self.telling, self.door = url, telling, door
        self._http = httpx.AsyncClient(base_url=url)

    async def fault(self, courier: str, name: str, *, times: int = 1, value: str = "") -> None:
        reply = await self._http.put(f"/{courier}/faults/{name}", json={"times": times, "value": value})
        assert reply.status_code == 204, reply.text

    async def parcels(self, courier: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (await self._http.get(f"/{courier}/desk")).json()
        return found

    async def move(self, courier: str, number: str, word: str, **how: Any) -> None:
        reply = await self._http.post(f"/{courier}/desk/{number}/{word}", json=how)
        assert reply.status_code == 200, reply.text

    async def panel(self, courier: str, body: dict[str, str]) -> httpx.Response:
        return await self._http.put(f"/{courier}/panel", json=body)

    async def approve_stores(self) -> dict[str, int]:
        made: dict[str, int] = (await self._http.post("/pathao/panel/approve")).json()
        return made

    async def close(self) -> None:
        await self.telling.stop()
        await self._http.aclose()


class OneServer:
    """The couriers and the door on one port: each begins where the other's paths end."""

    def __init__(self, door: ASGIApp) -> None:
        self.door, self.couriers = door, door

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        at_the_door = scope["type"] == "http" and scope["path"].startswith("/api/")
        await (self.door if at_the_door else self.couriers)(scope, receive, send)


@asynccontextmanager
async def ground() -> AsyncIterator[Ground]:
    """Three couriers, and the door that they tell."""
    door, telling = Door(), Telling(after=(0, 0.02))
    served = OneServer(door.routes())
    async with serving(served) as url:
        parties = [each.party(f"{url}/api/v1/hooks/{name}", telling) for name, each in COURIERS.items()]
        served.couriers = application(parties)
        made = Ground(url, telling, door)
        try:
            yield made
        finally:
            await made.close()


COURIERS = {"pathao": pathao, "steadfast": steadfast, "redx": redx}


def _theirs() -> dict[str, list[TheirArea]]:
    city = next(number for number, name in pathao.cities().items() if name == "Dhaka")
    zone = next(number for number, (of, name) in pathao.zones().items() if (of, name) == (city, "Dhanmondi"))
    area = next(each["id"] for each in redx.areas().values() if each["name"].startswith("Dhanmondi"))
    return {
        "pathao": [
            TheirArea(level="district", their_id=str(city), name="Dhaka"),
            TheirArea(level="upazila", their_id=str(zone), name="Dhanmondi", parent=str(city)),
        ],
        "redx": [TheirArea(level="upazila", their_id=str(area), name="Dhanmondi")],
    }


THEIRS = _theirs()
"""What Dhanmondi is called there."""


class Market:
    """The marketplace's side: couriers enabled, areas mapped, parcels packed."""

    planner = PLANNER

    def __init__(self, service: Harness, parcels: Parcels, ground: Ground) -> None:
        self.service, self.parcels, self.ground = service, parcels, ground

    async def put(self, path: str, body: Any) -> Any:
        reply = await self.service.put(path, body, as_=PLANNER)
        assert reply.status_code == 200, reply.text
        return reply.json()

    async def post(self, path: str, body: Any = None, status: int = 200) -> Any:
        reply = await self.service.post(path, body, as_=PLANNER)
        assert reply.status_code == status, reply.text
        return reply.json()

    async def get(self, path: str, **params: str) -> Any:
        reply = await self.service.get(path, as_=PLANNER, params=params)
        assert reply.status_code == 200, reply.text
        return reply.json()

    async def enable(self, *couriers: str, **more: Any) -> None:
        """These bring parcels, and no others."""
        for name in ("own_riders", *COURIERS):
            await self.put(
                f"/admin/couriers/{name}", {"enabled": name in couriers, **(more if name in couriers else {})}
            )

    async def tariff(self, courier: str, fee: int, **more: Any) -> None:
        money = {"amount": fee, "currency": "BDT"}
        steps = [{"up_to_grams": 1000, "fee": money}]
        body = {"reach": "anywhere", "effective_from": "2026-01-01", "steps": steps, "extra_per_kg": money, **more}
        await self.post(f"/admin/couriers/{courier}/tariffs", body, 201)

    async def ready(self, *couriers: str) -> None:
        """The only couriers, with all that they need to bring a parcel from and to Dhanmondi."""
        table = WeightStep(up_to_grams=1000, fee=Money(7000))
        async with self.service.deps.works() as work:
            await work.couriers.set_account(Account(courier="own_riders", enabled="own_riders" in couriers), "usr_1")
            for name in couriers:
                await work.couriers.set_account(Account(courier=name, enabled=True), "usr_1")
                await work.couriers.keep_areas(name, THEIRS.get(name, []))
                for area in THEIRS.get(name, []):
                    our_id = {"district": "dhaka", "upazila": "dhaka/dhanmondi"}[area.level]
                    await work.couriers.confirm(name, area.level, our_id, area.their_id, "usr_1")
                tariff = CourierTariff(
                    courier=name,
                    reach="anywhere",
                    effective_from=date(2026, 1, 1),
                    steps=[table],
                    extra_per_kg=Money(0),
                    cod_basis_points=0,
                )
                await work.couriers.add_tariff(tariff, "usr_1")

    async def packed(self, **how: Any) -> dict[str, Any]:
        """A parcel that is packed; as its booking is then."""
        event = self.parcels.ready(**how)
        await self.service.publish(event)
        await self.quiet()
        items = (await self.get("/admin/bookings", limit="100"))["items"]
        found: dict[str, Any] = next(item for item in items if item["vendor_order_id"] == event.vendor_order_id)
        return found

    async def again(self, booking: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = await self.get(f"/admin/bookings/{booking['shipment_id']}")
        return found

    async def status(self, booking: dict[str, Any]) -> str:
        return await self.parcels.status(booking)

    async def moves(self, booking: dict[str, Any], *words: str, **how: Any) -> None:
        """The courier lets these things happen to the parcel, and we understand what it says."""
        for word in words:
            self.parcels.watch.advance(minutes=7)
            now = (await self.again(booking))["booking"]
            await self.ground.move(now["courier"], now["tracking_no"], word, **how)
        await self.quiet()

    async def later(self, hours: int = 6) -> None:
        """So many hours go by, and what is due is done hour by hour."""
        for _ in range(hours):
            self.parcels.watch.advance(hours=1)
            await self.quiet()

    async def quiet(self) -> None:
        await self.ground.telling.quiet()
        await self.service.settle()
