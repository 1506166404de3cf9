"""One-time codes: asked for, and answered."""

from collections.abc import Sequence
from dataclasses import dataclass

from bdcommerce.accounts.domain import codes, throttles
from bdcommerce.accounts.domain.codes import Blind, Challenge, Purpose
from bdcommerce.accounts.domain.devices import Origin
from bdcommerce.accounts.domain.throttles import Limits
from bdcommerce.accounts.errors import WrongCode
from bdcommerce.accounts.handlers import throttling
from bdcommerce.accounts.ports import Work


async def request_code(
    work: Work, e164: str, purpose: Purpose, blind: Blind, *, limits: Limits, origin: Origin
) -> tuple[Challenge, str]:
    """A new code for a phone, to be sent after the commit. A device on which the phone's owner has signed in has an
    allowance of its own, which strangers cannot use up. Raises TooManyCodes, TooManyTries.
    """
    known = await throttling.knows(work, await work.people.by_phone(e164), origin)
    if not known:
        await throttling.count(work, limits.codes, f"codes|{origin.address}")
    await count_sending(work, f"{e164}|{origin.device}" if known else e164)
    return await new_code(work, e164, purpose, origin.device, blind)


async def count_sending(work: Work, key: str) -> None:
    """One more code is sent there. Raises TooManyCodes."""
    sendings = await work.codes.sendings(key)
    await work.codes.save_sendings(key, sendings.plus_one())


async def new_code(work: Work, target: str, purpose: Purpose, source: str, blind: Blind) -> tuple[Challenge, str]:
    """A code, and what we remember of it."""
    code = codes.new_code()
    challenge = Challenge.of(code, target, purpose, source, blind)
    await work.codes.save(challenge)
    return challenge, code


async def confirm_code(
    work: Work, target: str, purpose: Purpose, code: str, blind: Blind, *, limits: Limits, origin: Origin
) -> WrongCode | None:
    """Use up the code that this device asked for; a miss is counted. None: it was right. Raises TooManyTries."""
    wrong = throttling.wrong_from(origin)
    level = await work.throttles.level(wrong)
    throttles.check(limits.wrong_answers, level)
    if await answer(work, target, purpose, code, blind, sources=(origin.device, "")):
        return None
    await work.throttles.save(wrong, limits.wrong_answers.plus_one(level))
    return WrongCode.refused()


@dataclass(frozen=True, slots=True)
class Asked:
    """A code that was sent somewhere, as somebody typed it."""

    target: str
    purpose: Purpose
    code: str


async def answer(
    work: Work, target: str, purpose: Purpose, code: str, blind: Blind, *, sources: tuple[str, ...]
) -> bool:
    """Whether it is the code; then it is used up, else the miss is counted. The first source that was sent one counts:
    who asked for a code without a device token answers with the one they got meanwhile.
    """
    for source in dict.fromkeys(sources):
        if await work.codes.challenge(target, purpose, source):
            return await answer_all(work, [Asked(target, purpose, code)], source, blind)
    return False


async def answer_all(work: Work, asked: Sequence[Asked], source: str, blind: Blind) -> bool:
    """Whether all these are the codes; then they are used up, else those that were wrong count as missed."""
    found = [(one, await work.codes.challenge(one.target, one.purpose, source)) for one in asked]
    sent = [(one, challenge) for one, challenge in found if challenge is not None]
    wrong = [challenge for one, challenge in sent if not challenge.answered_by(one.code, blind)]
    for missed in wrong:
        await work.codes.save(missed.once_more_missed())
    if wrong or len(sent) < len(asked):
        return False
    for _, right in sent:
        await work.codes.remove(right)
    return True
