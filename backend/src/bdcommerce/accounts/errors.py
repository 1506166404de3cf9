"""What can be refused here, by name.

Unauthenticated
├── WrongCode             the one-time code is wrong, used, or too old
├── WrongLogin            no such e-mail with that password
├── SecondFactorNeeded    the password was right, the second step is missing
├── WrongSecondFactor     no code of the app of now, none that is left, or used already
└── BadRefreshToken       unknown, too old, already used, or revoked
Forbidden
├── NotVendorStaff        signed in, but works for no vendor
├── NotStaff              signed in, but does not work for the operator
├── BuiltInRole           what the release brings, staff do not change
├── NotYourself           what a colleague has to do
└── CannotGrant           nobody hands on what they do not hold
NotFound
├── UnknownSession
├── UnknownStaff, UnknownRole
├── UnknownContactChange
├── UnknownPostcode
└── UnknownApiKey
Conflict
├── EmailTaken, PhoneTaken
├── RefreshedMeanwhile    the same refresh token was used at the same moment
├── ConsentTextChanged    a yes is to what is read today
├── RoleTaken, RoleInUse, LastKeeper
├── WrongProof            signed in, but a code or password does not prove what is asked for
├── NoPassword
├── SecondFactorSet, SecondFactorMissing
├── TooManyAddresses
└── TooManyApiKeys
TooMany
├── TooManyCodes          a phone or mailbox is sent only so many codes
└── TooManyTries          a place may be wrong only so often
"""

from collections.abc import Iterable
from typing import Self

from bdcommerce.kernel.errors import Conflict, Forbidden, NotFound, TooMany, Unauthenticated


class WrongCode(Unauthenticated):
    """Whether the code was wrong, used, too old or never sent is nobody's business."""

    code = "wrong_code"

    @classmethod
    def refused(cls) -> Self:
        return cls("this code is wrong or no longer valid; ask for a new one")


class WrongLogin(Unauthenticated):
    """Whether the e-mail or the password is wrong is nobody's business."""

    code = "wrong_login"

    @classmethod
    def refused(cls) -> Self:
        return cls("the e-mail address or the password is wrong")


class SecondFactorNeeded(Unauthenticated):
    """Sign in again with the same password and a code of the app, or a recovery code, as `second_factor`."""

    code = "second_factor_needed"

    @classmethod
    def refused(cls) -> Self:
        return cls("the second step is missing: a code of your authenticator app, or a recovery code")


class WrongSecondFactor(Unauthenticated):
    """Whether the code was wrong, of another minute or used already is nobody's business."""

    code = "wrong_second_factor"

    @classmethod
    def refused(cls) -> Self:
        return cls("this code is wrong, too old or already used")


class BadRefreshToken(Unauthenticated):
    """The session cannot go on; the person signs in again."""

    code = "bad_refresh_token"

    @classmethod
    def refused(cls) -> Self:
        return cls("the session is over; sign in again")


class NotVendorStaff(Forbidden):
    """A person who works for no vendor wants into the vendor centre."""

    code = "not_vendor_staff"

    @classmethod
    def refused(cls) -> Self:
        return cls("this person works for no vendor")


class NotStaff(Forbidden):
    """A person without a staff role wants into the admin."""

    code = "not_staff"

    @classmethod
    def refused(cls) -> Self:
        return cls("this person does not work for the operator")


class BuiltInRole(Forbidden):
    """Built-in roles change with a release; staff compose others."""

    code = "built_in_role"

    @classmethod
    def refused(cls, name: str) -> Self:
        return cls(f"'{name}' is built in; compose another role instead")


class NotYourself(Forbidden):
    """What is done to somebody's account by a colleague, nobody does to their own."""

    code = "not_yourself"

    @classmethod
    def refused(cls) -> Self:
        return cls("a colleague has to do this, not you")


class CannotGrant(Forbidden):
    """Nobody hands on a permission that they do not hold themselves."""

    code = "cannot_grant"

    @classmethod
    def beyond(cls, permissions: Iterable[str]) -> Self:
        missing = sorted(permissions)
        return cls(f"not yours to grant: {', '.join(missing)}", permissions=missing)


class UnknownSession(NotFound):
    """There is no such session, or it is somebody else's."""

    code = "unknown_session"

    @classmethod
    def refused(cls) -> Self:
        return cls("there is no such session")


