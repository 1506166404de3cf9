"""Every rule finds what it forbids and leaves alone what it allows; every escape needs a reason."""

import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest

from tools.lints.__main__ import ROOT, run
from tools.lints.framework import Source, violations
from tools.lints.rules import RULES

ORDERS = "backend/src/bdcommerce/orders/handlers.py"
DOMAIN = "backend/src/bdcommerce/orders/domain.py"
DOMAIN_PACKAGE = "backend/src/bdcommerce/orders/domain/cart.py"
PAYMENTS = "backend/src/bdcommerce/payments/handlers.py"
INFRA = "backend/src/bdcommerce/infra/postgres.py"
CLOCK = "backend/src/bdcommerce/kernel/clock.py"
MONEY = "backend/src/bdcommerce/kernel/money.py"
TEST = "backend/tests/orders/test_cart.py"
LONG_BODY = "def f():\n" + "    x = 1\n" * 60


def broken(text: str, path: str = ORDERS) -> list[str]:
    """The names of the rules that a file with this text breaks."""
    return [violation.rule for violation in violations(Source(PurePosixPath(path), text), RULES)]


@pytest.mark.parametrize(
    "rule, path, text",
    [
        ("no-commit", ORDERS, "connection.commit()"),
        ("no-commit", ORDERS, "async def f(s):\n    await s.session.commit()"),
        ("owned-clock", ORDERS, "import datetime\nx = datetime.datetime.now()"),
        ("owned-clock", ORDERS, "x = datetime.utcnow()"),
        ("owned-clock", ORDERS, "x = date.today()"),
        ("owned-clock", INFRA, "x = time.time()"),
        ("owned-clock", ORDERS, "from uuid import uuid4"),
        ("owned-clock", ORDERS, "from time import time"),
        ("owned-clock", ORDERS, "x = field(default_factory=uuid.uuid4)"),
        ("short-file", TEST, "x = 1\n" * 501),
        ("short-function", ORDERS, LONG_BODY),
        ("short-function", ORDERS, f"async {LONG_BODY}"),
        ("telling-name", "backend/src/bdcommerce/orders/utils.py", ""),
        ("telling-name", "backend/src/bdcommerce/common/orders.py", ""),
        ("telling-name", "backend/src/bdcommerce/orders/_base.py", ""),
        ("whole-money", MONEY, "x = 0.15"),
        ("whole-money", DOMAIN, "x = float(3)"),
        ("whole-money", DOMAIN_PACKAGE, "x: float = 1"),
        ("whole-money", PAYMENTS, "x = 1e3"),
        ("no-stub", ORDERS, "def f():\n    raise NotImplementedError"),
        ("no-stub", ORDERS, "def f(): ..."),
        ("no-stub", ORDERS, "class A:\n    async def f(self):\n        '''Says much.'''\n        ..."),
        ("named-query", ORDERS, "Query('', 'SELECT 1', Row)"),
        ("named-query", ORDERS, "postgres.Query(sql='SELECT 1', shape=Row)"),
        ("named-query", ORDERS, "Query(name, 'SELECT 1', Row)"),
        ("named-query", ORDERS, "Query(f'{name}', 'SELECT 1', Row)"),
        ("bare-kernel", CLOCK, "import msgspec"),
        ("bare-kernel", CLOCK, "from bdcommerce.infra import settings"),
    ],
)
def test_a_rule_finds_what_it_forbids(rule: str, path: str, text: str) -> None:
    assert broken(text, path) == [rule]


