"""Roles that staff compose, who is in them, and who is kept out."""

import asyncio
from typing import Any

from accounts.world import PASSWORD, World
from bdcommerce.accounts.domain.roles import PERMISSIONS
from support.tokens import staff

NIGHT = {"name": "night_support", "description": "helps at night", "permissions": ["orders.read", "orders.manage"]}
KEEPER = {"name": "keeper", "permissions": ["staff.manage", "orders.read"]}


def problem(reply: Any) -> tuple[int, str]:
    return reply.status_code, reply.json()["code"]


async def compose(world: World, body: dict[str, Any] = NIGHT, as_: str = "") -> Any:
    return await world.service.post("/admin/roles", body, as_=as_ or await world.admin())


async def hired(world: World, *roles: str, email: str = "fatema@example.com") -> dict[str, Any]:
    body = {"email": email, "name": "Fatema", "password": PASSWORD, "roles": list(roles)}
    reply = await world.service.post("/admin/staff", body, as_=await world.admin())
    assert reply.status_code == 201, reply.text
    return dict(reply.json())


async def keeper(world: World) -> str:
    """A token of somebody who manages staff and sees orders, and nothing else."""
    await compose(world, KEEPER)
    await hired(world, "keeper", email="keeper@example.com")
    return await world.as_((await world.login("keeper@example.com", "admin")).json())


async def allowed(world: World, issued: dict[str, Any]) -> set[str]:
    return set((await world.claims(issued["access_token"]))["permissions"])


async def test_a_composed_role_allows_what_it_is_made_of(world: World) -> None:
    made = await compose(world)
    assert (made.status_code, made.json()["version"], made.json()["built_in"]) == (201, 1, False)
    await hired(world, "night_support", "rider")
    issued = (await world.login("fatema@example.com", "admin")).json()
    assert await allowed(world, issued) == {"orders.read", "orders.manage", "shipments.deliver"}


async def test_a_change_of_a_role_holds_at_the_next_refresh(world: World) -> None:
    await compose(world)
    await hired(world, "night_support")
    issued = (await world.login("fatema@example.com", "admin")).json()
    change = {"permissions": ["orders.read", "messages.read"], "version": 1}
    changed = await world.service.put("/admin/roles/night_support", change, as_=await world.admin())
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    refreshed = (await world.refresh(issued["refresh_token"])).json()
    assert await allowed(world, refreshed) == {"orders.read", "messages.read"}
    stale = await world.service.put("/admin/roles/night_support", change, as_=await world.admin())
    assert problem(stale) == (409, "stale")


async def test_other_roles_hold_at_the_next_refresh(world: World) -> None:
    person = await hired(world, "finance")
    issued = (await world.login("fatema@example.com", "admin")).json()
    path = f"/admin/staff/{person['id']}/roles"
    assigned = await world.service.put(path, {"roles": ["rider"]}, as_=await world.admin())
    assert (assigned.json()["roles"], assigned.json()["permissions"]) == (["rider"], ["shipments.deliver"])
    assert await allowed(world, (await world.refresh(issued["refresh_token"])).json()) == {"shipments.deliver"}


async def test_nobody_grants_what_they_lack_by_whatever_way(world: World) -> None:
    as_ = await keeper(world)
    person = await hired(world, "rider")
    more = {"permissions": [*KEEPER["permissions"], "audit.read"], "version": 1}
    attempts = [
        compose(world, NIGHT, as_),
        world.service.put("/admin/roles/keeper", more, as_=as_),
        world.service.put(f"/admin/staff/{person['id']}/roles", {"roles": ["rider", "finance"]}, as_=as_),
        world.service.post(
            "/admin/staff", {"email": "x@example.com", "name": "X", "password": PASSWORD, "roles": ["admin"]}, as_=as_
        ),
    ]
    assert [problem(await attempt) for attempt in attempts] == [(403, "cannot_grant")] * 4
    allowed_ones = [
        compose(world, {"name": "viewer", "permissions": ["orders.read"]}, as_),
        world.service.put(f"/admin/staff/{person['id']}/roles", {"roles": ["rider", "viewer"]}, as_=as_),
    ]
    assert [(await attempt).status_code for attempt in allowed_ones] == [201, 200]


