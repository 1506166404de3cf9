"""A process that works for the post office until it is killed: `python -m support.run_post DATABASE_URL`."""

import asyncio
import sys

from support.post import opened


async def work(url: str) -> None:
    """Run, with leases so short that a test need not wait for those of the dead."""
    async with opened(url, lease_seconds=1) as post:
        print("ready on port 0", flush=True)
        await post.worker.run()


if __name__ == "__main__":
    asyncio.run(work(sys.argv[1]))
