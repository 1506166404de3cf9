"""Whatever is sent, the answer is a refusal that says what is wrong; never a failure of ours."""

from typing import Any

import pytest

from bdcommerce.infra.http.paging import encode
from support import tokens
from support.harness import Harness
from support.money import anna

STAFF = (
    "/admin/payouts",
    "/admin/refunds",
    "/admin/cod",
    "/admin/ledger/entries",
)
VENDOR = ("/vendor/payouts", "/vendor/statements")
POSITIONS: tuple[tuple[Any, ...], ...] = (
    ("\0",),
    ("x\0", "y"),
    (-1, "jnl_1"),
    (10**18, "jnl_1", 1),
    (0, "jnl_1", 10**9),
    (0, "'; DROP TABLE escrow", 0),
    ("own", 5),
    (),
)


@pytest.mark.parametrize("position", POSITIONS)
async def test_a_cursor_nobody_gave_out_is_refused(payments: Harness, position: tuple[Any, ...]) -> None:
    for path, token in [(path, anna()) for path in STAFF] + [(path, tokens.vendor("ven_1")) for path in VENDOR]:
        reply = await payments.get(path, params={"cursor": encode(*position)}, as_=token)
        assert (path, reply.status_code, reply.json()["errors"][0]["field"]) == (path, 422, "cursor")


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-02-30", "1e3", ""])
async def test_a_day_far_off_or_none_is_refused(payments: Harness, day: str) -> None:
    me = tokens.vendor("ven_1")
    replies = [
        await payments.get("/admin/ledger/trial-balance", params={"as_of": day}, as_=anna()),
        await payments.get("/vendor/statements", params={"from": day}, as_=me),
        await payments.get("/vendor/statements", params={"to": day}, as_=me),
        await payments.post("/admin/payouts", {"up_to": day, "vendor_ids": ["ven_1"]}, as_=anna()),
    ]
    assert {reply.status_code for reply in replies} <= {400, 404, 422}


@pytest.mark.parametrize("name", ["%00", "a%00b", "%27", "..%2f", "x" * 3000, "%F0%9F%98%80"])
async def test_a_name_of_nothing_is_not_found(payments: Harness, name: str) -> None:
    for path in (f"/admin/payouts/{name}", f"/admin/payouts/{name}/bank-file", f"/admin/escrows/{name}"):
        reply = await payments.get(path, as_=anna())
        assert (path, reply.status_code in {400, 404, 422}) == (path, True)
    calls: list[tuple[str, Any]] = [
        (f"/admin/payouts/{name}/approve", None),
        (f"/admin/payouts/{name}/payouts/{name}/failed", {"reason": "no such account"}),
        (f"/admin/refunds/{name}/paid", None),
        (f"/admin/escrows/{name}/thaw", None),
    ]
    for path, body in calls:
        reply = await payments.post(path, body, as_=anna())
        assert (path, reply.status_code in {400, 404, 422}) == (path, True)
