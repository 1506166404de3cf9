"""The read side of payments: named SQL on the read pool."""

LAST = "~"
"""After every id."""
