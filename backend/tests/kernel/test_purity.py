"""What the kernel may be made of."""

import ast
import sys
from pathlib import Path

import pytest

from bdcommerce import kernel

MODULES = sorted(Path(kernel.__path__[0]).glob("*.py"))
MOST_LINES = 600


def imported(module: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.stem)
def test_the_kernel_imports_the_standard_library_and_itself_only(module: Path) -> None:
    strange = {
        name
        for name in imported(module)
        if not name.startswith("bdcommerce.kernel") and name.partition(".")[0] not in sys.stdlib_module_names
    }
    assert not strange


def test_the_kernel_stays_small() -> None:
    assert sum(len(module.read_text(encoding="utf-8").splitlines()) for module in MODULES) < MOST_LINES
