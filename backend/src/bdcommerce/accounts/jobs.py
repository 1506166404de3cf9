"""Clocked work: signing keys grow old, codes and sessions run out."""

from datetime import timedelta

from bdcommerce.accounts import handlers
from bdcommerce.accounts.queries import Edge
from bdcommerce.infra.service import Job


async def rotate_keys(deps: Edge) -> None:
    """See handlers.rotate_keys."""
    async with deps.works() as work:
        await handlers.rotate_keys(work, deps.tokens, deps.key_period)


async def forget(deps: Edge) -> None:
    """See handlers.forget."""
    async with deps.works() as work:
        await handlers.forget(work)


JOBS = (
    Job("accounts.rotate_keys", timedelta(days=1), rotate_keys),
    Job("accounts.forget", timedelta(hours=1), forget),
)
