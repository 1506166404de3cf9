"""What is under way between services: logs to be relayed, queues, dead letters, processes that are stuck."""

from collections.abc import Iterator, Mapping

from bdcommerce.cli import post
from bdcommerce.cli.doctor.finding import Finding, graded
from bdcommerce.infra.postgres import Postgres
from bdcommerce.infra.sagas import Sagas
from bdcommerce.infra.settings import Settings
from bdcommerce.infra.telemetry.metrics import Backlog

LAG_WARNING, LAG_WRONG = 10.0, 60.0
_LAG = "docs/runbooks/relay-lag.md"
_DEAD = "docs/runbooks/dead-letters.md"
_STUCK = "docs/runbooks/stuck-process.md"


async def examined(settings: Settings, url: str) -> list[Finding]:
    """Everything that should move."""
    async with post.opened(settings, url) as office:
        logs, queues = await office.relay.lag(), await office.bus.backlog(office.names)
        services = office.services
    server = Postgres(url, settings.database)
    try:
        stuck: dict[str, int] = {}
        for service in services:
            if service.sagas:
                counts = await Sagas(server.database(service.name), service.sagas, lambda: None).counts()
                stuck[service.name] = sum(count for (_, status), count in counts.items() if status == "stuck")
    finally:
        await server.close()
    return [
        _waiting("Event log to bus", logs),
        _waiting("Bus to consumers", queues),
        *_dead(queues),
        *_processes(stuck),
    ]


def _waiting(what: str, backlogs: Mapping[str, Backlog]) -> Finding:
    """How long the oldest waits; nothing waits long while a worker runs."""
    pending = sum(backlog.pending for backlog in backlogs.values())
    slowest, oldest = max(
        ((name, backlog.oldest_seconds) for name, backlog in backlogs.items()),
        key=lambda each: each[1],
        default=("", 0.0),
    )
    found = f"{pending} wait, the oldest for {oldest:.0f} s in {slowest}" if pending else "nothing waits"
    advice = f"is `bdc run` or `bdc worker` running? {_LAG}"
    return graded(what, oldest if pending else 0.0, warning=LAG_WARNING, wrong=LAG_WRONG, found=found, advice=advice)


def _dead(queues: Mapping[str, Backlog]) -> Iterator[Finding]:
    buried = {name: backlog.dead for name, backlog in queues.items() if backlog.dead}
    if buried:
        found = ", ".join(f"{count} in {name}" for name, count in buried.items())
        yield Finding("wrong", "Dead letters", found, f"bdc events dead; {_DEAD}")
    else:
        yield Finding("ok", "Dead letters", "none")


def _processes(stuck: Mapping[str, int]) -> Iterator[Finding]:
    waiting = {name: count for name, count in stuck.items() if count}
    if waiting:
        found = ", ".join(f"{count} in {name}" for name, count in waiting.items())
        yield Finding("wrong", "Stuck processes", found, f"bdc events stuck; {_STUCK}")
    else:
        yield Finding("ok", "Stuck processes", "none")
