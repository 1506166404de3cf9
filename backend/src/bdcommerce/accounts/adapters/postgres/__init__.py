"""Accounts in PostgreSQL: every repository of the ports over one open transaction, sealing on the way in."""

from bdcommerce.accounts.adapters.postgres.work import PostgresWork, opener

__all__ = ["PostgresWork", "opener"]
