"""Consents: a log that nobody changes, and what holds by it."""

from collections.abc import Iterable

from bdcommerce.accounts.domain import consents
from bdcommerce.accounts.domain.consents import Channel, Choice, Consent
from bdcommerce.accounts.ports import Work
from bdcommerce.contracts.accounts import ConsentChanged
from bdcommerce.kernel.text import Language


async def choose(
    work: Work, user_id: str, choices: Iterable[Choice], *, channel: Channel, language: Language, address: str
) -> None:
    """Log what is new of it and tell it; what holds already is not said twice. Raises Invalid, ConsentTextChanged."""
    await work.people.locked(user_id)
    before = await work.consents.latest(user_id)
    for purpose, choice in consents.once_each(choices).items():
        if not consents.says_something_new(choice, before.get(purpose)):
            continue
        consent = Consent.of(user_id, choice, channel=channel, language=language, address=address)
        await work.consents.add(consent)
        await work.log.tell(
            ConsentChanged(
                user_id=user_id,
                purpose=purpose,
                granted=consent.granted,
                policy_version=consent.policy_version,
                at=consent.at,
            )
        )
