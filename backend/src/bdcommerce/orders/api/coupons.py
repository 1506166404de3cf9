"""Coupons, made and ended by staff."""

from bdcommerce.contracts.vendors import UnknownVendor
from bdcommerce.infra.http import get, paging, patch, post
from bdcommerce.infra.http.access import staff
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page
from bdcommerce.kernel.errors import Invalid
from bdcommerce.orders import queries
from bdcommerce.orders.api.parameters import Id, before
from bdcommerce.orders.errors import CouponCodeTaken, CouponEnded, UnknownCoupon
from bdcommerce.orders.handlers import coupons
from bdcommerce.orders.queries import ApiDeps
from bdcommerce.orders.schemas.carts import CouponView
from bdcommerce.orders.schemas.requests import ChangeCoupon, CreateCoupon, FundedByVendor


@post(
    "/admin/coupons",
    access=staff("coupons.manage"),
    summary="Make a coupon",
    raises=[CouponCodeTaken, UnknownVendor],
)
async def create_coupon(data: CreateCoupon, deps: ApiDeps) -> CouponView:
    vendor_id = data.funder.vendor_id if isinstance(data.funder, FundedByVendor) else ""
    if vendor_id:
        await deps.vendors.cards([vendor_id])
    async with deps.works() as work:
        coupon = await coupons.create_coupon(
            work,
            code=data.code,
            percent=data.percent,
            vendor_id=vendor_id,
            starts_at=data.starts_at,
            ends_at=data.ends_at,
            total_limit=data.total_limit,
            per_customer_limit=data.per_customer_limit,
            min_goods=data.min_goods,
        )
    return CouponView.of(coupon)


@get("/admin/coupons", access=staff("coupons.manage"), summary="All coupons, the latest first", raises=[Invalid])
async def list_coupons(deps: ApiDeps, limit: Limit = PAGE, cursor: Cursor = "") -> Page[CouponView]:
    rows = await queries.coupons(deps.reads, before(cursor), limit + 1)
    return paging.page(rows, limit, lambda coupon: (coupon.id,))


@patch(
    "/admin/coupons/{coupon_id:str}",
    access=staff("coupons.manage"),
    summary="End a coupon early",
    raises=[UnknownCoupon, CouponEnded],
)
async def change_coupon(coupon_id: Id, data: ChangeCoupon, deps: ApiDeps) -> CouponView:
    async with deps.works() as work:
        return CouponView.of(await coupons.end_coupon(work, coupon_id, data.ends_at))


ROUTES = (create_coupon, list_coupons, change_coupon)
