"""Gateways as an installation sets them, and that nothing personal lies where it should not."""

import pytest
from sqlalchemy import text

from bdcommerce.contracts.notifications import Message
from bdcommerce.infra.settings import OperationSettings, Refused
from bdcommerce.notifications.adapters import settings
from bdcommerce.notifications.adapters.push.settings import web_push
from bdcommerce.notifications.adapters.sms import sms_gateways
from bdcommerce.notifications.bootstrap import SERVICE
from bdcommerce.notifications.jobs import check_gateways, deliver
from notifications.conftest import neighbours
from notifications.gateways import NUMBER, Recorded, simulated
from support.harness import Harness, service_harness

PRODUCTION, DEVELOPMENT = OperationSettings(environment="production"), OperationSettings(environment="development")
ORDER = ("mimsms", "sslwireless", "bulksmsbd", "smshttp")
REAL = {
    "BDC_SSLWIRELESS_URL": "https://smsplus.sslwireless.com", "BDC_SSLWIRELESS_API_TOKEN": "t",
    "BDC_SSLWIRELESS_SID": "S", "BDC_SSLWIRELESS_PRICE": "30", "BDC_SSLWIRELESS_REPORT_TOKEN": "r",
}  # fmt: skip


def gateways(operation: OperationSettings) -> list[str]:
    return [gateway.name for gateway in sms_gateways(ORDER, operation, Recorded())]


def test_without_a_word_all_gateways_are_simulators_and_in_production_there_are_none() -> None:
    assert gateways(DEVELOPMENT) == ["mimsms", "sslwireless", "bulksmsbd"]
    assert gateways(PRODUCTION) == []
    assert settings.smtp(DEVELOPMENT).port == 8125
    elsewhere = OperationSettings(environment="development", simulators_url="http://127.0.0.1:8140")
    assert settings.smtp(elsewhere).port == 8165
    assert not settings.smtp(PRODUCTION).on
    assert (web_push(DEVELOPMENT).private, web_push(PRODUCTION).private) == (True, False)


def test_a_gateway_is_pointed_at_the_real_one_by_settings_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in REAL.items():
        monkeypatch.setenv(name, value)
    assert gateways(PRODUCTION) == ["sslwireless"]


@pytest.mark.parametrize(
    "changed, named",
    [
        ({"BDC_SSLWIRELESS_URL": "http://127.0.0.1:8100/sslwireless"}, "BDC_SSLWIRELESS_URL"),
        ({"BDC_SSLWIRELESS_API_TOKEN": None}, "BDC_SSLWIRELESS_API_TOKEN"),
        ({"BDC_SSLWIRELESS_PRICE": None}, "BDC_SSLWIRELESS_PRICE"),
        ({"BDC_SSLWIRELESS_PRICE": "cheap"}, "BDC_SSLWIRELESS_PRICE"),
        ({"BDC_SSLWIRELESS_SID": "S" * 21}, "BDC_SSLWIRELESS_SID"),
    ],
)
def test_what_is_wrong_is_refused_at_the_start_by_name(
    monkeypatch: pytest.MonkeyPatch, changed: dict[str, str | None], named: str
) -> None:
    for name, value in (REAL | changed).items():
        if value is not None:
            monkeypatch.setenv(name, value)
    with pytest.raises(Refused, match=named):
        gateways(PRODUCTION)


@pytest.mark.parametrize(
    "name, value",
    [("BDC_SMTP_SECURITY", "none"), ("BDC_SMTP_SENDER", "nobody"), ("BDC_SMTP_PORT", "70000")],
)
def test_mail_that_would_travel_open_or_from_nobody_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv("BDC_SMTP_HOST", "mail.example")
    monkeypatch.setenv(name, value)
    with pytest.raises(Refused, match=name):
        settings.smtp(PRODUCTION)


def test_a_gateway_is_described_by_its_settings_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BDC_SMSHTTP_URL", "https://sms.example")
    monkeypatch.setenv("BDC_SMSHTTP_FIELDS", "to={to},msg={text},key={key}")
    assert gateways(DEVELOPMENT)[-1] == "smshttp"


async def test_no_number_no_code_and_no_secret_is_in_the_database_the_log_or_an_event(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async with simulated() as country:
        monkeypatch.setenv("BDC_SIMULATORS_URL", country.url)
        for name, fault in (("sslwireless", "unauthorised"), ("bulksmsbd", "internal"), ("mimsms", "down")):
            country.arm(name, fault)
        async with service_harness(postgres_url, SERVICE, neighbours()) as notifications:
            for number in range(4):
                params = {"code": "482913", "minutes": "5"}
                message = Message(key=f"k{number}", template="otp", to=NUMBER, language="en", params=params)
                await notifications.face.send(message)
                await deliver(notifications.deps)
            await check_gateways(notifications.deps)
            kept = await everything(notifications)
        logged = capsys.readouterr()
    assert country.on_phone()
    for hidden in (
        NUMBER[1:],
        "1712345678",
        "482913",
        "ssl-simulator-token",
        "bulk-simulator-key",
        "mim-simulator-key",
    ):
        assert hidden not in kept
        # What the stand-in's own server says of the one call that carries a key in its address is not our log.
        assert hidden not in (logged.out + logged.err).replace(f"api_key={hidden}", "")


async def everything(notifications: Harness) -> str:
    """Every row of every table of the service."""
    async with notifications.database.transaction() as tx:
        tables = await tx.rows(
            text("SELECT table_name FROM information_schema.tables WHERE table_schema = 'notifications'")
        )
        rows = [await tx.rows(text(f'SELECT * FROM "{table["table_name"]}"')) for table in tables]
    assert "exchange" in {table["table_name"] for table in tables}
    return str(rows)
