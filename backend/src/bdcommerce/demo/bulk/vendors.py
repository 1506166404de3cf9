"""Vendors that may sell, as many as are wanted."""

from datetime import timedelta

from sqlalchemy import select

from bdcommerce.catalog.tables import vendor
from bdcommerce.contracts.accounts import AccountsFace
from bdcommerce.demo.inside import Marketplace, deps_of
from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.actor import Actor
from bdcommerce.kernel.address import Address
from bdcommerce.kernel.text import Localized
from bdcommerce.vendors import handlers
from bdcommerce.vendors.domain.papers import Account, Application, Identity, Papers, SellerContact

UPAZILAS = ("dhaka/dhanmondi", "chattogram/panchlaish", "dhaka/mirpur", "sylhet/sylhet-sadar", "khulna/khulna-sadar")
_ROUTING_NO = "225261732"


async def open_shops(market: Marketplace, count: int) -> list[str]:
    """The ids of so many vendors, with those that are there; the catalog has heard of them."""
    vendors, accounts = deps_of(market, "vendors"), market.find(AccountsFace)
    async with market.postgres.database("catalog").transaction() as tx:
        opened = [row["vendor_id"] for row in await tx.rows(select(vendor.c.vendor_id).order_by(vendor.c.vendor_id))]
    for number in range(len(opened), count):
        place = await accounts.place(UPAZILAS[number % len(UPAZILAS)])
        async with vendors.works() as work:
            applied = _application(number)
            dispatch = Address(
                recipient_name=applied.name.en, phone=applied.contact.phone, line1="House 1", place=place
            )
            vendor_id = await handlers.apply_to_sell(
                work, applicant_id=ids.new_id("usr"), application=applied, dispatch=dispatch
            )
            await handlers.approve(work, vendor_id, Actor(id="bulk", kind="system"))
        opened.append(vendor_id)
    await market.worker().settle()
    return opened


def _application(number: int) -> Application:
    papers = Papers(
        trade_licence=f"TRAD/BULK/{number:06d}",
        trade_licence_expires=clock.today() + timedelta(days=300),
        bin="",
        rjsc_no="",
        dbid=f"{900_000_000 + number}",
        dbid_tracking="",
    )
    return Application(
        name=Localized(f"Bazar {number + 1}", f"বাজার {number + 1}"),
        papers=papers,
        identity=Identity(tin=f"{500_000_000_000 + number}", nid=f"{1_000_000_000 + number}"),
        contact=SellerContact(email=f"bazar-{number}@bulk.example", phone=f"+88017{number:08d}"),
        account=Account(account_name=f"Bazar {number + 1}", account_no=f"{10**12 + number}", routing_no=_ROUTING_NO),
    )
