"""What the edges of fulfilment work with."""

from dataclasses import dataclass

from bdcommerce.fulfilment.ports import Deps
from bdcommerce.fulfilment.queries.delivery import DeliveryBooks
from bdcommerce.infra.postgres import Reads


@dataclass(frozen=True)
class Edge(Deps):
    """The ports, the read pool, and the book of deliveries."""

    reads: Reads
    books: DeliveryBooks
