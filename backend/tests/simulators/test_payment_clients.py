"""Clients that others wrote for bKash (PyPI `pybkash`) and SSLCommerz (its own `sslcommerz-lib`) work unchanged against
the ones that play; only the addresses they call are others.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import httpx
from litestar import Request, post
from pybkash import Client, Token
from sslcommerz_lib import SSLCOMMERZ

from bdcommerce.simulators import bkash, sslcommerz
from bdcommerce.simulators.application import application
from support.servers import answers, serving

STORE = {"store_id": sslcommerz.STORE_ID, "store_pass": sslcommerz.STORE_PASSWORD, "issandbox": True}
SESSION = {
    "total_amount": "1250.00", "currency": "BDT", "tran_id": "BD1", "success_url": "https://shop.example/s",
    "fail_url": "https://shop.example/f", "cancel_url": "https://shop.example/c", "product_category": "goods",
    "product_name": "Saree", "product_profile": "general", "cus_name": "Rahima", "cus_email": "r@example.com",
    "cus_add1": "House 7", "cus_city": "Dhaka", "cus_postcode": "1209", "cus_country": "Bangladesh",
    "cus_phone": "01712345678", "shipping_method": "NO", "num_of_item": "1",
}  # fmt: skip

WALLET = {"wallet": "01770618575", "otp": "123456", "pin": "12121"}


@asynccontextmanager
async def serving_at(played: Any) -> AsyncIterator[str]:
    """One party, at an address that it knows."""

    async def whichever(scope: Any, receive: Any, send: Any) -> None:
        await simulator(scope, receive, send)

    async with serving(whichever) as url:
        simulator = application([played.party(url)])
        yield url


async def test_a_client_for_bkash_pays_asks_and_gives_back() -> None:
    async with serving_at(bkash) as url:
        await asyncio.to_thread(_pay_by_bkash, f"{url}/bkash")


def _pay_by_bkash(url: str) -> None:
    token = Token(bkash.USERNAME, bkash.PASSWORD, bkash.APP_KEY, bkash.APP_SECRET, sandbox=True)
    token.base_url = f"{url}/v1.2.0-beta"
    with Client(token) as client:
        made = client.create_payment("https://shop.example/back", "01712345678", 1250.50, invoice_number="BD1")
        went = httpx.post(made.bkash_url, data={"choice": "success", **WALLET}).headers["location"]
        assert parse_qs(urlsplit(went).query)["paymentID"] == [made.payment_id]
        paid = client.execute_payment(made.payment_id)
        assert (paid.transaction_status, float(paid.amount), paid.merchant_invoice_number) == (
            "Completed",
            1250.5,
            "BD1",
        )
        assert client.query_payment(made.payment_id).transaction_status == "Completed"
        assert client.search_trx(paid.trx_id).trx_id == paid.trx_id
        back = client.execute_refund(made.payment_id, paid.trx_id, 250.50, "BD1", "torn")
        assert (back.transaction_status, float(back.amount)) == ("Completed", 250.5)


async def test_the_client_of_sslcommerz_pays_and_validates() -> None:
    heard: asyncio.Queue[dict[str, str]] = asyncio.Queue()

    @post("/ipn")
    async def hear(request: Request[Any, Any, Any]) -> None:
        heard.put_nowait(dict(parse_qsl((await request.body()).decode())))

    async with serving(answers(hear)) as shop, serving_at(sslcommerz) as url:
        client = client_at(f"{url}/sslcommerz")
        await asyncio.to_thread(_pay_by_card, client, f"{shop}/ipn")
        told = await asyncio.wait_for(heard.get(), 10)
        assert client.hash_validate_ipn(told)
        assert not client.hash_validate_ipn(told | {"amount": "1.00"})
        await asyncio.to_thread(_look, client, told)


def client_at(url: str) -> Any:
    client = SSLCOMMERZ(STORE)
    client.createSessionUrl = f"{url}/gwprocess/v4/api.php"
    client.validation_url = f"{url}/validator/api/validationserverAPI.php"
    client.transaction_url = f"{url}/validator/api/merchantTransIDvalidationAPI.php"
    return client


def _pay_by_card(client: Any, ipn_url: str) -> None:
    session = client.createSession({**SESSION, "ipn_url": ipn_url})
    assert session["status"] == "SUCCESS"
    played = {"choice": "success", "card": "4111111111111111", "otp": "111111"}
    httpx.post(session["GatewayPageURL"], data=played).raise_for_status()


def _look(client: Any, told: dict[str, str]) -> None:
    assert client.validationTransactionOrder(told["val_id"])["status"] == "VALID"
    assert client.transaction_query_tranid("BD1")["element"][0]["status"] in {"VALID", "VALIDATED"}
    refused = client.init_refund(told["bank_tran_id"], "250.00", "torn")
    assert refused["status"] == "failed"  # it sends no refund_trans_id, which v4 demands since 2025-02-24
