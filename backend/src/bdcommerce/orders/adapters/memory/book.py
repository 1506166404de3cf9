"""The book of promotions in memory."""

from collections.abc import Callable, Collection, Mapping

from bdcommerce.kernel import clock
from bdcommerce.orders.adapters.memory.promotions import usage_of
from bdcommerce.orders.adapters.memory.store import Store
from bdcommerce.orders.domain.order import fold
from bdcommerce.orders.domain.promotions.evaluation import Usage
from bdcommerce.orders.domain.promotions.rules import Rule, Rulebook, compiled, rulebook
from bdcommerce.orders.ports import CodeTrouble


class MemoryBook:
    """See ports.PromotionBook."""

    def __init__(self, store: Callable[[], Store]) -> None:
        self._store = store

    async def current(self) -> Rulebook:
        """See the port."""
        running = [each for each in self._store().promotions.values() if each.state == "live" and each.codes == "none"]
        return rulebook(each.terms for each in running)

    async def coded(self, promotion_id: str, code: str) -> tuple[Rule, CodeTrouble]:
        """See the port."""
        promotion = self._store().promotions[promotion_id]
        rule, status = compiled(promotion.terms), promotion.status_at(clock.now())
        if status in ("paused", "ended"):
            return rule, "paused" if status == "paused" else "ended"
        return rule, "used_up" if self._store().codes[code].order_id else ""

    async def usage(self, promotion_ids: Collection[str], customer: str) -> Mapping[str, Usage]:
        """See the port."""
        return {each: usage_of(self._store(), each, customer) for each in promotion_ids}

    async def has_ordered(self, customer_id: str) -> bool:
        """See the port."""
        orders = [fold(history) for history in self._store().streams.values()]
        theirs = [order for order in orders if order and order.customer_id == customer_id]
        return any(order.confirmed and order.status != "cancelled" for order in theirs)

    async def lists_of(self, customer_id: str) -> frozenset[str]:
        """See the port."""
        return frozenset(list_id for list_id, members in self._store().lists.items() if customer_id in members)
