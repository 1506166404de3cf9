"""Addresses."""

from typing import Literal

import msgspec

from bdcommerce.accounts.domain.addresses import SavedAddress, postcode_elsewhere
from bdcommerce.accounts.domain.geography import Geography
from bdcommerce.accounts.schemas.fields import Phone, Short
from bdcommerce.accounts.schemas.places import AreaName
from bdcommerce.kernel.address import Address
from bdcommerce.kernel.text import Localized, bangla_digits


class AddressBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """An address as somebody types it."""

    recipient_name: Short
    phone: Phone
    line1: Short
    """House and road."""
    upazila_id: Short
    union_id: Short = ""
    area: Short = ""
    postcode: Short = ""
    landmark: Short = ""
    alt_phone: Short = ""
    label: Short = ""
    """`Home`, `Office` …"""
    is_default: bool = False


class ChangeAddress(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What is absent stays; another upazila without a union leaves the union empty."""

    recipient_name: Short | None = None
    phone: Phone | None = None
    line1: Short | None = None
    upazila_id: Short | None = None
    union_id: Short | None = None
    area: Short | None = None
    postcode: Short | None = None
    landmark: Short | None = None
    alt_phone: Short | None = None
    label: Short | None = None
    is_default: bool = False


class AddressWarning(msgspec.Struct, frozen=True, kw_only=True):
    """Something that looks wrong and may be right: worth asking, nothing was refused."""

    field: str
    code: Literal["postcode_elsewhere"]
    message: Localized

    @classmethod
    def all_of(cls, address: Address, geography: Geography) -> "list[AddressWarning]":
        """What looks wrong with it."""
        there, here = (geography.districts.find(each) for each in postcode_elsewhere(address, geography))
        if there is None or here is None:
            return []
        message = Localized(
            f"Postcode {address.postcode} belongs to {there.name.en}, not to {here.name.en}.",
            f"পোস্টকোড {bangla_digits(address.postcode)} {there.name.bn} জেলার, {here.name.bn} জেলার নয়।",
        )
        return [cls(field="postcode", code="postcode_elsewhere", message=message)]


class AddressView(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of one's address book."""

    id: str
    label: str
    is_default: bool
    recipient_name: str
    phone: str
    alt_phone: str
    line1: str
    area: str
    landmark: str
    postcode: str
    union: AreaName | None
    upazila: AreaName | None
    district: AreaName | None
    division: AreaName | None
    warnings: list[AddressWarning]

    @classmethod
    def of(cls, saved: SavedAddress, geography: Geography) -> "AddressView":
        """The entry with the names of its places."""
        address, place = saved.address, saved.address.place
        return cls(
            id=saved.id,
            label=saved.label,
            is_default=saved.is_default,
            recipient_name=address.recipient_name,
            phone=address.phone,
            alt_phone=address.alt_phone,
            line1=address.line1,
            area=address.area,
            landmark=address.landmark,
            postcode=address.postcode,
            union=AreaName.of(geography.unions.find(address.union)),
            upazila=AreaName.of(geography.upazilas.find(place.upazila)),
            district=AreaName.of(geography.districts.find(place.district)),
            division=AreaName.of(geography.divisions.find(place.division)),
            warnings=AddressWarning.all_of(address, geography),
        )


class AddressBook(msgspec.Struct, frozen=True, kw_only=True):
    """All of one's addresses, the newest first."""

    items: list[AddressView]
