"""Accounts as other services' tests see it: the same refusals as the real face, a handful of places, all in memory."""

from datetime import timedelta
from typing import Any, Literal, TypeVar

from bdcommerce.contracts.accounts import (
    AddressInput,
    BadApiKey,
    BadPhoneProof,
    Contact,
    KeyedAccess,
    NamedArea,
    UnknownAddress,
)
from bdcommerce.kernel import clock, ids, phone
from bdcommerce.kernel.address import Address, Place
from bdcommerce.kernel.errors import BdError, Invalid, NotFound, ensure
from bdcommerce.kernel.text import Language, Localized, latin_digits, nfc

T = TypeVar("T")
MIDDLES = {
    "dhaka": (23.7115, 90.4111),
    "gazipur": (24.0023, 90.4264),
    "chattogram": (22.3351, 91.8341),
    "cumilla": (23.4683, 91.1788),
}
"""Latitude and longitude of districts."""


def _in(division: str, upazila: str, city_key: str = "") -> Place:
    district = upazila.partition("/")[0]
    lat, lon = MIDDLES[district]
    return Place(division=division, district=district, upazila=upazila, city_key=city_key, lat=lat, lon=lon)


PLACES = {
    place.upazila: place
    for place in (
        _in("dhaka", "dhaka/dhanmondi", "dhaka"),
        _in("dhaka", "dhaka/gulshan", "dhaka"),
        _in("dhaka", "dhaka/savar"),
        _in("dhaka", "gazipur/kaliakair"),
        _in("chattogram", "chattogram/panchlaish", "chattogram"),
        _in("chattogram", "cumilla/chandina"),
    )
}
BEFORE = {"chattogram": ["Chittagong"], "cumilla": ["Comilla"]}
"""What districts were called."""
POSTCODES = frozenset({"1205", "1209", "1212", "1340", "1750", "3510", "4203"})
_LENGTHS = {"recipient_name": (2, 80), "line1": (3, 200), "area": (0, 100), "landmark": (0, 120)}


class FakeAccounts:
    """An AccountsFace. `person`, `live_at`, `prove` and `key` put in what a test needs; the rest is the contract."""

    def __init__(self) -> None:
        self._people: dict[str, Contact] = {}
        self._addresses: dict[tuple[str, str], Address] = {}
        self._proofs: dict[str, str] = {}
        self._keys: dict[str, KeyedAccess] = {}

    def person(self, *, number: str = "", email: str = "", name: str = "", language: Language = "en") -> str:
        """Somebody with an account; the user id."""
        e164 = phone.normalise(number) if number else ""
        user_id = ids.new_id("usr")
        self._people[user_id] = Contact(user_id=user_id, name=name, phone=e164, email=email, language=language)
        return user_id

    async def live_at(self, user_id: str, address: AddressInput) -> str:
        """Give a person a stored address; its id."""
        address_id = ids.new_id("adr")
        self._addresses[user_id, address_id] = await self.check_address(address)
        return address_id

    def prove(self, number: str) -> str:
        """A proof that this phone was confirmed by a code."""
        proof = f"proof-{len(self._proofs) + 1}"
        self._proofs[proof] = phone.normalise(number)
        return proof

    async def jwks(self) -> dict[str, Any]:
        """No keys: this fake signs no tokens."""
        return {"keys": []}

    async def contact(self, user_id: str) -> Contact:
        return _found(self._people.get(user_id), NotFound("There is no such person."))

    async def address(self, user_id: str, address_id: str) -> Address:
        return _found(self._addresses.get((user_id, address_id)), UnknownAddress("There is no such address."))

    async def check_address(self, address: AddressInput) -> Address:
        texts = {field: nfc(getattr(address, field)) for field in _LENGTHS}
        for field, (shortest, longest) in _LENGTHS.items():
            reason = f"must have {shortest} to {longest} characters"
            ensure(shortest <= len(texts[field]) <= longest, Invalid.field(f"address.{field}", reason))
        place = _found(PLACES.get(address.upazila_id), Invalid.field("address.upazila_id", "is not known"))
        postcode = latin_digits(address.postcode.strip())
        union = address.union_id
        ensure(
            not union or union.startswith(f"{address.upazila_id}/"), Invalid.field("address.union_id", "is not known")
        )
        ensure(not postcode or postcode in POSTCODES, Invalid.field("address.postcode", "is not known"))
        return Address(
            **texts,
            place=place,
            phone=phone.normalise(address.phone, "address.phone"),
            alt_phone=phone.normalise(address.alt_phone, "address.alt_phone") if address.alt_phone else "",
            union=union,
            postcode=postcode,
        )

    async def place(self, upazila_id: str) -> Place:
        return _found(PLACES.get(upazila_id), Invalid.field("upazila_id", "is not known"))

    async def areas(self) -> list[NamedArea]:
        districts = {place.district: place.division for place in PLACES.values()}
        above = [_named("district", district, division) for district, division in districts.items()]
        return above + [_named("upazila", upazila, place.district) for upazila, place in PLACES.items()]

    async def confirmed_phone(self, proof: str) -> str:
        return _found(self._proofs.get(proof), BadPhoneProof("This proof of a confirmed phone does not hold."))

    def key(self, api_key: str, *, life: timedelta = timedelta(minutes=5)) -> KeyedAccess:
        """Let an API key be worth a (made-up) token."""
        access = KeyedAccess(token=f"token-of-{api_key}", expires_at=clock.now() + life)
        self._keys[api_key] = access
        return access

    def withdraw(self, api_key: str) -> None:
        """The key opens nothing any more."""
        self._keys.pop(api_key, None)

    async def access_of_key(self, api_key: str) -> KeyedAccess:
        return _found(self._keys.get(api_key), BadApiKey("This API key does not hold."))

    async def user_by_login(self, login: str) -> str:
        try:
            wanted = phone.normalise(login)
        except Invalid:
            wanted = login.strip().casefold()
        matches = [user_id for user_id, who in self._people.items() if wanted and wanted in (who.phone, who.email)]
        return _found(next(iter(matches), None), NotFound("There is no such person."))

    async def ensure_staff(self, email: str, name: str, password: str, roles: list[str]) -> str:
        try:
            return await self.user_by_login(email)
        except NotFound:
            return self.person(email=email.strip().casefold(), name=name)


def _named(level: Literal["district", "upazila"], area_id: str, parent: str) -> NamedArea:
    name = Localized(area_id.rpartition("/")[2].replace("-", " ").title())
    return NamedArea(id=area_id, level=level, name=name, parent=parent, aliases=BEFORE.get(area_id, []))


def _found(value: T | None, error: BdError) -> T:
    if value is None:
        raise error
    return value
