"""What a browser alone can read (RFC 8291 over RFC 8188 aes128gcm), and who it is from (VAPID, RFC 8292)."""

import base64
import json
import secrets
from datetime import timedelta

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bdcommerce.kernel import clock

RECORD_SIZE = 4_096
"""What every push service takes as a whole body (RFC 8030)."""
_HEADER = 16 + 4 + 1 + 65
LONGEST = RECORD_SIZE - _HEADER - 16 - 1
"""Bytes of a text that fit into one record, with its tag and its end."""
POINT_BYTES, SECRET_BYTES = 65, 16
TOKEN_LIFE = timedelta(hours=12)
"""At most a day is allowed."""
_CURVE = ec.SECP256R1()


def encrypted(
    text: bytes,
    browser: bytes,
    secret: bytes,
    *,
    own: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes = b"",
) -> bytes:
    """One record for the holder of a subscription's keys. `own` and `salt` are new each time. Raises ValueError for
    keys that are none.
    """
    own, salt = own or ec.generate_private_key(_CURVE), salt or secrets.token_bytes(16)
    sender = point(own.public_key())
    shared = own.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, browser))
    keying = _derived(secret, shared, b"WebPush: info\0" + browser + sender, 32)
    key = _derived(salt, keying, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(salt, keying, b"Content-Encoding: nonce\0", 12)
    header = salt + RECORD_SIZE.to_bytes(4, "big") + len(sender).to_bytes(1, "big") + sender
    return header + AESGCM(key).encrypt(nonce, text + b"\x02", None)


def vouched(key: ec.EllipticCurvePrivateKey, origin: str, contact: str) -> str:
    """The header by which a push service knows who sends."""
    expires = int((clock.now() + TOKEN_LIFE).timestamp())
    head = _part({"typ": "JWT", "alg": "ES256"})
    claims = _part({"aud": origin, "exp": expires, "sub": contact})
    r, s = decode_dss_signature(key.sign(f"{head}.{claims}".encode(), ec.ECDSA(SHA256())))
    signature = encoded(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
    return f"vapid t={head}.{claims}.{signature}, k={encoded(point(key.public_key()))}"


def point(key: ec.EllipticCurvePublicKey) -> bytes:
    """A public key as 65 bytes."""
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def encoded(raw: bytes) -> str:
    """base64url without its end."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """The bytes again. Raises ValueError."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def _part(claims: dict[str, object]) -> str:
    return encoded(json.dumps(claims, separators=(",", ":")).encode())


def _derived(salt: bytes, keying: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(keying)
