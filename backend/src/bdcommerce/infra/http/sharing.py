"""Which other sites' pages may call the API from a browser (CORS, https://fetch.spec.whatwg.org/#http-cors-protocol).

Nobody is known by a cookie here, so no page ever needs to send one.
"""

from collections.abc import Collection, Sequence

from bdcommerce.infra.http.arrival import Arrival

_SENT = (
    b"Accept-Language, Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Traceparent, "
    b"X-Api-Version, X-Device-Token, X-Guest-Token, X-Request-Id"
)
_READ = (
    b"Content-Disposition, Deprecation, ETag, Idempotency-Replayed, Link, Location, RateLimit, RateLimit-Policy, "
    b"Retry-After, Sunset, X-Api-Version, X-Request-Id"
)
_SECONDS = b"7200"


class Sharing:
    """Answers browsers that ask for a page of another origin."""

    def __init__(self, origins: Sequence[str]) -> None:
        self._all, self._origins = "*" in origins, frozenset(origins)

    def headers(self, arrival: Arrival) -> list[tuple[bytes, bytes]]:
        """What lets the page read the reply; nothing for a page that may not."""
        found: list[tuple[bytes, bytes]] = []
        if self._origins and not self._all:
            found.append((b"vary", b"Origin"))
        origin = arrival.headers.get(b"origin")
        if origin is not None and self._allows(origin):
            allowed = b"*" if self._all else origin
            found += [(b"access-control-allow-origin", allowed), (b"access-control-expose-headers", _READ)]
        return found

    def preflight(self, arrival: Arrival, methods: Collection[str]) -> list[tuple[bytes, bytes]]:
        """What answers a browser that asks beforehand."""
        origin = arrival.headers.get(b"origin")
        if origin is None or b"access-control-request-method" not in arrival.headers or not self._allows(origin):
            return []
        return [
            (b"access-control-allow-methods", ", ".join(sorted(methods)).encode()),
            (b"access-control-allow-headers", _SENT),
            (b"access-control-max-age", _SECONDS),
        ]

    def _allows(self, origin: bytes) -> bool:
        return self._all or origin.decode("latin-1") in self._origins
