"""Where the tables of accounts are."""

from bdcommerce.infra import postgres

metadata = postgres.metadata("accounts")
