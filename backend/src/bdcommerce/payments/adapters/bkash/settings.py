"""How bKash is reached: `BDC_BKASH_*`."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from bdcommerce.infra.outside import PartySettings


class BkashSettings(PartySettings):
    """`url` is the host of the `tokenized` service: `https://tokenized.pay.bka.sh`, `https://tokenized.sandbox.bka.sh`."""

    model_config = SettingsConfigDict(env_prefix="BDC_BKASH_", extra="ignore", frozen=True)
    party: ClassVar[str] = "bkash"
    simulated: ClassVar[Mapping[str, str]] = {
        "username": "sandboxTokenizedUser",
        "password": "sandboxTokenizedUser@12345",
        "app_key": "simulatedAppKey0001",
        "app_secret": "simulatedAppSecret0001",
        "topic_arn": "arn:aws:sns:ap-southeast-1:000000000000:bkash-simulated",
    }

    username: str = ""
    password: SecretStr = SecretStr("")
    app_key: SecretStr = SecretStr("")
    app_secret: SecretStr = SecretStr("")
    token_prefix: str = ""
    """What stands before the token in Authorization: nothing, or `Bearer ` for accounts that want it."""
    token_calls_per_hour: int = Field(default=2, ge=1, le=1_000)
    """So often a token may be granted or refreshed within an hour; bKash blocks whoever asks more."""
    refund_api: Literal["v1", "v2"] = "v2"
    payment_hours: int = Field(default=24, ge=1, le=168)
    """So long a payment may be executed after it was created."""
    topic_arn: str = ""
    """The topic whose notifications are believed."""
    sns_url: str = Field(default="", pattern=r"^(https?://[^\s#?]+)?$")
    """Where addresses at amazonaws.com that a notification names are reached instead, for the simulator. Empty: there
    themselves."""

    @property
    def amazon(self) -> str:
        """Where Amazon is reached; empty for Amazon itself."""
        return self.sns_url or ("" if self.url.startswith("https://") else f"{self.url}/sns")
