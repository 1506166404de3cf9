"""Takes a file in, and works through it: see the package."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import IO, Any, BinaryIO, Generic, Protocol, TypeVar

from bdcommerce.infra.files import Files, UnknownFile
from bdcommerce.infra.imports.runs import Entry, Ledger, Run, RunQueries, Wanted
from bdcommerce.infra.imports.spool import Group, Layout, groups, spool
from bdcommerce.infra.imports.views import ImportView
from bdcommerce.infra.postgres import Database
from bdcommerce.infra.projections import Projection
from bdcommerce.infra.unit_of_work import Unit, unit
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Conflict, NotFound, ensure
from bdcommerce.kernel.ids import new_id

W = TypeVar("W")

CHUNK_ROWS = 200
"""Rows of one transaction, or a few more, for groups stay whole: a second or two of work."""
AT_ONCE = 3
"""Imports of one vendor that may go on at a time."""
KEPT = timedelta(days=90)
"""How long a report can be read."""
_FORGOTTEN_AT_ONCE = 20
_PIECE_BYTES = 1_000_000


class UnknownImport(NotFound):
    """There is no such import of this vendor."""

    code = "unknown_import"


class ImportEnded(Conflict):
    """The import is over: nothing can be cancelled."""

    code = "import_ended"


class TooManyImports(Conflict):
    """So many imports of this vendor go on at this moment: wait for one, or cancel it."""

    code = "too_many_imports"


class _Rehearsed(Exception):
    """Ends an attempt of a dry run, so that nothing of it is kept."""


@dataclass(frozen=True, slots=True)
class Part(Generic[W]):
    """The open transaction of a chunk."""

    work: W
    dry_run: bool
    _unit: Unit

    @asynccontextmanager
    async def attempt(self) -> AsyncIterator[None]:
        """What may be refused alone. Nothing is kept of what raises inside, nor of anything in a dry run."""
        try:
            async with self._unit.attempt():
                yield
                if self.dry_run:
                    raise _Rehearsed
        except _Rehearsed:
            return


class Worker(Protocol):
    """What a service does with some groups."""

    async def prepare(self, run: Run, found: Sequence[Group]) -> Any:
        """What must be known and can only be asked outside a transaction."""

    async def bring_in(self, part: Part[Any], run: Run, found: Sequence[Group], known: Any) -> Sequence[Entry]:
        """What became of every row. May run again if the transaction comes to nothing."""


class Imports(Generic[W]):
    """The imports of one service. `due` makes the private event that brings its consumer back to `step`."""

    def __init__(
        self,
        database: Database,
        build: Callable[[Unit], W],
        *,
        projected: Sequence[Projection],
        files: Files,
        queries: RunQueries,
        due: Callable[[str, int], object],
    ) -> None:
        self._database, self._build, self._projected, self._files, self._due = database, build, projected, files, due
        self.queries = queries
        self.reads = database.reads

    async def begin(self, file: BinaryIO, layout: Layout, wanted: Wanted) -> ImportView:
        """Lay the file out, and begin. The same file again, on the same terms, is the import that is going on already.

        Raises Unreadable, TooManyImports.
        """
        name, rows = await self._laid_out(file, layout, wanted)
        going_on = await self.reads.all(self.queries.active, wanted.vendor_id)
        if same := next((each for each in going_on if _is_same(each, wanted, name)), None):
            await self._files.drop(name)
            return await self.shown(same.import_id)
        try:
            ensure(len(going_on) < AT_ONCE, TooManyImports(f"{AT_ONCE} imports go on already: wait, or cancel one"))
            import_id = new_id("imp")
            async with unit(self._database, self._projected) as opened:
                await Ledger(opened.tx).begin(import_id, wanted, name, rows)
                await opened.log.later(self._due(import_id, 0), due=clock.now())
        except BaseException:
            await self._files.drop(name)
            raise
        return await self.shown(import_id)

    async def step(self, import_id: str, position: int, worker: Worker) -> None:
        """Work through the next chunk, and have the one after it follow. A step that was done before does nothing."""
        run = await self.reads.one(self.queries.run, import_id)
        if run is None or not run.active or run.position != position:
            return
        try:
            found, after, last = await asyncio.to_thread(self._next, run)
        except UnknownFile:
            await self._fail(run, "its file is gone: send it again")
            return
        known = await worker.prepare(run, found)
        async with unit(self._database, self._projected) as opened:
            ledger = Ledger(opened.tx)
            if not await ledger.stands_at(import_id, position):
                return
            entries = await worker.bring_in(Part(self._build(opened), run.dry_run, opened), run, found, known)
            await ledger.move(import_id, after, sum(len(each.rows) for each in found), entries, last=last)
            if not last:
                await opened.log.later(self._due(import_id, after), due=clock.now())
        if last:
            await self._files.drop(run.file)

    async def cancel(self, import_id: str, vendor_id: str | None) -> ImportView:
        """Go no further; what is done stays. None: whose it is does not matter. Raises UnknownImport, ImportEnded."""
        await self.shown(import_id, vendor_id)
        async with unit(self._database, self._projected) as opened:
            file = await Ledger(opened.tx).end(import_id, "cancelled")
            ensure(file, ImportEnded(f"import {import_id} is over", import_id=import_id))
        await self._files.drop(file or "")
        return await self.shown(import_id, vendor_id)

    async def shown(self, import_id: str, vendor_id: str | None = None) -> ImportView:
        """An import as it stands; None: whose it is does not matter. Raises UnknownImport."""
        if vendor_id is None:
            found = await self.reads.one(self.queries.anybodys, import_id)
        else:
            found = await self.reads.one(self.queries.one, import_id, vendor_id)
        if found is None:
            raise UnknownImport(f"there is no import {import_id}", import_id=import_id)
        return found

    async def forget_old(self) -> None:
        """Forget what ended long ago, with a file that a crash may have left."""
        more = True
        while more:
            async with self._database.transaction() as tx:
                files = await Ledger(tx).forget(clock.now() - KEPT, _FORGOTTEN_AT_ONCE)
            for name in filter(None, files):
                await self._files.drop(name)
            more = len(files) == _FORGOTTEN_AT_ONCE

    def _next(self, run: Run) -> tuple[list[Group], int, bool]:
        with self._files.open(run.file) as file:
            found, after = groups(file, run.position, CHUNK_ROWS)
            return found, after, not file.read(1)

    async def _laid_out(self, file: BinaryIO, layout: Layout, wanted: Wanted) -> tuple[str, int]:
        """The name of the laid out file, which no other import has, whatever is in theirs; and its rows."""
        with tempfile.TemporaryFile() as laid:
            rows = await asyncio.to_thread(spool, file, wanted.format, layout, laid)
            size = laid.tell()
            laid.seek(0)
            name = await self._files.keep(_pieces(laid), f".{new_id('imp')[-8:]}", limit=size)
        return name, rows

    async def _fail(self, run: Run, problem: str) -> None:
        async with unit(self._database, self._projected) as opened:
            await Ledger(opened.tx).end(run.import_id, "failed", problem)


async def _pieces(file: IO[bytes]) -> AsyncIterator[bytes]:
    while piece := await asyncio.to_thread(file.read, _PIECE_BYTES):
        yield piece


def _is_same(run: Run, wanted: Wanted, file: str) -> bool:
    same_file = run.file.partition(".")[0] == file.partition(".")[0]
    return same_file and (run.kind, run.dry_run, run.options) == (wanted.kind, wanted.dry_run, dict(wanted.options))
