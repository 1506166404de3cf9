"""What one can do here. A refusal that must leave a trace (a missed code, a revoked session) is returned, because
raising it would undo the trace; everything else is raised.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bdcommerce.accounts.domain import addresses as address_rules
from bdcommerce.accounts.domain import api_keys, codes, sessions
from bdcommerce.accounts.domain.addresses import SavedAddress
from bdcommerce.accounts.domain.api_keys import ApiKey
from bdcommerce.accounts.domain.codes import Blind, Challenge, Purpose
from bdcommerce.accounts.domain.geography import Geography
from bdcommerce.accounts.domain.people import Person
from bdcommerce.accounts.domain.sessions import Grant, Issued, Session, SigningKey, grant
from bdcommerce.accounts.errors import (
    BadRefreshToken,
    EmailTaken,
    PhoneTaken,
    TooManyAddresses,
    TooManyApiKeys,
    WrongCode,
)
from bdcommerce.accounts.ports import Tokens, Work
from bdcommerce.contracts.accounts import BadApiKey, KeyedAccess, UserRegistered
from bdcommerce.contracts.vendors import Membership
from bdcommerce.kernel import clock
from bdcommerce.kernel.actor import Audience
from bdcommerce.kernel.address import Address
from bdcommerce.kernel.errors import BdError, Forbidden, ensure
from bdcommerce.kernel.text import Language


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


async def register_phone(work: Work, e164: str, language: Language) -> Person:
    """The person who has confirmed this phone; an account is made the first time."""
    person = await work.people.by_phone(e164)
    if person is None:
        person = await _register(work, Person.by_phone(e164, language))
    return person


async def register_email(
    work: Work, email: str, password_hash: str, *, name: str, number: str, language: Language
) -> Person:
    """A new account that signs in with a password. Raises EmailTaken."""
    return await _register(work, Person.by_email(email, password_hash, name, number, language))


async def employ(work: Work, email: str, password_hash: str, name: str, roles: frozenset[str]) -> Person:
    """A new account of staff. Raises EmailTaken."""
    return await _register(work, Person.employed(email, password_hash, name, roles))


async def give_roles(work: Work, email: str, roles: frozenset[str]) -> Person | None:
    """Staff with that e-mail, in these roles and no others; None if there is nobody.

    Raises EmailTaken for a customer's: nobody proved whose account it is.
    """
    found = await work.people.by_email(email)
    if found is None:
        return None
    ensure(found.kind == "staff", EmailTaken.refused())
    changed = (await work.people.locked(found.id)).with_roles(roles)
    await work.people.save(changed)
    return changed


async def _register(work: Work, person: Person) -> Person:
    await work.people.add(person)
    await work.log.tell(UserRegistered(user_id=person.id, kind=person.kind))
    return person


async def remember_password(work: Work, user_id: str, before: str, after: str) -> None:
    """The same password hashed with today's parameters, unless it was changed meanwhile."""
    person = await work.people.locked(user_id)
    if person.password_hash == before:
        await work.people.save(person.with_password(after))


async def sign_in(
    work: Work, tokens: Tokens, person: Person, audience: Audience, membership: Membership | None
) -> Issued:
    """A new session. Raises NotVendorStaff, NotStaff."""
    granted = grant(person, audience, membership)
    session = Session.of(person, audience)
    await work.sessions.add(session)
    return await _issue(work, tokens, person, session, granted)


async def refresh(work: Work, tokens: Tokens, refresh_token: str, membership: Membership | None) -> Issued | BdError:
    """New tokens for a used-up one. A token that comes a second time was stolen, from us or from its owner: the whole
    session ends. That holds at the very same moment too: of two calls one gets tokens, and they are the last ones.
    """
    digest = sessions.digest(refresh_token)
    session = await work.sessions.of_token(digest)
    if session is None or not session.alive:
        return BadRefreshToken.refused()
    if not await work.sessions.spend(digest):
        await work.sessions.revoke(session.id)
        return BadRefreshToken.refused()
    person = await work.people.get(session.user_id)
    try:
        granted = grant(person, session.audience, membership)
    except Forbidden as refusal:
        await work.sessions.revoke(session.id)
        return refusal
    return await _issue(work, tokens, person, session, granted)


async def sign_out(work: Work, refresh_token: str) -> None:
    """End the session of this token. A token nobody knows has nothing to end."""
    session = await work.sessions.of_token(sessions.digest(refresh_token))
    if session:
        await work.sessions.revoke(session.id)


async def _issue(work: Work, tokens: Tokens, person: Person, session: Session, granted: Grant) -> Issued:
    refresh_token = sessions.new_refresh_token()
    await work.sessions.add_token(sessions.digest(refresh_token), session)
    access_token = tokens.sign(session.claims(granted), await signing_key(work, tokens))
    return Issued(access_token=access_token, refresh_token=refresh_token, session=session, person=person)


