"""Named reads of compliance, and what endpoints are given to make them."""

from dataclasses import dataclass

from bdcommerce.compliance.ports import Deps
from bdcommerce.infra.postgres import Reads


@dataclass(frozen=True, kw_only=True)
class ApiDeps(Deps):
    """What edges are given beside the ports: the read pool."""

    reads: Reads
