"""What is over is dropped."""

from datetime import timedelta

from bdcommerce.accounts.domain import devices
from bdcommerce.accounts.ports import Work
from bdcommerce.kernel import clock


async def forget(work: Work) -> None:
    """Drop codes, sessions and counted tries that were over more than a day ago, and devices not seen for long."""
    yesterday = clock.now() - timedelta(days=1)
    await work.devices.forget(clock.now() - devices.LIFE)
    await work.throttles.forget(yesterday)
    await work.codes.forget(yesterday)
    await work.contact_changes.forget(yesterday)
    await work.sessions.forget(yesterday)
