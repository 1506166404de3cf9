"""API keys: made, withdrawn, exchanged for access."""

from dataclasses import replace
from datetime import UTC, datetime

from bdcommerce.accounts.domain import api_keys
from bdcommerce.accounts.domain.api_keys import ApiKey, Wish
from bdcommerce.accounts.errors import (
    TooManyApiKeys,
)
from bdcommerce.accounts.handlers.signing_keys import signing_key
from bdcommerce.accounts.handlers.staff import held_now
from bdcommerce.accounts.ports import Tokens, Work
from bdcommerce.contracts.accounts import BadApiKey, KeyedAccess
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import ensure


async def add_partner_key(work: Work, by: str, wish: Wish) -> tuple[ApiKey, str]:
    """A new key of a partner's, and its secret, made by somebody who may at this moment.

    Raises NotStaff, Invalid, CannotGrant, TooManyApiKeys.
    """
    key, secret = ApiKey.of_partner(by, await held_now(work, by, "api_keys.manage"), wish)
    await add_key(work, key)
    return key, secret


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
