"""The only place that knows what time it is, so that a test can own the time.

Storage and JSON are UTC; statutory clocks run in Asia/Dhaka, which has a fixed offset of six hours.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta, timezone

DHAKA = timezone(timedelta(hours=6), "Asia/Dhaka")


def _system() -> datetime:
    return datetime.now(UTC)


_source: Callable[[], datetime] = _system


def now() -> datetime:
    """The current instant, aware, in UTC."""
    return _source()


def today() -> date:
    """The calendar day in Bangladesh."""
    return dhaka_date(now())


def dhaka_date(at: datetime) -> date:
    """The calendar day in Bangladesh at an instant."""
    return at.astimezone(DHAKA).date()


@contextmanager
def running(source: Callable[[], datetime]) -> Iterator[None]:
    """Let another source tell the time for the whole process, until the block ends."""
    global _source  # noqa: PLW0603 - one clock per process is the point
    before, _source = _source, source
    try:
        yield
    finally:
        _source = before


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Stop the clock at an instant, until the block ends."""
    with running(lambda: at):
        yield
