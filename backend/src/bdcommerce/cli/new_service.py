"""`bdc new-service NAME`: a service that already works in every layer, to be turned into the one that is wanted."""

import keyword
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import typer
from sqlalchemy.dialects.postgresql.base import RESERVED_WORDS

from bdcommerce.cli import generated

SKELETON = Path(__file__).parent / "skeleton"
SOURCES = Path("backend/src/bdcommerce")
SERVICES = SOURCES / "cli" / "services.py"
BORDERS = Path("backend/importlinter.toml")
_NAME = re.compile(r"[a-z]{3,20}")
_KIND_LENGTH = 8
_NEXT = """Laid out: {name}. What comes next:
  - say on its card ({sources}/{name}/__init__.py) what it is for, and rename the entries after what it owns
  - give '{name}.manage' to a role in {sources}/accounts/domain/roles.py, or use a permission that is there
  - make contracts map fmt check && make test TESTS=backend/tests/{name}"""


class Refused(Exception):
    """There can be no service of this name."""


def lay_out(name: str) -> int:
    """Lay a service out in this clone; the exit status."""
    root = generated.repository()
    try:
        files = laid_out(root, name)
    except Refused as refusal:
        typer.secho(str(refusal), fg="red", err=True)
        return 1
    for path in generated.write({root / path: text for path, text in files.items()}):
        typer.echo(f"written: {path.relative_to(root)}")
    typer.echo(_NEXT.format(name=name, sources=SOURCES))
    return 0


def laid_out(root: Path, name: str) -> dict[Path, str]:
    """Every file of a new service, and the two that list the services there are, by path in the repository.

    Raises Refused for a name that cannot be one, or that is taken.
    """
    _check(root, name)
    words = {"name": name, "Name": name.capitalize(), "NAME": name.upper(), "kind": name[:_KIND_LENGTH]}
    made = {_target(path, name): _filled(path.read_text(), words) for path in _templates()}
    services, borders = (root / SERVICES).read_text(), (root / BORDERS).read_text()
    return {**made, SERVICES: with_service(services, name), BORDERS: with_borders(borders, name)}


def with_service(text: str, name: str) -> str:
    """cli/services.py with one service more, its import where imports are sorted."""
    line = f"from bdcommerce.{name}.bootstrap import SERVICE as {name.upper()}\n"
    imports = re.findall(r"^from bdcommerce\..*\n", text, re.MULTILINE)
    text = text.replace("".join(imports), "".join(sorted([*imports, line])))
    return re.sub(r"(SERVICES: [^(]*\((?:\n    \w+,)*\n)", rf"\1    {name.upper()},\n", text)


def with_borders(text: str, name: str) -> str:
    """importlinter.toml with one service more: a neighbour of the others, with the layers they all have."""
    text = re.sub(r'("accounts \|[^"]*)"', rf'\1 | {name}"', text)
    return text.replace('  "bdcommerce.gateway",\n]', f'  "bdcommerce.{name}",\n  "bdcommerce.gateway",\n]')


def _check(root: Path, name: str) -> None:
    if not _NAME.fullmatch(name):
        raise Refused(f"'{name}' is no name for a service: 3 to 20 lower case letters, a business word in the plural")
    if keyword.iskeyword(name) or name in RESERVED_WORDS:
        raise Refused(f"'{name}' is a word of Python or of SQL; choose another")
    taken = (root / SOURCES / name, root / SOURCES / "contracts" / f"{name}.py", root / "backend" / "tests" / name)
    if existing := next((path for path in taken if path.exists()), None):
        raise Refused(f"{existing.relative_to(root)} exists already")


def _templates() -> Iterator[Path]:
    yield from sorted(SKELETON.rglob("*.txt"))


def _target(template: Path, name: str) -> Path:
    part, *rest = template.relative_to(SKELETON).with_suffix("").parts
    if part == "contracts":
        return SOURCES / "contracts" / f"{name}.py"
    return (SOURCES / name if part == "service" else Path("backend/tests") / name).joinpath(*rest)


def _filled(text: str, words: Mapping[str, str]) -> str:
    """The text with its words, and its imports in order: where they stand depends on the name."""
    for word, value in words.items():
        text = text.replace(f"[[{word}]]", value)
    return re.sub(r"(?:^from bdcommerce\..*\n)+", lambda lines: _sorted(lines[0]), text, flags=re.MULTILINE)


def _sorted(lines: str) -> str:
    return "".join(sorted(lines.splitlines(keepends=True), key=lambda line: line.split()[1]))
