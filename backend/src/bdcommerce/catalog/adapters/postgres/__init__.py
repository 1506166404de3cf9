"""The catalog in an open transaction: events go to their streams, current state is read from what they project."""

from bdcommerce.catalog.adapters.postgres.work import PostgresWork

__all__ = ["PostgresWork"]
