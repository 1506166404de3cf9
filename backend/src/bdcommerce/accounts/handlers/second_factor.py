"""The second step of a sign-in: set up, proven, taken away. A refusal is returned: the try that it counts must stay."""

from bdcommerce.accounts.domain import second_factors
from bdcommerce.accounts.domain.codes import Blind
from bdcommerce.accounts.domain.devices import Origin
from bdcommerce.accounts.domain.people import Person
from bdcommerce.accounts.domain.second_factors import SecondFactor
from bdcommerce.accounts.errors import (
    SecondFactorMissing,
    SecondFactorNeeded,
    SecondFactorSet,
    WrongSecondFactor,
)
from bdcommerce.accounts.handlers import throttling
from bdcommerce.accounts.ports import Authenticator, Deps, Work
from bdcommerce.kernel.actor import Audience
from bdcommerce.kernel.errors import BdError, ensure


async def set_up_second_factor(work: Work, authenticator: Authenticator, user_id: str) -> SecondFactor:
    """A new secret for the app, in place of one that was never confirmed. Raises SecondFactorSet."""
    await work.people.locked(user_id)
    await ensure_unconfirmed(work, user_id)
    factor = SecondFactor.of(user_id, authenticator.new_secret())
    await work.second_factors.save(factor)
    return factor


async def prove_second_factor(work: Work, deps: Deps, user_id: str, code: str, origin: Origin) -> SecondFactor | None:
    """Use up a code of the app, or a recovery code. A known device has tries of its own, and so the one who learnt a
    password cannot keep its owner out. None: it is no such code, and the try counts.

    Raises TooManyTries, SecondFactorMissing.
    """
    factor = await work.second_factors.locked(user_id)
    if factor is None:
        raise SecondFactorMissing.refused()
    known = bool(origin.device) and await work.devices.knows(user_id, origin.device)
    tries = f"second|{user_id}|{origin.device if known else ''}"
    await throttling.count(work, deps.limits.tries, tries)
    used = _used(factor, deps.authenticator, second_factors.plain(code), deps.blind)
    if used is None:
        return None
    await work.throttles.drop(tries)
    await work.second_factors.save(used)
    return used


def _used(factor: SecondFactor, authenticator: Authenticator, code: str, blind: Blind) -> SecondFactor | None:
    if code.isdecimal() and len(code) == second_factors.DIGITS:
        return factor.after_code(authenticator.step(factor.secret, code))
    [digest] = second_factors.digests(factor.user_id, [code], blind)
    return factor.after_recovery(digest)


async def ensure_unconfirmed(work: Work, user_id: str) -> None:
    """Raises SecondFactorSet."""
    factor = await work.second_factors.locked(user_id)
    ensure(factor is None or factor.standing != "on", SecondFactorSet.already())


async def second_step(
    work: Work, deps: Deps, person: Person, audience: Audience, code: str, *, origin: Origin
) -> bool | BdError:
    """Whether the second step of a sign-in was proven; where none is set up, none is asked for. Raises TooManyTries."""
    factor = await work.second_factors.locked(person.id) if audience == "admin" else None
    if factor is None or factor.standing != "on":
        return False
    if not code:
        return SecondFactorNeeded.refused()
    return bool(await prove_second_factor(work, deps, person.id, code, origin)) or WrongSecondFactor.refused()


async def new_recovery_codes(work: Work, factor: SecondFactor, blind: Blind) -> tuple[str, ...]:
    """Codes in place of all earlier ones; with the first of them the second step is asked for from now on."""
    codes = second_factors.new_recovery_codes()
    await work.second_factors.save(factor.confirmed(second_factors.digests(factor.user_id, codes, blind)))
    return codes


async def insist_on_second_factor(work: Work, user_id: str, session_id: str) -> None:
    """From now on the second step is asked for: this session has proven it, others of the admin end."""
    await work.sessions.prove(session_id)
    await work.sessions.revoke_others(user_id, session_id, audience="admin")


async def remove_second_factor(work: Work, user_id: str) -> None:
    """It is not asked for any more."""
    await work.second_factors.remove(user_id)
