"""One's own profile, contacts and password."""

from typing import Annotated, Literal

import msgspec

from bdcommerce.accounts.domain.contacts import ContactKind
from bdcommerce.accounts.domain.people import Person
from bdcommerce.accounts.schemas.fields import CodeText, Password, Short
from bdcommerce.kernel.text import Language


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """A person, as they see themselves."""

    id: str
    name: str
    language: Language
    email: str
    email_confirmed: Annotated[bool, msgspec.Meta(description="whether a code sent to it came back")]
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
            email_confirmed=person.email_confirmed,
            phone=person.phone,
            phone_confirmed=person.phone_confirmed,
        )


class ChangeProfile(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What is absent stays. Phone and e-mail address are changed at `/me/contact-changes`."""

    name: Short | None = None
    language: Language | None = None


class StartContactChange(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Another phone or e-mail address, or the one that is there, to confirm it."""

    kind: ContactKind
    to: Annotated[str, msgspec.Meta(min_length=3, max_length=254, description="the new one", examples=["01712345678"])]
    password: Annotated[
        Password, msgspec.Meta(description="needed only where nothing that was confirmed can be asked instead")
    ] = ""


class ContactChangeStarted(msgspec.Struct, frozen=True, kw_only=True):
    """Codes are on their way."""

    id: str
    kind: ContactKind
    codes: Annotated[
        list[Literal["new", "old"]],
        msgspec.Meta(description="which codes the confirmation takes: `old` went to what is confirmed so far"),
    ]
    expires_in: Annotated[int, msgspec.Meta(description="seconds for which the codes hold")]


class ConfirmContactChange(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The codes that arrived."""

    new_code: CodeText
    old_code: Annotated[CodeText, msgspec.Meta(description="left out where none was sent")] = ""


class ChangePassword(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Another password."""

    current_password: Password
    new_password: Password
