"""What the endpoints work with."""

from dataclasses import dataclass

from bdcommerce.infra.postgres import Reads
from bdcommerce.infra.security import Sealer
from bdcommerce.notifications.ports import Deps


@dataclass(frozen=True, slots=True)
class ApiDeps(Deps):
    """What handlers need, and what is only read."""

    reads: Reads
    sealer: Sealer
    reveal_codes: bool
