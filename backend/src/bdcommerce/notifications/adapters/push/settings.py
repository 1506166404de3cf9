"""Settings of push services."""

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from bdcommerce.infra.outside import PartySettings
from bdcommerce.infra.settings import Concern, Names, OperationSettings, Refused
from bdcommerce.notifications.adapters.settings import concern_of


class FcmSettings(PartySettings):
    """Firebase Cloud Messaging, HTTP v1. Without credentials there is none."""

    model_config = SettingsConfigDict(env_prefix="BDC_FCM_", extra="ignore", frozen=True)
    party: ClassVar[str] = "fcm"
    simulated: ClassVar[Mapping[str, str]] = {}

    credentials: SecretStr = SecretStr("")
    """The service account, as the JSON that the Firebase console gives."""
    credentials_file: Path | None = None
    """The same in a file."""
    ttl: int = Field(default=14_400, ge=0, le=2_419_200)
    """Seconds that a push waits for a device that is off."""

    @property
    def account(self) -> str:
        """The service account, wherever it is. Raises Refused."""
        if self.credentials_file is None:
            return self.credentials.get_secret_value()
        try:
            return self.credentials_file.read_text()
        except OSError as error:
            raise Refused(f"BDC_FCM_CREDENTIALS_FILE: cannot be read ({error.strerror})") from error

    @property
    def on(self) -> bool:
        """Whether there is such a service here."""
        return bool(self.url and (self.credentials_file or self.credentials.get_secret_value()))


class WebPushSettings(Concern):
    """Pushes to browsers. Needs no account anywhere: the key is our own, made at the first need."""

    model_config = SettingsConfigDict(env_prefix="BDC_WEBPUSH_", extra="ignore", frozen=True)

    contact: str = Field(
        default="mailto:operator@bdcommerce.example", pattern=r"^(mailto:[^\s@]+@[^\s@]+|https://\S+)$"
    )
    """Whom a push service tells when something is wrong with our pushes."""
    hosts: Names = (
        "fcm.googleapis.com", "*.push.services.mozilla.com", "*.notify.windows.com", "*.push.apple.com",
    )  # fmt: skip
    """The push services that browsers may send us to; nobody makes us call another address."""
    private: bool | None = None
    """Whether they may also be on this machine, and without https. Default: except in production."""
    ttl: int = Field(default=14_400, ge=0, le=2_419_200)
    """Seconds that a push waits for a browser that is closed."""
    timeout: float = Field(default=10.0, gt=0, le=120)
    """Seconds until a call counts as unanswered."""


def web_push(operation: OperationSettings) -> WebPushSettings:
    """Raises Refused."""
    found = concern_of(WebPushSettings, "BDC_WEBPUSH_")
    allowed = operation.environment != "production" if found.private is None else found.private
    return found.model_copy(update={"private": allowed})
