"""How compliance keeps its books in PostgreSQL."""
