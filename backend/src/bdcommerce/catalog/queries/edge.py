"""What the edges of the catalog work with."""

from dataclasses import dataclass

from bdcommerce.catalog.ports import Deps, Work
from bdcommerce.infra.imports import Imports
from bdcommerce.infra.postgres import Reads


@dataclass(frozen=True, kw_only=True)
class Edge(Deps):
    """The ports, the read pool, and what files are brought in with."""

    reads: Reads
    imports: Imports[Work]