async def test_who_lost_the_right_cannot_use_an_old_token_to_come_back(world: World) -> None:
    as_, admin = await keeper(world), await world.admin()
    [me] = [p for p in (await world.service.get("/admin/staff", as_=admin)).json()["items"] if "keeper" in p["roles"]]
    assert (await world.service.post(f"/admin/staff/{me['id']}/deactivation", as_=admin)).status_code == 200
    body = {"email": "back@example.com", "name": "Back", "password": PASSWORD, "roles": ["keeper"]}
    attempts = [
        world.service.post("/admin/staff", body, as_=as_),
        compose(world, {"name": "viewer", "permissions": ["orders.read"]}, as_),
        world.service.post(f"/admin/staff/{me['id']}/reactivation", as_=as_),
        world.service.delete("/admin/roles/keeper", as_=as_),
    ]
    assert [problem(await attempt) for attempt in attempts] == [(403, "not_staff")] * 4
    stranger = staff("staff.manage")
    assert problem(await world.service.post("/admin/staff", body, as_=stranger)) == (403, "not_staff")


async def test_the_sessions_of_deactivated_staff_end_at_once_and_the_admin_is_closed(world: World) -> None:
    person, admin = await hired(world, "finance"), await world.admin()
    issued = [(await world.login("fatema@example.com", audience)).json() for audience in ("admin", "shop")]
    path = f"/admin/staff/{person['id']}"
    for _ in range(2):
        gone = await world.service.post(f"{path}/deactivation", as_=admin)
        assert (gone.status_code, gone.json()["active"]) == (200, False)
    assert [(await world.refresh(one["refresh_token"])).status_code for one in issued] == [401, 401]
    assert problem(await world.login("fatema@example.com", "admin")) == (403, "not_staff")
    back = await world.service.post(f"{path}/reactivation", as_=admin)
    assert (back.json()["active"], back.json()["roles"]) == (True, ["finance"])
    assert (await world.login("fatema@example.com", "admin")).status_code == 200


async def test_to_let_somebody_back_in_is_to_grant_again(world: World) -> None:
    as_, person = await keeper(world), await hired(world, "finance")
    assert (await world.service.post(f"/admin/staff/{person['id']}/deactivation", as_=as_)).status_code == 200
    refused = await world.service.post(f"/admin/staff/{person['id']}/reactivation", as_=as_)
    assert problem(refused) == (403, "cannot_grant")


async def test_somebody_always_remains_who_manages_staff(world: World) -> None:
    as_, admin = await keeper(world), await world.admin()
    people = {p["email"]: p["id"] for p in (await world.service.get("/admin/staff", as_=admin)).json()["items"]}
    boss, second = people["admin@example.com"], people["keeper@example.com"]
    assert (await world.service.post(f"/admin/staff/{boss}/deactivation", as_=as_)).status_code == 200
    last = {"permissions": ["orders.read"], "version": 1}
    attempts = [
        world.service.put(f"/admin/staff/{second}/roles", {"roles": ["keeper", "keeper"]}, as_=as_),
        world.service.put("/admin/roles/keeper", last, as_=as_),
        world.service.post(f"/admin/staff/{second}/deactivation", as_=as_),
    ]
    replies = [await attempt for attempt in attempts]
    assert replies[0].status_code == 200
    assert [problem(reply) for reply in replies[1:]] == [(409, "last_keeper"), (403, "not_yourself")]
    await compose(world, {"name": "viewer", "permissions": ["orders.read"]}, as_)
    refused = await world.service.put(f"/admin/staff/{second}/roles", {"roles": ["viewer"]}, as_=as_)
    assert problem(refused) == (409, "last_keeper")


