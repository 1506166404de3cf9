"""Files that are made from the code and committed, so that a review sees what a change does to them."""

from collections.abc import Mapping
from pathlib import Path

import typer

Files = Mapping[Path, str | None]
"""Wanted texts by path; None for a file that should not be there."""


def repository() -> Path:
    """The clone this code runs from. Ends the command where the package was installed without one."""
    root = Path(__file__).parents[4]
    if not (root / "backend" / "importlinter.toml").is_file():
        typer.secho("This works on the sources: run it in a clone, after `make setup`.", fg="red", err=True)
        raise typer.Exit(1)
    return root


def out_of_date(files: Files) -> list[Path]:
    """Those whose text on disk is another one."""
    return [path for path, text in files.items() if (path.read_text() if path.is_file() else None) != text]


def write(files: Files) -> list[Path]:
    """Bring them up to date; those that had to be."""
    changed = out_of_date(files)
    for path in changed:
        text = files[path]
        if text is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    return changed
