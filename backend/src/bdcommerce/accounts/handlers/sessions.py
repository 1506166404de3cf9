"""Sessions: begun, gone on with, ended."""

from bdcommerce.accounts.domain import sessions
from bdcommerce.accounts.domain.devices import Origin
from bdcommerce.accounts.domain.people import Person
from bdcommerce.accounts.domain.second_factors import Demand
from bdcommerce.accounts.domain.sessions import Grant, Issued, SecondStep, Session, grant
from bdcommerce.accounts.errors import BadRefreshToken, UnknownSession
from bdcommerce.accounts.handlers.signing_keys import signing_key
from bdcommerce.accounts.ports import Tokens, Work
from bdcommerce.contracts.vendors import Membership
from bdcommerce.kernel.actor import Audience
from bdcommerce.kernel.errors import BdError, Forbidden, ensure


async def sign_in(
    work: Work,
    tokens: Tokens,
    person: Person,
    audience: Audience,
    *,
    membership: Membership | None,
    origin: Origin,
    demand: Demand = "when_set_up",
    second_factor: bool = False,
) -> Issued:
    """A new session; its device is known from now on. Raises NotVendorStaff, NotStaff."""
    session = Session.of(person, audience, origin, second_factor=second_factor)
    granted = await _granted(work, person, session, membership, demand)
    await work.sessions.add(session)
    await work.devices.remember(person.id, session.device)
    return await _issue(work, tokens, person, session, granted)


async def refresh(
    work: Work, tokens: Tokens, refresh_token: str, membership: Membership | None, demand: Demand = "when_set_up"
) -> Issued | BdError:
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
        granted = await _granted(work, person, session, membership, demand)
    except Forbidden as refusal:
        await work.sessions.revoke(session.id)
        return refusal
    await work.sessions.use(session)
    return await _issue(work, tokens, person, session, granted)


async def _granted(
    work: Work, person: Person, session: Session, membership: Membership | None, demand: Demand
) -> Grant:
    if session.audience != "admin":
        return grant(person, session.audience, membership)
    book = await work.roles.book()
    asked_for = demand == "required" or book.demand_second_factor(person.roles)
    step = await _second_step(work, session, asked_for=asked_for)
    return grant(person, "admin", None, held=book.permissions(person.roles), second_step=step)


async def _second_step(work: Work, session: Session, *, asked_for: bool) -> SecondStep:
    if session.second_factor:
        return "proven"
    factor = await work.second_factors.locked(session.user_id)
    return "missing" if asked_for or (factor and factor.standing == "on") else "not_needed"


async def sign_out(work: Work, refresh_token: str) -> None:
    """End the session of this token. A token nobody knows has nothing to end."""
    session = await work.sessions.of_token(sessions.digest(refresh_token))
    if session:
        await work.sessions.revoke(session.id)


async def _issue(work: Work, tokens: Tokens, person: Person, session: Session, granted: Grant) -> Issued:
    refresh_token = sessions.new_refresh_token()
    await work.sessions.add_token(sessions.digest(refresh_token), session)
    access_token = tokens.sign(session.claims(granted), await signing_key(work, tokens))
    return Issued(
        access_token=access_token,
        refresh_token=refresh_token,
        session=session,
        person=person,
        second_step=granted.second_step,
    )


async def end_session(work: Work, user_id: str, session_id: str) -> None:
    """It cannot be gone on with; its access token runs down within ten minutes. Raises UnknownSession."""
    ensure(await work.sessions.revoke_of(user_id, session_id), UnknownSession.refused())


async def end_other_sessions(work: Work, user_id: str, keep: str) -> int:
    """All of this person's sessions but one end; how many those were."""
    return await work.sessions.revoke_others(user_id, keep)
