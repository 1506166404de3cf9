"""What the edges of inventory work with."""

from dataclasses import dataclass

from bdcommerce.contracts.inventory import InventoryFace
from bdcommerce.infra.imports import Imports
from bdcommerce.infra.postgres import Reads
from bdcommerce.inventory.ports import Deps, Work


@dataclass(frozen=True)
class Edge(Deps):
    """The ports, the read pool, what files are brought in with, and for clocked work the face."""

    reads: Reads
    imports: Imports[Work]
    face: InventoryFace
