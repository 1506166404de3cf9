"""What one look has come to."""

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "warning", "wrong"]


@dataclass(frozen=True, slots=True)
class Finding:
    """`wrong` must be mended now; `warning` should be before it becomes so."""

    state: State
    what: str
    found: str
    advice: str = ""


def graded(what: str, value: float, *, warning: float, wrong: float, found: str, advice: str) -> Finding:
    """A finding by how large something is: `ok` below both limits."""
    if value >= wrong:
        return Finding("wrong", what, found, advice)
    if value >= warning:
        return Finding("warning", what, found, advice)
    return Finding("ok", what, found)
