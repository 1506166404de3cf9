"""How a purchase is paid for: at the door, before, or some of each; and what it waits for until it binds."""

from dataclasses import dataclass, fields, replace
from datetime import datetime

from bdcommerce.contracts.orders import PaymentMethod
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import ensure
from bdcommerce.orders.domain.advances import advance_of, lawful, sum_of
from bdcommerce.orders.domain.checkouts import HOLD_SECONDS, Checkout
from bdcommerce.orders.domain.risk.exposure import Exposure
from bdcommerce.orders.domain.risk.words import reasons_for_customer
from bdcommerce.orders.errors import AdvanceNeeded, PrepaidNotAllowed
from bdcommerce.orders.events.risk import Advance, Appraisal
from bdcommerce.orders.handlers import risk
from bdcommerce.orders.handlers.quoting import PricedCart
from bdcommerce.orders.handlers.risk import Appraised, Venture
from bdcommerce.orders.ports import Deps


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """As a checkout keeps them."""

    pay_until: datetime | None = None
    pay_by: str = ""
    advances: tuple[Advance, ...] = ()
    confirm_until: datetime | None = None
    hold_seconds: int = HOLD_SECONDS
    appraisal: Appraisal | None = None
    exposure: Exposure | None = None
    traces: tuple[str, ...] = ()

    def on(self, checkout: Checkout) -> Checkout:
        """The checkout on these terms."""
        return replace(checkout, **{each.name: getattr(self, each.name) for each in fields(self)})


async def terms_of(
    deps: Deps, cart: PricedCart, venture: Venture, *, payment_method: PaymentMethod, advance_method: str
) -> Terms:
    """What holds for it. Raises CodLimitExceeded, CodRefused, AdvanceNeeded, PrepaidNotAllowed."""
    if not cart.priced.total:
        return Terms()
    if payment_method != "cod":
        return await _paid_as_the_law_allows(deps, cart, venture, payment_method)
    appraised = await risk.venture(deps, venture, cart.priced.total, cart.rules.cod_limit)
    return replace(
        _at_the_door(deps, cart, appraised, advance_method),
        appraisal=appraised.appraisal,
        traces=appraised.traces,
    )


def _at_the_door(deps: Deps, cart: PricedCart, appraised: Appraised, advance_method: str) -> Terms:
    rules, decision = appraised.rules, appraised.appraisal.decision
    total = appraised.exposure.amount
    asked = advance_of(
        cart.priced.vendor_orders,
        rules.advance_percent,
        delivery=bool(rules["advance_delivery"]),
        not_ready=cart.rules.not_ready,
    )
    advance = sum_of(asked)
    if decision == "advance" and advance:
        reasons = reasons_for_customer(appraised.appraisal)
        ensure(advance_method, AdvanceNeeded.of(advance, total - advance, reasons))
        rest = replace(appraised.exposure, amount=total - advance)
        return replace(_paid_first(deps, advance_method, asked), exposure=rest)
    if decision == "accept":
        return Terms(exposure=appraised.exposure)
    window = rules.window
    return Terms(
        exposure=appraised.exposure,
        confirm_until=clock.now() + window,
        hold_seconds=HOLD_SECONDS + int(window.total_seconds()),
    )


async def _paid_as_the_law_allows(deps: Deps, cart: PricedCart, venture: Venture, method: PaymentMethod) -> Terms:
    """All of it; or, of goods that are not ready to ship, a part, and the rest at the door, if the customer may pay
    there at all: what would be asked of one who pays everything there is settled by the advance.
    """
    asked = lawful(cart.priced.vendor_orders, cart.rules.not_ready)
    if not asked:
        return _paid_first(deps, method, ())
    advance = sum_of(asked)
    ensure(advance, PrepaidNotAllowed.here())
    appraised = await risk.venture(deps, venture, cart.priced.total - advance, cart.rules.cod_limit)
    return replace(
        _paid_first(deps, method, asked),
        appraisal=appraised.appraisal,
        exposure=appraised.exposure,
        traces=appraised.traces,
    )


def _paid_first(deps: Deps, method: str, advances: tuple[Advance, ...]) -> Terms:
    waits = deps.payment_window
    return Terms(
        pay_until=clock.now() + waits.window,
        pay_by=method,
        advances=advances,
        hold_seconds=HOLD_SECONDS + int((waits.window + waits.grace).total_seconds()),
    )
