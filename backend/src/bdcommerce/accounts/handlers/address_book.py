"""Address books."""

from collections.abc import Mapping
from dataclasses import replace

from bdcommerce.accounts.domain import addresses as address_rules
from bdcommerce.accounts.domain.addresses import SavedAddress
from bdcommerce.accounts.domain.geography import Geography
from bdcommerce.accounts.errors import (
    TooManyAddresses,
)
from bdcommerce.accounts.ports import Work
from bdcommerce.kernel.address import Address
from bdcommerce.kernel.errors import ensure


async def add_address(work: Work, user_id: str, address: Address, label: str, *, is_default: bool) -> SavedAddress:
    """A new entry; the first one is the default. Raises TooManyAddresses."""
    await work.people.locked(user_id)
    present = await work.addresses.of(user_id)
    most = address_rules.MOST_ADDRESSES
    ensure(len(present) < most, TooManyAddresses.beyond(most))
    saved = SavedAddress.of(user_id, address, label, is_default=is_default or not present)
    await work.addresses.save(saved)
    return saved


async def change_address(
    work: Work,
    geography: Geography,
    user_id: str,
    address_id: str,
    *,
    changes: Mapping[str, str],
    label: str | None,
    is_default: bool,
) -> SavedAddress:
    """Fields of AddressInput that change. A default entry stays it until another takes over. Raises UnknownAddress."""
    await work.people.locked(user_id)
    before = await work.addresses.get(user_id, address_id)
    elsewhere = "upazila_id" in changes and "union_id" not in changes
    typed = replace(before.typed(), **({"union_id": ""} if elsewhere else {}), **changes)
    saved = before.changed(
        address_rules.check(typed, geography),
        before.label if label is None else label,
        is_default=is_default or before.is_default,
    )
    await work.addresses.save(saved)
    return saved


async def remove_address(work: Work, user_id: str, address_id: str) -> None:
    """The entry is gone; if it was the default, the newest of the others becomes it. Raises UnknownAddress."""
    await work.people.locked(user_id)
    address = await work.addresses.get(user_id, address_id)
    await work.addresses.remove(address)
    others = await work.addresses.of(user_id)
    if address.is_default and others:
        await work.addresses.save(replace(others[0], is_default=True))
