"""What was sold, as handlers need it counted."""

from collections.abc import Mapping
from datetime import date
from typing import Protocol


class Sales(Protocol):
    """Units sold by product and day."""

    async def moved(self, since: date, limit: int) -> Mapping[str, int]:
        """Products whose popularity is not the number of units sold after a day, with that number."""
