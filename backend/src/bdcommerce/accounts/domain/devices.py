"""Where somebody signs in from: a device we may know, an address, a browser as people would call it."""

import ipaddress
from dataclasses import dataclass
from datetime import timedelta

from bdcommerce.kernel import ids

LIFE = timedelta(days=400)
"""How long a device is remembered after it was last seen."""
_SYSTEMS = (
    ("android", "Android"), ("iphone", "iPhone"), ("ipad", "iPad"), ("windows", "Windows"), ("cros", "ChromeOS"),
    ("mac os", "macOS"), ("linux", "Linux"),
)  # fmt: skip
_BROWSERS = (
    ("bdcommerce", "BDCommerce app"), ("okhttp", "Android app"), ("cfnetwork", "iOS app"), ("edg", "Edge"),
    ("opr", "Opera"), ("opera", "Opera"), ("ucbrowser", "UC Browser"), ("samsungbrowser", "Samsung Internet"),
    ("firefox", "Firefox"), ("fxios", "Firefox"), ("crios", "Chrome"), ("chrome", "Chrome"), ("safari", "Safari"),
    ("curl", "curl"), ("python", "a program"),
)  # fmt: skip
"""In this order: later ones are what earlier ones also claim to be."""
UNKNOWN = "an unknown device"
_V6_NETWORK = 64


def new_device() -> str:
    """A device that we see for the first time."""
    return ids.new_id("dev")


def network(address: str) -> str:
    """What is counted as one address: of IPv6 the network, because a household has billions of addresses in it."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if parsed.version == 4:  # noqa: PLR2004 - the version of the protocol
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, _V6_NETWORK), strict=False))


def described(user_agent: str) -> str:
    """`Chrome on Android`: enough to recognise one's own device, and nothing that a log would follow it by."""
    text = user_agent.casefold()
    system = next((name for mark, name in _SYSTEMS if mark in text), "")
    browser = next((name for mark, name in _BROWSERS if mark in text), "")
    return f"{browser} on {system}" if browser and system else browser or system or UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a call comes from."""

    address: str = "unknown"
    """See network()."""
    agent: str = UNKNOWN
    """See described()."""
    device: str = ""
    """The device that a genuine device token names; empty: none came."""

    def __repr__(self) -> str:
        return f"Origin(device={self.device!r})"
