"""The keys that sign access tokens."""

from datetime import timedelta

from bdcommerce.accounts.domain import sessions
from bdcommerce.accounts.domain.sessions import SigningKey
from bdcommerce.accounts.ports import Tokens, Work
from bdcommerce.kernel import clock


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
