"""Payments on PostgreSQL."""
