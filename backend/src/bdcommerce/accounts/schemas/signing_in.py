"""Codes, passwords and tokens."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from bdcommerce.accounts.domain.sessions import ACCESS_LIFE, Issued, SecondStep
from bdcommerce.accounts.schemas.fields import Email, Password, Phone, Short, Token
from bdcommerce.accounts.schemas.me import Profile
from bdcommerce.kernel.actor import Audience

DeviceNote = Annotated[
    str, msgspec.Meta(description="keep it, and send it as the header `X-Device-Token` from now on, whoever signs in")
]


class RequestCode(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Send a code to this phone."""

    phone: Phone
    purpose: Literal["login", "checkout"]


class CodeSent(msgspec.Struct, frozen=True, kw_only=True):
    """The code holds, and the next one may be asked for, so many seconds from now."""

    expires_in: int
    """Seconds."""
    resend_in: int
    """Seconds."""
    device_token: DeviceNote


class VerifyCode(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The code that arrived. `audience` says where to sign in, for the purpose `login`."""

    phone: Phone
    code: Annotated[str, msgspec.Meta(min_length=6, max_length=20)]
    purpose: Literal["login", "checkout"]
    audience: Literal["shop", "vendor"] = "shop"


class PhoneProof(msgspec.Struct, frozen=True, kw_only=True):
    """Vouches for the phone at checkout."""

    phone_proof: str
    expires_in: int
    """Seconds."""


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
    second_factor: Annotated[
        str,
        msgspec.Meta(
            max_length=40,
            description="in the admin, once it is set up: a code of the authenticator app, or a recovery code",
            examples=["123456"],
        ),
    ] = ""


class RefreshToken(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The latest refresh token of a session."""

    refresh_token: Token


class Tokens(msgspec.Struct, frozen=True, kw_only=True):
    """What a client keeps of a sign-in. Every refresh token works once; its second use ends the session."""

    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int
    """Seconds until the access token is over."""
    refresh_token: str
    device_token: DeviceNote
    session_expires_at: datetime
    """When to sign in again, however often one refreshes."""
    audience: Audience
    second_step: Annotated[
        SecondStep,
        msgspec.Meta(
            description="`missing`: nothing can be done in the admin before a second factor is set up at "
            "`/me/second-factor`"
        ),
    ]
    user: Profile

    @classmethod
    def of(cls, issued: Issued, device_token: str) -> "Tokens":
        """The reply to a sign-in or a refresh."""
        return cls(
            access_token=issued.access_token,
            token_type="Bearer",  # noqa: S106 - a scheme, not a secret
            expires_in=int(ACCESS_LIFE.total_seconds()),
            refresh_token=issued.refresh_token,
            device_token=device_token,
            session_expires_at=issued.session.expires_at,
            audience=issued.session.audience,
            second_step=issued.second_step,
            user=Profile.of(issued.person),
        )


LoginText = Annotated[
    str,
    msgspec.Meta(min_length=3, max_length=254, description="e-mail address or phone", examples=["rahim@example.com"]),
]


class ForgotPassword(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Whose password: their e-mail address or confirmed phone."""

    login: LoginText


class ResetPassword(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The same address or phone, the code that arrived there, and the new password."""

    login: LoginText
    code: Annotated[str, msgspec.Meta(min_length=6, max_length=20, examples=["123456"])]
    password: Password
