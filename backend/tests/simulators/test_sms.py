"""The SMS gateways that are stood in for refuse what the real ones would, whoever asks."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from litestar.testing import AsyncTestClient

from bdcommerce.simulators.application import application
from bdcommerce.simulators.messages import bulksmsbd, mimsms, phones, sslwireless

SSL = {
    "api_token": sslwireless.TOKEN, "sid": sslwireless.SID, "msisdn": "8801712345678", "sms": "hello",
    "csms_id": "id-1",
}  # fmt: skip
BULK = {"api_key": bulksmsbd.KEY, "senderid": bulksmsbd.SENDER, "number": "8801712345678", "message": "hello"}
MIM = {
    "UserName": mimsms.USER, "Apikey": mimsms.KEY, "MobileNumber": "8801712345678", "SenderName": mimsms.SENDER,
    "TransactionType": "T", "Message": "hello",
}  # fmt: skip


@pytest.fixture
async def country() -> AsyncIterator[httpx.AsyncClient]:
    there = phones.Phones()
    made = [phones.party(there), *(each.party(there, "") for each in (sslwireless, bulksmsbd, mimsms))]
    async with AsyncTestClient(application(made)) as client:
        yield client


@pytest.mark.parametrize(
    "changed, code",
    [
        ({"api_token": "x"}, 4001),
        ({"api_token": "x" * 51}, 4001),
        ({"sid": "x"}, 4001),
        ({"csms_id": "x" * 21}, 4004),
        ({"sms": "x" * 1_001}, 4004),
        ({"sms": ""}, 4004),
        ({"msisdn": "01712345678"}, 4005),
        ({"msisdn": "+8801712345678"}, 4005),
        ({"msisdn": 8801712345678}, 4004),
    ],
)
async def test_ssl_wireless_refuses(country: httpx.AsyncClient, changed: dict[str, Any], code: int) -> None:
    reply = (await country.post("/sslwireless/api/v3/send-sms", json=SSL | changed)).json()
    assert (reply["status"], reply["status_code"], reply["smsinfo"]) == ("FAILED", code, [])


async def test_ssl_wireless_takes_an_id_once_a_day(country: httpx.AsyncClient) -> None:
    first = (await country.post("/sslwireless/api/v3/send-sms", json=SSL)).json()
    assert (first["status"], first["smsinfo"][0]["csms_id"], first["smsinfo"][0]["sms_type"]) == (
        "SUCCESS",
        "id-1",
        "EN",
    )
    assert (await country.post("/sslwireless/api/v3/send-sms", data=SSL)).json()["status_code"] == 4025
    assert len((await country.get("/phones/inbox/8801712345678")).json()) == 1


@pytest.mark.parametrize(
    "changed, code",
    [
        ({"api_key": "x"}, 1011),
        ({"senderid": "x"}, 1002),
        ({"number": "01712345678"}, 1001),
        ({"number": "8801712345678,88017"}, 1001),
        ({"message": ""}, 1003),
        ({"senderid": bulksmsbd.MASK}, 1012),
    ],
)
async def test_bulksmsbd_refuses(country: httpx.AsyncClient, changed: dict[str, str], code: int) -> None:
    for reply in (
        await country.post("/bulksmsbd/api/smsapi", data=BULK | changed),
        await country.get("/bulksmsbd/api/smsapi", params=BULK | changed),
    ):
        assert (reply.status_code, reply.json()["response_code"]) == (200, code)
    assert (await country.post("/bulksmsbd/api/smsapi", json=BULK)).json()["response_code"] == 1003


@pytest.mark.parametrize(
    "changed, code",
    [
        ({"Apikey": "x"}, "401"),
        ({"UserName": "x"}, "401"),
        ({"SenderName": "x"}, "405"),
        ({"TransactionType": "X"}, "406"),
        ({"TransactionType": "P"}, "407"),
        ({"Message": ""}, "408"),
        ({"MobileNumber": "+8801712345678"}, "400"),
    ],
)
async def test_mim_sms_refuses_with_http_200(country: httpx.AsyncClient, changed: dict[str, str], code: str) -> None:
    reply = await country.post("/mimsms/api/SmsSending/SMS", json=MIM | changed)
    assert (reply.status_code, reply.json()["statusCode"], reply.json()["status"]) == (200, code, "Failed")
    assert (await country.post("/mimsms/api/SmsSending/SMS", data=MIM)).status_code == 415


async def test_a_person_reads_on_the_phone_s_page_what_came_in(country: httpx.AsyncClient) -> None:
    await country.post("/mimsms/api/V2/SMS", json=MIM | {"Message": "<b>482913</b>"})
    for path in ("/phones", "/phones/8801712345678"):
        shown = (await country.get(path)).text
        assert "&lt;b&gt;482913&lt;/b&gt;" in shown
    await country.delete("/mimsms/state")
    assert "482913" not in (await country.get("/phones")).text
