"""The second step of a sign-in."""

from datetime import datetime
from typing import Annotated

import msgspec

from bdcommerce.accounts.domain.second_factors import Demand, SecondFactor, Standing

Code = Annotated[
    str,
    msgspec.Meta(
        min_length=6, max_length=40, description="of the authenticator app, or a recovery code", examples=["123456"]
    ),
]


class SecondFactorCode(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A code that proves it."""

    code: Code


class SecondFactorView(msgspec.Struct, frozen=True, kw_only=True):
    """Where one's own second factor stands."""

    standing: Annotated[Standing, msgspec.Meta(description="`to_confirm`: shown to an app, no code came back yet")]
    since: Annotated[datetime | None, msgspec.Meta(description="when it was confirmed")]
    recovery_codes_left: int
    """How many of them still work, once each."""
    demand: Annotated[Demand, msgspec.Meta(description="whether staff may do without one")]

    @classmethod
    def of(cls, factor: SecondFactor | None, demand: Demand) -> "SecondFactorView":
        """Nothing of the secret."""
        if factor is None:
            return cls(standing="none", since=None, recovery_codes_left=0, demand=demand)
        left = len(factor.recovery)
        return cls(standing=factor.standing, since=factor.confirmed_at, recovery_codes_left=left, demand=demand)


class SecondFactorSecret(msgspec.Struct, frozen=True, kw_only=True):
    """What the app has to learn, shown this once."""

    secret: Annotated[str, msgspec.Meta(description="base32, to be typed where no QR code can be read")]
    otpauth_uri: Annotated[str, msgspec.Meta(description="to be shown as a QR code")]


class RecoveryCodes(msgspec.Struct, frozen=True, kw_only=True):
    """Each opens the door once where the app is out of reach; shown this once."""

    recovery_codes: list[str]
