"""A twentieth of a month of trade: it closes with every account explained, and has written nothing that is secret."""

import asyncio
import io
from collections.abc import Iterator
from contextlib import redirect_stderr
from dataclasses import dataclass
from pathlib import Path

import pytest
import structlog
import uvloop
from backend.benchmarks.month.report import Close, close
from backend.benchmarks.month.running import Month, Played, Wish
from backend.benchmarks.month.world import evening_before, world

from bdcommerce.infra import telemetry
from journey.scanning import secrets_of, without_protocol, written
from support.databases import MIGRATED, ensure_migrated_template, throw_away_database

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
WISH = Wish(orders=500)
MOST_SHOWN = 10


@dataclass(frozen=True)
class Lived:
    """A twentieth of a month, and where in what it wrote something stands that may stand nowhere."""

    played: Played
    of_month: Close
    at_the_end: Close
    searched: dict[str, int]
    found: list[tuple[str, str, str]]


@pytest.fixture(scope="module")
def lived(postgres_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        yield runner.run(_lived(postgres_url, tmp_path_factory.mktemp("month")))


async def _lived(postgres_url: str, folder: Path) -> Lived:
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
            finally:
                structlog.reset_defaults()
        searched, found = await _searched(played, log.getvalue(), url)
        return Lived(played, of_month, at_the_end, searched, found)


async def _searched(played: Played, log: str, url: str) -> tuple[dict[str, int], list[tuple[str, str, str]]]:
    """How many texts of each kind were looked through, and what was found where."""
    secrets, searched, found = secrets_of(played), dict[str, int](), list[tuple[str, str, str]]()
    assert len(secrets.words) > WISH.orders
    texts = [("log", line) for line in log.splitlines()]
    texts += [("error", problem.decode()) for problem in played.world.doors.problems]
    texts += [("URL", each) for each in without_protocol(played.world.parties.urls)]
    texts += [each async for each in written(url)]
    for where, text in texts:
        searched[where] = searched.get(where, 0) + 1
        found += [(where, each, text[:300]) for each in secrets.found_in(text)]
    return searched, found


def test_a_twentieth_of_a_month_closes_with_every_account_explained(lived: Lived) -> None:
    lived.of_month.show()
    lived.at_the_end.show()
    assert lived.of_month.problems == []
    assert lived.at_the_end.problems == []
    ends, done = lived.played.bought.ends, lived.played.finance.done
    assert ends["ordered"] > WISH.orders * 0.9
    assert {f"booked with {name}" for name in WISH.couriers} <= {*ends}
    assert {"payouts by beftn", "payouts by bkash", "payouts by manual", "refunds from the bank"} <= {*done}
    assert len(lived.played.faults.armed) > len(WISH.providers) * 10


def test_secrets_and_whole_phone_numbers_stand_nowhere(lived: Lived) -> None:
    everywhere = {"log", "error", "URL", "payments.exchange", "fulfilment.exchange", "compliance.audit_entry"}
    everywhere |= {f"{name}.event_log" for name in ("accounts", "orders", "payments", "fulfilment", "notifications")}
    assert {where for where in everywhere if not lived.searched.get(where)} == set()
    assert lived.found[:MOST_SHOWN] == []
