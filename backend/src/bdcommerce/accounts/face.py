"""What other services may ask of accounts."""

from typing import Any, Literal

from bdcommerce.accounts import handlers
from bdcommerce.accounts.domain import addresses, passwords, people
from bdcommerce.accounts.domain.geography import Level
from bdcommerce.accounts.queries import Edge
from bdcommerce.contracts.accounts import AddressInput, Contact, KeyedAccess, NamedArea
from bdcommerce.kernel.address import Address, Place


class Accounts:
    """See contracts.accounts.AccountsFace."""

    def __init__(self, edge: Edge) -> None:
        self._edge = edge

    async def jwks(self) -> dict[str, Any]:
        """The first key is made here if nobody has signed in yet, so that verifiers never remember an empty set."""
        keys = await self._edge.directory.public_keys()
        if not keys:
            async with self._edge.works() as work:
                keys = [(await handlers.signing_key(work, self._edge.tokens)).public]
        return {"keys": list(keys)}

    async def contact(self, user_id: str) -> Contact:
        """See contracts.accounts.AccountsFace."""
        person = await self._edge.directory.person(user_id)
        return Contact(
            user_id=person.id, name=person.name, phone=person.phone, email=person.email, language=person.language
        )

    async def address(self, user_id: str, address_id: str) -> Address:
        """See contracts.accounts.AccountsFace."""
        return (await self._edge.directory.address(user_id, address_id)).address

    async def check_address(self, address: AddressInput) -> Address:
        """See contracts.accounts.AccountsFace."""
        return addresses.check(address, self._edge.geography, prefix="address.")

    async def place(self, upazila_id: str) -> Place:
        """See contracts.accounts.AccountsFace."""
        return self._edge.geography.place(upazila_id)

    async def areas(self) -> list[NamedArea]:
        """See contracts.accounts.AccountsFace."""
        levels: tuple[tuple[Literal["district", "upazila"], Level], ...] = (
            ("district", self._edge.geography.districts),
            ("upazila", self._edge.geography.upazilas),
        )
        return [
            NamedArea(id=area.id, level=name, name=area.name, parent=area.parent, aliases=list(area.aliases))
            for name, level in levels
            for area in level.all()
        ]

    async def confirmed_phone(self, proof: str) -> str:
        """See contracts.accounts.AccountsFace."""
        return self._edge.proofs.phone(proof)

    async def access_of_key(self, api_key: str) -> KeyedAccess:
        """See contracts.accounts.AccountsFace."""
        async with self._edge.works() as work:
            return await handlers.access_of_key(work, self._edge.tokens, api_key)

    async def user_by_login(self, login: str) -> str:
        """See contracts.accounts.AccountsFace."""
        return (await self._edge.directory.by_login(login)).id

    async def ensure_staff(self, email: str, name: str, password: str, roles: list[str]) -> str:
        """An account that is there keeps its password and name. Raises EmailTaken for a customer's e-mail address."""
        address = people.normal_email(email)
        async with self._edge.works() as work:
            wanted = (await work.roles.book()).known(roles)
            person = await handlers.give_roles(work, address, wanted)
        if person is None:
            password_hash = await self._edge.passwords.hash(passwords.check(password, email=address))
            async with self._edge.works() as work:
                person = await handlers.employ(work, address, password_hash, name, wanted)
        return person.id
