"""Searches counted in this process, until they are written down together."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from bdcommerce.catalog.domain.search.asking import remembered
from bdcommerce.catalog.ports.search import Asked
from bdcommerce.kernel import clock

_PATIENCE = timedelta(seconds=10)
_MOST = 500


class MemoryTally:
    """See ports.SearchTally. What has not been written down when the process ends is lost: these are statistics."""

    def __init__(self) -> None:
        self._times: Counter[str] = Counter()
        self._in_vain: Counter[str] = Counter()
        self._since: datetime | None = None

    def note(self, text: str, *, in_vain: bool) -> None:
        """See ports.SearchTally."""
        query = remembered(text)
        if not query or (len(self._times) >= _MOST and query not in self._times):
            return
        self._since = self._since or clock.now()
        self._times[query] += 1
        self._in_vain[query] += in_vain

    @property
    def is_due(self) -> bool:
        """See ports.SearchTally."""
        return self._since is not None and (clock.now() - self._since >= _PATIENCE or len(self._times) >= _MOST)

    def take(self) -> Sequence[Asked]:
        """See ports.SearchTally."""
        taken = [Asked(query=query, times=times, in_vain=self._in_vain[query]) for query, times in self._times.items()]
        self._times, self._in_vain, self._since = Counter(), Counter(), None
        return taken
