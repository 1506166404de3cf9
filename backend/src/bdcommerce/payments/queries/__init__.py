"""Named reads of payments, and what endpoints and jobs are given to make them."""

from dataclasses import dataclass

from bdcommerce.infra.outside import Exchanges
from bdcommerce.infra.postgres import Reads
from bdcommerce.payments.ports import Deps

__all__ = ["ApiDeps"]

LAST = "~"
"""After every id."""


@dataclass(frozen=True, slots=True)
class ApiDeps(Deps):
    """What handlers need, and what is only read."""

    reads: Reads
    exchanges: Exchanges
