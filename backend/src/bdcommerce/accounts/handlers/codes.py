"""One-time codes: asked for, and answered."""

from bdcommerce.accounts.domain import codes
from bdcommerce.accounts.domain.codes import Blind, Challenge, Purpose
from bdcommerce.accounts.errors import (
    WrongCode,
)
from bdcommerce.accounts.ports import Work


async def request_code(work: Work, e164: str, purpose: Purpose, blind: Blind) -> tuple[Challenge, str]:
    """A new code for a phone, to be sent after the commit. Raises TooManyCodes."""
    sendings = await work.codes.sendings(e164)
    await work.codes.save_sendings(e164, sendings.plus_one())
    code = codes.new_code()
    challenge = Challenge.of(code, e164, purpose, blind)
    await work.codes.save(challenge)
    return challenge, code


async def confirm_code(work: Work, e164: str, purpose: Purpose, code: str, blind: Blind) -> WrongCode | None:
    """Use up the code of a phone; a miss is counted. None: it was right."""
    challenge = await work.codes.challenge(e164, purpose)
    if challenge is None:
        return WrongCode.refused()
    if not challenge.answered_by(code, blind):
        await work.codes.save(challenge.once_more_missed())
        return WrongCode.refused()
    await work.codes.remove(challenge)
    return None
