"""The second step of a sign-in: a code that an app on one's phone makes (TOTP, RFC 6238), or a recovery code."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, Self

from bdcommerce.accounts.domain.codes import Blind
from bdcommerce.kernel import clock
from bdcommerce.kernel.text import latin_digits

DIGITS = 6
RECOVERY_CODES = 10
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
_HALF = 5

Standing = Literal["none", "to_confirm", "on"]
Demand = Literal["when_set_up", "required"]
"""Whether staff may do without one."""


def new_recovery_codes() -> tuple[str, ...]:
    """Ten codes of some 50 random bits each, easy to copy from paper."""
    return tuple(f"{_letters()}-{_letters()}" for _ in range(RECOVERY_CODES))


def _letters() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(_HALF))


def plain(code: str) -> str:
    """A code as it was meant, whatever spaces, hyphens, capitals and Bangla digits somebody typed."""
    return "".join(latin_digits(code).casefold().replace("-", "").split())


def digests(user_id: str, codes: Sequence[str], blind: Blind) -> frozenset[str]:
    """How recovery codes are stored: keyed, because 50 bits alone could be searched."""
    return frozenset(blind(f"{user_id}:{plain(code)}", "recovery-code") for code in codes)


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondFactor:
    """What a person's app and we both know."""

    user_id: str
    secret: str = field(repr=False)
    """Base32, as RFC 6238 has it."""
    created_at: datetime
    confirmed_at: datetime | None = None
    """When a first code came back; None: the app may not have it."""
    last_step: int = 0
    """The 30 seconds of the latest code that was used: none of it or before is taken again."""
    recovery: frozenset[str] = field(default=frozenset(), repr=False)
    """Digests of the recovery codes that are left."""

    @classmethod
    def of(cls, user_id: str, secret: str) -> Self:
        """A secret that the app is about to learn."""
        return cls(user_id=user_id, secret=secret, created_at=clock.now())

    @property
    def standing(self) -> Standing:
        """Whether it is asked for."""
        return "on" if self.confirmed_at else "to_confirm"

    def after_code(self, step: int | None) -> Self | None:
        """With the code of these 30 seconds used; None: it is not one, or one of then was used already."""
        return None if step is None or step <= self.last_step else replace(self, last_step=step)

    def after_recovery(self, digest: str) -> Self | None:
        """With that recovery code used up; None: it is none that is left."""
        return replace(self, recovery=self.recovery - {digest}) if digest in self.recovery else None

    def confirmed(self, recovery: frozenset[str]) -> Self:
        """Asked for from now on, with these recovery codes and no others."""
        return replace(self, confirmed_at=self.confirmed_at or clock.now(), recovery=recovery)
