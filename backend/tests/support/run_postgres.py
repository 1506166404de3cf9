"""Stands in for a marketplace that a test kills: starts PostgreSQL, prints its URL, and runs until the server ends."""

import asyncio
import sys
from pathlib import Path

from bdcommerce.infra.postgres_server import PostgresServer, PostgresSettings


async def main(data_dir: str, binaries_dir: str) -> None:
    settings = PostgresSettings(Path(data_dir), binaries_dir=Path(binaries_dir))
    async with PostgresServer(settings) as server:
        print(server.url, flush=True)
        await server.wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
