"""Where webhooks may go: to the public internet over https, never into a network of ours (SSRF).

An address is checked when a connection is made, by whoever makes it (adapters/sender.py): a name may mean something
else by then.
"""

import ipaddress
from urllib.parse import urlsplit

from bdcommerce.gateway.errors import BadUrl
from bdcommerce.kernel.errors import ensure

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
LONGEST_URL = 500
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_INSIDE = (".local", ".localhost", ".internal", ".lan", ".home.arpa")


def checked_url(url: str, *, private_allowed: bool) -> str:
    """The URL, if webhooks may go there as far as it can be told from the text. Raises BadUrl."""
    ensure(len(url) <= LONGEST_URL and url.isprintable() and " " not in url, BadUrl.because("is no address"))
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise BadUrl.because("is no address") from error
    ensure(parts.scheme == "https" or (private_allowed and parts.scheme == "http"), BadUrl.because("must be https"))
    ensure(host and port != 0, BadUrl.because("names no host"))
    ensure(parts.username is None and parts.password is None, BadUrl.because("must not hold a name or a password"))
    ensure(not parts.fragment, BadUrl.because("must not have a fragment"))
    ensure(private_allowed or _may_be_public(host), BadUrl.because("must be on the public internet"))
    return url


def is_public(address: Address) -> bool:
    """Whether an address is on the public internet, also the one that is written inside another one."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast and not address.is_reserved


def _may_be_public(host: str) -> bool:
    try:
        return is_public(ipaddress.ip_address(host))
    except ValueError:
        # Numbers that some resolvers read as an address (2130706433, 0x7f.1) have no letter in their last part.
        last = host.rstrip(".").rpartition(".")[2]
        return "." in host.rstrip(".") and not host.endswith(_INSIDE) and not last[:1].isdigit()
