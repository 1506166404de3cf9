"""`bdc contracts`: what the marketplace promises to the outside, written down and guarded against breaking it unseen.

`contracts/` holds the OpenAPI document and the schema of every integration event. The code decides what stands there;
a change that breaks somebody who relies on it is written only with a reason, which raises a major version.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec
import typer

from bdcommerce.cli import generated
from bdcommerce.cli.compatibility import broken_calls, broken_event
from bdcommerce.gateway.bootstrap import openapi_document
from bdcommerce.infra.service import Service
from bdcommerce.kernel import clock
from bdcommerce.kernel.events import PUBLIC, version_of

OPENAPI, EVENTS, VERSIONS, CHANGES = "openapi.json", "events", "versions.json", "CHANGES.md"
AGAIN = "run `make contracts`, read the difference and commit it"
_CONTRACTS = "bdcommerce.contracts."
_TITLES = {"api": "API", "events": "Events"}
_HEADING = re.compile(r"^## (API|Events) (\d+)$", re.MULTILINE)
_CHANGES_BEGIN = """# Breaking changes of the contracts

Major versions are counted apart for the public API and for the integration events; both began with 1. Each entry is
written by `bdc contracts --accept-breaking "why"` and says what breaks and why it had to.
"""

Documents = Mapping[str, Any]
"""What should stand in the folder, by file name below it."""


@dataclass(frozen=True, slots=True)
class Contracts:
    """The folder of contracts, and what the code says should stand in it."""

    folder: Path
    wanted: Documents

    def files(self) -> dict[Path, str | None]:
        """Every file with the text it should have."""
        stale = {path: None for path in (self.folder / EVENTS).glob("*.json") if self._name(path) not in self.wanted}
        kept = {self.folder / VERSIONS: pretty(self.versions()), self.folder / CHANGES: self.notes()}
        return {**stale, **kept, **{self.folder / name: pretty(document) for name, document in self.wanted.items()}}

    def breaks(self) -> dict[str, list[str]]:
        """What the code breaks of what is committed, by what it breaks: `api` or `events`."""
        found: dict[str, list[str]] = {"api": [], "events": []}
        if (before := _read(self.folder / OPENAPI)) is not None:
            found["api"] = broken_calls(before, self.wanted[OPENAPI])
        for path in sorted((self.folder / EVENTS).glob("*.json")):
            problems = broken_event(_read(path), self.wanted.get(self._name(path)))
            found["events"] += [f"{path.stem}: {problem}" for problem in problems]
        return {what: problems for what, problems in found.items() if problems}

    def versions(self) -> dict[str, int]:
        """The major versions there are."""
        return _read(self.folder / VERSIONS) or dict.fromkeys(_TITLES, 1)

    def notes(self) -> str:
        """The notes on breaking changes so far."""
        path = self.folder / CHANGES
        return path.read_text() if path.is_file() else _CHANGES_BEGIN

    def accept(self, breaks: Mapping[str, Sequence[str]], why: str) -> None:
        """Raise the major version of what breaks and note the reason."""
        versions, notes = self.versions(), self.notes()
        for what, problems in breaks.items():
            versions[what] += 1
            listed = "\n".join(f"- {problem}" for problem in problems)
            notes += f"\n## {_TITLES[what]} {versions[what]}\n\n{clock.today()}: {why}\n\n{listed}\n"
        generated.write({self.folder / VERSIONS: pretty(versions), self.folder / CHANGES: notes})

    def contradictions(self) -> list[str]:
        """Where the versions, the notes on them and the OpenAPI document do not agree."""
        versions, notes = self.versions(), _HEADING.findall(self.notes())
        found = []
        for what, title in _TITLES.items():
            noted = [int(number) for name, number in notes if name == title]
            if noted != list(range(2, versions[what] + 1)):
                found.append(f"{VERSIONS} says {what} {versions[what]}, {CHANGES} has entries for {noted or 'none'}")
        major = int(str(self.wanted[OPENAPI]["info"]["version"]).partition(".")[0])
        if major != versions["api"]:
            said = f"VERSION in infra/http/app.py begins with {major}, {VERSIONS} says api {versions['api']}"
            found.append(f"{said}: make the first follow the second")
        return found

    def shown(self, path: Path) -> str:
        """A file as people look for it."""
        return path.relative_to(self.folder.parent).as_posix()

    def _name(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()


def write_contracts(*, check: bool, accept_breaking: str = "") -> int:
    """Write the folder anew, or only look; the exit status. A breaking change needs its reason in `accept_breaking`."""
    from bdcommerce.cli.services import SERVICES

    contracts = Contracts(generated.repository() / "contracts", documents(SERVICES))
    return look(contracts) if check else write(contracts, accept_breaking)


def documents(services: Sequence[Service]) -> Documents:
    """The OpenAPI document of the services' calls, and the schema of every integration event there is."""
    for module in sorted(Path(__file__).parents[1].glob("contracts/[a-z]*.py")):
        import_module(f"{_CONTRACTS}{module.stem}")
    told = {name: event for name, event in PUBLIC.items() if event.__module__.startswith(_CONTRACTS)}
    schemas = {f"{EVENTS}/{name}.json": event_schema(event) for name, event in sorted(told.items())}
    return {OPENAPI: msgspec.to_builtins(openapi_document(services)), **schemas}


def event_schema(event: type) -> dict[str, Any]:
    """The JSON Schema of an event, with its version and the field that keeps its order."""
    return {**msgspec.json.schema(event), "x-version": version_of(event), "x-key": key_field(event)}


def key_field(event: type) -> str:
    """The field of an integration event by which its order is kept."""
    return str(getattr(event, "__event_key__"))  # noqa: B009 - set by the decorator


def look(contracts: Contracts) -> int:
    """Say what is out of date, what of it breaks somebody, and what contradicts; 1 if anything does."""
    outdated = generated.out_of_date(contracts.files())
    stale = [f"{contracts.shown(path)} is not what the code says: {AGAIN}" for path in outdated]
    breaking = [f"this breaks: {problem}" for problems in contracts.breaks().values() for problem in problems]
    problems = [*stale, *breaking, *contracts.contradictions()]
    for problem in problems:
        typer.secho(problem, fg="red", err=True)
    if not problems:
        typer.echo(f"contracts: {len(contracts.files())} files are up to date")
    return 1 if problems else 0


def write(contracts: Contracts, why: str) -> int:
    """Write what changed. A breaking change without a reason is refused and nothing is written."""
    breaks = contracts.breaks()
    if breaks and not why.strip():
        for problem in (problem for problems in breaks.values() for problem in problems):
            typer.secho(f"this breaks: {problem}", fg="red", err=True)
        typer.secho('Nothing was written. If it must be: bdc contracts --accept-breaking "why"', fg="red", err=True)
        return 1
    if breaks:
        contracts.accept(breaks, why.strip())
    files = contracts.files()
    changed = generated.write(files)
    for path in changed:
        typer.echo(f"written: {contracts.shown(path)}")
    for problem in contracts.contradictions():
        typer.secho(problem, fg="yellow", err=True)
    typer.echo(f"contracts: {len(changed)} of {len(files)} files changed")
    return 0


def pretty(document: Any) -> str:
    """JSON that changes only where its content does: keys in order, two spaces, a line end at the end."""
    return msgspec.json.format(msgspec.json.encode(document, order="sorted"), indent=2).decode() + "\n"


def _read(path: Path) -> Any:
    return msgspec.json.decode(path.read_bytes()) if path.is_file() else None
