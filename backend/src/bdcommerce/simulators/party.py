"""What an outside party is made of."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass

from litestar.types import ControllerRouterHandler

from bdcommerce.simulators.faults import Faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One outside party: everything it answers is below `/<name>`."""

    name: str
    about: str
    """One line: what it stands in for, and in which version of its protocol."""
    routes: Sequence[ControllerRouterHandler]
    faults: Faults
    forget: Callable[[], None]
    """Begin anew: no payments, no parcels, no messages."""
    beside: Callable[[], AbstractAsyncContextManager[object]] = nullcontext
    """What it runs besides HTTP, as long as it is served."""
