"""How long an order waits for its money: `BDC_PREPAID_*`."""

from datetime import timedelta

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from bdcommerce.infra.settings import Concern
from bdcommerce.orders.domain.checkouts import PaymentWindow


class PrepaidSettings(Concern):
    """In seconds."""

    model_config = SettingsConfigDict(env_prefix="BDC_PREPAID_", extra="ignore", frozen=True)

    window_seconds: int = Field(default=1_800, ge=60, le=86_400)
    """So long an order that is paid before delivery waits, with its stock held."""
    grace_seconds: int = Field(default=900, ge=0, le=86_400)
    """So much longer, when its provider has not said yet whether the money was taken."""

    @property
    def payment_window(self) -> PaymentWindow:
        """The same as durations."""
        return PaymentWindow(window=timedelta(seconds=self.window_seconds), grace=timedelta(seconds=self.grace_seconds))
