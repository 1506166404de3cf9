"""HTTP for those who run couriers: who may bring parcels, at which prices, chosen how, and whether its API answers."""

from typing import Annotated

from litestar.handlers import HTTPRouteHandler
from litestar.params import PathParameter

from bdcommerce.fulfilment.domain.booking import Account, Candidate, Choice, Policy, whole_taka
from bdcommerce.fulfilment.domain.prices import CourierTariff
from bdcommerce.fulfilment.domain.tariff import WeightStep, checked_table
from bdcommerce.fulfilment.errors import CourierAway, CourierSilent, UnknownCourier
from bdcommerce.fulfilment.handlers import areas as area_handlers
from bdcommerce.fulfilment.handlers import choosing
from bdcommerce.fulfilment.queries import couriers as queries
from bdcommerce.fulfilment.queries.couriers import AccountRow, TariffRow
from bdcommerce.fulfilment.queries.edge import Edge
from bdcommerce.fulfilment.schemas.couriers import (
    AskRates,
    AskRatesFrom,
    CourierCheck,
    CourierPolicy,
    CourierView,
    RateList,
    RateView,
    SetCourier,
    SetTariff,
    TariffView,
)
from bdcommerce.fulfilment.schemas.delivery import StepBody
from bdcommerce.infra.http import get, post, put
from bdcommerce.infra.http.access import staff, vendor
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import Page
from bdcommerce.kernel.address import Place
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.money import BDT, Money

PLANNER = staff("delivery.manage")
CourierName = Annotated[
    str, PathParameter(max_length=40, pattern=r"^[a-z_]+$", description="the name of a courier, as `pathao`")
]


@get("/admin/couriers", access=PLANNER, summary="All couriers")
async def list_couriers(deps: Edge) -> Page[CourierView]:
    """What the operator says of each, and what its API can do; a handful, on one page."""
    return Page(items=[_view(deps, row) for row in await deps.reads.all(queries.ACCOUNTS)], next_cursor=None)


@put("/admin/couriers/{courier:str}", access=PLANNER, summary="Set a courier", raises=[Invalid, UnknownCourier])
async def set_courier(courier: CourierName, data: SetCourier, caller: Caller, deps: Edge) -> CourierView:
    """Whether it gets parcels, up to which cash, and its licence."""
    await _known(deps, courier)
    limit = data.cod_limit
    fits = limit is None or (limit.currency == BDT and limit.amount >= 0)
    ensure(fits, Invalid.field("cod_limit", "must be BDT, not negative"))
    account = Account(
        courier=courier,
        enabled=data.enabled,
        blocked=data.blocked,
        fetches=data.fetches,
        cod_limit=limit,
        licence_no=data.licence_no,
        licence_expires=data.licence_expires,
    )
    async with deps.works() as work:
        await work.couriers.set_account(account, caller.user_id)
    rows = await deps.reads.all(queries.ACCOUNTS)
    return next(_view(deps, row) for row in rows if row.courier == courier)


@post(
    "/admin/couriers/{courier:str}/check",
    access=PLANNER,
    summary="Ask a courier whether it takes our credentials",
    status_code=200,
    raises=[UnknownCourier],
)
async def check_courier(courier: CourierName, deps: Edge) -> CourierCheck:
    """One call that changes nothing there."""
    asked = area_handlers.courier(deps, courier)
    try:
        await asked.check()
    except (CourierSilent, CourierAway) as error:
        return CourierCheck(courier=courier, works=False, problem=error.message)
    return CourierCheck(courier=courier, works=True, problem="")


@get("/admin/courier-policy", access=PLANNER, summary="How couriers are chosen")
async def show_policy(deps: Edge) -> CourierPolicy:
    """The lowest expected cost: the price, and what failures cost on average in that district."""
    policy = await deps.market.policy()
    return CourierPolicy(
        failure_cost=policy.failure_cost,
        prior_success_pct=policy.prior_success_pct,
        prior_weight=policy.prior_weight,
        book_at_once=policy.book_at_once,
    )


@put("/admin/courier-policy", access=PLANNER, summary="Set how couriers are chosen", raises=[Invalid])
async def set_policy(data: CourierPolicy, caller: Caller, deps: Edge) -> CourierPolicy:
    """From the next parcel on."""
    fits = data.failure_cost.currency == BDT and 0 <= data.failure_cost.amount <= 10_000_000  # noqa: PLR2004 - poisha
    ensure(fits, Invalid.field("failure_cost", "must be 0 to 100,000.00 BDT"))
    policy = Policy(
        failure_cost=data.failure_cost,
        prior_success_pct=data.prior_success_pct,
        prior_weight=data.prior_weight,
        book_at_once=data.book_at_once,
    )
    async with deps.works() as work:
        await work.couriers.set_policy(policy, caller.user_id)
    return data


@get(
    "/admin/couriers/{courier:str}/tariffs",
    access=PLANNER,
    summary="A courier's tables of prices",
    raises=[UnknownCourier],
)
async def list_tariffs(courier: CourierName, deps: Edge) -> Page[TariffView]:
    """The latest first, at most 100, on one page; of one reach the first that has begun holds."""
    await _known(deps, courier)
    rows = await deps.reads.all(queries.ALL_TARIFFS, courier)
    return Page(items=[_tariff_view(row) for row in rows], next_cursor=None)