@pytest.mark.parametrize(
    "path, text",
    [
        (INFRA, "connection.commit()"),
        (TEST, "connection.commit()\nx = datetime.now()"),
        (CLOCK, "from datetime import UTC, datetime\nx = datetime.now(UTC)"),
        (INFRA, "import time\nx = time.perf_counter() + time.monotonic()"),
        (ORDERS, "x = clock.now()\ny = clock.today()"),
        (ORDERS, "x = 0.15"),
        (DOMAIN, "x = Decimal('0.15')"),
        (ORDERS, "class Port(Protocol):\n    def f(self) -> int: ..."),
        (ORDERS, "class Port(Protocol[T]):\n    async def f(self) -> T:\n        '''Says why.'''\n        ..."),
        (ORDERS, "@overload\ndef f(x: int) -> int: ..."),
        (TEST, "def f(): ..."),
        (ORDERS, "Query('orders.by_customer', 'SELECT 1', Row)"),
        (ORDERS, "Query(f'orders.page_{order}', 'SELECT 1', Row)"),
        (ORDERS, "Query(name='order', sql='SELECT 1', shape=Row)"),
        (CLOCK, "from bdcommerce.kernel import ids\nfrom collections.abc import Callable"),
        ("backend/src/bdcommerce/orders/database.py", ""),
        (TEST, "x = 1\n" * 500),
    ],
)
def test_a_rule_leaves_alone_what_it_allows(path: str, text: str) -> None:
    assert broken(text, path) == []


@pytest.mark.parametrize(
    "text",
    [
        "session.commit()  # lint-skip: no-commit the driver needs it here",
        "# lint-skip: no-commit the driver needs it here\nsession.commit()",
        "# lint-skip: short-file one table, generated\n" + "x = 1\n" * 501,
    ],
)
def test_an_escape_with_a_reason_is_heard(text: str) -> None:
    assert broken(text) == []


@pytest.mark.parametrize(
    "text, expected",
    [
        ("session.commit()  # lint-skip: no-commit", ["no-commit", "lint-skip"]),
        ("session.commit()  # lint-skip:", ["no-commit", "lint-skip"]),
        ("session.commit()  # lint-skip: short-file wrong rule", ["no-commit", "lint-skip"]),
        ("x = 1  # lint-skip: no-commit nothing to excuse", ["lint-skip"]),
        ("x = 1  # lint-skip: no-commit far away\n\nsession.commit()", ["lint-skip", "no-commit"]),
    ],
)
def test_an_escape_without_a_reason_or_a_use_is_a_violation(text: str, expected: list[str]) -> None:
    assert broken(text) == expected


def test_an_escape_inside_a_string_is_only_text() -> None:
    assert broken('x = "# lint-skip: no-commit quoted"') == []


@pytest.mark.parametrize("lines, expected", [(599, 0), (600, 1)])
def test_the_kernel_stays_small_as_a_whole(tmp_path: Path, lines: int, expected: int) -> None:
    kernel = tmp_path / "backend/src/bdcommerce/kernel"
    kernel.mkdir(parents=True)
    (kernel / "__init__.py").write_text('"""Kernel."""\n')
    (kernel / "money.py").write_text("x = 1\n" * 300)
    (kernel / "text.py").write_text("x = 1\n" * (lines - 300))
    assert [violation.rule for violation in run(tmp_path)] == ["small-kernel"] * expected


def test_every_rule_says_why() -> None:
    assert all(rule.why for rule in RULES)
    assert len({rule.name for rule in RULES}) == len(RULES)


@pytest.mark.parametrize(
    "code, path, text",
    [
        ("T201", "backend/src/bdcommerce/orders/api.py", "print(1)\n"),
        ("FIX002", "backend/src/bdcommerce/orders/api.py", "# TODO: later\n"),
        ("FIX001", "tools/x.py", "# FIXME: later\n"),
        ("FIX003", "backend/tests/x.py", "# XXX: later\n"),
    ],
)
def test_ruff_is_set_up_to_find_what_we_leave_to_it(code: str, path: str, text: str) -> None:
    command = [sys.executable, "-m", "ruff", "check", "--config", "backend/pyproject.toml", "--output-format=concise"]
    command += ["--stdin-filename", path, "-"]
    done = subprocess.run(command, input=text, text=True, capture_output=True, cwd=ROOT, check=False)
    assert f" {code} " in done.stdout
