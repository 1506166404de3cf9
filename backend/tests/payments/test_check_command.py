"""`bdc payments check`: says of every provider whether it lets us in."""

from pathlib import Path
from typing import Any

import pytest

from bdcommerce.simulators import bkash, nagad, sslcommerz
from bdcommerce.simulators.application import application
from bdcommerce.simulators.bkash import b2c
from cli.bdc import at, bdc
from support.servers import serving


async def test_every_provider_is_asked_and_one_that_refuses_us_fails_the_command(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, database_url, tmp_path)

    async def whichever(scope: Any, receive: Any, send: Any) -> None:
        await simulators(scope, receive, send)

    async with serving(whichever) as url:
        simulators = application([b2c.party(), *(each.party(url) for each in (bkash, nagad, sslcommerz))])
        monkeypatch.setenv("BDC_SIMULATORS_URL", url)
        good = await bdc("payments", "check")
        assert (good.status, good.out) == (0, "bkash: ok\nbkash_b2c: ok\nnagad: ok\nsslcommerz: ok\n")
        bad = await bdc("payments", "check", BDC_SSLCOMMERZ_STORE_PASSWD="wrong")
        assert (bad.status, "sslcommerz: INVALID_REQUEST" in bad.out) == (1, True)
        assert "wrong" not in bad.out + bad.err
        unpaid = await bdc("payments", "check", BDC_BKASH_B2C_APP_KEY="wrong")
        assert (unpaid.status, "bkash_b2c: 2001" in unpaid.out) == (1, True)