class UnknownStaff(NotFound):
    """Nobody with this id works for the operator."""

    code = "unknown_staff"

    @classmethod
    def refused(cls) -> Self:
        return cls("nobody with this id works for the operator")


class UnknownRole(NotFound):
    """There is no such role."""

    code = "unknown_role"

    @classmethod
    def refused(cls) -> Self:
        return cls("there is no such role")


class UnknownContactChange(NotFound):
    """There is no such change of contact, it was made or replaced, or it is somebody else's."""

    code = "unknown_contact_change"

    @classmethod
    def refused(cls) -> Self:
        return cls("there is no such change; start anew")


class UnknownPostcode(NotFound):
    """No post office has this postcode."""

    code = "unknown_postcode"

    @classmethod
    def refused(cls) -> Self:
        return cls("no post office has this postcode")


class UnknownApiKey(NotFound):
    """There is no such key, or it is somebody else's."""

    code = "unknown_api_key"

    @classmethod
    def refused(cls) -> Self:
        return cls("there is no such API key")


class EmailTaken(Conflict):
    """Another account has this e-mail address."""

    code = "email_taken"

    @classmethod
    def refused(cls) -> Self:
        return cls("there is an account with this e-mail address")


class PhoneTaken(Conflict):
    """Another account has confirmed this phone."""

    code = "phone_taken"

    @classmethod
    def refused(cls) -> Self:
        return cls("this phone belongs to another account")


class ConsentTextChanged(Conflict):
    """The text is another one by now: show it, and ask again."""

    code = "consent_text_changed"

    @classmethod
    def since(cls, version: str) -> Self:
        return cls("this text has changed; read the new one first", current_version=version)


class RoleTaken(Conflict):
    """There is a role of this name."""

    code = "role_taken"

    @classmethod
    def refused(cls) -> Self:
        return cls("there is a role of this name")


class RoleInUse(Conflict):
    """Somebody is in this role."""

    code = "role_in_use"

    @classmethod
    def refused(cls) -> Self:
        return cls("somebody is in this role; give them another one first")


class LastKeeper(Conflict):
    """Somebody must remain who manages staff."""

    code = "last_keeper"

    @classmethod
    def refused(cls) -> Self:
        return cls("nobody would be left who can manage staff")


class WrongProof(Conflict):
    """Whoever is signed in did not prove what is asked for: a code or the password is wrong. They stay signed in."""

    code = "wrong_proof"

    @classmethod
    def refused(cls) -> Self:
        return cls("a code or the password is wrong, too old or already used")


class NoPassword(Conflict):
    """This account has no password; `/auth/password/forgot` sets one."""

    code = "no_password"

    @classmethod
    def refused(cls) -> Self:
        return cls("this account has no password yet; set one by a code")


class SecondFactorSet(Conflict):
    """There is a second factor already; take it away first."""

    code = "second_factor_set"

    @classmethod
    def already(cls) -> Self:
        return cls("a second factor is set up already")


class SecondFactorMissing(Conflict):
    """No second factor is set up."""

    code = "second_factor_missing"

    @classmethod
    def refused(cls) -> Self:
        return cls("no second factor is set up")


class TooManyAddresses(Conflict):
    """An address book is not a warehouse."""

    code = "too_many_addresses"

    @classmethod
    def beyond(cls, most: int) -> Self:
        return cls(f"at most {most} addresses can be kept", most=most)


class TooManyApiKeys(Conflict):
    """A key that nobody needs is a door that nobody watches."""

    code = "too_many_api_keys"

    @classmethod
    def beyond(cls, most: int) -> Self:
        return cls(f"at most {most} keys can hold at once; withdraw one first", most=most)


class TooManyTries(TooMany):
    """Too many wrong answers from one place; tries from elsewhere, and from known devices, do not add to them."""

    code = "too_many_tries"

    @classmethod
    def wait(cls, seconds: int) -> Self:
        return cls("too many tries; wait before the next one", retry_after=seconds)


class TooManyCodes(TooMany):
    """A phone or mailbox is sent only so many codes per minute and hour."""

    code = "too_many_codes"

    @classmethod
    def wait(cls, seconds: int) -> Self:
        return cls("a code was sent just now; wait before asking for another", retry_after=seconds)
