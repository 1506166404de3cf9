"""A checkout under way: everything that was decided when it began, so that nothing has to be asked or priced again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bdcommerce.contracts.inventory import StockLine
from bdcommerce.contracts.orders import Channel, PaymentMethod
from bdcommerce.kernel.actor import Actor
from bdcommerce.kernel.address import Place
from bdcommerce.kernel.text import Language
from bdcommerce.orders.domain.promotions.claims import Claim, claims_of
from bdcommerce.orders.domain.risk.exposure import Exposure
from bdcommerce.orders.events import Advance, AppliedPromotion, Appraisal, PricedVendorOrder

HOLD_SECONDS = int(timedelta(minutes=15).total_seconds())
"""Much longer than a checkout may take: one that still goes on never loses its units to somebody else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentWindow:
    """How long an order waits for its money, and how much longer when its provider has not said what became of it."""

    window: timedelta
    grace: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkout:
    """The frozen purchase. `order_id` names the attempt: another attempt of the same cart has another one."""

    order_id: str
    cart_id: str
    customer_id: str
    guest_hash: str
    language: Language
    payment_method: PaymentMethod
    promotions: tuple[AppliedPromotion, ...]
    customer_key: str
    """Who uses promotions: a customer's id, or the blind index of a guest's phone."""
    place: Place
    sealed_contact: str
    phones: tuple[str, ...]
    """Blind indexes of the numbers in it."""
    vendor_orders: tuple[PricedVendorOrder, ...]
    return_window_days: int
    accept_hours: int
    by: Actor
    channel: Channel = "web"
    pay_until: datetime | None = None
    """Until when it waits for its money; None: it is paid at the door."""
    advances: tuple[Advance, ...] = ()
    """What of it is paid before; without any, everything, unless it is paid at the door."""
    pay_by: str = ""
    """The provider that takes the money."""
    appraisal: Appraisal | None = None
    exposure: Exposure | None = None
    """What it adds to the cash on its way."""
    traces: tuple[str, ...] = ()
    """Blind indexes of the address and the device."""
    confirm_until: datetime | None = None
    """Until when it waits for its customer's word."""
    hold_seconds: int = HOLD_SECONDS
    stands: bool = False
    """Found confirmed when it was to be taken back: then nothing is taken back."""

    @property
    def waits(self) -> bool:
        """Whether its stock is only held when the checkout has come to its end."""
        return self.pay_until is not None or self.confirm_until is not None

    @property
    def hold_id(self) -> str:
        """The stock that is held for this attempt; derived, so that asking again after a crash asks for the same."""
        return f"hld_{self.order_id.partition('_')[2]}"

    @property
    def claims(self) -> list[Claim]:
        """What it takes out of the limits of promotions."""
        return claims_of((line for part in self.vendor_orders for line in part.lines), self.promotions)

    @property
    def stock(self) -> list[StockLine]:
        """What has to be held."""
        return [
            StockLine(offer_id=line.offer_id, quantity=line.quantity)
            for part in self.vendor_orders
            for line in part.lines
        ]
