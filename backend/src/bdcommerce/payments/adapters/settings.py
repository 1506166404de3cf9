"""When providers are asked again: `BDC_PAYMENTS_*`."""

from datetime import timedelta
from typing import Annotated

from pydantic import BeforeValidator, Field
from pydantic_settings import NoDecode, SettingsConfigDict

from bdcommerce.infra.settings import Concern
from bdcommerce.payments.domain.collecting import Schedule
from bdcommerce.payments.domain.sending import Pauses as PayoutPauses


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

    payout_looks: Pauses = (60, 300, 900, 3600)
    """Between questions about a payout that its rail has and has not decided."""
    payout_again: int = Field(default=900, ge=0, le=86_400)
    """Seconds until a payout that was certainly not sent is tried again."""
    payout_silence: int = Field(default=180, ge=1, le=86_400)
    """Seconds after which whoever asked a rail to pay, and said nothing since, is taken to have died."""
    payout_statement: int = Field(default=86_400, ge=0, le=1_000_000)
    """Seconds after which a rail's statement shows whether it has paid: nobody may say before that it has not."""

    payout_unknown: int = Field(default=21_600, ge=60, le=1_000_000)
    """Seconds after which a payout that nobody knows of needs somebody: `bdc doctor` and the metric
    `bdc_payouts_unknown_late` say so.
    """

    @property
    def pauses(self) -> PayoutPauses:
        """When rails of payouts are asked again, as durations."""
        return PayoutPauses(
            after_nothing=timedelta(seconds=self.payout_again),
            silence=timedelta(seconds=self.payout_silence),
            looks=tuple(timedelta(seconds=each) for each in self.payout_looks),
            statement=timedelta(seconds=self.payout_statement),
            unknown=timedelta(seconds=self.payout_unknown),
        )

    @property
    def schedule(self) -> Schedule:
        """The same as durations."""
        return Schedule(
            looks=tuple(timedelta(seconds=each) for each in self.looks),
            refunds=tuple(timedelta(seconds=each) for each in self.refund_looks),
        )
