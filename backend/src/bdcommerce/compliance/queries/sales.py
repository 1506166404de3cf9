"""Vendor orders as compliance knows them: whose they are, and what was heard of them."""

import msgspec

from bdcommerce.compliance.domain.sales import Facts, Sale
from bdcommerce.compliance.queries import ApiDeps
from bdcommerce.contracts.orders import UnknownOrder
from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.kernel.errors import ensure


class _SaleRow(msgspec.Struct, frozen=True):
    vendor_order_id: str
    order_id: str
    vendor_id: str
    number: str
    customer_id: str
    facts: Facts

    @property
    def sale(self) -> Sale:
        return Sale(**{name: getattr(self, name) for name in self.__struct_fields__})


_COLUMNS = "vendor_order_id, order_id, vendor_id, number, customer_id, facts"
_OF_NUMBER = Query(
    "compliance.sales_of_number",
    f"SELECT {_COLUMNS} FROM sale WHERE number = $1 ORDER BY vendor_order_id LIMIT 100",  # noqa: S608
    _SaleRow,
)
_OF_ORDER = Query(
    "compliance.sales_of_order",
    f"SELECT {_COLUMNS} FROM sale WHERE order_id = $1 ORDER BY vendor_order_id LIMIT 100",  # noqa: S608
    _SaleRow,
)
_ONE = Query("compliance.sale", f"SELECT {_COLUMNS} FROM sale WHERE vendor_order_id = $1", _SaleRow)  # noqa: S608


async def of_number(reads: Reads, number: str) -> list[Sale]:
    """The vendor orders of a purchase, by its number."""
    return [row.sale for row in await reads.all(_OF_NUMBER, number)]


async def of_order(reads: Reads, order_id: str) -> list[Sale]:
    """The vendor orders of a purchase."""
    return [row.sale for row in await reads.all(_OF_ORDER, order_id)]


async def one(reads: Reads, vendor_order_id: str) -> Sale | None:
    """A vendor order, if it was heard of."""
    row = await reads.one(_ONE, vendor_order_id)
    return row.sale if row else None


async def of_guest(deps: ApiDeps, number: str, phone_proof: str) -> list[Sale]:
    """The vendor orders of a purchase that somebody without an account made with the phone that a proof vouches for.

    Raises BadPhoneProof; UnknownOrder when there is no such order, or it is not for that phone.
    """
    phone = await deps.accounts.confirmed_phone(phone_proof)
    found = await of_number(deps.reads, number)
    theirs = bool(found) and not found[0].customer_id and phone in await _phones(deps, found[0].order_id)
    ensure(theirs, UnknownOrder("There is no such order for this phone."))
    return found


async def _phones(deps: ApiDeps, order_id: str) -> set[str]:
    address = (await deps.orders.recipient_of_order(order_id)).address
    return {address.phone, address.alt_phone} - {""}
