"""Where a browser is pushed to, and what it reads with: an address that is a push service's, and two keys."""

from fnmatch import fnmatchcase
from urllib.parse import urlsplit

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec

from bdcommerce.kernel.errors import ensure
from bdcommerce.notifications.adapters.push.encryption import POINT_BYTES, SECRET_BYTES, decoded
from bdcommerce.notifications.adapters.push.settings import WebPushSettings
from bdcommerce.notifications.errors import BadDevice

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Subscription(msgspec.Struct, frozen=True):
    """As a browser gives it (PushSubscription.toJSON), without what we do not need."""

    endpoint: str
    p256dh: str
    auth: str

    @property
    def origin(self) -> str:
        """Whose audience our token is for."""
        parts = urlsplit(self.endpoint)
        return f"{parts.scheme}://{parts.netloc}"


def checked(found: Subscription, wanted: WebPushSettings) -> Subscription:
    """It, if one can push there. Raises BadDevice naming the field."""
    parts = urlsplit(found.endpoint)
    host = parts.hostname or ""
    public = parts.scheme == "https" and any(fnmatchcase(host, pattern) for pattern in wanted.hosts)
    ours = bool(wanted.private) and host in _LOOPBACK
    no_tricks = "@" not in parts.netloc and found.endpoint.isprintable() and " " not in found.endpoint
    ensure(no_tricks and (public or ours), BadDevice.field("subscription.endpoint", "is not that of a push service"))
    try:
        key, secret = decoded(found.p256dh), decoded(found.auth)
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key)
    except ValueError as error:
        raise BadDevice.field("subscription.keys", "are not those of a browser") from error
    right = len(key) == POINT_BYTES and len(secret) == SECRET_BYTES
    ensure(right, BadDevice.field("subscription.keys", "are not those of a browser"))
    return found
