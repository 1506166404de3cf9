"""How a partner knows that a message is ours: the scheme of Standard Webhooks (https://www.standardwebhooks.com).

`webhook-signature: v1,<base64 of HMAC-SHA-256 over "id.timestamp.body">`; several, separated by spaces, while an old
secret is still good.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable

_PREFIX = "whsec_"
_BYTES = 32


def new_secret() -> str:
    """A secret to be shown once."""
    return _PREFIX + base64.b64encode(secrets.token_bytes(_BYTES)).decode()


def signatures(known: Iterable[str], message_id: str, timestamp: int, body: bytes) -> str:
    """The header `webhook-signature`, a signature per secret."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    made = (hmac.digest(base64.b64decode(secret.removeprefix(_PREFIX)), signed, hashlib.sha256) for secret in known)
    return " ".join(f"v1,{base64.b64encode(each).decode()}" for each in made)
