"""The simulated providers refuse what the real ones would refuse, spoken to in their own protocols."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio

from bdcommerce.simulators import bkash, nagad, sslcommerz
from bdcommerce.simulators.application import application
from support.servers import serving

pytestmark = pytest.mark.asyncio(loop_scope="module")

CHECKOUT = "/bkash/v1.2.0-beta/tokenized/checkout"
KEYS = {"app_key": bkash.APP_KEY, "app_secret": bkash.APP_SECRET}
WHO = {"username": bkash.USERNAME, "password": bkash.PASSWORD}
PAYMENT = {
    "mode": "0011", "payerReference": "ord_1", "callbackURL": "https://shop.example/hooks/bkash", "amount": "100.00",
    "currency": "BDT", "intent": "sale", "merchantInvoiceNumber": "BD1",
}  # fmt: skip
SESSION = {
    "store_id": "testbox", "store_passwd": "qwerty", "total_amount": "100.00", "currency": "BDT", "tran_id": "BD1",
    "success_url": "https://shop.example/s", "fail_url": "https://shop.example/f",
    "cancel_url": "https://shop.example/c", "product_category": "goods", "product_name": "BD1",
    "product_profile": "physical-goods", "cus_name": "R", "cus_email": "r@example.com", "cus_add1": "7",
    "cus_city": "Dhaka", "cus_postcode": "1209", "cus_country": "Bangladesh", "cus_phone": "01712345678",
    "shipping_method": "NO", "num_of_item": "1",
}  # fmt: skip


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async def whichever(scope: Any, receive: Any, send: Any) -> None:
        await simulators(scope, receive, send)

    async with serving(whichever) as url, httpx.AsyncClient(base_url=url) as client:
        simulators = application([each.party(url) for each in (bkash, nagad, sslcommerz)])
        yield client


@pytest_asyncio.fixture(loop_scope="module")
async def token(http: httpx.AsyncClient) -> str:
    await http.delete("/bkash/state")
    return str((await http.post(f"{CHECKOUT}/token/grant", json=KEYS, headers=WHO)).json()["id_token"])


async def create(http: httpx.AsyncClient, token: str, **other: str) -> dict[str, Any]:
    headers = {"Authorization": token, "X-App-Key": bkash.APP_KEY}
    found: dict[str, Any] = (await http.post(f"{CHECKOUT}/create", json=PAYMENT | other, headers=headers)).json()
    return found


@pytest.mark.parametrize("who, keys, code", [
    (WHO | {"password": "x"}, KEYS, "2043"), (WHO, KEYS | {"app_secret": "x"}, "2001"), ({}, KEYS, "2043"),
])  # fmt: skip
async def test_bkash_gives_no_token_to_whom_it_does_not_know(
    http: httpx.AsyncClient, who: dict[str, str], keys: dict[str, str], code: str
) -> None:
    assert (await http.post(f"{CHECKOUT}/token/grant", json=keys, headers=who)).json()["statusCode"] == code


async def test_bkash_gives_two_tokens_an_hour(http: httpx.AsyncClient, token: str) -> None:
    statuses = [(await http.post(f"{CHECKOUT}/token/grant", json=KEYS, headers=WHO)).status_code for _ in range(2)]
    assert statuses == [200, 429]


async def test_bkash_answers_401_to_a_token_that_it_did_not_give(http: httpx.AsyncClient) -> None:
    headers = {"Authorization": "forged", "X-App-Key": bkash.APP_KEY}
    assert (await http.post(f"{CHECKOUT}/create", json=PAYMENT, headers=headers)).status_code == 401


@pytest.mark.parametrize("field, value, code", [
    ("amount", "0", "2006"), ("amount", "1.001", "2006"), ("currency", "USD", "2007"), ("intent", "gift", "2008"),
    ("payerReference", "<b>", "2048"), ("callbackURL", "http://shop.example/x", "2049"), ("mode", "1111", "2063"),
    ("merchantInvoiceNumber", "x" * 256, "2031"), ("merchantInvoiceNumber", "a&b", "2031"),
])  # fmt: skip
async def test_bkash_refuses_a_payment_that_is_not_well_formed(
    http: httpx.AsyncClient, token: str, field: str, value: str, code: str
) -> None:
    assert (await create(http, token, **{field: value}))["statusCode"] == code


async def test_bkash_takes_money_once_and_only_from_who_has_agreed(http: httpx.AsyncClient, token: str) -> None:
    headers = {"Authorization": token, "X-App-Key": bkash.APP_KEY}
    payment_id = (await create(http, token))["paymentID"]

    async def execute() -> str:
        said = (await http.post(f"{CHECKOUT}/execute", json={"paymentID": payment_id}, headers=headers)).json()
        return str(said["statusCode"])

    assert await execute() == "2056"
    played = {"choice": "success", "wallet": "01770618575", "otp": "123456", "pin": "12121"}
    await http.post(f"/bkash/pay/{payment_id}", data=played)
    assert await execute() == "0000"
    assert await execute() in ("2062", "2117")


@pytest.mark.parametrize("field, value, reason", [
    ("store_passwd", "x", "Store Credential"), ("total_amount", "9.99", "total_amount"),
    ("total_amount", "500000.01", "total_amount"), ("tran_id", "x" * 31, "tran_id is too long"),
    ("cus_phone", "", "cus_phone is missing"), ("product_profile", "toys", "product_profile"),
    ("ipn_url", "https://" + "x" * 255, "ipn_url is too long"),
])  # fmt: skip
async def test_sslcommerz_opens_no_session_that_is_not_well_formed(
    http: httpx.AsyncClient, field: str, value: str, reason: str
) -> None:
    said = (await http.post("/sslcommerz/gwprocess/v4/api.php", data=SESSION | {field: value})).json()
    assert (said["status"], reason in said["failedreason"]) == ("FAILED", True)


async def test_sslcommerz_takes_no_transaction_that_was_paid_again(http: httpx.AsyncClient) -> None:
    page = (await http.post("/sslcommerz/gwprocess/v4/api.php", data=SESSION)).json()["GatewayPageURL"]
    await http.post(page, data={"choice": "success", "card": "4111111111111111", "otp": "111111"})
    said = (await http.post("/sslcommerz/gwprocess/v4/api.php", data=SESSION)).json()
    assert said["failedreason"] == "tran_id was paid already"


async def test_nagad_wants_its_headers_and_what_is_sealed_for_it(http: httpx.AsyncClient) -> None:
    path = f"/nagad/api/dfs/check-out/initialize/{nagad.MERCHANT_ID}/BD1"
    body = {
        "accountNumber": nagad.MERCHANT_NUMBER,
        "dateTime": "20260101000000",
        "sensitiveData": "x",
        "signature": "y",
    }
    assert (await http.post(path, json=body)).json()["reason"] == "MISSING_HEADER"
    headers = {"X-KM-Api-Version": "v-0.2.0", "X-KM-IP-V4": "10.0.0.1", "X-KM-Client-Type": "PC_WEB"}
    assert (await http.post(path, json=body, headers=headers)).json()["reason"] == "INVALID_SIGNATURE"
