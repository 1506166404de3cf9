"""`bdc couriers`: what it finds of couriers, against the ones that only play."""

from collections.abc import AsyncIterator

import pytest

from bdcommerce.simulators.application import application
from bdcommerce.simulators.couriers import pathao, redx, steadfast
from cli.bdc import bdc
from support.databases import connected
from support.servers import serving


@pytest.fixture
async def played(marketplace: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[str]:
    nowhere = "http://127.0.0.1:9"
    parties = [courier.party(nowhere) for courier in (pathao, redx, steadfast)]
    async with serving(application(parties)) as url:
        monkeypatch.setenv("BDC_SIMULATORS_URL", url)
        yield marketplace


async def test_credentials_that_do_not_work_fail_where_the_courier_is_enabled(
    played: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BDC_STEADFAST_API_KEY", "wrong")
    async with connected(played) as connection:
        await connection.execute("UPDATE fulfilment.courier_account SET enabled = true WHERE courier = 'steadfast'")
    said = await bdc("couriers", "check")
    assert (said.status, "steadfast does not take our" in said.out) == (1, True)
    monkeypatch.delenv("BDC_STEADFAST_API_KEY")
    assert (await bdc("couriers", "check")).status == 0


async def test_places_that_nobody_has_mapped_are_listed(played: str) -> None:
    fetched = await bdc("couriers", "fetch", "redx")
    assert fetched.out.startswith("redx: 588 areas, ")
    async with connected(played) as connection:
        sure = await connection.fetchval(
            "WITH done AS (UPDATE fulfilment.area_mapping SET confirmed_by = 'usr_1' RETURNING likeness) "
            "SELECT count(*) FROM done WHERE likeness = 100"
        )
    assert sure > 450, "names that sound the same and stand once are sure"
    left = await bdc("couriers", "unmapped", "redx")
    assert left.status == 1
    assert left.out.count("upazila") < 40
