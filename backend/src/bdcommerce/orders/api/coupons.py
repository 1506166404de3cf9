"""Coupons, made and ended by staff: promotions of a percentage with one code for everybody, running at once."""

from bdcommerce.contracts.vendors import UnknownVendor
from bdcommerce.infra.http import get, paging, patch, post
from bdcommerce.infra.http.access import staff
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page
from bdcommerce.kernel import ids
from bdcommerce.kernel.errors import Invalid, Stale
from bdcommerce.orders import queries
from bdcommerce.orders.api.parameters import Id, before
from bdcommerce.orders.errors import CouponCodeTaken, CouponEnded, UnknownCoupon
from bdcommerce.orders.handlers import promotions
from bdcommerce.orders.queries import ApiDeps
from bdcommerce.orders.schemas.carts import CouponView
from bdcommerce.orders.schemas.requests import ChangeCoupon, CreateCoupon


@post(
    "/admin/coupons",
    access=staff("coupons.manage"),
    summary="Make a coupon",
    raises=[CouponCodeTaken, UnknownVendor],
)
async def create_coupon(data: CreateCoupon, deps: ApiDeps) -> CouponView:
    """So many per cent off with a code, from `starts_at` up to `ends_at`. Other kinds: `POST /admin/promotions`."""
    terms = data.terms(ids.new_id("cpn"))
    if terms.funding.vendor_id:
        await deps.vendors.cards([terms.funding.vendor_id])
    async with deps.works() as work:
        return CouponView.of(await promotions.make_coupon(work, terms, data.code))


@get("/admin/coupons", access=staff("coupons.manage"), summary="All coupons, the latest first", raises=[Invalid])
async def list_coupons(deps: ApiDeps, limit: Limit = PAGE, cursor: Cursor = "") -> Page[CouponView]:
    """Those that have ended among them; `used` is how many orders have each."""
    rows = await queries.promotions.coupons(deps.reads, before(cursor), limit + 1)
    return paging.page([CouponView.of(row.promotion, row.used) for row in rows], limit, lambda coupon: (coupon.id,))


@patch(
    "/admin/coupons/{coupon_id:str}",
    access=staff("coupons.manage"),
    summary="End a coupon early",
    raises=[UnknownCoupon, CouponEnded, Stale],
)
async def change_coupon(coupon_id: Id, data: ChangeCoupon, deps: ApiDeps) -> CouponView:
    """From an instant on, now at the earliest. Orders that have it keep it."""
    async with deps.works() as work:
        ended = await promotions.end_coupon(work, coupon_id, data.ends_at)
    row = await queries.promotions.promotion(deps.reads, coupon_id, "")
    return CouponView.of(ended, row.used)


ROUTES = (create_coupon, list_coupons, change_coupon)
