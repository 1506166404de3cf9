"""`bdc map`: who asks whom, who tells whom, and every public call, as one page that is drawn from the code.

Each service says on its card (the docstring of its `__init__.py`) what it owns, tells, hears and asks. The card is read
by people first, so it is checked against the code before anything is drawn from it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from itertools import groupby

import typer

from bdcommerce.cli import generated
from bdcommerce.cli.contracts import key_field
from bdcommerce.contracts.analytics import ProcessSampled
from bdcommerce.contracts.compliance import StaffActed
from bdcommerce.gateway.bootstrap import route_table
from bdcommerce.gateway.domain import Route
from bdcommerce.infra.service import Service
from bdcommerce.kernel.events import PUBLIC, name_of, version_of

FILE = "docs/map.md"
_LINE = re.compile(r"^(Owns|Tells|Hears|Asks):((?:.*\n?)(?:[ ]+\S.*\n?)*)", re.MULTILINE)
_NOBODY = {"", "-", "nobody", "nothing"}
_TOLD_BY_ALL = {name_of(StaffActed), name_of(ProcessSampled)}
"""Told by infra in the name of every service (unit_of_work.py, worker.py), so they are on nobody's card."""
_BEGIN = """# Map

Drawn from the service cards and the code by `make map`; `make check` fails when it is out of date.

Services *ask* each other through faces (an answer is needed now) and *tell* each other events (others may care). In
every service, what a member of staff changes is told to compliance as `StaffActed`, and every process tells analytics
how it does as `ProcessSampled`; those arrows are left out.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a service says of itself. Names as on the card; events heard as `service.Event`."""

    says: str
    owns: str
    tells: frozenset[str]
    hears: frozenset[str]
    asks: frozenset[str]


def write_map(*, check: bool) -> int:
    """Write the page anew, or only look; the exit status. A card that is wrong is named and nothing is written."""
    from bdcommerce.cli.services import SERVICES

    if wrong := [problem for service in SERVICES for problem in differences(card_of(service), service, SERVICES)]:
        typer.secho("\n".join(wrong), fg="red", err=True)
        return 1
    root = generated.repository()
    files = {root / FILE: drawn(SERVICES)}
    if check and generated.out_of_date(files):
        typer.secho(f"{FILE} is not what the code says: run `make map` and commit it", fg="red", err=True)
        return 1
    changed = generated.write(files)
    typer.echo(f"written: {FILE}" if changed else f"map: {len(SERVICES)} cards are true, {FILE} is up to date")
    return 0


def card_of(service: Service) -> Card:
    """The card of a service, from its package."""
    return parsed(import_module(f"bdcommerce.{service.name}").__doc__ or "")


def parsed(docstring: str) -> Card:
    """A card as it is written: a sentence after the service's name, then Owns, Tells, Hears and Asks."""
    fields = {name: " ".join(text.split()) for name, text in _LINE.findall(docstring)}
    sentence = docstring.partition("\n\n")[0].partition(":")[2]
    return Card(
        says=" ".join(sentence.split()),
        owns=fields.get("Owns", ""),
        tells=_names(fields.get("Tells", "")),
        hears=_names(fields.get("Hears", "")),
        asks=_names(fields.get("Asks", "")),
    )


def differences(card: Card, service: Service, services: Sequence[Service]) -> list[str]:
    """Where a card and the code do not say the same, a sentence each."""
    compared = (
        ("Tells", card.tells, told_by(service)),
        ("Hears", card.hears, heard_by(service)),
        ("Asks", card.asks, asked_by(service, services)),
    )
    found = []
    for what, written, real in compared:
        missing, invented = ", ".join(sorted(real - written)), ", ".join(sorted(written - real))
        if missing:
            found.append(f"{service.name}/__init__.py, {what}: the card leaves out {missing}")
        if invented:
            found.append(f"{service.name}/__init__.py, {what}: the code knows nothing of {invented}")
    if not card.says or not card.owns:
        found.append(
            f"{service.name}/__init__.py: the card begins with `Name: a sentence` and says what the service owns"
        )
    return found


def told_by(service: Service) -> frozenset[str]:
    """The integration events in the contracts of a service."""
    import_module(f"bdcommerce.contracts.{service.name}")
    names = (name.partition(".") for name in PUBLIC if name not in _TOLD_BY_ALL)
    return frozenset(event for owner, _, event in names if owner == service.name)


