"""Inventory's ports made real."""
