"""What compliance does about what others tell."""

from bdcommerce.compliance.handlers.audit import record_staff_act
from bdcommerce.compliance.ports import Deps
from bdcommerce.contracts.compliance import StaffActed
from bdcommerce.infra import delivery
from bdcommerce.infra.service import Consumer


async def audit(acted: StaffActed, deps: Deps) -> None:
    """Chain it into the audit log, under the id of the event that told it."""
    message = delivery.current("compliance")
    assert message is not None  # noqa: S101 - consumers run only inside a delivery
    async with deps.works() as work:
        await record_staff_act(work, acted, event_id=message.event_id)


CONSUMERS = (Consumer(StaffActed, audit),)
