"""Codes of authenticator apps, by pyotp: SHA-1, six digits, 30 seconds, what every app can (RFC 6238)."""

import hmac

import pyotp

from bdcommerce.kernel import clock

_ISSUER = "BDCommerce"
_DRIFT = (0, -1, 1)
"""Clocks differ: the code before and the one after count too."""


class Totp:
    """See ports.Authenticator."""

    def new_secret(self) -> str:
        """See ports.Authenticator."""
        return pyotp.random_base32()

    def uri(self, secret: str, account: str) -> str:
        """See ports.Authenticator."""
        return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=_ISSUER)

    def step(self, secret: str, code: str) -> int | None:
        """See ports.Authenticator."""
        totp, found = pyotp.TOTP(secret), None
        now = totp.timecode(clock.now())
        for drift in _DRIFT:
            if hmac.compare_digest(totp.generate_otp(now + drift), code):
                found = now + drift
        return found
