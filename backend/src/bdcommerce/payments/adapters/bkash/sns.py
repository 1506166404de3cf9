"""The webhook: Amazon SNS messages, believed only with a good signature by Amazon's key, from our topic, and fresh.

What a believed notification says is still a hint: bKash itself is asked what became of the payment.
"""

import base64
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import msgspec
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA1, SHA256

from bdcommerce.infra.outside import Exchanges, NoAnswer, Outside
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import ensure
from bdcommerce.payments.adapters.bkash.settings import BkashSettings
from bdcommerce.payments.adapters.bkash.times import amazon_time
from bdcommerce.payments.domain.providers import Told
from bdcommerce.payments.errors import HookRefused

OLDEST = timedelta(hours=1)
MOST_CERTIFICATES = 20
_HOST = re.compile(r"sns\.[a-zA-Z0-9\-]{3,}\.amazonaws\.com(\.cn)?")
_SIGNED: dict[str, tuple[str, ...]] = {
    "Notification": ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
    "SubscriptionConfirmation": (
        "Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type",
    ),
}  # fmt: skip
_DIGESTS = {"1": SHA1, "2": SHA256}


class Topic:
    """See ports.HookTopic."""

    def __init__(self, settings: BkashSettings, exchanges: Exchanges) -> None:
        self._settings, self._exchanges = settings, exchanges
        self._keys: dict[str, rsa.RSAPublicKey] = {}

    async def hear(self, body: bytes) -> Told | None:
        """What it tells; None for a subscription, which is confirmed. Raises HookRefused, NoAnswer."""
        message = _read(body)
        kind = message.get("Type", "")
        ensure(kind in _SIGNED, HookRefused.because("this type of message is not known"))
        ensure(message.get("TopicArn") == self._settings.topic_arn, HookRefused.because("it is another topic"))
        at = amazon_time(message.get("Timestamp", ""))
        ensure(at and abs(clock.now() - at) <= OLDEST, HookRefused.because("it is too old"))
        key = await self._key(message.get("SigningCertURL", ""))
        _verify(message, _SIGNED[kind], key)
        if kind == "SubscriptionConfirmation":
            await self._confirm(message.get("SubscribeURL", ""))
            return None
        return _told(message.get("Message", ""))

    async def _key(self, url: str) -> rsa.RSAPublicKey:
        path = _amazon_path(url, "the certificate")
        ensure(urlsplit(url).path.endswith(".pem"), HookRefused.because("the certificate is no .pem"))
        if url not in self._keys:
            answer = await self._amazon(url, path, "certificate")
            if len(self._keys) >= MOST_CERTIFICATES:
                self._keys.clear()
            self._keys[url] = _public_key(answer)
        return self._keys[url]

    async def _confirm(self, url: str) -> None:
        await self._amazon(url, _amazon_path(url, "the subscription"), "confirm_subscription")

    async def _amazon(self, url: str, path: str, operation: str) -> bytes:
        base = self._settings.amazon or f"https://{urlsplit(url).hostname}"
        answer = await Outside("sns", base, self._exchanges).call("GET", path, operation=operation)
        if answer.status != 200:  # noqa: PLR2004 - OK
            raise NoAnswer("Amazon did not give what its message named")
        return answer.body


def _read(body: bytes) -> dict[str, str]:
    try:
        found = msgspec.json.decode(body, type=dict[str, Any])
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise HookRefused.because("it is not JSON") from error
    return {name: value for name, value in found.items() if isinstance(value, str)}


def _amazon_path(url: str, what: str) -> str:
    """Path and query of an address at Amazon. Raises HookRefused for any other."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise HookRefused.because(f"{what} has no address") from error
    at_amazon = parts.scheme == "https" and _HOST.fullmatch(parts.hostname or "") and parts.username is None
    ensure(at_amazon and port in (None, 443), HookRefused.because(f"{what} is not at Amazon"))
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _public_key(pem: bytes) -> rsa.RSAPublicKey:
    try:
        found = x509.load_pem_x509_certificate(pem)
    except ValueError as error:
        raise HookRefused.because("the certificate cannot be read") from error
    holds = found.not_valid_before_utc <= clock.now() <= found.not_valid_after_utc
    ensure(holds, HookRefused.because("the certificate does not hold now"))
    key = found.public_key()
    if not isinstance(key, rsa.RSAPublicKey):
        raise HookRefused.because("the certificate is for another kind of key")
    return key


def _verify(message: Mapping[str, str], names: tuple[str, ...], key: rsa.RSAPublicKey) -> None:
    digest = _DIGESTS.get(message.get("SignatureVersion", ""))
    if digest is None:
        raise HookRefused.because("this version of the signature is not known")
    text = "".join(f"{name}\n{message[name]}\n" for name in names if name in message)
    try:
        signature = base64.b64decode(message.get("Signature", ""), validate=True)
        key.verify(signature, text.encode(), padding.PKCS1v15(), digest())
    except (InvalidSignature, ValueError) as error:
        raise HookRefused.because("the signature is wrong") from error


def _told(inner: str) -> Told:
    said = _read(inner.encode())
    return Told(reference=said.get("merchantInvoiceNumber", ""), trx_id=said.get("trxID", ""))
