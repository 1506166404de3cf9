"""How much cash is on its way unpaid: of one customer, and within one district."""

from dataclasses import dataclass

from bdcommerce.kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """What one more purchase adds, whose it is, and how much there may be. A customer is whoever uses one of the
    phones (blind indexes) or the account.
    """

    phones: tuple[str, ...]
    customer_id: str
    district: str
    amount: Money
    of_customer: Money | None
    """At most, with this one; None: any amount."""
    in_area: Money | None
    order_id: str = ""
    """The order that is changed: what it has on its way already does not count beside what it would have."""

    @property
    def locks(self) -> list[str]:
        """What nobody else may add to meanwhile, always in one order."""
        theirs = [*self.phones, self.customer_id] if self.of_customer is not None else []
        area = [f"district:{self.district}"] if self.in_area is not None else []
        return sorted({key for key in (*theirs, *area) if key})
