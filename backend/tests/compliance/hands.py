"""A clock whose hands a test moves."""

from datetime import datetime

from compliance.heard import NOON
from support.harness import Harness


class Hands:
    """Noon of a day in November until they are moved."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at

    async def move(self, service: Harness, at: datetime) -> None:
        """Time passes, and what was due by then happens."""
        self.at = at
        await service.settle()
