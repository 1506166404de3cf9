"""Where outside couriers are and what they know us by: `BDC_PATHAO_*`, `BDC_STEADFAST_*`, `BDC_REDX_*`."""

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from bdcommerce.infra.outside import PartySettings


class PathaoSettings(PartySettings):
    """Pathao Courier's merchant API. Live: https://api-hermes.pathao.com."""

    model_config = SettingsConfigDict(env_prefix="BDC_PATHAO_", extra="ignore", frozen=True)
    party: ClassVar[str] = "pathao"
    simulated: ClassVar[Mapping[str, str]] = {
        "client_id": "play-client",
        "client_secret": "play-secret",
        "username": "merchant@example.com",
        "password": "play-password",
        "webhook_secret": "play-webhook-secret",
    }

    client_id: SecretStr = SecretStr("")
    client_secret: SecretStr = SecretStr("")
    username: SecretStr = SecretStr("")
    """The e-mail of the merchant's panel."""
    password: SecretStr = SecretStr("")
    webhook_secret: SecretStr = SecretStr("")
    """As it is typed into the panel: the header X-PATHAO-Signature of every webhook."""
    store_id: int = Field(default=0, ge=0)
    """One store for all parcels (the operator's hub). 0: a store for every place where a vendor hands over."""
    delivery_type: int = 48
    """48: normal, 12: on demand."""
    cod_percentage_is_fraction: bool = True
    """Whether its price plan's `cod_percentage` 0.01 means one per cent; else it is 1. No document says it."""


class SteadfastSettings(PartySettings):
    """Steadfast. Live: https://portal.packzy.com/api/v1."""

    model_config = SettingsConfigDict(env_prefix="BDC_STEADFAST_", extra="ignore", frozen=True)
    party: ClassVar[str] = "steadfast"
    simulated: ClassVar[Mapping[str, str]] = {
        "api_key": "play-key",
        "secret_key": "play-secret-key",
        "webhook_token": "play-hook-token",
    }

    api_key: SecretStr = SecretStr("")
    secret_key: SecretStr = SecretStr("")
    webhook_token: SecretStr = SecretStr("")
    """As it is typed into the panel: what webhooks carry as bearer token."""


class RedxSettings(PartySettings):
    """RedX. Live: https://openapi.redx.com.bd/v1.0.0-beta."""

    model_config = SettingsConfigDict(env_prefix="BDC_REDX_", extra="ignore", frozen=True)
    party: ClassVar[str] = "redx"
    simulated: ClassVar[Mapping[str, str]] = {"access_token": "play-token", "webhook_token": "play-hook-token"}

    access_token: SecretStr = SecretStr("")
    webhook_token: SecretStr = SecretStr("")
    """What webhooks carry in their query: the address typed into the panel ends with `?token=…`."""
