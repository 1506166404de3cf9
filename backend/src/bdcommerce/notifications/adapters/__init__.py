"""Implementations of the ports of notifications."""
