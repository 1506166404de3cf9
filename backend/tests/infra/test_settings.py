"""Settings that are wrong stop the start, by name; production hands out no secrets."""

from collections.abc import Callable, Mapping

import pytest

from bdcommerce.infra.settings import Refused, Settings

KEYS = "k1:" + "A" * 43 + "="


@pytest.fixture
def surroundings(monkeypatch: pytest.MonkeyPatch) -> Callable[[Mapping[str, str]], None]:
    """Sets environment variables."""

    def set_all(variables: Mapping[str, str]) -> None:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)

    return set_all


@pytest.mark.parametrize(
    "name, value",
    [
        ("BDC_POSTGRES", "sqlite"),
        ("BDC_WRITE_CONNECTIONS", "1"),
        ("BDC_WRITE_CONNECTIONS", "many"),
        ("BDC_READ_CONNECTIONS", "0"),
        ("BDC_STATEMENT_TIMEOUT_SECONDS", "0"),
        ("PORT", "70000"),
        ("PORT", "http"),
        ("BDC_PORT", "-1"),
        ("BDC_MAX_BODY_BYTES", "10"),
        ("BDC_CONCURRENCY", "0"),
        ("BDC_QUEUE", "-1"),
        ("BDC_MAX_ATTEMPTS", "0"),
        ("BDC_CONSUMER_CONCURRENCY", "65"),
        ("BDC_LEASE_SECONDS", "0"),
        ("BDC_LOG_LEVEL", "chatty"),
        ("BDC_LOG_FORMAT", "xml"),
        ("BDC_SERVICES", "orders"),
        ("BDC_SERVICES", "orders=ftp://there"),
        ("BDC_ENVIRONMENT", "staging"),
        ("BDC_DEMO", "perhaps"),
        ("BDC_REVEAL_CODES", "perhaps"),
    ],
)
def test_a_wrong_setting_is_refused_by_its_name(
    surroundings: Callable[[Mapping[str, str]], None], name: str, value: str
) -> None:
    surroundings({name: value})
    with pytest.raises(Refused) as refused:
        Settings()
    assert str(refused.value).startswith(f"{name}: ")
    assert len(str(refused.value).splitlines()) == 1


def test_every_wrong_setting_is_told_at_once(surroundings: Callable[[Mapping[str, str]], None]) -> None:
    surroundings({"BDC_CONCURRENCY": "0", "BDC_LOG_LEVEL": "chatty", "BDC_ENVIRONMENT": "staging"})
    with pytest.raises(Refused) as refused:
        Settings()
    named = {line.partition(":")[0] for line in str(refused.value).splitlines()}
    assert named == {"BDC_CONCURRENCY", "BDC_LOG_LEVEL", "BDC_ENVIRONMENT"}


@pytest.mark.parametrize("name", ["BDC_DEMO", "BDC_REVEAL_CODES"])
def test_production_hands_out_no_secrets(surroundings: Callable[[Mapping[str, str]], None], name: str) -> None:
    surroundings({"BDC_ENVIRONMENT": "production", name: "true"})
    with pytest.raises(Refused, match=f"{name}: .*production"):
        Settings()
    surroundings({name: "false"})
    assert Settings().operation.environment == "production"


def test_keys_do_not_show_when_settings_are_printed(surroundings: Callable[[Mapping[str, str]], None]) -> None:
    surroundings({"BDC_MASTER_KEYS": KEYS, "BDC_SERVICE_TOKEN": "a-shared-token"})
    settings = Settings()
    assert (settings.master_keys, settings.service_token) == (KEYS, "a-shared-token")
    for shown in (repr(settings.security), str(settings.security), settings.security.model_dump_json()):
        assert "A" * 20 not in shown
        assert "a-shared-token" not in shown
