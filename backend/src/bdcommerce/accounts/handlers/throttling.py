"""Tries are counted before they are known to be wrong, so that many at one moment count too."""

from dataclasses import dataclass

from bdcommerce.accounts.domain import throttles
from bdcommerce.accounts.domain.devices import Origin
from bdcommerce.accounts.domain.people import Person
from bdcommerce.accounts.domain.throttles import BackOff, Bucket, Limits
from bdcommerce.accounts.ports import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """Where a try was counted, so that it can be taken back when it was right."""

    source: str
    address: str = ""
    """Empty for a known device: strangers who share its address cannot use up its tries."""


async def knows(work: Work, person: Person | None, origin: Origin) -> bool:
    """Whether this person has signed in on this device before."""
    return person is not None and bool(origin.device) and await work.devices.knows(person.id, origin.device)


async def try_password(work: Work, limits: Limits, email: str, origin: Origin) -> tuple[Person | None, Tried]:
    """Whose password is tried, and where that was counted; the same for an account that does not exist.

    Raises TooManyTries.
    """
    person = await work.people.by_email(email)
    if await knows(work, person, origin):
        tried = Tried(source=f"password|{email}|{origin.device}")
    else:
        tried = Tried(source=f"password|{email}|{origin.address}", address=wrong_from(origin))
    await _count(work, limits, tried)
    return person, tried


async def take_back(work: Work, limits: Limits, tried: Tried) -> None:
    """It was right: the account starts anew from there, and the address has one wrong answer less.

    Rows are locked in the order in which they were counted, so that two calls never wait for each other.
    """
    if tried.address:
        level = await work.throttles.level(tried.address)
        await work.throttles.save(tried.address, limits.wrong_answers.less_one(level))
    await work.throttles.drop(tried.source)


async def count_registration(work: Work, limits: Limits, origin: Origin) -> None:
    """One more account that an address opens, or tries to. Raises TooManyTries."""
    await count(work, limits.registrations, f"registrations|{origin.address}")


def wrong_from(origin: Origin) -> str:
    """Where the wrong answers of an address are counted."""
    return f"wrong|{origin.address}"


async def count(work: Work, policy: BackOff | Bucket, key: str) -> None:
    """One more. Raises TooManyTries, and then it does not count."""
    level = await work.throttles.level(key)
    throttles.check(policy, level)
    await work.throttles.save(key, policy.plus_one(level))


async def _count(work: Work, limits: Limits, tried: Tried) -> None:
    if tried.address:
        await count(work, limits.wrong_answers, tried.address)
    await count(work, limits.tries, tried.source)
