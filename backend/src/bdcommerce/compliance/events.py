"""Compliance's timers: private events that come back to it at an instant."""

from bdcommerce.kernel.events import domain_event


@domain_event()
class ClocksDue:
    """Somebody has to look at these clocks: they are at risk now, or have run out."""

    clock_ids: list[str]
