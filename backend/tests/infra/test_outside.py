"""Outside parties: what counts as an answer, when nothing is sent any more, and what is kept of it all."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any, ClassVar

import msgspec
import pytest
from litestar import MediaType, Request, Response, get, post
from litestar.datastructures import State
from litestar.params import FromPath
from pydantic import SecretStr
from pydantic_settings import SettingsConfigDict
from sqlalchemy import text

from bdcommerce.infra import telemetry
from bdcommerce.infra.jobs import EXCHANGE_DAYS, cleanup
from bdcommerce.infra.outside import Exchanges, NoAnswer, NotReached, Open, Outside, PartySettings, read
from bdcommerce.infra.outside.client import SERVER_ERRORS
from bdcommerce.infra.outside.masking import masked, masked_text
from bdcommerce.infra.postgres import Database
from bdcommerce.infra.settings import OperationSettings, Refused
from support.servers import answers, serving
from support.toy import toy_database


@get("/status/{code:int}")
async def answer_with(code: FromPath[int]) -> Response[dict[str, str]]:
    return Response({"says": "so"}, status_code=code, headers={"X-Trace": "t1"})


@get("/slow")
async def answer_late() -> str:
    await asyncio.sleep(0.5)
    return "late"


@get("/page", media_type=MediaType.HTML)
async def answer_in_html() -> str:
    return "<h1>Call 01712345678</h1>"


@post("/echo", status_code=200)
async def echo(request: Request[Any, Any, State]) -> Response[bytes]:
    return Response(await request.body(), media_type=request.headers["content-type"])


class Said(msgspec.Struct):
    says: str


@pytest.fixture
async def toy(postgres_url: str) -> AsyncIterator[Database]:
    async with toy_database(postgres_url) as database:
        yield database


@pytest.fixture
async def url() -> AsyncIterator[str]:
    async with serving(answers(answer_with, answer_late, answer_in_html, echo)) as found:
        yield found


@pytest.fixture
def party(url: str, toy: Database) -> Outside:
    return Outside("party", url, Exchanges(toy), timeout=5, failures=2, pause=0.05)


async def kept(toy: Database) -> list[tuple[str, int | None, str, str]]:
    async with toy.transaction() as tx:
        rows = await tx.rows(text("SELECT outcome, status, request, response FROM exchange ORDER BY id"))
    return [(row["outcome"], row["status"], row["request"], row["response"]) for row in rows]


async def test_an_answer_of_any_status_is_an_answer(party: Outside) -> None:
    refused = await party.call("GET", "/status/422", operation="ask")
    assert (refused.status, refused.headers["x-trace"], refused.data(Said).says) == (422, "t1", "so")


async def test_a_status_that_says_nothing_counts_as_no_answer_where_the_caller_says_so(party: Outside) -> None:
    assert (await party.call("GET", "/status/503", operation="ask")).status == 503
    with pytest.raises(NoAnswer):
        await party.call("GET", "/status/503", operation="ask", unanswered=SERVER_ERRORS)


async def test_who_answers_too_late_has_not_answered(party: Outside, toy: Database) -> None:
    with pytest.raises(NoAnswer) as refused:
        await party.call("GET", "/slow", operation="ask", read_timeout=0.05)
    assert not isinstance(refused.value, NotReached)
    assert [outcome for outcome, *_ in await kept(toy)] == ["no_answer"]


async def test_who_is_not_there_has_done_nothing(toy: Database) -> None:
    nowhere = Outside("nowhere", "http://127.0.0.1:9", Exchanges(toy))
    with pytest.raises(NotReached):
        await nowhere.call("GET", "/", operation="ask")
    assert [outcome for outcome, *_ in await kept(toy)] == ["not_reached"]


async def test_an_answer_of_another_shape_is_none(party: Outside) -> None:
    page = await party.call("GET", "/page", operation="ask")
    with pytest.raises(NoAnswer):
        page.data(Said)


async def test_after_failures_in_a_row_nothing_is_sent_until_one_may_try(party: Outside, toy: Database) -> None:
    for _ in range(2):
        await party.call("GET", "/status/500", operation="ask")
    with pytest.raises(Open):
        await party.call("GET", "/status/200", operation="ask")
    assert len(await kept(toy)) == 2
    await asyncio.sleep(0.06)
    first, second = await asyncio.gather(
        party.call("GET", "/status/200", operation="ask"),
        party.call("GET", "/status/200", operation="ask"),
        return_exceptions=True,
    )
    assert {type(first).__name__, type(second).__name__} == {"Answer", "Open"}
    assert (await party.call("GET", "/status/200", operation="ask")).status == 200


async def test_a_refusal_does_not_open_the_breaker(party: Outside) -> None:
    for _ in range(5):
        assert (await party.call("GET", "/status/401", operation="ask")).status == 401


async def test_an_exchange_is_kept_without_secrets_persons_and_whole_numbers(party: Outside, toy: Database) -> None:
    body = {"amount": "100.00", "payerReference": "01712345678", "app_secret": "s3cret", "extra": "agr-1"}
    await party.call(
        "POST",
        "/echo",
        operation="create",
        json=body,
        headers={"Authorization": "jwt"},
        mask={"extra"},
        reference="pmt_1",
    )
    ((outcome, status, request, response),) = await kept(toy)
    assert (outcome, status) == ("answered", 200)
    for said in (request, response):
        assert "100.00" in said
        assert "017*****678" in said
        assert not any(word in said for word in ("s3cret", "01712345678", "agr-1", "jwt"))


async def test_a_form_is_kept_field_by_field(party: Outside, toy: Database) -> None:
    await party.call(
        "POST", "/echo", operation="session", form={"store_passwd": "qwerty", "cus_name": "Rahima", "n": "1"}
    )
    ((_, _, request, response),) = await kept(toy)
    assert '"n":"1"' in response
    assert not any(word in request + response for word in ("qwerty", "Rahima"))


async def test_what_was_said_about_a_thing_is_found_the_latest_first(toy: Database, party: Outside) -> None:
    await party.call("GET", "/status/200", operation="first", reference="pmt_1")
    await Exchanges(toy).heard(
        "party", "webhook", "/hooks/party", b'{"trxID": "X", "debitMSISDN": 8801712345678}', reference="pmt_1"
    )
    found = await Exchanges(toy).about("pmt_1")
    assert [each.operation for each in found] == ["webhook", "first"]
    assert found[0].request == '{"trxID":"X","debitMSISDN":"88017*****678"}'


async def test_old_exchanges_are_forgotten(toy: Database, party: Outside) -> None:
    for operation in ("old", "new"):
        await party.call("GET", "/status/200", operation=operation, reference="pmt_1")
    async with toy.transaction() as tx:
        days = f"{EXCHANGE_DAYS + 1} days"
        await tx.execute(text(f"UPDATE exchange SET at = at - interval '{days}' WHERE operation = 'old'"))
    await cleanup(toy).run(None)
    assert [each.operation for each in await Exchanges(toy).about("pmt_1")] == ["new"]


async def test_calls_are_measured_by_party_operation_and_outcome(party: Outside) -> None:
    await party.call("GET", "/status/200", operation="measured")
    line = 'bdc_outside_call_seconds_count{operation="measured",outcome="200",party="party"} 1.0'
    assert line in telemetry.render().decode()


async def test_nobody_is_asked_inside_a_transaction(party: Outside, toy: Database) -> None:
    async with toy.transaction():
        with pytest.raises(RuntimeError):
            await party.call("GET", "/status/200", operation="ask")


@pytest.mark.parametrize(
    "name",
    ["app_secret", "appSecret", "password", "store_passwd", "id_token", "refreshToken", "X-App-Key", "agreementID",
     "cus_name", "ship_add1", "cus_email", "recipient_address", "card_no", "Authorization"],
)  # fmt: skip
def test_what_names_a_secret_or_a_person_is_masked(name: str) -> None:
    assert masked({name: "value"}) == {name: "***"}


@pytest.mark.parametrize("name", ["amount", "trxID", "paymentID", "statusCode", "merchantInvoiceNumber", "tran_id"])
def test_what_a_dispute_is_about_is_kept(name: str) -> None:
    assert masked({name: "value"}) == {name: "value"}


def test_times_and_amounts_are_no_phone_numbers() -> None:
    for text_ in ("20261122175609", "1700000000000", "BD-261122-000123", "500000.00"):
        assert masked_text(text_) == text_


class ToyPay(PartySettings):
    model_config = SettingsConfigDict(env_prefix="BDC_TOYPAY_", extra="ignore", frozen=True)
    party = "toypay"
    simulated: ClassVar[Mapping[str, str]] = {"secret": "play"}

    secret: SecretStr = SecretStr("")


DEVELOPMENT, PRODUCTION = OperationSettings(environment="development"), OperationSettings(environment="production")


def test_without_settings_a_party_is_the_simulator_and_in_production_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BDC_SIMULATORS_URL", "http://127.0.0.1:8100/")
    found = read(ToyPay, DEVELOPMENT)
    assert (found.url, found.secret.get_secret_value()) == ("http://127.0.0.1:8100/toypay", "play")
    assert not read(ToyPay, PRODUCTION).on


def test_what_is_set_holds_beside_the_simulator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BDC_TOYPAY_TIMEOUT", "0.5")
    monkeypatch.setenv("BDC_TOYPAY_SECRET", "mine")
    found = read(ToyPay, DEVELOPMENT)
    assert (found.timeout, found.secret.get_secret_value()) == (0.5, "mine")


def test_production_refuses_a_simulator_and_missing_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BDC_TOYPAY_URL", "http://127.0.0.1:8100/toypay")
    with pytest.raises(Refused, match="BDC_TOYPAY_URL"):
        read(ToyPay, PRODUCTION)
    monkeypatch.setenv("BDC_TOYPAY_URL", "https://pay.example")
    with pytest.raises(Refused, match="BDC_TOYPAY_SECRET: is missing"):
        read(ToyPay, PRODUCTION)
    monkeypatch.setenv("BDC_TOYPAY_SECRET", "real")
    assert read(ToyPay, PRODUCTION).on


def test_a_wrong_setting_is_refused_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BDC_TOYPAY_TIMEOUT", "soon")
    with pytest.raises(Refused, match="BDC_TOYPAY_TIMEOUT"):
        read(ToyPay, DEVELOPMENT)
