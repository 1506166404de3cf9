"""What a purchase that is paid at the door risks, and what has to happen before it is sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from bdcommerce.contracts.compliance import UnknownRule
from bdcommerce.kernel import clock, ids
from bdcommerce.kernel import phone as numbers
from bdcommerce.kernel.address import Address, Place
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.money import Money
from bdcommerce.orders.domain.contacts import PHONE
from bdcommerce.orders.domain.order import Order
from bdcommerce.orders.domain.risk.addresses import faults_of, trace_of
from bdcommerce.orders.domain.risk.appraisal import appraise
from bdcommerce.orders.domain.risk.exposure import Exposure
from bdcommerce.orders.domain.risk.listings import CONTEXT, Listing, Verdict
from bdcommerce.orders.domain.risk.rules import KEYS, Ceilings, RiskRules, area_key
from bdcommerce.orders.domain.risk.words import reasons_for_customer
from bdcommerce.orders.errors import CodLimitExceeded, CodRefused
from bdcommerce.orders.events.risk import Appraisal, Signals
from bdcommerce.orders.ports import Deps, Standing, Work

DEVICE, ADDRESS = "orders.device", "orders.address"
"""What the blind indexes are for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Venture:
    """A purchase somebody wants to pay at the door. Phones are blind indexes; the device is as its client calls it."""

    phones: tuple[str, ...]
    customer_id: str
    address: Address
    device_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appraised:
    """What was decided about it, by which rules, what it adds to the cash on its way, and what is kept of it."""

    appraisal: Appraisal
    rules: RiskRules
    exposure: Exposure
    traces: tuple[str, ...]


async def rules_of_risk(deps: Deps) -> RiskRules:
    """Those of today. Raises UnknownRule."""
    return RiskRules({rule.key: rule.value for rule in await deps.compliance.rules(list(KEYS), clock.today())})


async def venture(deps: Deps, asked: Venture, total: Money, cod_limit: Money) -> Appraised:
    """Appraise it. Nothing is written. Raises CodLimitExceeded, CodRefused."""
    rules, now = await rules_of_risk(deps), clock.now()
    most = await _ceilings(deps, rules, asked.address.place.district, cod_limit)
    ensure(total <= most.per_order, CodLimitExceeded.over(most.per_order))
    address = deps.seals.blind(trace_of(asked.address), ADDRESS)
    device = deps.seals.blind(asked.device_id, DEVICE) if asked.device_id else ""
    standing = await deps.risk.standing(
        asked.phones, asked.customer_id, device=device, address=address, since=now - rules.history, now=now
    )
    appraisal = appraise(await _signals(deps, asked, total, standing), rules)
    ensure(appraisal.decision != "refuse", CodRefused.because(reasons_for_customer(appraisal)))
    return Appraised(
        appraisal=appraisal,
        rules=rules,
        exposure=Exposure(
            phones=asked.phones,
            customer_id=asked.customer_id,
            district=asked.address.place.district,
            amount=total,
            of_customer=most.of_customer,
            in_area=most.in_area,
        ),
        traces=tuple(each for each in (address, device) if each),
    )


async def exposure_of_edit(
    deps: Deps, order: Order, phones: tuple[str, ...], place: Place, *, cash: Money, cod_limit: Money
) -> Exposure:
    """What a changed order would have on its way unpaid, held against what may be. Raises CodLimitExceeded for an order
    that goes to a district in which less is allowed at one door.
    """
    most = await _ceilings(deps, await rules_of_risk(deps), place.district, cod_limit)
    ensure(cash <= max(most.per_order, order.open_cash), CodLimitExceeded.over(most.per_order))
    return Exposure(
        phones=phones,
        customer_id=order.customer_id,
        district=place.district,
        amount=cash,
        of_customer=most.of_customer,
        in_area=most.in_area,
        order_id=order.order_id,
    )


async def _signals(deps: Deps, asked: Venture, total: Money, standing: Standing) -> Signals:
    here, elsewhere = await deps.districts.names(asked.address.place)
    return Signals(
        delivered=standing.delivered,
        refused=standing.refused,
        absent=standing.absent,
        returned=standing.returned,
        given_back=standing.given_back,
        known=standing.known,
        total=total,
        from_phone=standing.from_phone,
        from_device=standing.from_device,
        to_address=standing.to_address,
        address=faults_of(asked.address, elsewhere, here),
        listed=standing.listed,
    )


async def _ceilings(deps: Deps, rules: RiskRules, district: str, cod_limit: Money) -> Ceilings:
    per_order = await _in_district(deps, area_key("cod.max_order_in", district))
    in_area = await _in_district(deps, area_key("cod.open_area", district))
    area = rules["open_area"] if in_area is None else int(in_area)
    return Ceilings(
        per_order=cod_limit if per_order is None else min(cod_limit, Money(int(per_order))),
        of_customer=_limit(rules["open_customer"]),
        in_area=_limit(area),
    )


async def _in_district(deps: Deps, key: str) -> Decimal | None:
    """What the rule book says of one district in particular."""
    try:
        (rule,) = await deps.compliance.rules([key], clock.today())
    except UnknownRule:
        return None
    return rule.value


def _limit(poisha: int) -> Money | None:
    return Money(poisha) if poisha else None


async def list_phone(
    deps: Deps, work: Work, *, phone: str, verdict: Verdict, reason: str, by: str, expires_at: datetime
) -> Listing:
    """Staff list a phone. Raises Invalid for what is no mobile number, or an end that has passed."""
    number, now = numbers.normalise(phone), clock.now()
    ensure(expires_at > now, Invalid.field("expires_at", "has passed"))
    listing = Listing(
        listing_id=ids.new_id("lph"),
        blind=deps.seals.blind(number, PHONE),
        sealed=deps.seals.seal(number, CONTEXT),
        verdict=verdict,
        reason=reason,
        listed_by=by,
        at=now,
        expires_at=expires_at,
    )
    await work.risk.list_phone(listing)
    return listing


def asked_of(appraisals: Sequence[Appraisal], rules: RiskRules) -> list[Appraisal]:
    """The same purchases by other rules."""
    return [appraise(each.signals, rules) for each in appraisals]