def heard_by(service: Service) -> frozenset[str]:
    """The integration events a service consumes, as `service.Event`."""
    return frozenset(name for name in map(name_of, service.hears) if name in PUBLIC)


def asked_by(service: Service, services: Sequence[Service]) -> frozenset[str]:
    """The services whose faces a service asks."""
    owners = {other.face: other.name for other in services if other.face}
    return frozenset(owners.get(face, face.__name__) for face in service.asks)


def drawn(services: Sequence[Service]) -> str:
    """The whole page."""
    calls = {name: list(routes) for name, routes in groupby(_by_service(services), key=lambda route: route.service)}
    sections = (_section(service, services, calls.get(service.name, [])) for service in services)
    charts = (
        _chart("Who asks whom", [f"{one} --> {other}" for one, other in _asks(services)]),
        _chart("Who tells whom", _tells(services)),
    )
    return "\n".join([_BEGIN, *charts, *sections])


def _names(text: str) -> frozenset[str]:
    return frozenset(name.strip() for name in text.split(",")) - _NOBODY


def _by_service(services: Sequence[Service]) -> list[Route]:
    return sorted(route_table(services), key=lambda route: (route.service, route))


def _asks(services: Sequence[Service]) -> list[tuple[str, str]]:
    return [(service.name, other) for service in services for other in sorted(asked_by(service, services))]


def _tells(services: Sequence[Service]) -> list[str]:
    told = sorted(
        (name.partition(".")[0], service.name, name.partition(".")[2])
        for service in services
        for name in heard_by(service) - _TOLD_BY_ALL
    )
    return [
        f'{teller} -- "{"<br/>".join(event for _, _, event in heard)}" --> {hearer}'
        for (teller, hearer), heard in groupby(told, key=lambda arrow: arrow[:2])
    ]


def _chart(title: str, arrows: Sequence[str]) -> str:
    return "\n".join(
        [f"## {title}", "", "```mermaid", "flowchart LR", *(f"    {arrow}" for arrow in arrows), "```", ""]
    )


def _section(service: Service, services: Sequence[Service], calls: Sequence[Route]) -> str:
    card = card_of(service)
    asked = ", ".join(sorted(asked_by(service, services))) or "nobody"
    askers = ", ".join(other.name for other in services if service.face in other.asks) or "nobody"
    head = [f"## {service.name}", "", f"{card.says[:1].upper()}{card.says[1:]} It owns {card.owns}.", ""]
    lines = [f"Asks {asked}; is asked by {askers}.", "", *_work(service)]
    return "\n".join([*head, *lines, *_events(service, services), *_heard(service), *_calls(calls)])


def _work(service: Service) -> list[str]:
    """What it does by itself and what can be rebuilt: names that `bdc events` and metrics know."""
    kinds = {
        "Projections": [f"`{projection.name}`" for projection in service.projections],
        "Sagas": [f"`{saga.kind}`" for saga in service.sagas],
        "Jobs": [f"`{job.name}` every {_span(job.every)}" for job in service.jobs],
    }
    named = [f"{what}: {', '.join(names)}." for what, names in kinds.items() if names]
    return [" ".join(named), ""] if named else []


def _span(span: timedelta) -> str:
    """The largest unit that it is a whole number of."""
    seconds = int(span.total_seconds())
    for unit, size in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds % size == 0:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


def _events(service: Service, services: Sequence[Service]) -> list[str]:
    rows = []
    for event in sorted(told_by(service)):
        name = f"{service.name}.{event}"
        told = PUBLIC[name]
        hearers = ", ".join(other.name for other in services if name in heard_by(other)) or "nobody here"
        rows.append(f"| `{event}` | `{key_field(told)}` | {version_of(told)} | {hearers} |")
    return ["| tells | in order per | version | heard by |", "|---|---|---|---|", *rows, ""] if rows else []


def _heard(service: Service) -> list[str]:
    heard = ", ".join(f"`{name}`" for name in sorted(heard_by(service)))
    return [f"Hears {heard}.", ""] if heard else []


def _calls(calls: Sequence[Route]) -> list[str]:
    rows = [
        f"| {route.method} | `{_plain(route.path)}` | {route.caller} | {route.needs} | {_cell(route.summary)} |"
        for route in calls
    ]
    return ["| method | path | caller | needs | what |", "|---|---|---|---|---|", *rows, ""] if rows else []


def _plain(path: str) -> str:
    return re.sub(r":\w+}", "}", path)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
