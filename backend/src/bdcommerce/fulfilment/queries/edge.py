"""What the edges of fulfilment work with."""

from dataclasses import dataclass

from bdcommerce.fulfilment.ports import Deps
from bdcommerce.infra.postgres import Reads


@dataclass(frozen=True)
class Edge(Deps):
    """The ports, and the read pool."""

    reads: Reads
