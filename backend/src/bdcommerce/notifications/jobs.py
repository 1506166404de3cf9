"""Once a day, in the morning in Bangladesh, what was gathered goes out."""

from datetime import timedelta

from bdcommerce.infra.service import Job
from bdcommerce.kernel import clock
from bdcommerce.kernel.clock import DHAKA
from bdcommerce.notifications.domain.preferences import DIGEST_HOUR
from bdcommerce.notifications.handlers import sending
from bdcommerce.notifications.ports import Deps


async def send_digests(deps: Deps) -> None:
    """A unit of work each: one that fails holds up nobody else, and is tried again in the next slot."""
    if clock.now().astimezone(DHAKA).hour != DIGEST_HOUR:
        return
    async with deps.works() as work:
        owners = await work.outbox.gathering()
    for owner_id in owners:
        async with deps.works() as work:
            await sending.gather(work, owner_id)


JOBS = (Job("digests", timedelta(minutes=20), send_digests),)
