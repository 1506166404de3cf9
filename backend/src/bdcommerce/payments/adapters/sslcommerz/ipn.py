"""IPN: the form SSLCommerz posts. Its hash only keeps noise out; what it says is asked of SSLCommerz itself."""

import hashlib
import hmac
from collections.abc import Mapping
from urllib.parse import parse_qsl

from bdcommerce.kernel.errors import ensure
from bdcommerce.payments.adapters.sslcommerz.settings import SslcommerzSettings
from bdcommerce.payments.domain.providers import Told
from bdcommerce.payments.errors import HookRefused


class Ipn:
    """See ports.HookTopic."""

    def __init__(self, settings: SslcommerzSettings) -> None:
        self._password = settings.store_passwd.get_secret_value()

    async def hear(self, body: bytes) -> Told:
        """See the port."""
        fields = dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))
        ensure(fields.get("verify_sign") and fields.get("verify_key"), HookRefused.because("it is not signed"))
        expected = verify_sign(fields, self._password)
        ensure(hmac.compare_digest(expected, fields["verify_sign"]), HookRefused.because("the signature is wrong"))
        return Told(reference=fields.get("tran_id", ""), trx_id=fields.get("bank_tran_id", ""))


def signed_text(fields: Mapping[str, str], password: str) -> str:
    """What is hashed: the named fields and the MD5 of the store's password, by name, raw."""
    named = {name: fields.get(name, "") for name in fields["verify_key"].split(",") if name}
    named["store_passwd"] = hashlib.md5(password.encode()).hexdigest()  # noqa: S324 - as they do
    return "&".join(f"{name}={named[name]}" for name in sorted(named))


def verify_sign(fields: Mapping[str, str], password: str) -> str:
    """The hash that `verify_sign` has to be. The SHA-256 of the same text, `verify_sign_sha2`, is not relied on."""
    return hashlib.md5(signed_text(fields, password).encode()).hexdigest()  # noqa: S324 - as they do
