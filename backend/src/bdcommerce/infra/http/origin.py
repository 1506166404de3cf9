"""Where a request comes from. Headers say so only when a proxy that is trusted has written them.

A proxy appends the address that it sees; so the list is read from its end, and the first address that is not a trusted
proxy's is the client's. Whatever stands before it may be made up.
"""

import hmac
import ipaddress
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Literal

from litestar.types import HTTPScope

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_FORWARDED = re.compile(r'(for|proto)=("[^"]*"|[^;,\s]*)', re.IGNORECASE)


GATEWAY, CLIENT = b"x-gateway-token", b"x-client-address"
"""How our own gateway proves itself to the services behind it, and whom it passes on."""


class Origins:
    """Reads addresses and schemes as these proxies are trusted. A gateway of ours that shows `token` always is."""

    def __init__(self, trusted: Sequence[Network], header: Literal["x-forwarded-for", "forwarded"], token: str) -> None:
        self._trusted, self._header, self._token = trusted, header.encode(), token.encode()

    def address(self, scope: HTTPScope, headers: Mapping[bytes, bytes]) -> Address | None:
        """The client's address; None where there is none (a socket in the file system)."""
        if hmac.compare_digest(headers.get(GATEWAY, b""), self._token):
            return parsed(headers.get(CLIENT, b"").decode("latin-1"))
        client = scope.get("client")
        peer = parsed(client[0]) if client else None
        if peer is None or not self._is_proxy(peer):
            return peer
        for hop in reversed([*self._hops(scope)]):
            found = parsed(hop)
            if found is None:
                break
            peer = found
            if not self._is_proxy(found):
                break
        return peer

    def secure(self, scope: HTTPScope) -> bool:
        """Whether the client speaks https, to us or to a trusted proxy."""
        if scope["scheme"] == "https":
            return True
        client = scope.get("client")
        peer = parsed(client[0]) if client else None
        return peer is not None and self._is_proxy(peer) and self._scheme(scope) == "https"

    def _is_proxy(self, address: Address) -> bool:
        return any(address in network for network in self._trusted)

    def _hops(self, scope: HTTPScope) -> Iterator[str]:
        for name, value in scope["headers"]:
            if name == self._header:
                text = value.decode("latin-1")
                if self._header == b"forwarded":
                    yield from (_bare(host) for key, host in _FORWARDED.findall(text) if key.lower() == "for")
                else:
                    yield from (part.strip() for part in text.split(","))

    def _scheme(self, scope: HTTPScope) -> str:
        """What the nearest proxy says."""
        found = ""
        for name, value in scope["headers"]:
            text = value.decode("latin-1")
            if self._header == b"forwarded" and name == self._header:
                stated = [scheme for key, scheme in _FORWARDED.findall(text) if key.lower() == "proto"]
                found = stated[-1].strip('"') if stated else found
            elif self._header != b"forwarded" and name == b"x-forwarded-proto":
                found = text.rpartition(",")[2].strip()
        return found.lower()


def block_of(address: Address | None) -> str:
    """What counts as one sender: an IPv4 address, or the /64 of IPv6 that one line is given."""
    return _block(address) if address else "-"


@lru_cache(maxsize=4_096)
def _block(address: Address) -> str:
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(ipaddress.IPv6Network((address, 64), strict=False))


@lru_cache(maxsize=4_096)
def parsed(text: str) -> Address | None:
    """An address as it stands in a header, perhaps with a port; None for anything else. IPv4 in IPv6 is IPv4."""
    try:
        found: Address = ipaddress.ip_address(_without_port(text))
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def _without_port(text: str) -> str:
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.partition(":")[0] if text.count(":") == 1 else text.partition("%")[0]


def _bare(host: str) -> str:
    return host.strip('"')