async def signing_key(work: Work, tokens: Tokens) -> SigningKey:
    """The key that signs now; the very first is made when it is needed."""
    key = await work.keys.signing()
    if key is None:
        await work.keys.add(tokens.new_key(clock.now()))
        key = await work.keys.signing()
    assert key is not None  # noqa: S101 - somebody has added one
    return key


async def rotate_keys(work: Work, tokens: Tokens, period: timedelta) -> None:
    """A new signing key once the present one has signed for that long; keys whose last token is over are dropped."""
    await work.keys.forget(sessions.published_since())
    key = await work.keys.newest()
    if key and key.is_due(period):
        successor = tokens.new_key(clock.now() + sessions.KEY_LEAD)
        await work.keys.retire(key.retired(successor.signs_from))
        await work.keys.add(successor)


async def change_profile(
    work: Work, user_id: str, *, name: str | None, language: Language | None, email: str | None, confirmed: str | None
) -> Person:
    """What is given replaces what was; `confirmed` is a phone that a proof vouches for.

    Raises EmailTaken, PhoneTaken.
    """
    person = await work.people.locked(user_id)
    if name is not None:
        person = person.renamed(name)
    if language is not None:
        person = person.speaking(language)
    if email is not None:
        person = person.reached_at(email)
    if confirmed is not None:
        owner = await work.people.by_phone(confirmed)
        ensure(owner is None or owner.id == user_id, PhoneTaken.refused())
        person = person.with_confirmed(confirmed)
    await work.people.save(person)
    return person


async def add_address(work: Work, user_id: str, address: Address, label: str, *, is_default: bool) -> SavedAddress:
    """A new entry; the first one is the default. Raises TooManyAddresses."""
    await work.people.locked(user_id)
    present = await work.addresses.of(user_id)
    most = address_rules.MOST_ADDRESSES
    ensure(len(present) < most, TooManyAddresses.beyond(most))
    saved = SavedAddress.of(user_id, address, label, is_default=is_default or not present)
    await work.addresses.save(saved)
    return saved


async def change_address(
    work: Work,
    geography: Geography,
    user_id: str,
    address_id: str,
    *,
    changes: Mapping[str, str],
    label: str | None,
    is_default: bool,
) -> SavedAddress:
    """Fields of AddressInput that change. A default entry stays it until another takes over. Raises UnknownAddress."""
    await work.people.locked(user_id)
    before = await work.addresses.get(user_id, address_id)
    elsewhere = "upazila_id" in changes and "union_id" not in changes
    typed = replace(before.typed(), **({"union_id": ""} if elsewhere else {}), **changes)
    saved = before.changed(
        address_rules.check(typed, geography),
        before.label if label is None else label,
        is_default=is_default or before.is_default,
    )
    await work.addresses.save(saved)
    return saved


async def remove_address(work: Work, user_id: str, address_id: str) -> None:
    """The entry is gone; if it was the default, the newest of the others becomes it. Raises UnknownAddress."""
    await work.people.locked(user_id)
    address = await work.addresses.get(user_id, address_id)
    await work.addresses.remove(address)
    others = await work.addresses.of(user_id)
    if address.is_default and others:
        await work.addresses.save(replace(others[0], is_default=True))


async def forget(work: Work) -> None:
    """Drop codes and sessions that ran out more than a day ago."""
    yesterday = clock.now() - timedelta(days=1)
    await work.codes.forget(yesterday)
    await work.sessions.forget(yesterday)


async def add_key(work: Work, key: ApiKey) -> None:
    """A new API key. Raises TooManyApiKeys."""
    most = api_keys.MOST_KEYS
    ensure(await work.api_keys.held_by(key.vendor_id) < most, TooManyApiKeys.beyond(most))
    await work.api_keys.add(key)


async def revoke_key(work: Work, key_id: str, vendor_id: str) -> None:
    """The key opens nothing any more; tokens it brought run out within minutes. Raises UnknownApiKey."""
    key = await work.api_keys.get(key_id, vendor_id)
    await work.api_keys.save(key.revoked())


async def access_of_key(work: Work, tokens: Tokens, secret: str) -> KeyedAccess:
    """A token in exchange for a key. Raises BadApiKey."""
    key = await work.api_keys.by_digest(api_keys.digest(secret))
    if key is None or not key.alive:
        raise BadApiKey("this API key is not known, was withdrawn or has expired")
    await work.api_keys.save(replace(key, last_used_at=clock.now()))
    claims = key.claims()
    return KeyedAccess(
        token=tokens.sign(claims, await signing_key(work, tokens)),
        expires_at=datetime.fromtimestamp(claims["exp"], UTC),
    )
