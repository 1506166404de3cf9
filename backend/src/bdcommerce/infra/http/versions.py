"""Which shape of the API a client speaks: `X-API-Version: 2026-11-01`, the newest if it does not say.

There is one so far. A second one comes with the function that makes its replies from the newest ones; until then there
is nothing to translate, and only the agreement is here. See docs/decisions/0021.
"""

from bdcommerce.infra.http.arrival import Arrival
from bdcommerce.infra.http.problems import Malformed

HEADER = b"x-api-version"
KNOWN = ("2026-11-01",)
"""The newest first."""


class UnknownVersion(Malformed):
    """There is no such version of the API; `known` lists those there are."""

    code = "unknown_version"


def agreed(arrival: Arrival) -> str:
    """The version that the client gets. Raises UnknownVersion."""
    wanted = arrival.header(HEADER) or KNOWN[0]
    if wanted not in KNOWN:
        raise UnknownVersion(f"X-API-Version can be: {', '.join(KNOWN)}", known=list(KNOWN))
    return wanted
