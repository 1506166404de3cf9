"""Couriers: the operator's own riders, and those outside, each spoken to in its own protocol."""
