"""What holds of every SMS gateway, against its simulator over real HTTP."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from pydantic import SecretStr

from bdcommerce.notifications.errors import UnreadableReport
from bdcommerce.simulators.messages.phones import REPORT_TOKEN
from notifications.gateways import NAMES, NUMBER, Simulated, parcel, simulated

BANGLA = "আপনার কোড ৪৮২৯১৩। কাউকে বলবেন না।"
SECRETS = {"sslwireless": "api_token", "bulksmsbd": "api_key", "mimsms": "api_key", "smshttp": "key"}
SENDERS = {"sslwireless": "sid", "bulksmsbd": "sender_id", "mimsms": "sender_name", "smshttp": "sender"}


pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def all_day() -> AsyncIterator[Simulated]:
    async with simulated() as running:
        yield running


@pytest.fixture
def country(all_day: Simulated) -> Simulated:
    all_day.forget()
    return all_day


every = pytest.mark.parametrize("name", NAMES)


@every
@pytest.mark.parametrize("text", ["482913 is your code. [5 €]", BANGLA, "=+&?# \n%41"])
async def test_a_message_arrives_as_it_was_written(country: Simulated, name: str, text: str) -> None:
    outcome = await country.gateway(name).send(parcel(text))
    assert (outcome.verdict, country.on_phone()) == ("accepted", [text])
    assert outcome.reference


@every
async def test_a_number_that_there_is_not_is_refused_for_good(country: Simulated, name: str) -> None:
    outcome = await country.gateway(name).send(parcel(to="+8801012345678"))
    assert (outcome.verdict, country.phones.received) == ("refused", [])


@every
async def test_a_wrong_key_is_our_fault_and_not_the_message_s(country: Simulated, name: str) -> None:
    outcome = await country.gateway(name, **{SECRETS[name]: SecretStr("wrong")}).send(parcel())
    assert outcome.verdict == "misconfigured"
    health = await country.gateway(name, **{SECRETS[name]: SecretStr("wrong")}).check()
    assert health.working is (name == "smshttp")


@every
async def test_a_wrong_sender_keeps_the_message_from_this_gateway_only(country: Simulated, name: str) -> None:
    outcome = await country.gateway(name, **{SENDERS[name]: "STRANGER"}).send(parcel())
    assert outcome.verdict in {"misconfigured", "elsewhere"}
    assert country.phones.received == []


@every
@pytest.mark.parametrize("fault", ["ip_blocked", "no_balance", "unauthorised"])
async def test_what_is_wrong_with_our_account_stops_the_gateway(country: Simulated, name: str, fault: str) -> None:
    country.arm(name, fault)
    outcome = await country.gateway(name).send(parcel())
    expected = {"misconfigured"} | ({"elsewhere"} if (name, fault) == ("mimsms", "no_balance") else set())
    assert outcome.verdict in expected


@every
@pytest.mark.parametrize("fault", ["down", "internal"])
async def test_an_error_of_theirs_says_nothing_of_the_message(country: Simulated, name: str, fault: str) -> None:
    country.arm(name, fault)
    outcome = await country.gateway(name).send(parcel())
    assert outcome.verdict == ("elsewhere" if (name, fault) == ("smshttp", "internal") else "unsure")


@every
async def test_who_cannot_be_reached_has_taken_nothing(country: Simulated, name: str) -> None:
    gateway = country.gateway(name, url="http://127.0.0.1:9")
    assert (await gateway.send(parcel())).verdict == "unsent"
    assert (await gateway.check()).working is (name == "smshttp")


@every
async def test_an_answer_that_comes_too_late_leaves_open_whether_it_was_sent(country: Simulated, name: str) -> None:
    country.arm(name, "slow", value="0.7")
    gateway = country.gateway(name, timeout=0.4)
    outcome = await gateway.send(parcel())
    assert (outcome.verdict, len(country.on_phone())) == ("unsure", 1)
    if gateway.dedups != "never":
        again = await country.gateway(name).send(parcel())
        assert (again.verdict, len(country.on_phone())) == ("repeated", 1)


@every
async def test_a_gateway_says_that_it_knows_us(country: Simulated, name: str) -> None:
    health = await country.gateway(name).check()
    assert health.working, health.said
    assert country.phones.received == []


@every
async def test_the_record_names_no_number_no_text_and_no_secret(country: Simulated, name: str) -> None:
    gateway = country.gateway(name)
    await gateway.send(parcel())
    await gateway.check()
    country.arm(name, "unauthorised")
    await gateway.send(parcel())
    written = "".join(f"{each.path}{each.request}{each.response}" for each in country.record.kept)
    assert country.record.kept
    for hidden in (NUMBER[1:], "1712345678", "482913", "simulator-key", "simulator-token"):
        assert hidden not in written


@every
async def test_a_report_is_believed_with_the_token_only(country: Simulated, name: str) -> None:
    gateway = country.gateway(name)
    assert gateway.believes(REPORT_TOKEN)
    assert not gateway.believes("")
    assert not gateway.believes(REPORT_TOKEN + "x")
    assert not country.gateway(name, report_token=SecretStr("")).believes("")


NOTHING = {
    "empty": b"",
    "cut off": b"{",
    "a list of something else": b"[1]",
    "no field": b"{}",
    "about nothing": b'{"status": "DELIVRD"}',
    "not UTF-8": b"\xff\xfe",
    "a word": b'"DELIVRD"',
    "too deep": b"[" * 5_000,
    "no state": b'{"status": "\\u0000", "id": "x"}',
}


@every
@pytest.mark.parametrize("body", NOTHING.values(), ids=NOTHING)
async def test_a_report_that_says_nothing_is_named_so(country: Simulated, name: str, body: bytes) -> None:
    with pytest.raises(UnreadableReport):
        country.gateway(name).understood("application/json", body)


@every
@pytest.mark.parametrize(
    "status, news", [("DELIVRD", "delivered"), ("Delivered", "delivered"), ("UNDELIV", "failed"), ("ENROUTE", "moving")]
)
async def test_a_report_is_read_as_json_and_as_a_form(country: Simulated, name: str, status: str, news: Any) -> None:
    gateway = country.gateway(name)
    body = f'[{{"id": 7, "msisdn": "8801712345678", "status": "{status}"}}]'.encode()
    form = f"id=7&number=%2B8801712345678&status={status}".encode()
    for content_type, each in (("application/json", body), ("application/x-www-form-urlencoded", form)):
        [told] = gateway.understood(content_type, each)
        assert (told.news, told.reference, told.to) == (news, "7", NUMBER)


async def test_a_masked_sender_that_must_write_bangla_leaves_english_to_others(country: Simulated) -> None:
    gateway = country.gateway("bulksmsbd", sender_id="BDCOMMERCE")
    assert (await gateway.send(parcel())).verdict == "elsewhere"
    assert (await gateway.send(parcel(BANGLA))).verdict == "accepted"


async def test_what_is_promotional_says_so_and_needs_its_approval(country: Simulated) -> None:
    assert (await country.gateway("mimsms").send(parcel(marketing=True))).verdict == "accepted"
    without = country.gateway("mimsms", campaign_id="")
    assert (await without.send(parcel(marketing=True))).verdict == "elsewhere"
    assert (await without.send(parcel())).verdict == "accepted"


async def test_a_templated_gateway_can_be_asked_in_json_and_in_the_address(country: Simulated) -> None:
    fields = ("UserName=operator@simulator.example", "Apikey={key}", "MobileNumber={to}", "SenderName=BDCommerce",
              "TransactionType=T", "Message={text}")  # fmt: skip
    mim = {
        "url": f"{country.url}/mimsms", "path": "/api/V2/SMS", "kind": "json", "fields": fields,
        "key": SecretStr("mim-simulator-key"), "success_field": "statusCode", "success_values": ("200",),
        "reference_field": "trxnId",
    }  # fmt: skip
    assert (await country.gateway("smshttp", **mim).send(parcel())).reference.startswith("mim_")
    assert (await country.gateway("smshttp", kind="query").send(parcel())).verdict == "accepted"
    assert len(country.on_phone()) == 2


@every
async def test_a_report_of_strange_shape_is_read_as_far_as_it_goes(country: Simulated, name: str) -> None:
    body = b'{"status": ["x"], "id": {"a": 1}, "msisdn": "\\u0000nobody"}'
    [told] = country.gateway(name).understood("application/json", body)
    assert (told.news, told.to) == ("moving", "")
    [other] = country.gateway(name).understood("application/json", b'{"status": "DELIVRD", "id": "a\\u0000b"}')
    assert other.reference == "ab"
