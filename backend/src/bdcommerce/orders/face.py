"""Orders, as other services may ask it."""

from bdcommerce.contracts.orders import Recipient, UnknownOrder
from bdcommerce.infra.postgres import Reads
from bdcommerce.orders import queries
from bdcommerce.orders.ports import Seals


class Orders:
    """See contracts.orders.OrdersFace."""

    def __init__(self, reads: Reads, seals: Seals) -> None:
        self._reads, self._seals = reads, seals

    async def recipient(self, vendor_order_id: str) -> Recipient:
        """See the contract."""
        found = await queries.recipients.recipient(self._reads, self._seals, vendor_order_id)
        if found is None:
            raise UnknownOrder("There is no such vendor order.", vendor_order_id=vendor_order_id)
        return found

    async def recipient_of_order(self, order_id: str) -> Recipient:
        """See the contract."""
        found = await queries.recipients.recipient_of_order(self._reads, self._seals, order_id)
        if found is None:
            raise UnknownOrder("There is no such order.", order_id=order_id)
        return found
