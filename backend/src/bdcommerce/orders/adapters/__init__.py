"""The ports of orders over PostgreSQL."""
