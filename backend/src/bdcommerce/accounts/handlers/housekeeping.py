"""What is over is dropped."""

from datetime import timedelta

from bdcommerce.accounts.ports import Work
from bdcommerce.kernel import clock


async def forget(work: Work) -> None:
    """Drop codes and sessions that ran out more than a day ago."""
    yesterday = clock.now() - timedelta(days=1)
    await work.codes.forget(yesterday)
    await work.sessions.forget(yesterday)
