"""bKash's disbursement simulator refuses what the real one would, and pays a number once."""

from collections.abc import AsyncIterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest

from bdcommerce.kernel import clock
from bdcommerce.simulators.application import application
from bdcommerce.simulators.bkash import b2c
from support.servers import serving

BASE = "/bkash_b2c/v1.2.0-beta/checkout"
KEYS = {"app_key": b2c.APP_KEY, "app_secret": b2c.APP_SECRET}
WHO = {"username": b2c.USERNAME, "password": b2c.PASSWORD}
PAYOUT = {
    "amount": "1250.50", "currency": "BDT", "merchantInvoiceNumber": "pay_1", "receiverMSISDN": "01770618575",
}  # fmt: skip


class Merchant:
    """Somebody who pays from an account at bKash."""

    def __init__(self, http: httpx.AsyncClient, till: b2c.Till) -> None:
        self.http, self.till, self.headers = http, till, dict[str, str]()

    async def sign_in(self) -> None:
        granted = (await self.http.post(f"{BASE}/token/grant", json=KEYS, headers=WHO)).json()
        self.headers = {"Authorization": granted["id_token"], "X-App-Key": b2c.APP_KEY}

    async def pay(self, **changed: Any) -> dict[str, Any]:
        return await self.post("/payment/b2cPayment", PAYOUT | changed)

    async def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = (await self.http.post(f"{BASE}{path}", json=body, headers=self.headers)).json()
        return found

    async def get(self, path: str) -> dict[str, Any]:
        found: dict[str, Any] = (await self.http.get(f"{BASE}{path}", headers=self.headers)).json()
        return found


@pytest.fixture
async def merchant() -> AsyncIterator[Merchant]:
    till = b2c.Till()
    async with serving(application([b2c.party(till)])) as url, httpx.AsyncClient(base_url=url) as http:
        opened = Merchant(http, till)
        await opened.sign_in()
        yield opened


async def test_a_payout_reaches_a_wallet_and_stands_in_the_statement_and_under_its_transaction(
    merchant: Merchant,
) -> None:
    paid = await merchant.pay()
    assert (paid["transactionStatus"], paid["amount"], paid["merchantInvoiceNumber"]) == (
        "Completed", "1250.50", "pay_1",
    )  # fmt: skip
    found = await merchant.get(f"/payment/search/{paid['trxID']}")
    assert (found["transactionStatus"], found["customerMsisdn"]) == ("Completed", "01770618575")
    assert paid["trxID"] in (await merchant.http.get("/bkash_b2c/statement")).text
    assert (await merchant.get("/payment/search/NOSUCHTRX1"))["errorCode"] == "2033"


@pytest.mark.parametrize(
    "changed, code",
    [
        ({"amount": True}, "2006"),
        ({"amount": "1.005"}, "2006"),
        ({"amount": "0"}, "2006"),
        ({"currency": "USD"}, "2007"),
        ({"merchantInvoiceNumber": "<b>"}, "2031"),
        ({"merchantInvoiceNumber": "x" * 256}, "2031"),
        ({"receiverMSISDN": "8801770618575"}, "2012"),
        ({"receiverMSISDN": b2c.NO_WALLET}, "2057"),
        ({"receiverMSISDN": b2c.NO_CUSTOMER}, "2058"),
        ({"amount": "60000000"}, "2023"),
        ({"reason": "more"}, "2065"),
    ],
)
async def test_what_the_real_one_would_refuse_is_refused_and_nothing_is_paid(
    merchant: Merchant, changed: dict[str, Any], code: str
) -> None:
    assert (await merchant.pay(**changed))["errorCode"] == code
    assert merchant.till.payouts == {}
    assert merchant.till.disbursement == b2c.DISBURSEMENT


async def test_a_number_of_the_merchants_is_paid_once(merchant: Merchant) -> None:
    await merchant.pay()
    assert (await merchant.pay())["errorCode"] == "2029"
    assert len(merchant.till.payouts) == 1


async def test_nobody_gets_in_without_a_token_and_a_key_that_hold(merchant: Merchant) -> None:
    good = merchant.headers
    for headers in ({}, good | {"Authorization": "another"}):
        reply = await merchant.http.post(f"{BASE}/payment/b2cPayment", json=PAYOUT, headers=headers)
        assert reply.status_code == 401
    merchant.headers = good | {"X-App-Key": "another"}
    assert (await merchant.pay())["errorCode"] == "2001"
    wrong = await merchant.http.post(f"{BASE}/token/grant", json=KEYS, headers=WHO | {"password": "x"})
    assert wrong.json()["errorCode"] == "2043"
    with clock.frozen(clock.now() + timedelta(seconds=b2c.TOKEN_SECONDS + 1)):
        late = await merchant.http.post(f"{BASE}/payment/b2cPayment", json=PAYOUT, headers=good)
    assert (late.status_code, merchant.till.payouts) == (401, {})


async def test_a_third_token_within_an_hour_is_refused(merchant: Merchant) -> None:
    statuses = [(await merchant.http.post(f"{BASE}/token/grant", json=KEYS, headers=WHO)).status_code for _ in range(2)]
    assert statuses == [200, 429]


async def test_funds_go_from_one_account_to_the_other(merchant: Merchant) -> None:
    move = {"amount": "1000.00", "currency": "BDT", "transferType": "Collection2Disbursement"}
    assert (await merchant.post("/payment/intraAccountTransfer", move))["transactionStatus"] == "Completed"
    held = (await merchant.get("/payment/organizationBalance"))["organizationBalance"]
    assert [Decimal(each["availableBalance"]) for each in held] == [b2c.COLLECTION - 1000, b2c.DISBURSEMENT + 1000]
    for changed, code in (({"transferType": "Out"}, "2032"), ({"amount": "99999999"}, "2023")):
        assert (await merchant.post("/payment/intraAccountTransfer", move | changed))["errorCode"] == code
