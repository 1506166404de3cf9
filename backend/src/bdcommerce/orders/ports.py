"""What orders needs of the world."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from bdcommerce.contracts.accounts import AccountsFace
from bdcommerce.contracts.catalog import CatalogFace
from bdcommerce.contracts.compliance import ComplianceFace
from bdcommerce.contracts.fulfilment import FulfilmentFace
from bdcommerce.contracts.inventory import InventoryFace
from bdcommerce.contracts.vendors import VendorsFace
from bdcommerce.kernel import work
from bdcommerce.kernel.work import Works
from bdcommerce.orders.domain.carts import Cart
from bdcommerce.orders.domain.checkouts import Checkout
from bdcommerce.orders.domain.coupons import Coupon


class CartRepository(Protocol):
    """Carts, for changing them."""

    async def add(self, cart: Cart) -> None:
        """A new cart."""

    async def lock(self, cart_id: str) -> Cart:
        """A cart, to change it: nobody else does until the transaction ends. Raises UnknownCart."""

    async def lock_open(self, customer_id: str) -> Cart | None:
        """The newest cart of a customer that is still open, locked likewise."""

    async def expire(self, before: datetime, limit: int) -> int:
        """Forget that many open or merged carts of guests that nobody has touched since an instant; how many it was."""

    async def save(self, cart: Cart) -> None:
        """Keep a changed cart, one version after the one that was read. Raises Stale if it has moved on meanwhile."""

    async def close(self, cart: Cart) -> None:
        """Keep that it is being checked out now. Raises Stale if it has moved on meanwhile."""

    async def reopen(self, cart_id: str, order_id: str) -> None:
        """The cart that is being checked out as this order is its owner's again. Any other is left as it is."""


class CouponRepository(Protocol):
    """Coupons and their uses."""

    async def add(self, coupon: Coupon) -> None:
        """A new coupon. Raises CouponCodeTaken."""

    async def get(self, coupon_id: str) -> Coupon:
        """A coupon. Raises UnknownCoupon."""

    async def by_code(self, code: str) -> Coupon:
        """The coupon with a (normal) code. Raises UnknownCoupon."""

    async def end(self, coupon_id: str, at: datetime) -> None:
        """It holds no longer from an instant on."""

    async def redeem(self, coupon_id: str, customer: str, order_id: str, at: datetime) -> None:
        """Use it once for an order. Limits hold under any concurrency. Raises CouponExhausted."""

    async def give_up(self, order_id: str) -> None:
        """The use for that order never was, if there was one."""


class PurchaseRegister(Protocol):
    """What must be unique about purchases, and what is kept beside their events."""

    async def claim(self, cart_id: str, order_id: str, sealed_contact: str) -> bool:
        """One cart makes one order: from now on it has made this one, which goes to that contact.

        False if it has made this one before. Raises CartClosed if it is not being checked out as this one.
        """

    async def disclaim(self, cart_id: str, order_id: str) -> None:
        """The order came to nothing: its cart waits to be opened, and may then make another."""

    async def next_number(self, day: date) -> int:
        """The next number of a day."""

    async def order_of(self, vendor_order_id: str) -> str:
        """The order that a vendor order is part of. Raises UnknownOrder."""


class StartedSagas(Protocol):
    """Sagas that begin with this transaction."""

    async def start(self, kind: str, saga_id: str, state: Checkout) -> None:
        """Begin one, if the transaction commits."""


class Work(work.Work, Protocol):
    """A unit of work of orders."""

    @property
    def carts(self) -> CartRepository:
        """Carts."""

    @property
    def coupons(self) -> CouponRepository:
        """Coupons."""

    @property
    def purchases(self) -> PurchaseRegister:
        """Purchases."""

    @property
    def sagas(self) -> StartedSagas:
        """Sagas."""


class Sagas(Protocol):
    """Sagas that are under way."""

    async def run(self, saga_id: str) -> Any:
        """Drive one to its end. Raises the refusal that made it turn back, or Unavailable if it has to wait."""


class Seals(Protocol):
    """Keys at work."""

    def seal(self, plaintext: str, context: str) -> str:
        """The text, encrypted and bound to a context."""

    def open(self, sealed: str, context: str) -> str:
        """The text again."""

    def blind(self, value: str, purpose: str) -> str:
        """A keyed fingerprint of a value."""


@dataclass(frozen=True, kw_only=True)
class Deps:
    """What orders is given of the world."""

    works: Works[Work]
    sagas: Sagas
    seals: Seals
    accounts: AccountsFace
    catalog: CatalogFace
    compliance: ComplianceFace
    fulfilment: FulfilmentFace
    inventory: InventoryFace
    vendors: VendorsFace
