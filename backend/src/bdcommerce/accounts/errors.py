"""What can be refused here, by name.

Unauthenticated
├── WrongCode             the one-time code is wrong, used, or too old
├── WrongLogin            no such e-mail with that password
└── BadRefreshToken       unknown, too old, already used, or revoked
Forbidden
├── NotVendorStaff        signed in, but works for no vendor
├── NotStaff              signed in, but does not work for the operator
└── CannotGrant           nobody hands on what they do not hold
NotFound
├── UnknownSession
└── UnknownApiKey
Conflict
├── EmailTaken, PhoneTaken
├── RefreshedMeanwhile    the same refresh token was used at the same moment
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


class CannotGrant(Forbidden):
    """Nobody hands on a permission that they do not hold themselves."""

    code = "cannot_grant"

    @classmethod
    def beyond(cls, permissions: Iterable[str]) -> Self:
        missing = sorted(permissions)
        return cls(f"not yours to grant: {', '.join(missing)}", permissions=missing)


class UnknownSession(NotFound):
    """There is no such session, it is over, or it is somebody else's."""

    code = "unknown_session"

    @classmethod
    def refused(cls) -> Self:
        return cls("there is no such session")


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
