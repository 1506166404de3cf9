"""What goes in and out over HTTP."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated, Literal

import msgspec

from bdcommerce.accounts.domain.addresses import SavedAddress
from bdcommerce.accounts.domain.api_keys import SCOPES, SERVICES, ApiKey, Wish
from bdcommerce.accounts.domain.codes import Purpose
from bdcommerce.accounts.domain.geography import Area, Geography
from bdcommerce.accounts.domain.people import Person
from bdcommerce.accounts.domain.sessions import ACCESS_LIFE, Issued
from bdcommerce.kernel.actor import Audience
from bdcommerce.kernel.text import Language, Localized

Short = Annotated[str, msgspec.Meta(max_length=200)]
Email = Annotated[str, msgspec.Meta(min_length=3, max_length=254)]
Phone = Annotated[str, msgspec.Meta(min_length=10, max_length=40, examples=["01712345678"])]
Password = Annotated[str, msgspec.Meta(max_length=200)]
Token = Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]


class RequestCode(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Send a code to this phone."""

    phone: Phone
    purpose: Purpose


class CodeSent(msgspec.Struct, frozen=True, kw_only=True):
    """The code holds, and the next one may be asked for, so many seconds from now."""

    expires_in: int
    resend_in: int


class VerifyCode(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The code that arrived. `audience` says where to sign in, for the purpose `login`."""

    phone: Phone
    code: Annotated[str, msgspec.Meta(min_length=6, max_length=20)]
    purpose: Purpose
    audience: Literal["shop", "vendor"] = "shop"


class PhoneProof(msgspec.Struct, frozen=True, kw_only=True):
    """Vouches for the phone at checkout."""

    phone_proof: str
    expires_in: int


class Register(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A new account with a password. The phone is a way to reach the person, not yet one to sign in."""

    email: Email
    password: Password
    name: Short
    phone: Phone | None = None


class Login(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Sign in with a password."""

    email: Email
    password: Password
    audience: Audience


class RefreshToken(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The latest refresh token of a session."""

    refresh_token: Token


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """A person, as they see themselves."""

    id: str
    name: str
    language: Language
    email: str
    phone: str
    phone_confirmed: bool
    """Whether one can sign in by a code to that phone."""

    @classmethod
    def of(cls, person: Person) -> "Profile":
        """What a person sees of this account."""
        return cls(
            id=person.id,
            name=person.name,
            language=person.language,
            email=person.email,
            phone=person.phone,
            phone_confirmed=person.phone_confirmed,
        )


class Tokens(msgspec.Struct, frozen=True, kw_only=True):
    """What a client keeps of a sign-in. Every refresh token works once; its second use ends the session."""

    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int
    """Seconds until the access token is over."""
    refresh_token: str
    session_expires_at: datetime
    """When to sign in again, however often one refreshes."""
    audience: Audience
    user: Profile

    @classmethod
    def of(cls, issued: Issued) -> "Tokens":
        """The reply to a sign-in or a refresh."""
        return cls(
            access_token=issued.access_token,
            token_type="Bearer",  # noqa: S106 - a scheme, not a secret
            expires_in=int(ACCESS_LIFE.total_seconds()),
            refresh_token=issued.refresh_token,
            session_expires_at=issued.session.expires_at,
            audience=issued.session.audience,
            user=Profile.of(issued.person),
        )


class ChangeProfile(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What is absent stays. `phone_proof` (from `/auth/otp/verify`, purpose `checkout`) makes that phone one's own."""

    name: Short | None = None
    language: Language | None = None
    email: Short | None = None
    phone_proof: Token | None = None


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


class AreaName(msgspec.Struct, frozen=True, kw_only=True):
    """A place by id and name."""

    id: str
    name: Localized

    @classmethod
    def of(cls, area: Area | None) -> "AreaName | None":
        """None for no place."""
        return cls(id=area.id, name=area.name) if area else None


class AreaView(msgspec.Struct, frozen=True, kw_only=True):
    """A place to choose from a list."""

    id: str
    name: Localized
    aliases: list[str]
    """Other names it is known by, for searching."""
    city_key: str
    """The city corporation it lies in as a whole, or empty."""


class Areas(msgspec.Struct, frozen=True, kw_only=True):
    """All places of a list, in the order of their English names."""

    items: list[AreaView]

    @classmethod
    def of(cls, areas: Iterable[Area]) -> "Areas":
        """The reply of every geography endpoint."""
        views = [AreaView(id=a.id, name=a.name, aliases=list(a.aliases), city_key=a.city_key) for a in areas]
        return cls(items=views)


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
        )


class AddressBook(msgspec.Struct, frozen=True, kw_only=True):
    """All of one's addresses, the newest first."""

    items: list[AddressView]


class AddStaff(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A new account for somebody who works for the operator."""

    email: Email
    name: Short
    password: Password
    roles: Annotated[list[Short], msgspec.Meta(max_length=20)]


class StaffView(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who works for the operator."""

    id: str
    name: str
    email: str
    roles: list[str]
    permissions: list[str]
    since: datetime


Scopes = Annotated[
    list[Annotated[str, msgspec.Meta(max_length=40)]],
    msgspec.Meta(
        max_length=len(SCOPES),
        description=f"`<service>:read`, or `<service>:write`, which reads too, of {', '.join(SERVICES)}",
        examples=[["orders:read", "inventory:write"]],
    ),
]
KeyName = Annotated[
    str, msgspec.Meta(min_length=1, max_length=80, description="tells it from others", examples=["Stock feed"])
]
Days = Annotated[int, msgspec.Meta(ge=1, le=366, description="days until the key is over", examples=[90])]


class NewApiKey(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A key for a program."""

    name: KeyName
    scopes: Scopes
    expires_in_days: Days = 90

    def wish(self) -> Wish:
        """What is wanted."""
        life = timedelta(days=self.expires_in_days)
        return Wish(name=self.name, scopes=frozenset(self.scopes), life=life)


class NewPartnerKey(NewApiKey, forbid_unknown_fields=True, kw_only=True):
    """A key for a partner's program."""

    permissions: Annotated[
        list[Annotated[str, msgspec.Meta(max_length=60)]],
        msgspec.Meta(max_length=100, description="permissions of staff it acts with", examples=[["orders.read"]]),
    ]

    def wish(self) -> Wish:
        """What is wanted, permissions among it."""
        return replace(super().wish(), permissions=frozenset(self.permissions))


class ApiKeyView(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a key."""

    id: str
    name: str
    hint: Annotated[str, msgspec.Meta(description="its last four characters")]
    scopes: list[str]
    permissions: list[str]
    created_by: Annotated[str, msgspec.Meta(description="whose doing it is: a person's id")]
    created_at: datetime
    expires_at: datetime
    last_used_at: Annotated[datetime | None, msgspec.Meta(description="to within five minutes; null: never")]
    revoked_at: datetime | None
    active: Annotated[bool, msgspec.Meta(description="neither over nor withdrawn")]

    @classmethod
    def of(cls, key: ApiKey) -> "ApiKeyView":
        """Without its digest."""
        return cls(
            id=key.id,
            name=key.name,
            hint=key.hint,
            scopes=sorted(key.scopes),
            permissions=sorted(key.permissions),
            created_by=key.created_by,
            created_at=key.created_at,
            expires_at=key.expires_at,
            last_used_at=key.last_used_at,
            revoked_at=key.revoked_at,
            active=key.alive,
        )


class ApiKeySecret(msgspec.Struct, frozen=True, kw_only=True):
    """A new key, shown this once."""

    api_key: Annotated[str, msgspec.Meta(description="keep it like a password", examples=["bdc_Zm9v…"])]
    key: ApiKeyView
