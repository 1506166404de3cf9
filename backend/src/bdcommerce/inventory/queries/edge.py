"""What the edges of inventory work with."""

from dataclasses import dataclass

from bdcommerce.contracts.inventory import InventoryFace
from bdcommerce.infra.postgres import Reads
from bdcommerce.inventory.ports import Deps


@dataclass(frozen=True)
class Edge(Deps):
    """The ports, the read pool, and for clocked work the face."""

    reads: Reads
    face: InventoryFace
