"""A twentieth of a month of trade: it closes with every account explained, and has written nothing that is secret."""

import io
from collections.abc import AsyncIterator
from contextlib import redirect_stderr
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
import structlog
from backend.benchmarks.month.report import Close, close
from backend.benchmarks.month.running import Month, Played, Wish
from backend.benchmarks.month.world import evening_before, world

from bdcommerce.infra import telemetry
from journey.scanning import Secrets, secrets_of, without_protocol, written
from support.databases import MIGRATED, ensure_migrated_template, throw_away_database

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.slow]
WISH = Wish(orders=500)
MOST_SHOWN = 10


@dataclass(frozen=True)
class Lived:
    """A twentieth of a month, and all its lines of log."""

    played: Played
    of_month: Close
    at_the_end: Close
    log: str
    url: str

    @property
    def secrets(self) -> Secrets:
        return secrets_of(self.played)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def lived(postgres_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Lived]:
    folder: Path = tmp_path_factory.mktemp("month")
    await ensure_migrated_template(postgres_url)
    async with throw_away_database(postgres_url, MIGRATED) as url:
        log = io.StringIO()
        with redirect_stderr(log):
            telemetry.configure("debug", "json")
            try:
                async with world(url, folder, seed=WISH.seed, begin=evening_before(WISH.first)) as here:
                    month = Month(here, WISH, lambda *_: None)
                    of_month = await close(await month.trade(), "Close of the month")
                    await month.played.finance.close_books(month.played.last_of_month)
                    played = await month.settle()
                    at_the_end = await close(played, "When everything has come to its end")
                    yield Lived(played, of_month, at_the_end, log.getvalue(), url)
            finally:
                structlog.reset_defaults()


async def test_a_twentieth_of_a_month_closes_with_every_account_explained(lived: Lived) -> None:
    lived.of_month.show()
    lived.at_the_end.show()
    assert lived.of_month.problems == []
    assert lived.at_the_end.problems == []
    ends, done = lived.played.bought.ends, lived.played.finance.done
    assert ends["ordered"] > WISH.orders * 0.9
    assert {f"booked with {name}" for name in WISH.couriers} <= {*ends}
    assert {"payouts by beftn", "payouts by bkash", "payouts by manual", "refunds from the bank"} <= {*done}
    assert len(lived.played.faults.armed) > len(WISH.providers) * 10


async def test_secrets_and_whole_phone_numbers_stand_nowhere(lived: Lived) -> None:
    secrets, parties, found = lived.secrets, lived.played.world.parties, list[tuple[str, str, str]]()
    assert len(secrets.words) > WISH.orders
    for where, texts in {
        "log": lived.log.splitlines(),
        "error": [problem.decode() for problem in lived.played.world.doors.problems],
        "URL": [*without_protocol(parties.urls)],
    }.items():
        assert texts, where
        found += [(where, each, text[:300]) for text in texts for each in secrets.found_in(text)]
    async for table, row in written(lived.url):
        found += [(table, each, row[:300]) for each in secrets.found_in(row)]
    assert found[:MOST_SHOWN] == []
