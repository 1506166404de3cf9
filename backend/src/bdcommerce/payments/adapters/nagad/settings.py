"""How Nagad is reached: `BDC_NAGAD_*`."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from bdcommerce.infra.outside import PartySettings
from bdcommerce.payments.adapters.nagad.simulated import MERCHANT_PRIVATE_KEY, PUBLIC_KEY


class NagadSettings(PartySettings):
    """`url` is what stands before `/api/dfs`: `https://api.mynagad.com`."""

    model_config = SettingsConfigDict(env_prefix="BDC_NAGAD_", extra="ignore", frozen=True)
    party: ClassVar[str] = "nagad"
    simulated: ClassVar[Mapping[str, str]] = {
        "merchant_id": "683002007104225",
        "merchant_number": "01711428036",
        "private_key": MERCHANT_PRIVATE_KEY,
        "public_key": PUBLIC_KEY,
    }

    merchant_id: str = ""
    merchant_number: str = ""
    private_key: SecretStr = SecretStr("")
    """Ours, PEM (PKCS #8), or the same in one line without its head and foot."""
    public_key: str = ""
    """Nagad's, PEM, or the same in one line."""
    sign_digest: Literal["sha256", "sha1"] = "sha256"
    """What is hashed before it is signed; Nagad's papers and working libraries differ."""
    server_ip: str = Field(default="127.0.0.1", max_length=45)
    """Our address, which Nagad has to have on its list."""
    payment_hours: int = Field(default=24, ge=1, le=168)
    """So long a payment is asked about. Nagad states no end."""
