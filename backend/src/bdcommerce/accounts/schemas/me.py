"""One's own profile."""

import msgspec

from bdcommerce.accounts.domain.people import Person
from bdcommerce.accounts.schemas.fields import Short, Token
from bdcommerce.kernel.text import Language


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


class ChangeProfile(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What is absent stays. `phone_proof` (from `/auth/otp/verify`, purpose `checkout`) makes that phone one's own."""

    name: Short | None = None
    language: Language | None = None
    email: Short | None = None
    phone_proof: Token | None = None
