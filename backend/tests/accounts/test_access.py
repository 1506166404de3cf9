"""Who is kept out of what, endpoint by endpoint; and that every read finds its rows by an index."""

import json

import pytest

from accounts.world import World
from bdcommerce.accounts import queries
from bdcommerce.infra.postgres import Query
from support.tokens import customer, staff, vendor

OWN = [
    ("GET", "/me"),
    ("PATCH", "/me"),
    ("GET", "/me/addresses"),
    ("POST", "/me/addresses"),
    ("PATCH", "/me/addresses/adr_1"),
    ("DELETE", "/me/addresses/adr_1"),
]
BODIES: dict[str, dict[str, str]] = {"POST": {}, "PATCH": {}}
STAFF = [("GET", "/admin/staff"), ("POST", "/admin/staff")]


@pytest.mark.parametrize("method, path", [*OWN, *STAFF])
async def test_strangers_are_kept_out(world: World, method: str, path: str) -> None:
    body = BODIES.get(method)
    assert (await world.service.call(method, path, body)).status_code == 401


@pytest.mark.parametrize("method, path", OWN)
async def test_vendor_and_staff_tokens_are_not_for_a_customers_account(world: World, method: str, path: str) -> None:
    body = BODIES.get(method)
    for token in (vendor("ven_1"), staff("staff.manage")):
        assert (await world.service.call(method, path, body, as_=token)).status_code == 403


@pytest.mark.parametrize("method, path", STAFF)
async def test_customers_and_vendors_are_kept_out_of_the_admin(world: World, method: str, path: str) -> None:
    body = BODIES.get(method)
    for token in (customer(), vendor("ven_1"), staff("orders.read")):
        assert (await world.service.call(method, path, body, as_=token)).status_code == 403


READS = [value for value in vars(queries).values() if isinstance(value, Query) and value is not queries.PUBLIC_KEYS]


@pytest.mark.parametrize("query", READS, ids=lambda query: query.name)
async def test_every_read_of_people_and_addresses_has_an_index(world: World, query: Query[object]) -> None:
    arguments = ["x", 10] if query is queries.STAFF else ["x"] * query.sql.count("$")
    pool = await world.service.database.reads._pool_()
    async with pool.acquire() as connection:
        await connection.execute("SET enable_seqscan = off; SET enable_bitmapscan = off")
        plan = await connection.fetchval(f"EXPLAIN (FORMAT JSON) {query.sql}", *arguments)
        await connection.execute("RESET ALL")
    assert "Seq Scan" not in json.dumps(plan)
    assert "Sort" not in json.dumps(plan)
