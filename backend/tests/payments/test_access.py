"""Who may call what: every endpoint refuses strangers, the wrong audience, and staff without its permission."""

import pytest

from bdcommerce.payments.api import ROUTES
from support import tokens
from support.harness import Harness

ENDPOINTS = [
    (method, path, route.opt["access"])
    for route in ROUTES
    for path in route.paths
    for method in route.http_methods
    if method != "OPTIONS" and route.opt["access"].audience in ("admin", "vendor")
]
"""Those of vendors and staff; what customers and providers may call is in test_prepaid_access."""
PERMISSIONS = {
    "ledger.read", "ledger.close", "payouts.draft", "payouts.approve", "payouts.settle", "payouts.hold",
    "refunds.manage", "settlements.record", "settlements.approve",
}  # fmt: skip


def filled(path: str) -> str:
    for name in (
        "batch_id",
        "payout_id",
        "refund_id",
        "vendor_order_id",
        "order_id",
        "vendor_id",
        "hold_id",
        "statement_id",
        "difference_id",
        "close_id",
    ):
        path = path.replace(f"{{{name}:str}}", f"{name.removesuffix('_id')}_1")
    path = path.replace("{kind:str}", "provider").replace("{source:str}", "bkash")
    return path.replace("{number:int}", "1")


@pytest.fixture(scope="module", autouse=True)
def every_endpoint_is_known() -> None:
    assert len(ENDPOINTS) == 75
    assert all("{" not in filled(path) for _, path, _ in ENDPOINTS)


async def test_nobody_gets_in_without_a_token(payments: Harness) -> None:
    for method, path, _ in ENDPOINTS:
        reply = await payments.call(method, filled(path))
        assert (path, reply.status_code) == (path, 401)


async def test_the_wrong_audience_is_refused(payments: Harness) -> None:
    for method, path, access in ENDPOINTS:
        wrong = tokens.vendor("ven_1") if access.audience == "admin" else tokens.staff(*PERMISSIONS)
        for token in (tokens.customer(), wrong):
            reply = await payments.call(method, filled(path), as_=token)
            assert (path, reply.status_code) == (path, 403)


async def test_staff_need_the_permission_of_the_call_and_no_other_does(payments: Harness) -> None:
    for method, path, access in ENDPOINTS:
        if access.audience == "admin":
            others = tokens.staff(*(PERMISSIONS - {access.permission}))
            reply = await payments.call(method, filled(path), as_=others)
            assert (path, reply.status_code) == (path, 403)


async def test_whoever_packs_parcels_does_not_see_the_money(payments: Harness) -> None:
    for method, path, access in ENDPOINTS:
        if access.audience == "vendor":
            reply = await payments.call(method, filled(path), as_=tokens.vendor("ven_1", "packer"))
            assert (path, reply.status_code) == (path, 403)
