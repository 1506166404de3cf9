"""The parties there are. The only list of them."""

from collections.abc import Sequence

from bdcommerce.simulators.party import Party


def parties(url: str) -> Sequence[Party]:  # noqa: ARG001 - parties that lead people to their own pages need it
    """All of them, reachable at `url`."""
    return ()
