"""How a party calls back: a webhook is posted in the background and tried again until it is taken, or given up."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import aiohttp

TIMEOUT = aiohttp.ClientTimeout(total=15)
_TAKEN = range(200, 300)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An attempt at a webhook, for whoever looks at the simulator."""

    url: str
    body: bytes
    status: int
    """0: nobody answered."""


class Telling:
    """Webhooks on their way out. `after` are the seconds before each attempt; the last one is the end of it."""

    def __init__(self, after: Sequence[float] = (0, 0.2, 1, 5)) -> None:
        self._after = after
        self._tasks: set[asyncio.Task[None]] = set()
        self.log: list[Told] = []

    def tell(
        self, url: str, body: bytes, headers: Mapping[str, str], *, later: float = 0, method: str = "POST"
    ) -> None:
        """Call back in the background, `later` seconds from now."""
        task = asyncio.create_task(self._until_taken(method, url, body, dict(headers), later))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def quiet(self) -> None:
        """Return when nothing is on its way any more."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    async def stop(self) -> None:
        """Nothing is told any more."""
        for task in set(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _until_taken(self, method: str, url: str, body: bytes, headers: dict[str, str], later: float) -> None:
        await asyncio.sleep(later)
        async with aiohttp.ClientSession(timeout=TIMEOUT) as session:
            for seconds in self._after:
                await asyncio.sleep(seconds)
                status = await self._once(session, method, url, body, headers)
                self.log.append(Told(url=url, body=body, status=status))
                if status in _TAKEN:
                    return

    async def _once(
        self, session: aiohttp.ClientSession, method: str, url: str, body: bytes, headers: dict[str, str]
    ) -> int:
        try:
            async with session.request(method, url, data=body, headers=headers) as reply:
                return reply.status
        except (aiohttp.ClientError, TimeoutError):
            return 0
