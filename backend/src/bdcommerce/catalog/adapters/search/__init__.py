"""Search on PostgreSQL: candidates by an inverted index over lexemes, ranked in SQL."""

from bdcommerce.catalog.adapters.search.desk import PostgresDesk
from bdcommerce.catalog.adapters.search.engine import PostgresSearch
from bdcommerce.catalog.adapters.search.tally import MemoryTally

__all__ = ["MemoryTally", "PostgresDesk", "PostgresSearch"]