@post(
    "/admin/couriers/{courier:str}/tariffs",
    access=PLANNER,
    summary="Set a courier's prices from a day on",
    raises=[Invalid, UnknownCourier],
)
async def add_tariff(courier: CourierName, data: SetTariff, caller: Caller, deps: Edge) -> TariffView:
    """For a reach, by weight. Where the courier's own API tells prices, that goes first."""
    await _known(deps, courier)
    tariff = CourierTariff(
        courier=courier,
        reach=data.reach,
        effective_from=data.effective_from,
        steps=tuple(WeightStep(up_to_grams=step.up_to_grams, fee=step.fee) for step in data.steps),
        extra_per_kg=data.extra_per_kg,
        cod_basis_points=data.cod_basis_points,
    )
    checked_table(tariff.table())
    async with deps.works() as work:
        await work.couriers.add_tariff(tariff, caller.user_id)
    return TariffView(
        courier=courier,
        reach=data.reach,
        effective_from=data.effective_from,
        steps=data.steps,
        extra_per_kg=data.extra_per_kg,
        cod_basis_points=data.cod_basis_points,
    )


@post(
    "/admin/courier-rates",
    access=PLANNER,
    summary="Compare couriers for a way",
    status_code=200,
    raises=[Invalid],
)
async def compare(data: AskRatesFrom, deps: Edge) -> RateList:
    """Price, success in that district and expected cost of every courier that is enabled, and who would be chosen.
    Pathao prices by pick-up point: here it goes by its table.
    """
    return await _rates(deps, data, await deps.accounts.place(data.origin_upazila_id), "")


@post(
    "/vendor/courier-rates",
    access=vendor(),
    summary="Compare couriers from where we hand over",
    status_code=200,
    raises=[Invalid],
)
async def compare_for_vendor(data: AskRates, caller: Caller, deps: Edge) -> RateList:
    """What our parcel would cost with each courier, and which the marketplace would take."""
    pickup = await deps.vendors.pickup(caller.vendor_id)
    return await _rates(deps, data, pickup.place, choosing.pickup_key(caller.vendor_id, pickup))


async def _rates(deps: Edge, asked: AskRates, origin: Place, pickup_key: str) -> RateList:
    fits = asked.cod.currency == BDT and asked.cod.amount >= 0
    ensure(fits, Invalid.field("cod", "must be BDT, not negative"))
    way = choosing.Way(
        origin=origin,
        destination=await deps.accounts.place(asked.destination_upazila_id),
        weight_grams=asked.weight_grams,
        cod=whole_taka(asked.cod),
        pickup_key=pickup_key,
    )
    return rate_list(await choosing.choose(deps, way, ""))


def rate_list(choice: Choice) -> RateList:
    """A choice with all that were compared."""
    return RateList(chosen=choice.courier, why=choice.why, items=[_rate(each) for each in choice.candidates])


def _rate(candidate: Candidate) -> RateView:
    price = candidate.price
    return RateView(
        courier=candidate.courier,
        delivery=price.delivery if price else None,
        cod_charge=price.cod_charge if price else None,
        total=price.total if price else None,
        source=price.source if price else None,
        success_pct=candidate.success_pct,
        expected=candidate.expected,
        problem=candidate.problem,
    )


async def _known(deps: Edge, courier: str) -> None:
    accounts = await deps.market.accounts()
    ensure(any(account.courier == courier for account in accounts), UnknownCourier.of(courier))


def _view(deps: Edge, row: AccountRow) -> CourierView:
    configured = deps.couriers.get(row.courier)
    can = configured.can if configured else None
    return CourierView(
        courier=row.courier,
        configured=configured is not None,
        enabled=row.enabled,
        blocked=row.blocked,
        fetches=bool(can and can.fetches) and row.fetches,
        cod_limit=None if row.cod_limit is None else Money(row.cod_limit),
        licence_no=row.licence_no,
        licence_expires=row.licence_expires,
        cancels=bool(can and can.cancels),
        changes_cod=bool(can and can.changes_cod),
        looks_up=bool(can and can.looks_up),
        levels=list(can.levels) if can else [],
        changed_at=row.changed_at,
        changed_by=row.changed_by,
    )


def _tariff_view(row: TariffRow) -> TariffView:
    return TariffView(
        courier=row.courier,
        reach=row.reach,
        effective_from=row.effective_from,
        steps=[StepBody(up_to_grams=step.up_to_grams, fee=Money(step.fee)) for step in row.steps],
        extra_per_kg=Money(row.extra_per_kg),
        cod_basis_points=row.cod_basis_points,
    )


ROUTES: list[HTTPRouteHandler] = [
    list_couriers,
    set_courier,
    check_courier,
    show_policy,
    set_policy,
    list_tariffs,
    add_tariff,
    compare,
    compare_for_vendor,
]
