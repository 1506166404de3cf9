"""What orders needs of the world."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, Protocol

from bdcommerce.contracts.accounts import AccountsFace
from bdcommerce.contracts.catalog import CatalogFace
from bdcommerce.contracts.compliance import ComplianceFace
from bdcommerce.contracts.fulfilment import FulfilmentFace
from bdcommerce.contracts.inventory import InventoryFace
from bdcommerce.contracts.notifications import NotificationsFace
from bdcommerce.contracts.payments import PaymentsFace
from bdcommerce.contracts.vendors import VendorsFace
from bdcommerce.kernel import work
from bdcommerce.kernel.address import Place
from bdcommerce.kernel.work import Works
from bdcommerce.orders.domain.carts import Cart
from bdcommerce.orders.domain.checkouts import Checkout, PaymentWindow
from bdcommerce.orders.domain.confirmation import Confirmation
from bdcommerce.orders.domain.editions import Edition
from bdcommerce.orders.domain.promotions.claims import Claim
from bdcommerce.orders.domain.promotions.evaluation import Usage
from bdcommerce.orders.domain.promotions.promotion import Promotion
from bdcommerce.orders.domain.promotions.rules import Rule, Rulebook
from bdcommerce.orders.domain.risk.exposure import Exposure
from bdcommerce.orders.domain.risk.listings import Listing
from bdcommerce.orders.events.risk import Listed

CodeTrouble = Literal["", "paused", "ended", "used_up"]


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


class PromotionRepository(Protocol):
    """Promotions, their codes, and how often they were used."""

    async def add(self, promotion: Promotion) -> None:
        """A new promotion, with its shared code. Raises CouponCodeTaken."""

    async def get(self, promotion_id: str) -> Promotion:
        """A promotion. Raises UnknownPromotion."""

    async def lock(self, promotion_id: str) -> Promotion:
        """A promotion, to change it. Raises UnknownPromotion."""

    async def save(self, promotion: Promotion) -> None:
        """Keep a changed promotion. Raises Stale if it has moved on meanwhile, CouponCodeTaken."""

    async def by_code(self, code: str) -> tuple[Promotion, bool]:
        """The promotion with a (normal) code, and whether the code has been used up. Raises UnknownCoupon."""

    async def add_codes(self, promotion_id: str, codes: Sequence[str]) -> int:
        """Codes that work once each; how many of them are new."""

    async def count_codes(self, promotion_id: str) -> int:
        """How many codes it has."""

    async def recount(self, promotion_id: str) -> None:
        """Count its uses anew from what orders have redeemed: its limits may be others than before."""

    async def claim(self, claims: Sequence[Claim], customer: str, order_id: str, at: datetime) -> list[str]:
        """Use promotions for an order; which of them have nothing left now, by id. Limits hold under any concurrency.

        What the order has of a promotion already is added to, also when that does not run any more.

        Raises PromotionSoldOut, CouponExhausted.
        """

    async def give_back(self, order_id: str, claims: Sequence[Claim]) -> list[str]:
        """The order does not use so much after all, never more than it has; which had nothing left before, by id."""

    async def sold_out(self, promotion_id: str) -> tuple[bool, list[str]]:
        """Whether it has nothing left for anybody, and the offers of which no unit is left."""


class CustomerLists(Protocol):
    """Lists of customers that promotions are meant for."""

    async def put(self, list_id: str, name: str, customer_ids: Sequence[str], at: datetime) -> None:
        """From now on exactly these are on the list."""

    async def exists(self, list_id: str) -> bool:
        """Whether there is such a list."""


class PromotionBook(Protocol):
    """What carts are held against: promotions that run, how far they are used, and who the customer is to them."""

    async def current(self) -> Rulebook:
        """Every promotion that runs or is about to, and needs no code. Compiled again only after a change."""

    async def coded(self, promotion_id: str, code: str) -> tuple[Rule, CodeTrouble]:
        """The promotion of a code that was entered, and why the code does not work, or empty."""

    async def usage(self, promotion_ids: Collection[str], customer: str) -> Mapping[str, Usage]:
        """What has been used of these promotions, by everybody and by this customer (empty: nobody in particular)."""

    async def has_ordered(self, customer_id: str) -> bool:
        """Whether a customer has an order that was not cancelled."""

    async def lists_of(self, customer_id: str) -> frozenset[str]:
        """The lists that a customer is on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What somebody of the staff wrote about an order, sealed."""

    note_id: str
    order_id: str
    author_id: str
    sealed: str
    at: datetime


class PurchaseRegister(Protocol):
    """What must be unique about purchases, and what is kept beside their events."""

    async def claim(self, cart_id: str, order_id: str, sealed_contact: str, phones: Sequence[str]) -> bool:
        """One cart makes one order: from now on it has made this one, which goes to that contact; `phones` are the
        blind indexes by which it is found.

        False if it has made this one before. Raises CartClosed if it is not being checked out as this one.
        """

    async def disclaim(self, cart_id: str, order_id: str) -> None:
        """The order came to nothing: its cart waits to be opened, and may then make another."""

    async def next_number(self, day: date) -> int:
        """The next number of a day."""

    async def readdress(self, order_id: str, sealed_contact: str, phones: Sequence[str]) -> None:
        """An order goes to another contact."""

    async def note(self, note: Note) -> None:
        """Keep a note of staff about an order."""

    async def order_of(self, vendor_order_id: str) -> str:
        """The order that a vendor order is part of. Raises UnknownOrder."""


class EditionRegister(Protocol):
    """Edits that wait for their customers, with what may not stand in events."""

    async def keep(self, edition: Edition) -> None:
        """Keep one until its customer answers."""

    async def get(self, edit_id: str) -> Edition:
        """One that was kept. Raises UnknownEdit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is known of whoever orders: parcels of late, orders within a day, whether staff have listed a phone."""

    delivered: int = 0
    refused: int = 0
    absent: int = 0
    returned: int = 0
    given_back: int = 0
    known: bool = False
    from_phone: int = 0
    from_device: int = 0
    to_address: int = 0
    listed: Listed = ""


class RiskBook(Protocol):
    """What purchases that are paid at the door are held against."""

    async def standing(
        self, phones: Sequence[str], customer_id: str, *, device: str, address: str, since: datetime, now: datetime
    ) -> Standing:
        """Of these phones (or this customer), device and address, by blind index; parcels since an instant."""


class Districts(Protocol):
    """What districts are called."""

    async def names(self, place: Place) -> tuple[Sequence[str], Sequence[str]]:
        """The names of the district and upazila of a place, and those of all other districts."""


class RiskRegister(Protocol):
    """What is kept about risk beside the events of orders."""

    async def claim(self, exposure: Exposure) -> None:
        """One more purchase may be on its way unpaid: until the transaction ends nobody else adds to the same.

        Raises CodExposureExceeded.
        """

    async def trace(self, order_id: str, blinds: Sequence[str], at: datetime) -> None:
        """An order was placed from this device and to this address."""

    async def list_phone(self, listing: Listing) -> None:
        """From now on a phone is listed; what it was listed as before does not hold any more."""

    async def unlist(self, listing_id: str) -> None:
        """It is not any more. Raises UnknownListing."""

    async def confirmation(self, order_id: str, since: datetime) -> Confirmation:
        """The codes of an order, and how many its phones were sent since an instant; nobody else tries or sends one of
        it until the transaction ends.
        """

    async def keep(self, confirmation: Confirmation) -> None:
        """How it stands with them now."""


class StartedSagas(Protocol):
    """Sagas that begin with this transaction."""

    async def start(self, kind: str, saga_id: str, state: Checkout | Edition) -> None:
        """Begin one, if the transaction commits."""


class Work(work.Work, Protocol):
    """A unit of work of orders."""

    @property
    def carts(self) -> CartRepository:
        """Carts."""

    @property
    def promotions(self) -> PromotionRepository:
        """Promotions."""

    @property
    def customer_lists(self) -> CustomerLists:
        """Lists of customers."""

    @property
    def purchases(self) -> PurchaseRegister:
        """Purchases."""

    @property
    def editions(self) -> EditionRegister:
        """Edits that wait."""

    @property
    def risk(self) -> RiskRegister:
        """Risk."""

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
    promotions: PromotionBook
    risk: RiskBook
    districts: Districts
    seals: Seals
    accounts: AccountsFace
    catalog: CatalogFace
    compliance: ComplianceFace
    fulfilment: FulfilmentFace
    inventory: InventoryFace
    notifications: NotificationsFace
    payments: PaymentsFace
    vendors: VendorsFace
    payment_window: PaymentWindow
