"""What a rule is, and how a line is excused from one.

`# lint-skip: <rule> <reason>` on the line, or on a line of its own above it, excuses it; anywhere in the file, for a
rule about the file as a whole. A skip without a reason, or one that excuses nothing, is itself a violation.
"""

import ast
import io
import re
import tokenize
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import NamedTuple

WHOLE_FILE = 0
SKIP = re.compile(r"#\s*lint-skip:\s*(?P<rule>[\w-]*)[ \t]*(?P<reason>.*)")


class Finding(NamedTuple):
    """A line that breaks a rule (WHOLE_FILE when no line does alone)."""

    line: int
    message: str


class Violation(NamedTuple):
    path: PurePosixPath
    line: int
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line or 1}: {self.rule}: {self.message}"


@dataclass(frozen=True)
class Source:
    """One Python file: its path in the repository, its text and its tree."""

    path: PurePosixPath
    text: str
    folder: Path = Path()

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def length(self) -> int:
        return len(self.text.splitlines())

    def within(self, *prefixes: str) -> bool:
        """Whether the file is one of these, or below one of these folders."""
        return any(
            self.path == PurePosixPath(prefix) or PurePosixPath(prefix) in self.path.parents for prefix in prefixes
        )

    def comments(self) -> Iterator[tuple[int, str, bool]]:
        """Line, text, and whether the comment has the line to itself."""
        for token in tokenize.generate_tokens(io.StringIO(self.text).readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string, token.line.lstrip().startswith("#")


@dataclass(frozen=True)
class Rule:
    """A name to call it by, why it exists, and the check."""

    name: str
    why: str
    check: Callable[[Source], Iterable[Finding]]


@dataclass
class Skip:
    """One escape comment: which rule, on which line, and whether it excused anything."""

    line: int
    rule: str
    reason: str
    alone: bool
    used: bool = False

    def excuses(self, rule: str, line: int) -> bool:
        here = line in (WHOLE_FILE, self.line) or (self.alone and line == self.line + 1)
        return self.rule == rule and bool(self.reason) and here


def violations(source: Source, rules: Iterable[Rule]) -> list[Violation]:
    """Everything in one file that breaks a rule and is not excused."""
    skips = _skips(source)
    found = [
        Violation(source.path, finding.line, rule.name, f"{finding.message} ({rule.why})")
        for rule in rules
        for finding in rule.check(source)
        if not _excused(skips, rule.name, finding.line)
    ]
    return sorted(found + _bad_skips(source, skips), key=lambda violation: violation.line)


def _skips(source: Source) -> list[Skip]:
    return [
        Skip(line, match["rule"], match["reason"].strip(), alone)
        for line, text, alone in source.comments()
        if (match := SKIP.match(text))
    ]


def _excused(skips: list[Skip], rule: str, line: int) -> bool:
    matching = [skip for skip in skips if skip.excuses(rule, line)]
    for skip in matching:
        skip.used = True
    return bool(matching)


def _bad_skips(source: Source, skips: list[Skip]) -> list[Violation]:
    return [
        Violation(
            source.path, skip.line, "lint-skip", "excuses nothing" if skip.reason else "names no rule or no reason"
        )
        for skip in skips
        if not skip.used
    ]
