"""Alembic's environment: the connection, its role and its schema are given by bdcommerce.infra.migrations."""

from alembic import context

connection = context.config.attributes["connection"]
context.configure(connection=connection, transactional_ddl=True, version_table="alembic_version")
context.run_migrations()
