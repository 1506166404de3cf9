"""How SSLCommerz is reached: `BDC_SSLCOMMERZ_*`."""

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from bdcommerce.infra.outside import PartySettings


class SslcommerzSettings(PartySettings):
    """`url` is `https://securepay.sslcommerz.com`, for tests `https://sandbox.sslcommerz.com`."""

    model_config = SettingsConfigDict(env_prefix="BDC_SSLCOMMERZ_", extra="ignore", frozen=True)
    party: ClassVar[str] = "sslcommerz"
    simulated: ClassVar[Mapping[str, str]] = {"store_id": "testbox", "store_passwd": "qwerty"}

    store_id: str = ""
    store_passwd: SecretStr = SecretStr("")
    session_minutes: int = Field(default=30, ge=1, le=1_440)
    """So long a session is taken to be open. Not documented by SSLCommerz."""
    least_amount: int = Field(default=1_000, ge=1)
    """In poisha: less cannot be paid there."""
    most_amount: int = Field(default=50_000_000, ge=1)
    """In poisha: more cannot be paid there."""
    buyer_email: str = Field(default="customer@example.com", max_length=50)
    """What is said of customers who gave no e-mail address, for the field may not be empty."""
