"""The rules. `print` and to-do comments are ruff's business (T201, FIX), import directions import-linter's."""

import ast
import re
import sys
from collections.abc import Iterator

from tools.lints.framework import WHOLE_FILE, Finding, Rule, Source

CODE = "backend/src/bdcommerce"
KERNEL = f"{CODE}/kernel"
LONGEST_FILE = 500
LONGEST_FUNCTION = 60
LARGEST_KERNEL = 600
VAGUE_NAMES = {"utils", "util", "common", "helpers", "helper", "base", "manager", "managers", "misc"}
CLOCKS = {
    ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"),
    ("time", "time"), ("time", "time_ns"), ("uuid", "uuid1"), ("uuid", "uuid4"), ("uuid", "uuid7"),
}  # fmt: skip
QUERY_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]*)*")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def no_commit(source: Source) -> Iterator[Finding]:
    if source.within(CODE) and not source.within(f"{CODE}/infra"):
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit":
                yield Finding(node.lineno, "commits by hand")


def owned_clock(source: Source) -> Iterator[Finding]:
    if not source.within(CODE) or source.within(f"{KERNEL}/clock.py", f"{KERNEL}/ids.py"):
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute | ast.ImportFrom) and (name := _clock_or_id(node)):
            yield Finding(node.lineno, f"{name} instead of kernel.clock or kernel.ids")


def _clock_or_id(node: ast.Attribute | ast.ImportFrom) -> str | None:
    """The forbidden name a node stands for: `datetime.now`, or `uuid4` taken straight out of its module."""
    if isinstance(node, ast.Attribute):
        owner = _last_name(node.value)
        return f"{owner}.{node.attr}" if (owner, node.attr) in CLOCKS else None
    taken = [f"{node.module}.{alias.name}" for alias in node.names if (node.module, alias.name) in CLOCKS]
    return next(iter(taken), None)


def _last_name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def short_file(source: Source) -> Iterator[Finding]:
    if source.length > LONGEST_FILE:
        yield Finding(WHOLE_FILE, f"{source.length} lines, at most {LONGEST_FILE}")


def short_function(source: Source) -> Iterator[Finding]:
    for node in ast.walk(source.tree):
        if isinstance(node, Function):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > LONGEST_FUNCTION:
                yield Finding(node.lineno, f"{node.name} has {length} lines, at most {LONGEST_FUNCTION}")


def telling_name(source: Source) -> Iterator[Finding]:
    for part in source.path.with_suffix("").parts:
        if part.strip("_") in VAGUE_NAMES:
            yield Finding(WHOLE_FILE, f"{part!r} says nothing about what is in it")


def whole_money(source: Source) -> Iterator[Finding]:
    if not _carries_money(source):
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield Finding(node.lineno, f"the float {node.value}")
        elif isinstance(node, ast.Name) and node.id == "float":
            yield Finding(node.lineno, "float")


def _carries_money(source: Source) -> bool:
    in_domain = source.path.name == "domain.py" or "domain" in source.path.parent.parts
    return source.within(f"{KERNEL}/money.py", f"{CODE}/payments") or (source.within(CODE) and in_domain)


def no_stub(source: Source) -> Iterator[Finding]:
    if "tests" in source.path.parts:
        return
    declared = _declarations(source.tree)
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Name) and node.id == "NotImplementedError":
            yield Finding(node.lineno, "NotImplementedError")
        if isinstance(node, Function) and node not in declared and _is_empty(node):
            yield Finding(node.lineno, f"{node.name} has no body")


def _declarations(tree: ast.Module) -> set[ast.AST]:
    """Functions that are meant to have no body: methods of a Protocol, and overloads."""
    protocols = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and _is_protocol(node)]
    methods = {method for protocol in protocols for method in protocol.body}
    overloads = {node for node in ast.walk(tree) if isinstance(node, Function) and _is_overload(node)}
    return methods | overloads


def _is_protocol(node: ast.ClassDef) -> bool:
    bases = (base.value if isinstance(base, ast.Subscript) else base for base in node.bases)
    return any(_last_name(base) == "Protocol" for base in bases)


def _is_overload(node: Function) -> bool:
    return any(_last_name(decorator) == "overload" for decorator in node.decorator_list)


def _is_empty(node: Function) -> bool:
    last = node.body[-1]
    return isinstance(last, ast.Expr) and isinstance(last.value, ast.Constant) and last.value.value is ...


def named_query(source: Source) -> Iterator[Finding]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and _last_name(node.func) == "Query" and not _has_name(node):
            yield Finding(node.lineno, "a query without a lower_case literal for a name")


def _has_name(call: ast.Call) -> bool:
    given = [keyword.value for keyword in call.keywords if keyword.arg == "name"] + call.args[:1]
    return bool(given) and QUERY_NAME.fullmatch(_literal_beginning(given[0])) is not None


def _literal_beginning(node: ast.expr) -> str:
    """A family of queries shares the beginning of its names: `f"orders.page_{order}"`."""
    if isinstance(node, ast.JoinedStr):
        node = node.values[0]
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def bare_kernel(source: Source) -> Iterator[Finding]:
    if not source.within(KERNEL):
        return
    for line, module in _imports(source.tree):
        if module.split(".")[0] not in sys.stdlib_module_names and not module.startswith("bdcommerce.kernel"):
            yield Finding(line, f"the kernel imports {module}")


def _imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, node.module or ""


def small_kernel(source: Source) -> Iterator[Finding]:
    if not source.within(f"{KERNEL}/__init__.py"):
        return
    total = sum(len(file.read_text().splitlines()) for file in source.folder.rglob("*.py"))
    if total > LARGEST_KERNEL:
        yield Finding(WHOLE_FILE, f"the kernel has {total} lines, at most {LARGEST_KERNEL}")


RULES = (
    Rule("no-commit", "state and its events go out in one commit, at the edge, in infra", no_commit),
    Rule("owned-clock", "tests own time and identifiers", owned_clock),
    Rule("short-file", "a long file becomes a package of the same name", short_file),
    Rule("short-function", "a long function hides a second one", short_function),
    Rule("telling-name", "a file is named after what it decides", telling_name),
    Rule("whole-money", "money is whole poisha", whole_money),
    Rule("no-stub", "every part that exists works", no_stub),
    Rule("named-query", "a query's name is its metric and its plan test", named_query),
    Rule("bare-kernel", "the kernel stands on the standard library alone", bare_kernel),
    Rule("small-kernel", "what everyone shares stays small enough to know by heart", small_kernel),
)
