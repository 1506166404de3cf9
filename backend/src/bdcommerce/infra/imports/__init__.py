"""Files that are worked through in the background: chunk by chunk, each chunk one transaction that also moves on.

A service says how rows belong together (`Layout`) and what to do with some of them (`Worker`); here is what all such
imports share: how a file arrives and is laid out on disk, where an import stands, what became of each row, and that a
process that dies in the middle has done nothing twice and left nothing out. Its tables are the service's own.
"""

from bdcommerce.infra.imports.engine import Imports, Part, Worker
from bdcommerce.infra.imports.runs import Entry, Run, RunQueries, Wanted
from bdcommerce.infra.imports.spool import Group, Layout, Row

__all__ = ["Entry", "Group", "Imports", "Layout", "Part", "Row", "Run", "RunQueries", "Wanted", "Worker"]
