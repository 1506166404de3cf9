"""Addresses: what a good one has, and a person's address book."""

from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, Self

from bdcommerce.accounts.domain.geography import Geography
from bdcommerce.contracts.accounts import AddressInput
from bdcommerce.kernel import clock, ids, phone
from bdcommerce.kernel.address import Address, Place
from bdcommerce.kernel.errors import Invalid
from bdcommerce.kernel.text import latin_digits, nfc

MOST_ADDRESSES = 20
LONGEST_LABEL = 30
_LENGTHS = {"recipient_name": (2, 80), "line1": (3, 200), "area": (0, 100), "landmark": (0, 120)}
"""Shortest and longest, in characters; couriers' forms take no more."""


def check(typed: AddressInput, geography: Geography, *, prefix: str = "") -> Address:
    """The address, normalised and placed. Raises Invalid naming every wrong field, each after the prefix."""
    checked = _Checking(typed, geography)
    if checked.wrong:
        wrong = {f"{prefix}{field}": reason for field, reason in checked.wrong.items()}
        raise Invalid("; ".join(f"{field}: {reason}" for field, reason in wrong.items()), fields=wrong)
    return Address(**checked.right)


def postcode_elsewhere(address: Address, geography: Geography) -> tuple[str, str]:
    """The district that the postcode belongs to and the one that was chosen, where the two differ; else empty ones.

    People write what they are used to, and post offices serve across borders: worth a question, not a refusal.
    """
    office = geography.postcodes.get(address.postcode)
    if office is None or office.district == address.place.district:
        return "", ""
    return office.district, address.place.district


class _Checking:
    """Goes through all fields, so that a form can show everything that is wrong at once."""

    def __init__(self, typed: AddressInput, geography: Geography) -> None:
        self.right: dict[str, Any] = {}
        self.wrong: dict[str, str] = {}
        for field, (shortest, longest) in _LENGTHS.items():
            self._text(field, getattr(typed, field), shortest, longest)
        self._phone("phone", typed.phone, needed=True)
        self._phone("alt_phone", typed.alt_phone, needed=False)
        self._postcode(typed.postcode, geography)
        self._place(typed, geography)

    def _text(self, field: str, typed: str, shortest: int, longest: int) -> None:
        self.right[field] = " ".join(nfc(typed).split())
        if not shortest <= len(self.right[field]) <= longest:
            self.wrong[field] = f"must have {shortest} to {longest} characters"

    def _phone(self, field: str, typed: str, *, needed: bool) -> None:
        if not typed.strip() and not needed:
            return
        try:
            self.right[field] = phone.normalise(typed, field)
        except Invalid as error:
            self.wrong |= error.data["fields"]

    def _postcode(self, typed: str, geography: Geography) -> None:
        postcode = latin_digits(typed.strip())
        self.right["postcode"] = postcode
        if postcode and postcode not in geography.postcodes:
            self.wrong["postcode"] = "is not the postcode of a post office"

    def _place(self, typed: AddressInput, geography: Geography) -> None:
        upazila = geography.upazilas.find(typed.upazila_id)
        if upazila is None:
            self.wrong["upazila_id"] = "is not a place we know"
            return
        self.right["place"] = geography.place(upazila.id)
        self.right["union"] = typed.union_id
        union = geography.unions.find(typed.union_id)
        if typed.union_id and (union is None or union.parent != upazila.id):
            self.wrong["union_id"] = "is not a union of this upazila"


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedAddress:
    """An entry of a person's address book."""

    id: str
    user_id: str
    address: Address
    label: str
    is_default: bool
    created_at: datetime

    @classmethod
    def of(cls, user_id: str, address: Address, label: str, *, is_default: bool) -> Self:
        """A new entry."""
        return cls(
            id=ids.new_id("adr"),
            user_id=user_id,
            address=address,
            label=_label(label),
            is_default=is_default,
            created_at=clock.now(),
        )

    def typed(self) -> AddressInput:
        """The entry as its owner could have typed it, to be changed and checked anew."""
        place: Place = self.address.place
        same = {field.name for field in fields(AddressInput)} & {field.name for field in fields(Address)}
        return AddressInput(
            upazila_id=place.upazila,
            union_id=self.address.union,
            **{name: getattr(self.address, name) for name in same},
        )

    def changed(self, address: Address, label: str, *, is_default: bool) -> Self:
        """With another content."""
        return replace(self, address=address, label=_label(label), is_default=is_default)


def _label(text: str) -> str:
    label = " ".join(nfc(text).split())
    if len(label) > LONGEST_LABEL:
        raise Invalid.field("label", f"must have at most {LONGEST_LABEL} characters")
    return label
