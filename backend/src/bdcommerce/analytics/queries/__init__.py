"""The read side of analytics: named SQL on the read pool."""
