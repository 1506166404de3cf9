"""Promotions: compiled once, evaluated once per change of a cart, in memory, and always to the same poisha."""
