"""How long to wait before trying again: longer each time, never exactly as long as everybody else."""

import random
from datetime import timedelta

FIRST = timedelta(milliseconds=200)
LONGEST = timedelta(minutes=5)


def after(attempts: int) -> timedelta:
    """The pause after so many failed attempts: doubled each time up to LONGEST, shortened by up to a half at random."""
    doubled: timedelta = FIRST * 2 ** min(attempts - 1, 20)
    return min(doubled, LONGEST) * random.uniform(0.5, 1.0)  # noqa: S311 - spreads load, guards nothing
