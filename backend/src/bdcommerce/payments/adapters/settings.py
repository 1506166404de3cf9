"""When providers are asked again: `BDC_PAYMENTS_*`."""

from datetime import timedelta
from typing import Annotated

from pydantic import BeforeValidator, Field
from pydantic_settings import NoDecode, SettingsConfigDict

from bdcommerce.infra.settings import Concern
from bdcommerce.payments.domain.collecting import Schedule


def _parts(value: object) -> object:
    """What is written with commas between."""
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


Pauses = Annotated[
    tuple[Annotated[int, Field(ge=0, le=86_400)], ...], NoDecode, BeforeValidator(_parts), Field(min_length=1)
]


class PaymentsSettings(Concern):
    """Pauses in seconds, separated by commas; the last one repeats until the provider's own expiry."""

    model_config = SettingsConfigDict(env_prefix="BDC_PAYMENTS_", extra="ignore", frozen=True)

    looks: Pauses = (40, 120, 300, 600, 1800, 3600)
    """Between questions about a payment that nothing was heard of. The first is short: a customer who closes the
    browser before returning has paid within a minute all the same.
    """
    refund_looks: Pauses = (30, 120, 300, 600, 1800, 3600)
    """Between questions about a refund that is not done."""

    @property
    def schedule(self) -> Schedule:
        """The same as durations."""
        return Schedule(
            looks=tuple(timedelta(seconds=each) for each in self.looks),
            refunds=tuple(timedelta(seconds=each) for each in self.refund_looks),
        )
