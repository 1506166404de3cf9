"""Where a month is played: all services over one database, all parties over real HTTP, one clock for everybody."""

import gc
import os
import random
import secrets
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from backend.benchmarks.month.calling import Doors, Person
from backend.benchmarks.month.parties import Line, Parties, parties_at
from backend.benchmarks.month.playing import Clockwork, Steady

from bdcommerce.cli.assembly import Assembly
from bdcommerce.cli.services import SERVICES
from bdcommerce.cli.serving import answering, bound
from bdcommerce.contracts.accounts import AccountsFace
from bdcommerce.demo.people import ADMIN, APPROVER, FINANCE
from bdcommerce.demo.people import Person as Staff
from bdcommerce.demo.remembering import Remembering, remembered
from bdcommerce.demo.stage import Stage
from bdcommerce.demo.theatre import in_the_morning
from bdcommerce.infra import remote
from bdcommerce.infra.sagas import Sagas
from bdcommerce.infra.security import Sealer
from bdcommerce.infra.settings import HttpSettings, Settings
from bdcommerce.kernel import ids

API = "/api/v1"
_SELDOM = (100_000, 50, 1_000)
"""When to look for garbage in circles: there is little of it."""
_MONEY_SECONDS = "0.5"
"""So long a provider may take over money; one that is slow takes longer."""
SLOW_SECONDS = "0.7"
_PARTIES = ("BKASH", "BKASH_B2C", "NAGAD", "SSLCOMMERZ", "PATHAO", "STEADFAST", "REDX")


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Everything there is."""

    market: Assembly
    stage: Stage
    theatre: Clockwork
    post: Steady
    doors: Doors
    parties: Parties
    line: Line
    seed: int
    shop_url: str
    staff: Mapping[str, Person]
    """`admin`, `finance` and `approver`."""

    def chance(self, *about: object) -> random.Random:
        """What is left to chance about something: the same with the same seed, whatever happened before."""
        return random.Random(f"{self.seed} {about}")  # noqa: S311 - nothing secret

    def person(self, user_id: str, audience: Any = "shop", membership: Any = None) -> Person:
        """Somebody with an account."""
        return Person(self.market, self.doors, user_id, audience, membership)


class _Remembering(Assembly):
    """Services that remember what others have told them and does not change."""

    def find(self, face: type) -> Any:
        """See Assembly."""
        if face not in self._faces:
            self._faces[face] = remembered(face, super().find(face), "front")
        return self._faces[face]


class _OneServer:
    """The shop and the parties behind one port."""

    def __init__(self) -> None:
        self.shop: Any = None
        self.parties: Any = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        of_shop = scope.get("path", "").startswith(API)
        await (self.shop if of_shop else self.parties)(scope, receive, send)


def evening_before(day: date) -> datetime:
    """When a marketplace opens that trades from that day on."""
    return in_the_morning(day - timedelta(days=1), 18)


@asynccontextmanager
async def world(url: str, folder: Path, *, seed: int, begin: datetime) -> AsyncIterator[World]:
    """A marketplace without anybody in it, over the migrated database at `url`, on the evening before."""
    gc.set_threshold(*_SELDOM)
    listening = bound(HttpSettings(host="127.0.0.1", port=0))
    here = f"http://127.0.0.1:{listening.getsockname()[1]}"
    async with AsyncExitStack() as stack:
        stack.enter_context(_environment(_settings(url, folder, here)))
        settings, server = Settings(), _OneServer()
        stage = Stage(url, settings.database, each=True)
        stack.push_async_callback(stage.close)
        await stage.open([service.name for service in SERVICES])
        remotes = await stack.enter_async_context(remote.clients(settings.service_token))
        market = _Remembering(settings, stage, Sealer(settings.master_keys), SERVICES, remotes)
        parties = parties_at(here, f"{here}{API}/hooks")
        server.shop, server.parties = market.application(), parties.served()
        await stack.enter_async_context(answering(server, listening))
        line = Line(here)
        stack.push_async_callback(line.close)
        post = Steady(SERVICES, {name: wired.deps for name, wired in market.wired.items()})
        theatre = Clockwork(market, stage, post, begin, parties.telling)
        theatre.sagas = [
            Sagas(stage.database(each.name), each.sagas, lambda name=each.name: market.wired[name].deps)  # type: ignore[misc]
            for each in SERVICES
            if each.sagas
        ]
        stack.enter_context(theatre.running())
        stack.enter_context(ids.seeded(random.Random(f"{seed} ids").randbytes))  # noqa: S311 - likewise
        doors = Doors(server.shop)
        stack.callback(setattr, Remembering, "remembers", False)
        yield World(
            market=market,
            stage=stage,
            theatre=theatre,
            post=post,
            doors=doors,
            parties=parties,
            line=line,
            seed=seed,
            shop_url=here,
            staff=await _staff(market, doors, {"admin": ADMIN, "finance": FINANCE, "approver": APPROVER}),
        )


async def _staff(market: Assembly, doors: Doors, people: Mapping[str, Staff]) -> Mapping[str, Person]:
    face: AccountsFace = market.find(AccountsFace)
    return {
        role: Person(
            market, doors, await face.ensure_staff(who.email, who.what, who.password, list(who.roles)), "admin"
        )
        for role, who in people.items()
    }


def _settings(url: str, folder: Path, here: str) -> dict[str, str]:
    """As of any installation outside production, but that nobody waits long and no breaker pauses: its pause would be
    days of this clock.
    """
    impatient = {
        name: value
        for party in _PARTIES
        for name, value in (
            (f"BDC_{party}_MONEY_TIMEOUT", _MONEY_SECONDS),
            (f"BDC_{party}_TIMEOUT", _MONEY_SECONDS),
            (f"BDC_{party}_BREAKER_PAUSE", "0"),
        )
    }
    return {
        "BDC_DATABASE_URL": url,
        "BDC_DATA_DIR": str(folder),
        "BDC_SERVICE_TOKEN": secrets.token_urlsafe(24),
        "BDC_LOG_LEVEL": "info",
        "BDC_REVEAL_CODES": "false",
        "BDC_SHOP_URL": here,
        "BDC_SIMULATORS_URL": here,
        "PORT": "0",
        **impatient,
    }


@contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