async def test_of_two_keepers_who_dismiss_each_other_one_remains(world: World) -> None:
    as_, admin = await keeper(world), await world.admin()
    people = {p["email"]: p["id"] for p in (await world.service.get("/admin/staff", as_=admin)).json()["items"]}
    replies = await asyncio.gather(
        world.service.post(f"/admin/staff/{people['admin@example.com']}/deactivation", as_=as_),
        world.service.post(f"/admin/staff/{people['keeper@example.com']}/deactivation", as_=admin),
    )
    assert sorted(reply.status_code for reply in replies) == [200, 403]


async def test_built_in_roles_are_read_only_and_a_role_in_use_stays(world: World) -> None:
    admin = await world.admin()
    change = {"permissions": ["orders.read"], "version": 1}
    assert problem(await world.service.put("/admin/roles/finance", change, as_=admin)) == (403, "built_in_role")
    assert problem(await world.service.delete("/admin/roles/finance", as_=admin)) == (403, "built_in_role")
    assert problem(await compose(world, {**NIGHT, "name": "finance"})) == (409, "role_taken")
    await compose(world)
    person = await hired(world, "night_support")
    assert problem(await world.service.delete("/admin/roles/night_support", as_=admin)) == (409, "role_in_use")
    await world.service.put(f"/admin/staff/{person['id']}/roles", {"roles": ["rider"]}, as_=admin)
    assert (await world.service.delete("/admin/roles/night_support", as_=admin)).status_code == 204
    assert problem(await world.service.delete("/admin/roles/night_support", as_=admin)) == (404, "unknown_role")
    assert problem(await world.service.put("/admin/roles/none", change, as_=admin)) == (404, "unknown_role")


async def test_a_role_may_demand_a_second_factor(world: World) -> None:
    await compose(world, {**NIGHT, "second_factor": True})
    await hired(world, "night_support")
    issued = (await world.login("fatema@example.com", "admin")).json()
    assert (issued["second_step"], await allowed(world, issued)) == ("missing", set())


async def everything(world: World, path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        reply = await world.service.get(f"/admin/{path}?limit=5&cursor={cursor}", as_=await world.admin())
        found += reply.json()["items"]
        cursor = reply.json()["next_cursor"]
    return found


async def test_permissions_and_roles_are_listed_page_by_page(world: World) -> None:
    await compose(world)
    permissions = {one["name"]: one for one in await everything(world, "permissions")}
    assert list(permissions) == sorted(PERMISSIONS)
    assert permissions["orders.manage"]["roles"] == ["admin", "night_support", "support"]
    roles = {one["name"]: one for one in await everything(world, "roles")}
    assert list(roles) == sorted(roles)
    assert roles["night_support"]["permissions"] == ["orders.manage", "orders.read"]
    assert [name for name, role in roles.items() if not role["built_in"]] == ["night_support"]


async def test_what_is_wrong_with_a_role_is_named(world: World) -> None:
    wrong = {"name": "Night", "permissions": ["orders.fly"], "description": "x" * 201}
    for field, value in wrong.items():
        refused = await compose(world, {**NIGHT, field: value})
        assert (refused.status_code, [e["field"] for e in refused.json()["errors"]]) == (422, [field])
    assert [e["field"] for e in (await compose(world, {**NIGHT, "permissions": []})).json()["errors"]] == [
        "permissions"
    ]


async def test_nobody_is_found_where_nobody_works(world: World) -> None:
    buyer, admin = (await world.registered())["user"]["id"], await world.admin()
    for user_id in (buyer, "usr_nobody"):
        for method, path, body in (
            ("PUT", "roles", {"roles": ["rider"]}),
            ("POST", "deactivation", None),
            ("POST", "reactivation", None),
        ):
            refused = await world.service.call(method, f"/admin/staff/{user_id}/{path}", body, as_=admin)
            assert problem(refused) == (404, "unknown_staff")
