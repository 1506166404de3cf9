"""What the edges of fulfilment work with."""

from dataclasses import dataclass

from bdcommerce.fulfilment.ports import Deps
from bdcommerce.fulfilment.queries.delivery import DeliveryBooks
from bdcommerce.infra.outside import Exchanges
from bdcommerce.infra.postgres import Reads


@dataclass(frozen=True)
class Edge(Deps):
    """The ports, the read pool, the book of deliveries, and the record of what was said with couriers."""

    reads: Reads
    books: DeliveryBooks
    exchanges: Exchanges
