"""How far something long has come: bars for people, a line now and then for files."""

import time
from types import TracebackType
from typing import Self

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

_SECONDS_BETWEEN_LINES = 10.0


class Bars:
    """A bar for each thing that there will be many of."""

    def __init__(self) -> None:
        self._console = Console(stderr=True)
        self._progress = Progress(
            TextColumn("{task.description:<12}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=self._console,
        )
        self._bars: dict[str, object] = {}
        self._said: dict[str, float] = {}
        self._begun = time.monotonic()

    @property
    def seconds(self) -> float:
        """Since the beginning."""
        return time.monotonic() - self._begun

    def told(self, what: str, done: int, of: int) -> None:
        """So many of so many are made."""
        if not self._console.is_terminal:
            self._line(what, done, of)
            return
        if what not in self._bars:
            self._bars[what] = self._progress.add_task(what, total=of)
        self._progress.update(self._bars[what], completed=done, total=of)  # type: ignore[arg-type]

    def _line(self, what: str, done: int, of: int) -> None:
        now = time.monotonic()
        if done >= of or now - self._said.get(what, 0.0) >= _SECONDS_BETWEEN_LINES:
            self._said[what] = now
            typer.echo(f"{self.seconds:6.0f} s  {what}: {done} of {of}", err=True)

    def __enter__(self) -> Self:
        if self._console.is_terminal:
            self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()
