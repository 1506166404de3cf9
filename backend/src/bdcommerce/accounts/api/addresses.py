"""One's own address book."""

import msgspec
from litestar.handlers import HTTPRouteHandler

from bdcommerce.accounts import handlers
from bdcommerce.accounts.domain import addresses as address_rules
from bdcommerce.accounts.errors import TooManyAddresses
from bdcommerce.accounts.queries import Edge
from bdcommerce.accounts.schemas import addresses as schemas
from bdcommerce.contracts.accounts import AddressInput, UnknownAddress
from bdcommerce.infra.http import delete, get, patch, post
from bdcommerce.infra.http.access import shop
from bdcommerce.infra.http.identity import Caller
from bdcommerce.kernel.errors import Invalid, NotFound


@get("/me/addresses", access=shop(), summary="One's own addresses")
async def list_addresses(caller: Caller, deps: Edge) -> schemas.AddressBook:
    """All of them: there are never more than twenty."""
    saved = await deps.directory.addresses(caller.user_id)
    return schemas.AddressBook(items=[schemas.AddressView.of(one, deps.geography) for one in saved])


@post("/me/addresses", access=shop(), summary="Keep an address", raises=[Invalid, NotFound, TooManyAddresses])
async def add_address(data: schemas.AddressBody, caller: Caller, deps: Edge) -> schemas.AddressView:
    """The first one becomes the default."""
    typed = msgspec.convert(data, AddressInput, from_attributes=True)
    address = address_rules.check(typed, deps.geography)
    async with deps.works() as work:
        saved = await handlers.add_address(work, caller.user_id, address, data.label, is_default=data.is_default)
    return schemas.AddressView.of(saved, deps.geography)


@patch(
    "/me/addresses/{address_id:str}",
    access=shop(),
    summary="Change an address",
    raises=[Invalid, UnknownAddress],
)
async def change_address(
    address_id: str, data: schemas.ChangeAddress, caller: Caller, deps: Edge
) -> schemas.AddressView:
    """Orders already placed keep the address they were placed with."""
    given = {field: value for field, value in msgspec.structs.asdict(data).items() if value is not None}
    label, is_default = given.pop("label", None), given.pop("is_default")
    async with deps.works() as work:
        saved = await handlers.change_address(
            work, deps.geography, caller.user_id, address_id, changes=given, label=label, is_default=is_default
        )
    return schemas.AddressView.of(saved, deps.geography)


@delete("/me/addresses/{address_id:str}", access=shop(), summary="Forget an address", raises=[UnknownAddress])
async def remove_address(address_id: str, caller: Caller, deps: Edge) -> None:
    """If it was the default, the newest of the others takes over."""
    async with deps.works() as work:
        await handlers.remove_address(work, caller.user_id, address_id)


ROUTES: list[HTTPRouteHandler] = [list_addresses, add_address, change_address, remove_address]
