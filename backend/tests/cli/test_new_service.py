"""What is laid out for a new service is finished work: it passes every check, and its own tests."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bdcommerce.cli.generated import repository
from bdcommerce.cli.new_service import Refused, laid_out, with_borders, with_service

NAME = "unicorns"
"""Not a name that a real service may take some day."""
NEW = [f"backend/src/bdcommerce/{NAME}", f"backend/src/bdcommerce/contracts/{NAME}.py", f"backend/tests/{NAME}"]
LISTS = ["backend/src/bdcommerce/cli/services.py"]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources with a service more."""
    root, copy = repository() / "backend", tmp_path_factory.mktemp("clone") / "backend"
    for part in ("src", "tests/support"):
        shutil.copytree(root / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
    for part in ("pyproject.toml", "importlinter.toml", "tests/conftest.py"):
        shutil.copy(root / part, copy / part)
    for path, text in laid_out(copy.parent, NAME).items():
        (copy.parent / path).parent.mkdir(parents=True, exist_ok=True)
        (copy.parent / path).write_text(text)
    return copy.parent


def run(clone: Path, *command: str, **environment: str) -> None:
    """A tool of this environment in the clone, over its sources; its output is the failure."""
    tool, *arguments = command
    done = subprocess.run(
        [Path(sys.executable).with_name(tool), *arguments],
        cwd=clone,
        env={**os.environ, "PYTHONPATH": str(clone / "backend" / "src"), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_it_is_formatted_and_lint_free(clone: Path) -> None:
    run(clone, "ruff", "--config", "backend/pyproject.toml", "check", "--no-cache", *NEW, *LISTS)
    run(clone, "ruff", "--config", "backend/pyproject.toml", "format", "--check", "--no-cache", *NEW, *LISTS)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_its_types_hold(clone: Path) -> None:
    run(clone, "mypy", "--config-file", "backend/pyproject.toml", "--cache-dir", str(clone / "mypy"), *NEW)


def test_it_keeps_within_the_borders(clone: Path) -> None:
    run(clone, "lint-imports", "--config", "backend/importlinter.toml", "--no-cache")


@pytest.mark.slow
def test_its_own_tests_pass(clone: Path, postgres_url: str) -> None:
    options = ("-c", "backend/pyproject.toml", "-p", "no:cacheprovider", "-q")
    run(clone, "pytest", *options, f"backend/tests/{NAME}", BDC_TEST_DATABASE_URL=postgres_url)


def test_its_import_stands_where_imports_are_sorted() -> None:
    text = with_service((repository() / LISTS[0]).read_text(), NAME)
    lines = [line for line in text.splitlines() if line.startswith("from bdcommerce.")]
    assert f"from bdcommerce.{NAME}.bootstrap import SERVICE as UNICORNS" in lines
    assert lines == sorted(lines)
    assert "    UNICORNS,\n)\nBY_NAME" in text


def test_it_is_a_neighbour_of_all_others_and_has_their_layers() -> None:
    text = with_borders((repository() / "backend" / "importlinter.toml").read_text(), NAME)
    assert f'| {NAME}",' in text
    assert text.count(f'"bdcommerce.{NAME}"') == 1


@pytest.mark.parametrize(
    "name, why",
    [
        ("orders", "backend/src/bdcommerce/orders exists already"),
        ("Returns", "is no name for a service"),
        ("a-b", "is no name for a service"),
        ("references", "is a word of Python or of SQL"),
        ("lambda", "is a word of Python or of SQL"),
    ],
)
def test_a_name_that_cannot_be_one_is_refused(name: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        laid_out(repository(), name)
