"""`python -m tools.lints [FOLDER...]`: prints each violation and fails when there is one."""

import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from tools.lints.framework import Source, Violation, violations
from tools.lints.rules import RULES

ROOT = Path(__file__).parents[2]
FOLDERS = ("backend/src", "backend/tests", "tools")


def sources(root: Path, folders: tuple[str, ...]) -> Iterator[Source]:
    """Every Python file below these folders."""
    for folder in folders:
        for file in sorted((root / folder).rglob("*.py")):
            yield Source(PurePosixPath(file.relative_to(root).as_posix()), file.read_text(), file.parent)


def run(root: Path, folders: tuple[str, ...] = FOLDERS) -> list[Violation]:
    """What is wrong in the repository at `root`."""
    return [violation for source in sources(root, folders) for violation in violations(source, RULES)]


def main() -> int:
    found = run(ROOT, tuple(sys.argv[1:]) or FOLDERS)
    print(*found, f"own rules: {len(found)} violations" if found else "own rules: kept", sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
