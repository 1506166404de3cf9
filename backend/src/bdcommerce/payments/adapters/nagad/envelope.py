"""What only the other side can read, and only we can have written: RSA with PKCS #1 v1.5, over the very same bytes."""

import base64
import textwrap
from collections.abc import Mapping
from typing import Any

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA1, SHA256, HashAlgorithm
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

from bdcommerce.infra.outside import NoAnswer
from bdcommerce.infra.settings import Refused
from bdcommerce.payments.adapters.nagad.settings import NagadSettings


class Envelope:
    """Seals for Nagad, and opens what Nagad has sealed for us."""

    def __init__(self, settings: NagadSettings) -> None:
        """Raises Refused for keys that are none."""
        self._digest: HashAlgorithm = SHA256() if settings.sign_digest == "sha256" else SHA1()  # noqa: S303
        try:
            own = load_pem_private_key(_pem(settings.private_key.get_secret_value(), "PRIVATE KEY"), None)
            theirs = load_pem_public_key(_pem(settings.public_key, "PUBLIC KEY"))
        except ValueError as error:
            raise Refused("BDC_NAGAD_PRIVATE_KEY, BDC_NAGAD_PUBLIC_KEY: one of them is no key") from error
        if not isinstance(own, rsa.RSAPrivateKey) or not isinstance(theirs, rsa.RSAPublicKey):
            raise Refused("BDC_NAGAD_PRIVATE_KEY, BDC_NAGAD_PUBLIC_KEY: RSA keys are wanted")
        self._own, self._theirs = own, theirs

    def sealed(self, plain: Mapping[str, str], field: str = "sensitiveData") -> dict[str, str]:
        """The text under `field`, and its signature."""
        text = msgspec.json.encode(plain)
        return {
            field: base64.b64encode(self._theirs.encrypt(text, padding.PKCS1v15())).decode(),
            "signature": base64.b64encode(self._own.sign(text, padding.PKCS1v15(), self._digest)).decode(),
        }

    def opened(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """What Nagad has sealed. Raises NoAnswer if it has not: then nothing is known."""
        try:
            text = self._own.decrypt(base64.b64decode(str(said["sensitiveData"]), validate=True), padding.PKCS1v15())
            signature = base64.b64decode(str(said["signature"]), validate=True)
            self._theirs.verify(signature, text, padding.PKCS1v15(), self._digest)
            return msgspec.json.decode(text, type=dict[str, Any])
        except (KeyError, ValueError, InvalidSignature, msgspec.MsgspecError) as error:
            raise NoAnswer("nagad's answer is not signed by nagad") from error


def _pem(key: str, kind: str) -> bytes:
    if "-----BEGIN" in key:
        return key.replace("\\n", "\n").encode()
    lines = "\n".join(textwrap.wrap("".join(key.split()), 64))
    return f"-----BEGIN {kind}-----\n{lines}\n-----END {kind}-----\n".encode()
