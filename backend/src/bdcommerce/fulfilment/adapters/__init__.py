"""Fulfilment's ports made real."""
