"""Named reads of compliance, and what endpoints are given to make them."""

from dataclasses import dataclass

from bdcommerce.compliance.ports import Deps
from bdcommerce.infra.postgres import Reads
from bdcommerce.infra.security import Sealer


@dataclass(frozen=True, kw_only=True)
class ApiDeps(Deps):
    """What edges are given beside the ports: the read pool, and what opens what is sealed."""

    reads: Reads
    sealer: Sealer
