"""How bKash's disbursement service is reached: `BDC_BKASH_B2C_*`."""

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from bdcommerce.infra.outside import PartySettings


class BkashB2cSettings(PartySettings):
    """`url` is the host of the `checkout` service, which has credentials of its own: `https://checkout.pay.bka.sh`,
    `https://checkout.sandbox.bka.sh`.
    """

    model_config = SettingsConfigDict(env_prefix="BDC_BKASH_B2C_", extra="ignore", frozen=True)
    party: ClassVar[str] = "bkash_b2c"
    simulated: ClassVar[Mapping[str, str]] = {
        "username": "sandboxDisburser",
        "password": "sandboxDisburser@12345",
        "app_key": "simulatedB2cKey0001",
        "app_secret": "simulatedB2cSecret0001",
    }

    username: str = ""
    password: SecretStr = SecretStr("")
    app_key: SecretStr = SecretStr("")
    app_secret: SecretStr = SecretStr("")
    token_prefix: str = ""
    """What stands before the token in Authorization: nothing, or `Bearer ` for accounts that want it."""
    token_calls_per_hour: int = Field(default=2, ge=1, le=1_000)
    """So often a token may be granted within an hour."""
    most: int = Field(default=50_000, ge=1, le=1_000_000)
    """Taka in one transfer, as agreed with bKash. What a wallet may be sent in a day and in a month is in the rule book
    (`mfs.b2p_day`, `mfs.b2p_month`)."""
