"""What every repository has."""

from dataclasses import dataclass

from bdcommerce.infra.postgres import Transaction
from bdcommerce.infra.security import Sealer


@dataclass(frozen=True, slots=True)
class Repository:
    tx: Transaction
    sealer: Sealer
