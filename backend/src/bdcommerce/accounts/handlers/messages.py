"""Messages that go out after the call is answered."""

from bdcommerce.accounts.domain.messages import OwedMessage
from bdcommerce.accounts.domain.people import Person
from bdcommerce.accounts.events import MessageOwed
from bdcommerce.accounts.ports import Work
from bdcommerce.kernel import clock


async def owe(work: Work, message: OwedMessage) -> None:
    """It will be sent once this unit of work is committed."""
    await work.messages.add(message)
    await work.log.later(MessageOwed(message_id=message.id), due=clock.now())


async def owe_everywhere(work: Work, person: Person, template: str) -> None:
    """To the person's e-mail address as `<template>_email`, and to a confirmed phone as `<template>_sms`."""
    if person.email:
        await owe(work, OwedMessage.of(f"{template}_email", person.email, person.language))
    if person.phone_confirmed:
        await owe(work, OwedMessage.of(f"{template}_sms", person.phone, person.language))


async def sent(work: Work, message_id: str) -> None:
    """It is not kept any longer."""
    await work.messages.remove(message_id)
